"""The one door: everything that is read or written goes through a ``Workspace``."""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from qxn_desktop.common.clock import Clock, millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.canonical import chain_start
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.chain_run import ChainRun, Foreseen, MergeOutcome
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.custom_field import REGISTER
from qxn_desktop.domain.fold import Conflict, event_of
from qxn_desktop.domain.hlc import is_suspect
from qxn_desktop.domain.operation import Chain, Draft, Event, Kind, Operation
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.step_stack import NEW_WORK, Step, Taken
from qxn_desktop.store import audit_log, backup, conflict_list
from qxn_desktop.store.audit_log import AuditEntry
from qxn_desktop.store.condition import Query
from qxn_desktop.store.connection import immediate, translated
from qxn_desktop.store.custom_column import follow, known_registers
from qxn_desktop.store.digest import Digest, digest
from qxn_desktop.store.driver import Database
from qxn_desktop.store.history import history
from qxn_desktop.store.kept_result import KeptResults
from qxn_desktop.store.local_values import LocalValues
from qxn_desktop.store.location import refuse_full_disk
from qxn_desktop.store.merger import Merger
from qxn_desktop.store.minter import Origin, mint
from qxn_desktop.store.operation_log import OperationLog, RowEntry, RowKey
from qxn_desktop.store.partners import Partners, Receipt, Sent
from qxn_desktop.store.photo_files import PhotoFiles
from qxn_desktop.store.projection import Projection
from qxn_desktop.store.record_query import Page, RecordQuery
from qxn_desktop.store.row import HistoryEntry, Row
from qxn_desktop.store.schema import Vocabulary, version_of
from qxn_desktop.store.step_list import StepList


@dataclass(frozen=True, slots=True)
class Session:
    """Who works on a workspace (the account's name), with which vocabulary, by which clock."""

    clerk: str
    vocabulary: Vocabulary
    clock: Clock


class Workspace:
    """An unlocked workspace. Made by ``workspace_lifecycle``; close it, or use it with ``with``."""

    def __init__(self, root: Path, db: Database, data_key: bytes, session: Session) -> None:
        self.root = root
        self.clerk = session.clerk
        self.clock = session.clock
        self.data_key = data_key
        self.db = db
        self.local = LocalValues(db)
        self.photos = PhotoFiles(root, data_key)
        self.partners = Partners(db)
        with translated():
            self.log = OperationLog(db)
        self.kept = KeptResults(self.log)
        self.unit = self.local.get("unit")
        self.schema = session.vocabulary(self.unit)
        self.shipped = self.schema.registers
        """Registers without the columns that users added."""
        self.projection = Projection(db, self.log, self.schema)
        self.role = self.local.get("role")
        self.site = self.local.get("site")
        self.epoch = self.local.get("epoch")
        self.steps = StepList(self.local, self.epoch)
        self.on_commit: Callable[[ChangeSet], None] = _ignore
        """Told of each commit of operations, on the thread that committed."""
        self._known_version: int | None = None
        self._queries = {
            id_: RecordQuery(db, table) for id_, table in self.projection.tables.items()
        }

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whoever opened the workspace releases its lock."""
        self.db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the file for all reads within, whatever other connections commit.

        For the connections that only read: the log in memory is read anew after foreign commits.
        """
        with translated():
            self.db.conn.execute("BEGIN")
            try:
                self._catch_up()
                yield
            finally:
                self.db.conn.execute("COMMIT")

    def _catch_up(self) -> None:
        self.db.conn.execute("SELECT count(*) FROM chain").fetchone()  # begins the snapshot
        version = int(self.db.conn.execute("PRAGMA data_version").fetchone()[0])
        if version != self._known_version:
            self.log.reload()
            self.projection.aliases.forget()
            self._take(known_registers(self.db, self.shipped))
            self._known_version = version

    def follow_columns(self, ops: Iterable[Operation] | None = None) -> None:
        """Bring the tables up to the columns that users added, if ``ops`` did; in a transaction."""
        if ops is None or any(op.entity == REGISTER for op in ops):
            registers = known_registers(self.db, self.shipped)
            follow(self.db, self.schema.registers, registers)
            self._take(registers)

    def _take(self, registers: Mapping[str, RegisterSpec]) -> None:
        if registers != self.schema.registers:
            self.schema = replace(self.schema, registers=registers)
            self.projection.take_registers(registers)
            tables = self.projection.tables
            self._queries = {id_: RecordQuery(self.db, one) for id_, one in tables.items()}

    @property
    def before(self) -> Before:
        """The causal order among operations."""
        return self.log.before

    # --- reading ------------------------------------------------------------------------------

    def get(self, entity: str, id_: str) -> Row | None:
        """The live row, or None."""
        return self._queries[entity].get(id_)

    def find(self, id_: str) -> Row | None:
        """The live row with this id in any register."""
        for query in self._queries.values():
            row = query.get(id_)
            if row is not None:
                return row
        return None

    def became(self, entity: str, id_: str) -> str | None:
        """The row that this one has become, None where it has not."""
        with translated():
            return self.projection.aliases.ends(entity).get(id_)

    def select(
        self,
        entity: str,
        where: Mapping[str, Json] | None = None,
        order: Sequence[str] = ("id",),
        limit: int | None = None,
    ) -> list[Row]:
        """Live rows whose fields equal ``where``."""
        return self._queries[entity].select(where or {}, order, limit)

    def count(self, entity: str, where: Mapping[str, Json] | None = None) -> int:
        return self._queries[entity].count(where or {})

    def page(self, entity: str, query: Query) -> Page:
        """One page of a register."""
        return self._queries[entity].page(query)

    def keys(self, entity: str, query: Query) -> array[int]:
        """Numbers of the rows of ``query`` in order, for ``at_keys``."""
        return self._queries[entity].keys(query)

    def at_keys(self, entity: str, keys: Sequence[int]) -> list[Row | None]:
        """The rows of a window of ``keys``; None where one is there no more."""
        return self._queries[entity].at_keys(keys)

    def count_by(self, entity: str, query: Query, name: str) -> dict[Json, int]:
        """How many rows of ``query`` hold each value of the field ``name``."""
        return self._queries[entity].count_by(query, name)

    def deleted_ids(self, entity: str) -> list[str]:
        """The rows of a register that were taken away, in order of their ids."""
        query = "SELECT id FROM row WHERE entity = ? AND deleted = 1 ORDER BY id"
        with translated():
            return [str(id_) for (id_,) in self.db.conn.execute(query, [entity]).fetchall()]

    def events(self, entity: str, id_: str) -> list[Event]:
        """The events of a row, in the order of replay."""
        return [event_of(op) for op in self.operations(entity, id_) if op.kind == Kind.EVENT]

    def events_of(self, entity: str) -> dict[str, list[Event]]:
        """The events of all rows of a register, by row id."""
        found = self.log.events_of(entity)
        return {id_: [event_of(op) for op in ops] for id_, ops in found.items()}

    def stream_of(self, entity: str, id_: str) -> str | None:
        """The stream of a row's first operation here, None for a row without one."""
        query = (
            "SELECT chain.stream FROM op JOIN row ON row.ref = op.row JOIN chain"
            " ON chain.id = op.chain WHERE row.entity = ? AND row.id = ? ORDER BY op.hlc LIMIT 1"
        )
        with translated():
            found = self.db.conn.execute(query, [entity, id_]).fetchone()
        return str(found[0]) if found else None

    def operations(self, entity: str, id_: str) -> list[Operation]:
        """All operations of a row, in the order of their ids."""
        with translated():
            return self.log.of_row(entity, id_)

    def history(self, entity: str, id_: str) -> list[HistoryEntry]:
        """What happened to a row, field by field, oldest first."""
        return history(self.operations(entity, id_), self.before)

    def written_in(self, step: Step) -> list[Operation]:
        """The operations of one of ``steps``, in the order of their ids."""
        with translated():
            ops = [
                op
                for run in step.runs
                for op in self.log.between(
                    Chain(self.site, self.epoch, run.stream), run.first, run.last
                )
            ]
        return sorted(ops, key=lambda op: op.id)

    def conflicts(self) -> list[Conflict]:
        """All open conflicts."""
        with translated():
            return conflict_list.open_conflicts(self.db)

    def conflict_count(self) -> int:
        """How many conflicts are open."""
        with translated():
            return conflict_list.count(self.db)

    def gaps(self) -> list[tuple[Chain, int, int]]:
        """For each chain with pending operations: first and last number missing before them."""
        with translated():
            return Merger(self.db, self.log).gaps()

    def digest(self) -> Digest:
        """What two machines compare."""
        with translated():
            return digest(self.db, self.log, self.projection)

    def operation_count(self) -> int:
        """How many operations are held."""
        return self.log.count()

    def held(self) -> Receipt:
        """How far each chain is held."""
        return {
            chain: (state.last_seq, state.last_hash) for chain, state in self.log.chains.items()
        }

    def holds(self, chain: Chain, seq: int, link: bytes) -> bool:
        """Whether ``chain`` is held up to number ``seq`` with the hash ``link`` after it."""
        with translated():
            return self.log.hash_at(chain, seq) == link

    def set_aside(self) -> tuple[int, int]:
        """How many operations wait for earlier ones, and how many contradict ours."""
        with translated():
            query = "SELECT (SELECT count(*) FROM pending), (SELECT count(*) FROM quarantine)"
            pending, quarantined = self.db.conn.execute(query).fetchone()
        return int(pending), int(quarantined)

    def versions(self) -> tuple[int, str]:
        """The version of the file's tables, and the cipher's."""
        with translated():
            cipher = self.db.conn.execute("PRAGMA cipher_version").fetchone()[0]
        return version_of(self.db), f"SQLCipher {cipher}"

    def backup(self, target: Path, progress: Progress = SILENT) -> tuple[int, str]:
        """Write a verified encrypted copy; gives its size in bytes and its SHA-256 (hex)."""
        now = millis(self.clock.now())
        return backup.backup(self.root, self.db, self.data_key, target, progress, now)

    # --- writing ------------------------------------------------------------------------------

    def write(self, drafts: Sequence[Draft], taken: Taken = NEW_WORK) -> ChangeSet:
        """Write ``drafts`` as this site's next operations and its next step: all or nothing.

        Raises:
            UserError: a change of a row that was deleted.
            EnvironmentProblem: disk full, read-only; nothing is written then.
        """
        if not drafts:
            return ChangeSet()
        with self._transaction():
            origin = Origin(self.site, self.epoch)
            ops = self._append(origin, drafts, self.clerk, millis(self.clock.now()))
            self.steps.add(ops, taken)
        return self._committed(drafts, ops)

    def write_as(self, origin: Origin, drafts: Sequence[Draft], actor: str, wall: int) -> ChangeSet:
        """As ``write``, for the virtual site of demo data; no step that could be taken back."""
        if not drafts:
            return ChangeSet()
        with self._transaction():
            ops = self._append(origin, drafts, actor, wall)
        return self._committed(drafts, ops)

    def merge(
        self, runs: Sequence[ChainRun], sent: Sent, progress: Progress = SILENT
    ) -> MergeOutcome:
        """Take in a package's operations and receipt in one transaction. Creates no operation.

        Raises:
            TrustError: the runs contradict their own hashes; nothing changes.
            Cancelled: the user took it back; nothing changes.
        """
        tally = Tally(progress, 3 * sum(len(run.operations) for run in runs))
        with self._transaction():
            merger = Merger(self.db, self.log)
            tally.begin("正在核对记录")
            found = merger.sort(runs, tally)
            tally.begin("正在写入记录")
            entries = self.log.append(found.ready, found.links, tally)
            tally.begin("正在更新台账")
            self.projection.apply(found.ready, entries, tally)
            self.follow_columns(found.ready)
            self._note("merge", package=sent.package, operations=len(found.ready))
            self.partners.note_package(sent)
            now = millis(self.clock.now())
            outcome = MergeOutcome(
                applied=len(found.ready),
                already=found.already,
                pending=merger.pending(),
                quarantined=found.quarantined,
                conflicts=conflict_list.count(self.db),
                suspect_clock=is_suspect(max((op.hlc for op in found.ready), default=0), now),
                waiting=tuple(merger.gaps()),
                rows=frozenset(entries),
            )
        self.on_commit(ChangeSet(outcome.rows, sent.package, outcome.applied))
        return outcome

    def foresee(self, runs: Sequence[ChainRun], progress: Progress = SILENT) -> Foreseen:
        """What ``merge`` would make of ``runs`` now. Writes nothing.

        Raises:
            TrustError: the runs contradict their own hashes.
        """
        tally = Tally(progress, sum(len(run.operations) for run in runs))
        tally.begin("正在核对记录")
        with translated():
            return Merger(self.db, self.log).foresee(runs, tally)

    def run_after(self, chain: Chain, seq: int) -> ChainRun:
        """The operations of ``chain`` that follow number ``seq``, as they travel."""
        with translated():
            ops = tuple(self.log.after(chain, seq))
            previous = self.log.hash_at(chain, seq) or chain_start(chain)
            return ChainRun(chain, seq + 1, previous, self.log.chains[chain].last_hash, ops)

    def keep_local(self, values: Mapping[str, str]) -> None:
        """Keep values of this machine alone, all or none."""
        with immediate(self.db):
            for key, value in values.items():
                self.local.set(key, value)

    def forget_local(self, keys: Iterable[str]) -> None:
        """Remove values of this machine alone, all or none; those that are gone already are."""
        with immediate(self.db):
            for key in keys:
                self.local.remove(key)

    def audit(self, action: str, **facts: Json) -> None:
        """Add a line to the local audit."""
        with immediate(self.db):
            self._note(action, **facts)

    def rebuild(self) -> None:
        """Fold all tables anew from the operations."""
        with self._transaction():
            self.projection.rebuild()
            self.follow_columns()

    def _append(
        self, origin: Origin, drafts: Sequence[Draft], actor: str, wall: int
    ) -> list[Operation]:
        ops = mint(self.log, origin, drafts, actor, wall)
        entries = self.log.append(ops)
        _refuse_deleted(ops, entries)
        self.projection.apply(ops, entries)
        self.follow_columns(ops)
        return ops

    def _committed(self, drafts: Sequence[Draft], ops: Sequence[Operation]) -> ChangeSet:
        changes = ChangeSet(frozenset((d.entity, d.row) for d in drafts), "local", len(ops))
        self.on_commit(changes)
        return changes

    def _note(self, action: str, **facts: Json) -> None:
        entry = AuditEntry(millis(self.clock.now()), self.clerk, action, facts)
        audit_log.append(self.db, entry)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        refuse_full_disk(self.root)
        try:
            with immediate(self.db):
                yield
        except BaseException:
            self.log.reload()
            self.projection.aliases.forget()
            self._take(known_registers(self.db, self.shipped))
            raise


def _refuse_deleted(ops: Sequence[Operation], entries: Mapping[RowKey, RowEntry]) -> None:
    back: set[RowKey] = set()
    for op in ops:
        key = (op.entity, op.row)
        if op.kind == Kind.UNDELETE:
            back.add(key)
        elif entries[key].deleted and key not in back:
            raise UserError("E-OP-001", "这条记录已被删除，不能再改。需要时请先恢复它。")


def _ignore(_changes: ChangeSet) -> None:
    """Nobody asks about commits."""


def new_epoch() -> str:
    """A start of counting that no other machine can come to."""
    return secrets.token_hex(6)
