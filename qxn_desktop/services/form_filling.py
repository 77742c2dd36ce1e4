"""Their form, filled from our registers: headings recognised, what we do not have left empty.

A blank form gets a row for each of ours. One that names people already is filled up row by row:
by identity number, else by name within the village.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.common.whole_file import read_bounded, write_whole
from qxn_desktop.domain.cell_value import CellValue, cell_text, is_blank
from qxn_desktop.domain.character import half_width, tidy_name
from qxn_desktop.domain.heading_match import COUNTS, ColumnMatch
from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.register_sheet import Cell
from qxn_desktop.domain.sheet_header import heading_key
from qxn_desktop.excel.filled_workbook import FilledWorkbook, Misfit, Room
from qxn_desktop.excel.table_reader import MOST_BYTES, TableSheet
from qxn_desktop.services import exporting, import_layout, record_list, register_rows
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_layout import Layout
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.register_rows import ColumnPath
from qxn_desktop.store.condition import Query

XLSX = "xlsx"
TURNED = {"是": "否", "否": "是"}
MOST_ROWS = 20_000
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill: its file, our rows for it, and its sheet ("": the one that fits best)."""

    path: Path
    query: ListQuery
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """A column of the form and what it is filled from, in words; "" where we have nothing."""

    title: str
    source: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that was looked at; nothing is written. ``rows``: how many it will get.

    ``named``: it names its rows itself; ``unknown`` are those of them that we do not have.
    ``sheets``: those of the file that hold something and are not hidden.
    """

    sheet: str
    columns: tuple[ColumnSource, ...]
    rows: int
    named: bool = False
    unknown: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def empty(self) -> tuple[str, ...]:
        """Columns that stay empty."""
        return tuple(one.title for one in self.columns if not one.source)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written, and what had to be left out, in words."""

    path: Path
    filling: Filling
    remarks: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it got."""
        return self.filling.rows


def look(ctx: AppContext, form: Form) -> Filling:
    """What ``form`` would be filled with.

    Raises:
        UserError: no .xlsx, no headings, or none that we have.
        EnvironmentProblem: it cannot be read.
    """
    return _plan(ctx, form).filling


def fill(
    ctx: AppContext, form: Form, target: Path, unmasked: str = "", progress: Progress = SILENT
) -> Filled:
    """Fill ``form`` and write it to ``target``; the form itself stays as it is.

    ``unmasked`` is the reason to write personal values whole.

    Raises:
        UserError: as ``look``; a reason too short; ``target`` is the form itself.
        EnvironmentProblem: it cannot be written. Cancelled: the user gave up.
    """
    exporting.refuse_target(target, unmasked, (".xlsx",))
    if target.exists() and target.samefile(form.path):
        raise UserError("E-EXP-021", "不能覆盖原来的空表，请换一个文件名。")
    plan = _plan(ctx, form)
    if unmasked:
        rows = plan.filling.rows
        ctx.ws.audit("reveal", register=plan.spec.id, rows=rows, reason=unmasked)
    book = FilledWorkbook(read_bounded(form.path, MOST_BYTES), plan.layout.sheet.name)
    tally = Tally(progress, plan.filling.rows)
    tally.begin("正在填表")
    misfits: list[Misfit] = []
    told = dict(tally.each(_cells(ctx, plan, None if unmasked else Purpose.UPWARD)))
    if plan.filling.named:
        for row, id_ in plan.places.items():
            misfits += book.put_cells(row + 1, told.get(id_, {}))
    else:
        counted = [_counted(plan, number, told[id_]) for number, id_ in enumerate(told, 1)]
        misfits += book.put_rows(plan.room, counted)
    write_whole(target, book.data())
    ctx.ws.audit("export", register=plan.spec.id, rows=plan.filling.rows, purpose="upward")
    return Filled(target, plan.filling, tuple(_remarks(plan, misfits)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A form laid out. ``places``: our row of each row (from 0) that the form names."""

    spec: RegisterSpec
    layout: Layout
    columns: tuple[tuple[ColumnMatch, ColumnPath], ...]
    room: Room
    keys: array[int]
    places: Mapping[int, str]
    filling: Filling


def _plan(ctx: AppContext, form: Form) -> _Plan:
    query = form.query
    file = import_layout.open_file(form.path)
    if file.kind != XLSX:
        raise UserError("E-EXP-024", "只能填 .xlsx 的表。请在 WPS 里另存为 .xlsx 再选。")
    known = import_layout.headings(ctx, query.register)
    found = import_layout.choose_sheet(file, known, form.sheet)
    layout = import_layout.lay_out(ctx, query.register, found)
    spec = layout.register
    columns = tuple(_columns(ctx, layout))
    if not columns:
        raise UserError(
            "E-EXP-022", "表头里没有一列认得出来，{title}没有这些内容。请核对表和台账。",
            title=spec.title,
        )  # fmt: skip
    places, unknown = _named(ctx, layout, columns)
    named = bool(places or unknown)
    keys = record_list.keys(ctx, query)
    if named:
        keys = ctx.ws.keys(spec.id, Query(among=tuple(places.values())))
    elif len(keys) > MOST_ROWS:
        raise UserError("E-EXP-023", "要填的有 {rows} 行，太多了，请先筛选。", rows=len(keys))
    sources = tuple(_sources(spec, layout, columns))
    rows = len(places) if named else len(keys)
    sheets = tuple(one.name for one in file.sheets if one.rows and not one.hidden)
    filling = Filling(found.name, sources, rows, named, tuple(unknown), sheets)
    return _Plan(spec, layout, columns, _room(layout), keys, places, filling)


def _columns(ctx: AppContext, layout: Layout) -> Iterator[tuple[ColumnMatch, ColumnPath]]:
    for match in layout.mapped:
        path = register_rows.column(ctx, layout.register, match.target)
        if path is not None:
            yield match, path


def _sources(
    spec: RegisterSpec, layout: Layout, columns: Sequence[tuple[ColumnMatch, ColumnPath]]
) -> Iterator[ColumnSource]:
    paths = {match.column: path for match, path in columns}
    for match in layout.columns:
        path = paths.get(match.column)
        if path is not None:
            of = f"{path.via.title}的{path.field.title}" if path.via else path.field.title
            turned = "，是与否相反" if match.opposite else ""
            yield ColumnSource(match.title, f"{spec.title}台账 · {of}{turned}")
        elif heading_key(match.title) in COUNTS:
            yield ColumnSource(match.title, "按顺序编号")
        else:
            yield ColumnSource(match.title, "", match.remark)


def _named(
    ctx: AppContext, layout: Layout, columns: Sequence[tuple[ColumnMatch, ColumnPath]]
) -> tuple[dict[int, str], list[str]]:
    """Our rows by the rows of the form that name them, and names that we do not have."""
    spec = layout.register
    by_field = {path.path: match.column for match, path in columns}
    number, name = by_field.get(spec.identity), by_field.get(spec.label_field)
    village = by_field.get(spec.village_field)
    places: dict[int, str] = {}
    unknown: list[str] = []
    for row in layout.rows:
        texts = [tidy_name(_text(layout.sheet, row, at)) for at in (number, name, village)]
        if not texts[0] and not texts[1]:
            continue
        id_ = _ours(ctx, spec, *texts)
        if id_ is None:
            unknown.append(f"第{row + 1}行 {texts[1] or '（只有证件号）'}")
        else:
            places[row] = id_
    return places, unknown


def _ours(ctx: AppContext, spec: RegisterSpec, number: str, name: str, village: str) -> str | None:
    if number:
        rows = ctx.ws.select(spec.id, {spec.identity: half_width(number).upper()}, limit=2)
        return rows[0].id if len(rows) == 1 else None
    rows = ctx.ws.select(spec.id, {spec.label_field: name})
    names = village_names(ctx)
    near = [row for row in rows if names.get(row.text(spec.village_field), "—") in village]
    found = near if village else rows
    return found[0].id if len(found) == 1 else None


def _text(sheet: TableSheet, row: int, column: int | None) -> str:
    cells = sheet.rows[row]
    return "" if column is None or column >= len(cells) else cell_text(cells[column]).strip()


def _room(layout: Layout) -> Room:
    """The empty rows below the header: up to what follows them (totals, signatures)."""
    rows, first = layout.sheet.rows, layout.header.last + 1
    count = 0
    for row in rows[first:]:
        held = [at for at, value in enumerate(row) if not is_blank(value)]
        counts_only = all(_is_count(layout, at, row[at]) for at in held)
        if held and not counts_only and not _is_formula_row(layout, held):
            break
        count += 1
    return Room(first + 1, max(count, 1))


def _is_count(layout: Layout, column: int, value: CellValue) -> bool:
    """Whether a cell of an empty row is just its number, printed beforehand."""
    titles = layout.header.titles
    is_number = column < len(titles) and heading_key(titles[column]) in COUNTS
    return is_number and cell_text(value).strip().isdecimal()


def _is_formula_row(layout: Layout, held: Sequence[int]) -> bool:
    """Whether a row holds only what nobody types: columns without a match that count zeros."""
    mapped = {match.column for match in layout.mapped}
    row = layout.sheet.rows[layout.header.last + 1]
    return all(at not in mapped and at < len(row) and row[at] in (0, 0.0) for at in held)


def _cells(
    ctx: AppContext, plan: _Plan, purpose: Purpose | None
) -> Iterator[tuple[str, dict[int, Cell]]]:
    """Cells of our rows by column (from 1), by row id."""
    paths = [path for _, path in plan.columns]
    for id_, cells in register_rows.cells(ctx, plan.spec, paths, plan.keys, purpose):
        yield (
            id_,
            {
                match.column + 1: TURNED.get(str(cell), cell) if match.opposite else cell
                for (match, _), cell in zip(plan.columns, cells, strict=True)
            },
        )


def _counted(plan: _Plan, number: int, values: dict[int, Cell]) -> dict[int, Cell]:
    titles = enumerate(plan.layout.header.titles, 1)
    counts = {at: number for at, title in titles if heading_key(title) in COUNTS}
    return {**values, **counts}


def _remarks(plan: _Plan, misfits: Sequence[Misfit]) -> Iterator[str]:
    if plan.filling.empty:
        yield f"本程序没有、留空的列：{'、'.join(plan.filling.empty)}。"
    if plan.filling.unknown:
        yield f"台账里没有、没填的：{_some(plan.filling.unknown)}。"
    if misfits:
        titles = plan.layout.header.titles
        told = [f"第{one.row}行{titles[one.column - 1]}“{one.text}”" for one in misfits]
        yield f"不在表的下拉选项里、留空的：{_some(told)}。"


def _some(texts: Sequence[str]) -> str:
    more = f"等{len(texts)}处" if len(texts) > MOST_NAMED else ""
    return "、".join(texts[:MOST_NAMED]) + more
