"""A village's rows go out as a workbook to be filled, and come back by row key.

What came back is looked at before anything is written: changes, faults, and cells that were
changed here too since the form went out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from qxn_desktop.common.clock import millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import refuse_folder, write_whole
from qxn_desktop.domain.privacy import Purpose, mask
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.register_sheet import RegisterSheet
from qxn_desktop.domain.row_form import Returned, ReturnedForm, SentForm, compared
from qxn_desktop.services import block_edit, record_list, records, register_rows, settings
from qxn_desktop.services.block_edit import BlockPlan, CellChange, CellFault, Typed
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exporting import WARNING, lead_columns, title_of
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.register_rows import ColumnPath

MOST_ROWS = 20_000
"""Rows of a form; a village has some thousands at most."""
LOCKED_TYPES = frozenset({"ref", "village", "photo", "json"})
"""What a village does not change on a sheet: where a row belongs, and what is no text."""


class CellState(StrEnum):
    """What becomes of a cell of a form that came back."""

    CLASH = "clash"
    FAULT = "fault"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A cell that the form would change: here and on the form, as it may be shown.

    ``sentence`` says what is wrong with a fault.
    """

    id: str
    field: str
    row: str
    title: str
    old: str
    new: str
    state: CellState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class RowReturn:
    """A form that came back, judged. Nothing is written yet.

    ``plan`` holds what is taken; ``clashes`` are cells that were changed here too since, left out
    of it. ``remarks`` say what of the sheet is passed over. ``lines`` are all cells to look at:
    clashes, faults, changes.
    """

    title: str
    plan: BlockPlan
    changes: tuple[CellChange, ...]
    clashes: tuple[CellChange, ...] = ()
    remarks: tuple[str, ...] = ()
    lines: tuple[ReturnLine, ...] = ()
    typed: Typed = field(default_factory=dict)
    """What the form says of all cells that it changes, clashes too."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a form was written."""

    rows: int
    cells: int


def send(ctx: AppContext, query: ListQuery, paths: tuple[str, ...], target: Path) -> int:
    """Write the rows of ``query`` as a form to ``target``; gives how many there are.

    Raises:
        UserError: no rows or too many, users do not keep the register, no such column.
        EnvironmentProblem: it cannot be written.
    """
    spec = records.writable(ctx, query.register)
    refuse_folder(target)
    columns = register_rows.column_paths(ctx, spec, paths or spec.ledger or _typed(spec.fields))
    keys = record_list.keys(ctx, query)
    if not 0 < len(keys) <= MOST_ROWS:
        raise UserError(
            "E-EXP-010", "这份清单有 {rows} 行，发给村里的表要有 1 到 {most} 行，请另选范围。",
            rows=len(keys), most=MOST_ROWS,
        )  # fmt: skip
    from qxn_desktop.excel.row_form_workbook import form_bytes  # noqa: PLC0415

    rows = [*register_rows.cells(ctx, spec, columns, keys, Purpose.INTERNAL)]
    told = register_rows.sheet_columns(columns, [*village_names(ctx).values()])
    titles = tuple(
        replace(one, locked=is_locked(column)) for one, column in zip(told, columns, strict=True)
    )
    place = village_names(ctx).get(query.village, ctx.unit.name)
    line = f"{place}　{ctx.today.isoformat()} 发出　灰色的不要改，填好原样发回"
    demo = settings.value(ctx, settings.DEMO) == "是"
    lead = lead_columns(spec, columns)
    sheet = RegisterSheet(title_of(spec), line, titles, WARNING, demo, lead)
    sent_at = millis(ctx.clock.now())
    form = SentForm(ctx.ws.unit, spec.id, tuple(one.path for one in columns), sent_at, ())
    write_whole(target, form_bytes(sheet, form, rows))
    ctx.ws.audit("export", register=spec.id, rows=len(keys), purpose="form")
    return len(keys)


def read(
    ctx: AppContext, path: Path, progress: Progress = SILENT, *, take_clashes: bool = False
) -> RowReturn:
    """Judge a form that came back; with ``take_clashes`` its cells win over later changes here.

    Raises:
        UserError: no form of ours, or of another unit.
    """
    from qxn_desktop.excel.row_form_workbook import read_form  # noqa: PLC0415

    progress.report(0, 0, "正在读取")
    form = read_form(path)
    if form.sent.unit != ctx.ws.unit:
        raise UserError("E-EXP-011", "这个表是别的单位发出去的，不能收进来。请核对。")
    spec = records.writable(ctx, form.sent.register)
    found = compared(form)
    own = {known.id for known in spec.fields if known.type not in LOCKED_TYPES}
    typed = {
        key: {name: text for name, text in texts.items() if name in own}
        for key, texts in found.changed.items()
    }
    typed = {key: texts for key, texts in typed.items() if texts}
    later = {} if take_clashes else _changed_since(ctx, form, typed)
    clashing = {
        key: {name: text for name, text in typed[key].items() if name in names}
        for key, names in later.items()
        if names
    }
    rest = {
        key: {name: text for name, text in texts.items() if name not in later.get(key, ())}
        for key, texts in typed.items()
    }
    plan = block_edit.plan(
        ctx, spec.id, {key: texts for key, texts in rest.items() if texts}, progress
    )
    beside = block_edit.plan(ctx, spec.id, clashing)
    changes = tuple(block_edit.changes(ctx, plan, MOST_ROWS))
    clashes = tuple(block_edit.changes(ctx, beside, MOST_ROWS))
    lines = (
        *(_line(one, CellState.CLASH) for one in clashes),
        *(_fault_line(spec, typed, one) for one in (*beside.faults, *plan.faults)),
        *(_line(one, CellState.CHANGE) for one in changes),
    )
    remarks = tuple(_remarks(form, found))
    return RowReturn(title_of(spec), plan, changes, clashes, remarks, lines, typed)


def take(ctx: AppContext, found: RowReturn, chosen: Collection[tuple[str, str]] = ()) -> Taken:
    """Write a form that was judged; one step. Faulty cells stay as they are.

    ``chosen``: the clashing cells, as (row id, field), in which the form wins.

    Raises:
        UserError: users do not keep the register.
    """
    kept = {(one.id, one.field) for one in found.clashes} - set(chosen)
    typed = {
        key: {name: text for name, text in texts.items() if (key, name) not in kept}
        for key, texts in found.typed.items()
    }
    plan = block_edit.plan(ctx, found.plan.register, {k: t for k, t in typed.items() if t})
    block_edit.write(ctx, plan)
    return Taken(len(plan.values), plan.cells)


def default_name(ctx: AppContext, register: str, village: str) -> str:
    """A name for a form that goes out: what, where, when."""
    place = village_names(ctx).get(village, ctx.unit.name)
    title = title_of(records.spec_of(ctx, register))
    return f"{title}_{place}_{ctx.today:%Y%m%d}_待填.xlsx"


def _line(one: CellChange, state: CellState) -> ReturnLine:
    return ReturnLine(one.id, one.field, one.row, one.title, one.old, one.new, state)


def _fault_line(spec: RegisterSpec, typed: Typed, one: CellFault) -> ReturnLine:
    known = spec.field(one.field)
    text = typed.get(one.id, {}).get(one.field)
    shown = str((mask(known, text) if known else text) or "")
    title = known.title if known else ""
    return ReturnLine(one.id, one.field, one.row, title, "", shown, CellState.FAULT, one.sentence)


def _typed(fields: tuple[FieldSpec, ...]) -> tuple[str, ...]:
    return tuple(known.id for known in fields if known.type not in ("photo", "json"))


def is_locked(column: ColumnPath) -> bool:
    """Whether a village only reads the column on its form."""
    return column.via is not None or column.field.derived or column.field.type in LOCKED_TYPES


def _changed_since(
    ctx: AppContext, form: ReturnedForm, typed: Mapping[str, Mapping[str, Json]]
) -> dict[str, set[str]]:
    """The fields of the form's rows that were written here after it went out."""
    found = {}
    for key, texts in typed.items():
        past = ctx.ws.history(form.sent.register, key)
        found[key] = {one.field for one in past if one.at > form.sent.sent_at} & texts.keys()
    return found


def _remarks(form: ReturnedForm, found: Returned) -> list[str]:
    said = []
    if form.keyless:
        said.append(f"{_rows(form.keyless)}没有行标识，没有收。新添的请用“导入”。")
    if found.strange:
        said.append(f"{_rows(found.strange)}的行标识不是发出去的，没有收。")
    if found.twice:
        said.append(f"{_rows(found.twice)}的行标识重复，没有收，请让村里核对。")
    return said


def _rows(numbers: tuple[int, ...]) -> str:
    shown = "、".join(map(str, numbers[:5]))
    return f"第{shown}行" if len(numbers) <= 5 else f"第{shown}行等{len(numbers)}行"
