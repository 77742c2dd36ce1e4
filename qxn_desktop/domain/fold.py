"""A row's state and its open conflicts, as a pure function of the set of its operations.

Every path that keeps the tables up to date must agree with this one; ``verify`` compares them.
The meaning is specified in ``docs/sync.md`` ("Merge").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before, has_seen_all
from qxn_desktop.domain.operation import Event, Kind, Operation, OpId

DELETED = "_deleted"
"""The pseudo-field of an edit that stands against a delete."""

STATE = "_state"
"""The pseudo-field of legal events that ran side by side."""

PSEUDO = frozenset({DELETED, STATE})
"""No field may be called so: its conflicts would be taken for others. Such values are passed over,
the operations kept."""

WRITES = frozenset({Kind.PUT, Kind.BLOB})
MARKS = frozenset({Kind.DELETE, Kind.UNDELETE, Kind.ALIAS})
"""What says whether the row is there."""

INTO = "into:"
"""The side of a conflict that wants the row to have become another; its id follows."""


@dataclass(frozen=True, slots=True)
class Option:
    """One side of a conflict: the operation, and what taking it would mean."""

    op: OpId
    value: Json
    actor: str
    wall: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """More than one maximal operation with different values; waits for a person."""

    id: str
    entity: str
    row: str
    field: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a state machine says of a row: derived columns, and branches to choose between."""

    derived: Mapping[str, Json]
    branches: tuple[tuple[Event, ...], ...] = ()


Replayer = Callable[[Mapping[str, Json], Sequence[Event], Before], Replayed]
"""(values of the row, its events in order, causal order) -> derived values and branches."""


@dataclass(frozen=True, slots=True)
class RowState:
    """What all machines that hold the same operations show for a row.

    ``tip`` is the operation that saw all others, None where branches stand side by side.
    ``written`` is false while only operations that need the row have arrived, not its first one.
    ``into`` is the row that one which is gone has become; "" where it was just deleted.
    """

    values: Mapping[str, Json]
    deleted: bool
    conflicts: tuple[Conflict, ...] = ()
    tip: OpId | None = None
    written: bool = True
    into: str = ""

    @property
    def live(self) -> bool:
        """Whether the row is shown."""
        return self.written and not self.deleted

    @property
    def settled(self) -> bool:
        """Whether a change by someone who saw ``tip`` needs no look at the history."""
        return self.live and not self.conflicts


def maximal(ops: Sequence[Operation], before: Before) -> list[Operation]:
    """The operations that no other of ``ops`` has seen, in order of their ids."""
    ordered = sorted(ops, key=lambda op: op.id)
    heads: list[Operation] = []
    for op in ordered:
        heads = [head for head in heads if not before(head.id, op.id)]
        heads.append(op)
    return heads


def fold(
    entity: str,
    row: str,
    ops: Iterable[Operation],
    before: Before,
    replay: Replayer | None = None,
) -> RowState:
    """The state of one row. ``ops`` may come in any order and hold duplicates."""
    ordered = sorted({op.id: op for op in ops}.values(), key=lambda op: op.id)
    writes = [op for op in ordered if op.kind in WRITES]
    removal, against = _removal(entity, row, ordered, before)
    values, conflicts = _fields(entity, row, writes, before)
    if replay is not None:
        derived, branches = _replayed(
            entity, row, ordered=ordered, values=values, before=before, replay=replay
        )
        # What is derived is never put, not even where there is nothing to derive.
        values = {k: v for k, v in values.items() if k not in derived}
        values |= {k: v for k, v in derived.items() if v is not None}
        conflicts = [c for c in conflicts if c.field not in derived] + branches
    if removal:
        conflicts = []
    return RowState(
        values=values,
        deleted=removal != "",
        conflicts=tuple(conflicts + against),
        tip=_tip([op.id for op in ordered], before),
        written=bool(writes),
        into=removal.removeprefix(INTO) if removal.startswith(INTO) else "",
    )


def _tip(ids: Sequence[OpId], before: Before) -> OpId | None:
    """The last of ``ids`` where its author had seen all others."""
    return ids[-1] if ids and has_seen_all(ids[-1], ids[:-1], before) else None


def conflict_id(entity: str, row: str, field_id: str, ops: Iterable[OpId]) -> str:
    """The same on every machine that holds the same operations."""
    parts = sorted("|".join(map(str, op)) for op in ops)
    return hashed_id("conflict", entity, row, field_id, *parts)


def _conflict(
    entity: str, row: str, field_id: str, heads: Sequence[tuple[Operation, Json]]
) -> Conflict:
    options = tuple(Option(op.id, value, op.actor, op.wall) for op, value in heads)
    return Conflict(
        conflict_id(entity, row, field_id, (o.op for o in options)), entity, row, field_id, options
    )


def _fields(
    entity: str, row: str, writes: Sequence[Operation], before: Before
) -> tuple[dict[str, Json], list[Conflict]]:
    by_field: dict[str, list[Operation]] = {}
    for op in writes:
        for key in op.payload:
            if key not in PSEUDO:
                by_field.setdefault(key, []).append(op)
    values: dict[str, Json] = {}
    conflicts: list[Conflict] = []
    for key in sorted(by_field):
        heads = maximal(by_field[key], before)
        winner = heads[-1].payload[key]
        if winner is not None:
            values[key] = winner
        if any(head.payload[key] != winner for head in heads):
            conflicts.append(_conflict(entity, row, key, [(h, h.payload[key]) for h in heads]))
    return values, conflicts


def _removal(
    entity: str, row: str, ordered: Sequence[Operation], before: Before
) -> tuple[str, list[Conflict]]:
    """How the row is gone ("" where it is there), and the conflict of what stands beside that.

    In doubt the row stays visible: an edit nobody meant to lose is seen until a person decides.
    """
    heads = maximal([op for op in ordered if op.kind in MARKS and _means_something(op)], before)
    sides = [(op, _side(op)) for op in heads if op.kind != Kind.UNDELETE]
    if not sides:
        return "", []
    undeletes = [op for op in heads if op.kind == Kind.UNDELETE]
    edits = [
        op
        for op in ordered
        if op.kind not in MARKS
        and any(not before(op.id, d.id) and not before(d.id, op.id) for d, _ in sides)
    ]
    beside = maximal(undeletes + edits, before)
    ways = {way for _, way in sides}
    if not beside and len(ways) == 1:
        return ways.pop(), []
    told: list[tuple[Operation, Json]] = [*sides, *((op, "keep") for op in beside)]
    return "", [_conflict(entity, row, DELETED, told)]


def _side(op: Operation) -> str:
    """How an operation wants the row to be gone."""
    target = target_of(op)
    return f"{INTO}{target}" if target else "delete"


def _means_something(op: Operation) -> bool:
    return op.kind != Kind.ALIAS or target_of(op) != ""


def target_of(op: Operation) -> str:
    """The row that ``op`` says its row has become, "" where it says none."""
    target = op.payload.get("into") if op.kind == Kind.ALIAS else None
    return target if isinstance(target, str) and target != op.row else ""


def _replayed(  # noqa: PLR0913 - one call, five plain values
    entity: str,
    row: str,
    *,
    ordered: Sequence[Operation],
    values: Mapping[str, Json],
    before: Before,
    replay: Replayer,
) -> tuple[Mapping[str, Json], list[Conflict]]:
    by_id = {op.id: op for op in ordered if op.kind == Kind.EVENT}
    events = [event_of(op) for op in by_id.values()]
    result = replay(values, events, before)
    conflicts = [
        _conflict(entity, row, STATE, [(by_id[e.id], e.name) for e in branch])
        for branch in result.branches
    ]
    return result.derived, conflicts


def event_of(op: Operation) -> Event:
    """An ``event`` operation as state machines see it."""
    name = op.payload.get("event")
    facts = op.payload.get("facts")
    return Event(
        op.id,
        name if isinstance(name, str) else "",
        facts if isinstance(facts, dict) else {},
        op.actor,
        op.wall,
    )
