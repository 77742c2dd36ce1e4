"""The operations themselves: appended in chains, read back by chain or by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from qxn_desktop.common.progress import Tally
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.causality import Before, before_by
from qxn_desktop.domain.operation import Chain, Kind, Operation, OpId
from qxn_desktop.store.context import Contexts
from qxn_desktop.store.driver import Database

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode

CHUNK = 500
"""Ids in one SQL list; below every SQLite's limit of parameters."""

_SELECT = (
    "SELECT op.chain, op.seq, op.hlc, op.actor, op.wall, op.schema, row.entity, row.id, op.kind,"
    " op.payload, op.row FROM op JOIN row ON row.ref = op.row "
)


@dataclass(slots=True)
class ChainState:
    """Where a chain stands: its number in the file, last sequence number, hash and stamp."""

    ref: int
    last_seq: int
    last_hash: bytes
    last_hlc: int


RowKey = tuple[str, str]
SqlValue = str | int | bytes | None


@dataclass(slots=True)
class RowEntry:
    """A row as the log knows it. ``tip`` is the operation that saw all others of the row.

    ``first_wall``: the earliest time that an operation of the row says (Unix ms).
    """

    key: RowKey
    ref: int
    is_new: bool
    tip: OpId | None
    deleted: bool
    first_wall: int


class OperationLog:
    """Chains in memory (a few dozen), operations in the file."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.reload()

    def reload(self) -> None:
        """Forget what an undone transaction left in memory."""
        self._chains: dict[Chain, ChainState] = {}
        self._by_ref: dict[int, Chain] = {}
        self._contexts: Contexts | None = None
        query = "SELECT site, epoch, stream, id, last_seq, last_hash, last_hlc FROM chain"
        for site, epoch, stream, *state in self._db.conn.execute(query).fetchall():
            self._know(Chain(site, epoch, stream), ChainState(*state))

    @property
    def chains(self) -> Mapping[Chain, ChainState]:
        return self._chains

    @property
    def last_hlc(self) -> int:
        """The highest stamp held, of any site."""
        return max((state.last_hlc for state in self._chains.values()), default=0)

    def count(self) -> int:
        """How many operations are held."""
        return sum(state.last_seq for state in self._chains.values())

    @property
    def contexts(self) -> Contexts:
        """What authors had seen; read when first asked for, so that opening stays quick."""
        if self._contexts is None:
            self._contexts = Contexts()
            query = "SELECT chain, seq, payload FROM op WHERE kind = 'seen' ORDER BY chain, seq"
            for ref, seq, payload in self._db.conn.execute(query).fetchall():
                self._contexts.add(self._by_ref[ref], seq, _decode(payload))
        return self._contexts

    @property
    def before(self) -> Before:
        """The causal order among the operations held."""
        return before_by(self.contexts.seen)

    def append(
        self,
        ops: Sequence[Operation],
        links: Sequence[bytes] | None = None,
        tally: Tally | None = None,
    ) -> dict[RowKey, RowEntry]:
        """Append the next operations of their chains; gives the entries of the rows they touch.

        The caller has seen to it that numbers follow on, and calls ``mark_tips`` for every entry:
        only that writes new rows into the index, once and whole.
        ``links`` are the hashes after each operation, where the caller has worked them out.
        """
        rows = self._rows_for(_earliest(ops))
        records = self._records((tally or Tally()).each(ops), links, rows)
        self._db.conn.executemany("INSERT INTO op VALUES (?,?,?,?,?,?,?,?,?,?)", records)
        self._save_chains({op.chain for op in ops})
        return rows

    def _records(
        self,
        ops: Iterable[Operation],
        links: Sequence[bytes] | None,
        rows: Mapping[RowKey, RowEntry],
    ) -> Iterator[tuple[SqlValue, ...]]:
        """The records of ``ops``, each made when it is written; moves the chains on."""
        contexts = self.contexts
        for at, op in enumerate(ops):
            state = self._chains.get(op.chain) or self._new_chain(op.chain)
            state.last_hash = (
                links[at] if links else chain_next(state.last_hash, canonical_bytes(op))
            )
            state.last_seq = op.seq
            state.last_hlc = max(state.last_hlc, op.hlc)
            if op.kind == Kind.SEEN:
                contexts.add(op.chain, op.seq, op.payload)
            yield (
                state.ref,
                op.seq,
                op.hlc,
                op.actor,
                op.wall,
                op.schema,
                rows[(op.entity, op.row)].ref,
                str(op.kind),
                _encode(op.payload).decode(),
                state.last_hash,
            )

    def mark_tips(self, tips: Iterable[tuple[RowEntry, OpId | None, bool]]) -> None:
        """Record for rows the operation that saw all others, and whether they are deleted."""
        new, old = [], []
        for entry, tip, deleted in tips:
            record = (*self._tip(tip), int(deleted), entry.first_wall, entry.ref)
            if entry.is_new:
                new.append((*record, *entry.key))
            else:
                old.append(record)
        self._db.conn.executemany(
            "INSERT INTO row (tip_chain, tip_seq, tip_hlc, deleted, first_wall, ref, entity, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            new,
        )
        self._db.conn.executemany(
            "UPDATE row SET tip_chain = ?, tip_seq = ?, tip_hlc = ?, deleted = ?, first_wall = ?"
            " WHERE ref = ?",
            old,
        )

    def of_rows(self, refs: Iterable[int]) -> dict[int, list[Operation]]:
        """All operations of the rows ``refs``, by row."""
        found: dict[int, list[Operation]] = {}
        for chunk in _chunks(list(refs)):
            marks = ",".join("?" * len(chunk))
            query = f"{_SELECT} WHERE op.row IN ({marks})"
            for record in self._db.conn.execute(query, chunk):
                found.setdefault(record[-1], []).append(self._operation(record))
        return found

    def ids_of(self, refs: Iterable[int]) -> dict[int, list[OpId]]:
        """The ids of all operations of the rows ``refs``, by row."""
        found: dict[int, list[OpId]] = {}
        for chunk in _chunks(list(refs)):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT row, hlc, chain, seq FROM op WHERE row IN ({marks})"
            for ref, hlc, chain, seq in self._db.conn.execute(query, chunk):
                found.setdefault(ref, []).append(OpId(hlc, *self._by_ref[chain], seq))
        return found

    def of_row(self, entity: str, row: str) -> list[Operation]:
        """All operations of one row, in order of their ids."""
        query = f"{_SELECT} WHERE row.entity = ? AND row.id = ?"
        records = self._db.conn.execute(query, [entity, row]).fetchall()
        return sorted((self._operation(r) for r in records), key=lambda op: op.id)

    def events_of(self, entity: str) -> dict[str, list[Operation]]:
        """All events of a register's rows, by row id, in order."""
        query = f"{_SELECT} WHERE row.entity = ? AND op.kind = 'event' ORDER BY op.hlc"
        found: dict[str, list[Operation]] = {}
        for record in self._db.conn.execute(query, [entity]):
            op = self._operation(record)
            found.setdefault(op.row, []).append(op)
        return found

    def after(self, chain: Chain, seq: int) -> list[Operation]:
        """The operations of ``chain`` that follow number ``seq``, in order."""
        state = self._chains.get(chain)
        if state is None:
            return []
        query = f"{_SELECT} WHERE op.chain = ? AND op.seq > ? ORDER BY op.seq"
        return [self._operation(r) for r in self._db.conn.execute(query, [state.ref, seq])]

    def between(self, chain: Chain, first: int, last: int) -> list[Operation]:
        """The operations of ``chain`` from number ``first`` to ``last``, in order."""
        state = self._chains.get(chain)
        if state is None:
            return []
        query = f"{_SELECT} WHERE op.chain = ? AND op.seq BETWEEN ? AND ? ORDER BY op.seq"
        records = self._db.conn.execute(query, [state.ref, first, last]).fetchall()
        return [self._operation(record) for record in records]

    def rows_beyond(self, heads: Mapping[Chain, int]) -> frozenset[RowKey]:
        """The rows that have operations beyond the numbers ``heads``."""
        query = (
            "SELECT DISTINCT row.entity, row.id FROM op JOIN row ON row.ref = op.row"
            " WHERE op.chain = ? AND op.seq > ?"
        )
        found: set[RowKey] = set()
        for chain, state in self._chains.items():
            if state.last_seq > heads.get(chain, 0):
                found.update(self._db.conn.execute(query, [state.ref, heads.get(chain, 0)]))
        return frozenset(found)

    def turned_beyond(self, heads: Mapping[Chain, int]) -> bool:
        """Whether beyond the numbers ``heads`` a row became another, or came back."""
        query = "SELECT 1 FROM op WHERE chain = ? AND seq > ? AND kind IN ('alias', 'undelete')"
        return any(
            self._db.conn.execute(query, [state.ref, heads.get(chain, 0)]).fetchone()
            for chain, state in self._chains.items()
            if state.last_seq > heads.get(chain, 0)
        )

    def hash_at(self, chain: Chain, seq: int) -> bytes | None:
        """The chain's hash after number ``seq`` (0: before the first), None when not held."""
        if seq == 0:
            return chain_start(chain)
        state = self._chains.get(chain)
        if state is None or seq > state.last_seq:
            return None
        query = "SELECT hash FROM op WHERE chain = ? AND seq = ?"
        found = self._db.conn.execute(query, [state.ref, seq]).fetchone()
        return bytes(found[0]) if found else None

    def _operation(self, record: Sequence[Any]) -> Operation:
        chain, seq, hlc, actor, wall, schema, entity, row, kind, payload, _ = record
        return Operation(
            self._by_ref[chain], seq, hlc, actor, wall, schema, entity, row, kind, _decode(payload)
        )

    def _rows_for(self, walls: Mapping[RowKey, int]) -> dict[RowKey, RowEntry]:
        """Entries of all rows that are written; new ones are numbered in their order.

        ``walls``: the earliest of the times at which each is written now.
        """
        by_entity: dict[str, list[str]] = {}
        for entity, id_ in walls:
            by_entity.setdefault(entity, []).append(id_)
        found = self._known_rows(by_entity)
        for key, entry in found.items():
            entry.first_wall = min(entry.first_wall, walls[key])
        ref = self._db.conn.execute("SELECT coalesce(max(ref), 0) FROM row").fetchone()[0]
        for entity in sorted(by_entity):
            # Texts by themselves: sorting pairs takes three times as long, in one call.
            for id_ in sorted(by_entity[entity]):
                key = (entity, id_)
                if key not in found:
                    ref += 1
                    found[key] = RowEntry(key, ref, True, None, False, walls[key])
        return found

    def _known_rows(self, by_entity: Mapping[str, Sequence[str]]) -> dict[RowKey, RowEntry]:
        found: dict[RowKey, RowEntry] = {}
        for entity, ids in by_entity.items():
            for chunk in _chunks(ids):
                marks = ",".join("?" * len(chunk))
                query = (
                    "SELECT id, ref, tip_chain, tip_seq, tip_hlc, deleted, first_wall FROM row"
                    f" WHERE entity = ? AND id IN ({marks})"
                )
                for id_, ref, *tip, deleted, wall in self._db.conn.execute(query, [entity, *chunk]):
                    key = (entity, id_)
                    found[key] = RowEntry(key, ref, False, self._op_id(*tip), bool(deleted), wall)
        return found

    def entries(self, keys: Collection[RowKey]) -> dict[RowKey, RowEntry]:
        """The entries of those of ``keys`` that have operations."""
        by_entity: dict[str, list[str]] = {}
        for entity, id_ in keys:
            by_entity.setdefault(entity, []).append(id_)
        return self._known_rows(by_entity)

    def _op_id(self, chain: int | None, seq: int, hlc: int) -> OpId | None:
        return None if chain is None else OpId(hlc, *self._by_ref[chain], seq)

    def _tip(self, tip: OpId | None) -> tuple[int | None, int | None, int | None]:
        if tip is None:
            return None, None, None
        return self._chains[Chain(tip.site, tip.epoch, tip.stream)].ref, tip.seq, tip.hlc

    def _new_chain(self, chain: Chain) -> ChainState:
        ref = max(self._by_ref, default=0) + 1
        state = ChainState(ref, 0, chain_start(chain), 0)
        self._db.conn.execute(
            "INSERT INTO chain VALUES (?, ?, ?, ?, 0, ?, 0)", [ref, *chain, state.last_hash]
        )
        self._know(chain, state)
        return state

    def _know(self, chain: Chain, state: ChainState) -> None:
        self._chains[chain] = state
        self._by_ref[state.ref] = chain

    def _save_chains(self, chains: Iterable[Chain]) -> None:
        states = (self._chains[chain] for chain in chains)
        self._db.conn.executemany(
            "UPDATE chain SET last_seq = ?, last_hash = ?, last_hlc = ? WHERE id = ?",
            ((s.last_seq, s.last_hash, s.last_hlc, s.ref) for s in states),
        )


def _earliest(ops: Iterable[Operation]) -> dict[RowKey, int]:
    """The rows that ``ops`` write, and the earliest time that one of them says."""
    found: dict[RowKey, int] = {}
    for op in ops:
        key = (op.entity, op.row)
        known = found.get(key)
        if known is None or op.wall < known:
            found[key] = op.wall
    return found


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(values), CHUNK):
        yield values[at : at + CHUNK]
