"""What was changed here since the last export of the national system, and has to be entered there.

Computed from the operations: an import of one of its workbooks is a write of its own, and says so.
What other writes changed after it in a row that came with it is a change made here. Only what was
entered is stored, by the value that was entered: when that changes again, it is listed again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.ids import hashed_id, new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.fold import fold
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.store.narrow_query import Writing, writings

IMPORT, ENTRY = "national_import", "national_entry"
REGISTERS: Final = ("household", "member")
NOT_THERE: Final = frozenset({"local_code", "note", "signature", "other_id", "group"})
"""Fields of ours that the national system has not, or calls otherwise (``docs/domain.md`` B.8)."""
GONE: Final = "_gone"
"""Stands for a row that was taken away here."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs from what the last import said. ``column`` GONE: the row is gone.

    ``old`` is what the national system holds, ``new`` what stands here; ``at`` Unix ms, ``by`` who.
    """

    register: str
    record: str
    column: str
    old: Json
    new: Json
    at: int
    by: str
    village: str

    @property
    def fingerprint(self) -> str:
        """The value that is entered."""
        text = json.dumps(self.new, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def mark_id(self) -> str:
        """The row that says that it was entered, equal on every machine."""
        return hashed_id(ENTRY, self.register, self.record, self.column)


def framed(ctx: AppContext, workbook: str, lines: int, inner: Sequence[Draft]) -> list[Draft]:
    """``inner`` as an import of ``workbook``: between two operations of one line that says so.

    All operations of a write follow on each other, so those between the two came with it.
    """
    id_ = new_id()
    values: dict[str, Json] = {
        "workbook": workbook, "lines": lines, "imported_on": ctx.today.isoformat(),
    }  # fmt: skip
    first = draft(ctx, IMPORT, id_, Kind.PUT, values)
    return [first, *inner, draft(ctx, IMPORT, id_, Kind.PUT, {"finished": "是"})]


def open_changes(ctx: AppContext) -> list[Change]:
    """What has still to be entered: villages in code order, then by household and field."""
    entered = {row.id: row.text("fingerprint") for row in ctx.ws.select(ENTRY)}
    return [one for one in changes(ctx) if entered.get(one.mark_id) != one.fingerprint]


def changes(ctx: AppContext) -> list[Change]:
    """All that was changed here since the last import, entered or not."""
    imports = _imports(ctx)
    if not imports:
        return []
    found = [one for name in REGISTERS for one in _of_register(ctx, name, imports)]
    return sorted(found, key=lambda one: (one.village, one.register, one.record, one.column))


def mark(ctx: AppContext, done: Collection[Change]) -> ChangeSet:
    """Note that ``done`` were entered in the national system."""
    return ctx.ws.write([entered(ctx, one) for one in done])


def entered(ctx: AppContext, one: Change) -> Draft:
    """The mark of one change."""
    values: dict[str, Json] = {
        "register": one.register,
        "record": one.record,
        "village": one.village or None,
        "column": one.column,
        "fingerprint": one.fingerprint,
        "entered_by": ctx.ws.clerk,
        "entered_on": ctx.today.isoformat(),
    }
    filled = {key: value for key, value in values.items() if value is not None}
    return draft(ctx, ENTRY, one.mark_id, Kind.PUT, filled)


def open_fields(ctx: AppContext) -> dict[tuple[str, str], dict[str, Change]]:
    """The open changes by register and row, then by field."""
    found: dict[tuple[str, str], dict[str, Change]] = {}
    for one in open_changes(ctx):
        found.setdefault((one.register, one.record), {})[one.column] = one
    return found


@dataclass(frozen=True, slots=True)
class _Import:
    """The operations of one import: by whom, between which stamps."""

    site: str
    epoch: str
    first: int
    last: int

    def brought(self, one: Writing) -> bool:
        """Whether an operation came with it."""
        here = (one.site, one.epoch) == (self.site, self.epoch)
        return here and self.first < one.hlc < self.last


def _imports(ctx: AppContext) -> list[_Import]:
    """The imports that stand; one that was taken back is none."""
    frames: dict[str, list[Writing]] = {row.id: [] for row in ctx.ws.select(IMPORT)}
    for one in writings(ctx.ws, IMPORT):
        if one.row in frames:
            frames[one.row].append(one)
    return [
        _Import(frame[0].site, frame[0].epoch, frame[0].hlc, frame[1].hlc)
        for frame in frames.values()
        if len(frame) > 1
    ]


def _of_register(ctx: AppContext, register: str, imports: Sequence[_Import]) -> Iterator[Change]:
    """The changes in one register, of the rows that were written after their last import."""
    last: dict[str, int] = {}
    latest: dict[str, int] = {}
    for one in writings(ctx.ws, register):
        latest[one.row] = one.hlc
        if any(known.brought(one) for known in imports):
            last[one.row] = one.hlc
    for row, hlc in last.items():
        if latest[row] > hlc:
            yield from _of_row(ctx, register, row, hlc)


def _of_row(ctx: AppContext, register: str, id_: str, imported: int) -> Iterator[Change]:
    spec = ctx.ws.schema.registers[register]
    ops, before = ctx.ws.operations(register, id_), ctx.ws.before
    then = fold(register, id_, [op for op in ops if op.hlc <= imported], before).values
    since = [op for op in ops if op.hlc > imported]
    row = ctx.ws.get(register, id_)
    now = row.values if row else {}
    village = str((now or then).get("village") or "")
    if row is None:
        columns = [GONE] if since[-1].kind in (Kind.DELETE, Kind.ALIAS) else []
    else:
        columns = [one.id for one in spec.fields if _is_there(one)]
        columns = [one for one in columns if then.get(one) != now.get(one)]
    for column in columns:
        touching = [op for op in since if column == GONE or column in op.payload]
        at, by = (touching[-1].wall, touching[-1].actor) if touching else (0, "")
        old, new = (None, "是") if column == GONE else (then.get(column), now.get(column))
        yield Change(register, id_, column, old, new, at, by, village)


def _is_there(field: FieldSpec) -> bool:
    return not field.derived and field.type != "photo" and field.id not in NOT_THERE


def day_words(at: int) -> str:
    """When a change was made."""
    return from_millis(at).strftime("%Y-%m-%d %H:%M") if at else ""
