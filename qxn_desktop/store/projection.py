"""Keeps the register tables equal to the fold of the operations.

Most operations are a new row, or a change by someone who had seen all that went before; these go
straight into the table. All others are folded anew from the row's whole history. ``rebuild``
folds everything, and ``verify`` compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import Tally
from qxn_desktop.domain.causality import Before, has_seen_all
from qxn_desktop.domain.fold import PSEUDO, WRITES, Conflict, RowState, fold
from qxn_desktop.domain.operation import Operation, OpId
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.alias_table import AliasTable, Turned
from qxn_desktop.store.driver import Database
from qxn_desktop.store.operation_log import OperationLog, RowEntry, RowKey
from qxn_desktop.store.register_table import RegisterTable, ensure_table
from qxn_desktop.store.schema import Schema

_encode = msgspec.json.Encoder(order="deterministic").encode

Folded = list[tuple[RowKey, RowEntry, RowState]]
ByRow = dict[RowKey, list[Operation]]

WORTH_COMPARING = 1000
"""Pairs of operations of one row to compare; beyond that folding the row is quicker."""


PART = 2_000
"""Rows written between two looks at whether the user took a merge back."""

Item = TypeVar("Item")


class Projection:
    """The tables of all registers, the row index and the open conflicts."""

    def __init__(self, db: Database, log: OperationLog, schema: Schema) -> None:
        self._db = db
        self._log = log
        self._schema = schema
        self.tables = {id_: RegisterTable(spec) for id_, spec in schema.registers.items()}
        self.aliases = AliasTable(db, schema.registers)

    @cached_property
    def _base(self) -> Mapping[str, Mapping[str, Mapping[str, Json]]]:
        return self._schema.base_rows()

    def prepare(self, known_fingerprint: str) -> bool:
        """Bring tables up to the registers; gives whether anything had to be done."""
        if known_fingerprint == self._schema.fingerprint:
            return False
        for spec in self._schema.registers.values():
            ensure_table(self._db, spec)
        self.rebuild()
        return True

    def take_registers(self, registers: Mapping[str, RegisterSpec]) -> None:
        """Go on with these registers; the tables have their columns already."""
        self._schema = replace(self._schema, registers=registers)
        for id_, spec in registers.items():
            if self.tables[id_].spec != spec:
                self.tables[id_] = RegisterTable(spec)

    def apply(
        self,
        ops: Sequence[Operation],
        entries: Mapping[RowKey, RowEntry],
        tally: Tally | None = None,
    ) -> None:
        """Take ``ops`` (just appended to the log) into the tables; ``tally`` counts rows."""
        tally = tally or Tally()
        by_row: dict[RowKey, list[Operation]] = {}
        for op in ops:
            if op.entity in self.tables:
                by_row.setdefault((op.entity, op.row), []).append(op)
        before = self._log.before
        quick, slow = self._parted(by_row, entries, before)
        self._log.mark_tips(
            (entry, None, False) for key, entry in entries.items() if key not in by_row
        )
        self._apply_quick(quick, entries, tally)
        self._apply_slow(slow, entries, tally)

    def rebuild(self) -> None:
        """Fold every row anew into empty tables."""
        for id_, table in self.tables.items():
            self._db.execute(f"DELETE FROM [{id_}]")
            table.insert(self._db, self._base.get(id_, {}).items())
        self._db.execute("DELETE FROM conflict")
        self.aliases.clear()
        self._replace(self.fold_all())

    @property
    def based(self) -> frozenset[str]:
        """Registers with rows that exist without an operation."""
        return frozenset(self._base)

    def fold_all(self, entities: Collection[str] | None = None) -> Folded:
        """The state of every row of the known registers (``entities``), from its whole history."""
        wanted = self.tables if entities is None else entities
        query = "SELECT entity, id, ref FROM row ORDER BY ref"
        keys = {ref: (entity, id_) for entity, id_, ref in self._db.execute(query).fetchall()}
        known = {ref: key for ref, key in keys.items() if key[0] in wanted}
        history = self._log.of_rows(known)
        before = self._log.before
        return [
            (key, _entry(key, ref, ops), self._fold(key, ops, before))
            for ref, key in known.items()
            for ops in (history.get(ref, []),)
        ]

    def shown(self, key: RowKey, state: RowState) -> Mapping[str, Json] | None:
        """The values of a row over what it holds without any operation; None when it is not there.

        A row that exists without operations needs no first one, but can be deleted. What refers to
        a row that has become another is shown with that one.
        """
        base = self._base.get(key[0], {}).get(key[1])
        if self.is_gone(key, state) or (base is None and not state.written):
            return None
        return self.aliases.followed(key[0], {**base, **state.values} if base else state.values)

    def is_gone(self, key: RowKey, state: RowState) -> bool:
        """Whether the row was deleted, or has become another one that is there."""
        return state.deleted and (not state.into or key[1] in self.aliases.ends(key[0]))

    def _parted(
        self,
        by_row: Mapping[RowKey, list[Operation]],
        entries: Mapping[RowKey, RowEntry],
        before: Before,
    ) -> tuple[ByRow, ByRow]:
        """Rows whose new operations each saw all that went before, and those to be folded."""
        plain = {key for key, ops in by_row.items() if self._is_plain(key, entries[key], ops)}
        turning = {key for key in plain if _turns(entries[key].tip, by_row[key])}
        past = self._log.ids_of(entries[key].ref for key in turning if not entries[key].is_new)
        quick: ByRow = {}
        slow: ByRow = {}
        for key, ops in by_row.items():
            entry = entries[key]
            follows = key in plain and (
                key not in turning or _is_line(past.get(entry.ref, []), entry.tip, ops, before)
            )
            (quick if follows else slow)[key] = ops
        return quick, slow

    def _is_plain(self, key: RowKey, entry: RowEntry, ops: list[Operation]) -> bool:
        """Whether the operations only write fields of a row without branches; sorts them."""
        if key[0] in self._schema.replays or key[0] in self._base:
            return False
        for op in ops:  # a generator would cost more than what it looks at
            if op.kind not in WRITES or not PSEUDO.isdisjoint(op.payload):
                return False
        if not entry.is_new and (entry.tip is None or entry.deleted):
            return False
        if len(ops) > 1:
            ops.sort(key=lambda op: op.id)
        return True

    def _apply_quick(
        self,
        rows: Mapping[RowKey, list[Operation]],
        entries: Mapping[RowKey, RowEntry],
        tally: Tally,
    ) -> None:
        new: dict[str, list[tuple[str, Mapping[str, Json]]]] = {}
        changed: dict[tuple[str, tuple[str, ...]], list[tuple[str, Mapping[str, Json]]]] = {}
        odd: dict[RowKey, list[Operation]] = {}
        for key, ops in rows.items():
            entity, id_ = key
            payload = ops[0].payload if len(ops) == 1 else _merged(ops)
            payload = self.aliases.followed(entity, payload)
            if entries[key].is_new:
                new.setdefault(entity, []).append((id_, payload))
            elif self.tables[entity].fits(payload):
                changed.setdefault((entity, tuple(sorted(payload))), []).append((id_, payload))
            else:
                odd[key] = ops
        for entity, whole in new.items():
            with self.tables[entity].indexed_after(self._db, len(whole)):
                for part in _parts(whole):
                    self.tables[entity].insert(self._db, part)
                    tally.add(len(part))
        for (entity, keys), partial in changed.items():
            self.tables[entity].update(self._db, keys, tally.each(partial))
        self._log.mark_tips((entries[key], ops[-1].id, False) for key, ops in rows.items())
        self._apply_slow(odd, entries, tally)

    def _apply_slow(
        self,
        rows: Mapping[RowKey, list[Operation]],
        entries: Mapping[RowKey, RowEntry],
        tally: Tally,
    ) -> None:
        before = self._log.before
        old = [entries[key].ref for key in rows if not entries[key].is_new]
        history = self._log.of_rows(old)
        self._replace(
            [
                (key, entries[key], self._fold(key, history.get(entries[key].ref, ops), before))
                for key, ops in tally.each(rows.items())
            ]
        )

    def _fold(self, key: RowKey, ops: Iterable[Operation], before: Before) -> RowState:
        return fold(*key, ops, before, self._schema.replays.get(key[0]))

    def _replace(self, folded: Folded) -> None:
        turned = self._learn(folded)
        self._put(folded)
        for one in turned:
            self._follow(one)

    def _learn(self, folded: Folded) -> list[Turned]:
        """Take in which rows have become others."""
        states: dict[str, dict[str, str]] = {}
        for (entity, id_), _, state in folded:
            states.setdefault(entity, {})[id_] = state.into
        found = (self.aliases.learn(entity, into) for entity, into in states.items())
        return [turned for turned in found if turned is not None]

    def _follow(self, turned: Turned) -> None:
        """Lead all that refers to rows which have become others to those, or back."""
        keys = {(turned.entity, id_) for id_ in turned.shown}
        columns = self.aliases.pointing(turned.entity)
        for register, name in columns if turned.again else ():
            marks = ",".join("?" * len(turned.again))
            query = f"SELECT id FROM [{register}] WHERE [{name}] IN ({marks})"
            found = self._db.conn.execute(query, [*turned.again]).fetchall()
            keys |= {(register, id_) for (id_,) in found}
        self._put(self._folded(keys))
        for register, name in columns:
            self._db.conn.executemany(
                f"UPDATE [{register}] SET [{name}] = ? WHERE [{name}] = ?",
                ([end, id_] for id_, end in turned.became.items()),
            )

    def _folded(self, keys: Collection[RowKey]) -> Folded:
        """The state of some rows that have operations, from their whole history."""
        entries = self._log.entries(keys) if keys else {}
        history = self._log.of_rows(entry.ref for entry in entries.values())
        before = self._log.before
        return [
            (key, entry, self._fold(key, history.get(entry.ref, []), before))
            for key, entry in entries.items()
        ]

    def _put(self, folded: Folded) -> None:
        gone: dict[str, list[str]] = {}
        live: dict[str, list[tuple[str, Mapping[str, Json]]]] = {}
        for key, _, state in folded:
            values = self.shown(key, state)
            if values is not None:
                live.setdefault(key[0], []).append((key[1], values))
            else:
                gone.setdefault(key[0], []).append(key[1])
        for entity, ids in gone.items():
            self.tables[entity].delete(self._db, ids)
        for entity, whole in live.items():
            self.tables[entity].insert(self._db, whole)
        self._replace_conflicts(folded)
        self._log.mark_tips(
            (entry, state.tip if state.settled else None, self.is_gone(key, state))
            for key, entry, state in folded
        )

    def _replace_conflicts(self, folded: Folded) -> None:
        old = [[entry.ref] for _, entry, _ in folded if not entry.is_new]
        self._db.conn.executemany("DELETE FROM conflict WHERE row = ?", old)
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?, ?)",
            [
                (conflict.id, entry.ref, conflict.field, encode_options(conflict))
                for _, entry, state in folded
                for conflict in state.conflicts
            ],
        )


def _entry(key: RowKey, ref: int, ops: Sequence[Operation]) -> RowEntry:
    """A row that the index knows, before its operations are folded."""
    return RowEntry(key, ref, False, None, False, min((op.wall for op in ops), default=0))


def encode_options(conflict: Conflict) -> str:
    """The sides of a conflict as JSON: [[op id parts], value, actor, wall]."""
    sides: list[Any] = [[list(o.op), o.value, o.actor, o.wall] for o in conflict.options]
    return _encode(sides).decode()


def _turns(tip: OpId | None, ops: Sequence[Operation]) -> bool:
    """Whether the operations do not all continue one chain, that of the row's tip."""
    first = ops[0].chain if tip is None else tip[1:4]
    if len(ops) == 1:
        return ops[0].chain != first
    return any(op.chain != first for op in ops)


def _is_line(
    past: Sequence[OpId], tip: OpId | None, ops: Sequence[Operation], before: Before
) -> bool:
    """Whether each of ``ops`` saw all operations of the row that have a lower id.

    The causal order is not transitive, so having seen the tip is not enough; but whoever saw all
    and writes again in the same chain has seen all.
    """
    new = [op.id for op in ops]
    if len(new) * (len(past) + len(new)) > WORTH_COMPARING:
        return False
    older = sorted({*past} - {*new})
    for at, id_ in enumerate(new):
        previous = new[at - 1] if at else tip
        if previous is not None and previous[1:4] == id_[1:4] and previous < id_:
            continue
        if not has_seen_all(id_, older + new[:at], before):
            return False
    return True


def _parts(rows: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for at in range(0, len(rows), PART):
        yield rows[at : at + PART]


def _merged(ops: Iterable[Operation]) -> dict[str, Json]:
    merged: dict[str, Json] = {}
    for op in ops:
        merged |= op.payload
    return merged
