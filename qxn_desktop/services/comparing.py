"""A register compared with another system's workbook: read as an import reads it, never written.

Rows are matched as an import matches them (codes, numbers, name and village). Rows of the register
are looked for only where the sheet can hold them: in the villages that it names, and only
monitored households where every line of it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.comparison import CompareLine, Comparison, Difference, Kind
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.register_sheet import RegisterSheet, SheetColumn
from qxn_desktop.services import exporting, import_layout, importing, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_cleaning import clean_sheet
from qxn_desktop.services.import_plan import ImportOptions, ImportPlan, LineStatus, plan
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.records import spec_of
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store import partial_row
from qxn_desktop.store.row import Row

MONITOR = "monitor_category"
MISSING_HERE = frozenset({"E-IMP-032", "E-IMP-035"})
"""Faults of a line that fits no row: it lacks only what a new row would need."""
HIDDEN = "（遮住的部分不同）"
ENDING = ".xlsx"
COLUMNS = (
    SheetColumn("情况", width=12),
    SheetColumn("村（社区）", width=14),
    SheetColumn("名称", width=16),
    SheetColumn("对方表行号", kind="integer", width=10),
    SheetColumn("栏", width=18),
    SheetColumn("本台账", width=24),
    SheetColumn("对方", width=24),
    SheetColumn("说明", width=40),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for besides register and file. ``mapping`` as for an import.

    ``village``: only this one (a code). ``monitored``: only monitored households of the register;
    None: where every line of the sheet is one.
    """

    sheet: str = ""
    mapping: Path | None = None
    village: str = ""
    monitored: bool | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which rows of the register the sheet can hold."""

    villages: frozenset[str]
    monitored: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Books:
    """Both sides while they are compared."""

    ctx: AppContext
    spec: RegisterSpec
    plan: ImportPlan
    names: Mapping[str, str]
    words: ValueWords
    rows: Mapping[str, Row] = field(default_factory=dict)


def compare(
    ctx: AppContext,
    register: str,
    path: Path,
    wish: Wish | None = None,
    progress: Progress = SILENT,
) -> Comparison:
    """The register beside the workbook at ``path``; nothing is written.

    Raises:
        UserError: no such register; the file, the sheet or the mapping is not what it should be.
        EnvironmentProblem: it cannot be read. Cancelled: the user took it back.
    """
    wish = wish or Wish()
    spec = spec_of(ctx, register)
    made = _planned(ctx, register, path, wish, progress)
    progress.report(0, 0, "正在核对两本账")
    rows = {row.id: row for row in partial_row.rows(ctx.ws, spec.id, _needed(spec, made))}
    books = _Books(ctx, spec, made, village_names(ctx), ValueWords(ctx), rows)
    scope = _scope(books, wish)
    lines = [*_of_sheet(books, wish.village), *_only_here(books, scope)]
    order = [*Kind]
    lines.sort(key=lambda one: (order.index(one.kind), one.village, one.number, one.label))
    mapped = [one.target for one in made.cleaned.layout.mapped]
    return Comparison(
        spec.id,
        spec.title,
        path.name,
        made.cleaned.layout.sheet.name,
        ctx.today,
        _equal(books, wish.village),
        tuple(lines),
        tuple(known.title for known in spec.fields if known.id in mapped),
        tuple(one.title for one in made.cleaned.layout.columns if not one.target and one.title),
        scope.words,
    )


def export_comparison(ctx: AppContext, found: Comparison, target: Path) -> Path:
    """Write what differs as a workbook; gives its path.

    Raises:
        UserError: the name does not end in .xlsx.
        EnvironmentProblem: it cannot be written.
    """
    if target.suffix.lower() != ENDING:
        raise UserError("E-EXP-061", "“{name}”的格式不对，核对结果请存成 .xlsx。", name=target.name)
    line = f"单位：{ctx.unit.name}　核对日期：{found.day.isoformat()}　对方表：{found.file}"
    demo = settings.value(ctx, settings.DEMO) == "是"
    sheet = RegisterSheet(f"{found.title}账账相符核对", line, COLUMNS, exporting.WARNING, demo)
    exporting.write_workbook(sheet, _rows(found.lines), target)
    ctx.ws.audit("export", register=found.register, rows=len(found.lines), purpose="internal")
    return target


def default_name(ctx: AppContext, found: Comparison) -> str:
    """A name for the file that tells nothing of anybody."""
    return f"{found.title}账账相符_{ctx.unit.name}_{ctx.today:%Y%m%d}{ENDING}"


def _planned(
    ctx: AppContext, register: str, path: Path, wish: Wish, progress: Progress
) -> ImportPlan:
    """What importing the sheet would change, an empty cell included."""
    known = import_layout.headings(ctx, register)
    mapping = import_layout.read_mapping(wish.mapping, known) if wish.mapping else None
    file = import_layout.open_file(path, progress)
    sheet = import_layout.choose_sheet(file, known, wish.sheet)
    layout = import_layout.lay_out(ctx, register, sheet, None, mapping)
    importing.refuse_unmapped(layout)
    village = wish.village or importing.only_village(ctx)
    options = ImportOptions(clear_empty=True, village=village)
    return plan(ctx, clean_sheet(ctx, layout, progress), options, progress)


def _needed(spec: RegisterSpec, made: ImportPlan) -> list[str]:
    mapped = [one.target for one in made.cleaned.layout.mapped]
    return [*mapped, spec.label_field, spec.village_field, MONITOR]


def _scope(books: _Books, wish: Wish) -> _Scope:
    """Where the register's rows are looked for."""
    found = {books.rows[id_].text("village") for id_ in books.plan.ids if id_ in books.rows}
    column = books.plan.cleaned.own.get("village") or books.plan.cleaned.owner.get("village")
    named = {str(value) for value in column.values if value} if column else set()
    villages = {wish.village} if wish.village else (found | named) - {""}
    category = books.plan.cleaned.own.get(MONITOR)
    every = bool(category and category.values) and all(category.values) if category else False
    monitored = every if wish.monitored is None else wish.monitored
    words = f"{len(villages)}个村" if len(villages) != 1 else books.names.get(min(villages), "")
    return _Scope(frozenset(villages), monitored, words + ("的监测对象" if monitored else ""))


def _of_sheet(books: _Books, village: str) -> Iterator[CompareLine]:
    """Lines that differ, are only there, or could not be read."""
    made = books.plan
    for at, status in enumerate(made.status):
        faults = made.faults.get(at, ())
        row = books.rows.get(made.ids[at])
        where = row.text("village") if row else _said(made, at, "village")
        if village and where != village:
            continue
        number = made.number(at)
        name, label = books.names.get(where, ""), _label(books, at, row)
        if status is LineStatus.REJECTED and not _is_missing(faults):
            told = "；".join(fault.message.removesuffix("。") for fault in faults) + "。"
            yield CompareLine(Kind.UNREAD, "", number, where, name, label, (), told)
        elif status in (LineStatus.NEW, LineStatus.REJECTED):
            yield CompareLine(Kind.ONLY_THERE, "", number, where, name, label)
        elif row is not None and at in made.changes:
            differences = tuple(_differences(books, made.changes[at]))
            if differences:
                kind = Kind.DIFFERENT
                yield CompareLine(kind, row.id, number, where, name, label, differences)


def _only_here(books: _Books, scope: _Scope) -> Iterator[CompareLine]:
    """Rows of the register in scope that no line of the sheet is about."""
    met = set(books.plan.ids) | {
        id_ for faults in books.plan.faults.values() for fault in faults for id_ in fault.candidates
    }
    for row in books.rows.values():
        where = row.id if books.spec.id == "village" else row.text("village")
        if row.id in met or (where not in scope.villages and books.spec.id != "village"):
            continue
        if scope.monitored and not row.text(MONITOR):
            continue
        label = row.text(books.spec.label_field) or books.spec.title
        yield CompareLine(Kind.ONLY_HERE, row.id, 0, where, books.names.get(where, ""), label)


def _differences(books: _Books, changes: Mapping[str, tuple[Json, Json]]) -> Iterator[Difference]:
    for name, (here, there) in changes.items():
        known = books.spec.field(name)
        if known is not None:
            left, right = _told(books, known, here), _told(books, known, there)
            right += HIDDEN if left == right else ""
            yield Difference(name, known.title, left, right)


def _told(books: _Books, known: FieldSpec, value: Json) -> str:
    return "" if value in (None, "", []) else books.words.value(known, value)


def _is_missing(faults: Iterable[object]) -> bool:
    codes = {getattr(fault, "code", "") for fault in faults}
    return bool(codes) and codes <= MISSING_HERE


def _equal(books: _Books, village: str) -> int:
    made = books.plan
    return sum(
        made.ids[at] in books.rows
        and at not in made.changes
        and status is not LineStatus.REJECTED
        and village in ("", books.rows[made.ids[at]].text("village"))
        for at, status in enumerate(made.status)
    )


def _label(books: _Books, at: int, row: Row | None) -> str:
    if row is not None and row.text(books.spec.label_field):
        return row.text(books.spec.label_field)
    return _said(books.plan, at, books.spec.label_field) or books.spec.title


def _said(made: ImportPlan, at: int, name: str) -> str:
    """What the sheet says of a field at a line, of its household where not of itself."""
    for columns in (made.cleaned.own, made.cleaned.owner):
        column = columns.get(name)
        if column is not None and column.values[at]:
            return str(column.values[at])
    return ""


def _rows(lines: Iterable[CompareLine]) -> Iterator[list[str | int | None]]:
    for line in lines:
        start = [line.kind.words, line.village_name, line.label, line.number or None]
        if line.kind is not Kind.DIFFERENT:
            yield [*start, "", "", "", line.words]
        for one in line.differences:
            yield [*start, one.title, one.here, one.there, ""]
