"""A sheet that somebody sent comes into a register: read, laid out, planned, written at once.

    file = open_file(path)                      # every sheet in it
    layout = lay_out(ctx, register, sheet)      # header and columns, to be looked at and changed
    cleaned = clean_sheet(ctx, layout)          # values of the cells
    plan(ctx, cleaned)                          # what would become of each line
    apply(ctx, plan)                            # one write, one step that can be taken back

Nothing is written before ``apply``; the same sheet a second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qxn_desktop.common.collector import held_back
from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.heading_match import OWNER
from qxn_desktop.domain.operation import Draft
from qxn_desktop.excel.table_reader import TableFile
from qxn_desktop.services import national_entry
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_cleaning import clean_sheet
from qxn_desktop.services.import_layout import (
    Layout,
    choose_sheet,
    headings,
    lay_out,
    open_file,
    read_mapping,
)
from qxn_desktop.services.import_plan import ImportOptions, ImportPlan, LineStatus, plan
from qxn_desktop.services.record_input import resolve_village

MOST_NAMED = 8
"""Columns that a remark names."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command asks for. ``mapping``: a file that says which column is which field."""

    sheet: str = ""
    header_row: int | None = None
    mapping: Path | None = None
    village: str = ""
    clear_empty: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    added: int
    updated: int
    unchanged: int
    rejected: int
    owners: int
    change: ChangeSet = field(default_factory=ChangeSet)


def prepare(
    ctx: AppContext,
    register: str,
    path: Path,
    wish: Wish | None = None,
    progress: Progress = SILENT,
) -> ImportPlan:
    """What importing the file at ``path`` would do; nothing is written.

    Raises:
        UserError: the file, the sheet or the mapping is not what it should be.
        EnvironmentProblem: it cannot be read. Cancelled: the user took it back.
    """
    wish = wish or Wish()
    known = headings(ctx, register)
    mapping = read_mapping(wish.mapping, known) if wish.mapping else None
    village = _village(ctx, wish.village) if wish.village else only_village(ctx)
    file = open_file(path, progress)
    sheet = choose_sheet(file, known, wish.sheet)
    layout = lay_out(ctx, register, sheet, wish.header_row, mapping)
    refuse_unmapped(layout)
    options = ImportOptions(clear_empty=wish.clear_empty, village=village)
    with held_back():
        made = plan(ctx, clean_sheet(ctx, layout, progress), options, progress)
    return replace(made, remarks=tuple(remarks(file, layout)))


def apply(ctx: AppContext, wanted: ImportPlan, progress: Progress = SILENT) -> Imported:
    """Write a plan in one transaction; it can be cancelled until then.

    What was written by others since the plan was made is looked at again first.

    Raises:
        EnvironmentProblem: disk full; nothing was written. Cancelled: likewise.
    """
    if ctx.ws.operation_count() != wanted.seen:
        wanted = plan(ctx, wanted.cleaned, wanted.options, progress)
    progress.report(0, 0, "正在写入台账")
    with held_back():
        change = ctx.ws.write(_with_note(ctx, wanted))
    counts = wanted.counts
    return Imported(
        counts[LineStatus.NEW],
        counts[LineStatus.CHANGED],
        counts[LineStatus.SAME],
        counts[LineStatus.REJECTED],
        wanted.owners_new,
        change,
    )


def _with_note(ctx: AppContext, wanted: ImportPlan) -> Sequence[Draft]:
    """What is written; of a workbook of the national system with the note that it is one."""
    known = wanted.cleaned.layout.known
    entered = {one.mark_id: national_entry.entered(ctx, one) for one in wanted.confirmed}
    if not known or not wanted.drafts:
        return [*wanted.drafts, *entered.values()]
    inner = national_entry.framed(ctx, known, wanted.cleaned.size, wanted.drafts)
    return [*inner, *entered.values()]


def only_village(ctx: AppContext) -> str:
    """The village of a workspace that has but one, "" elsewhere."""
    villages = ctx.ws.select("village", limit=2)
    return villages[0].id if len(villages) == 1 else ""


def _village(ctx: AppContext, name: str) -> str:
    known = ctx.ws.schema.registers[OWNER].field("village")
    found = resolve_village(ctx, known, name) if known else ""
    refuse([found] if isinstance(found, Problem) else [])
    return str(found)


def refuse_unmapped(layout: Layout) -> None:
    """Refuse a sheet of which no column is known.

    Raises:
        UserError: which headings were found.
    """
    if not layout.mapped:
        titles = [title for title in layout.header.titles if title]
        raise UserError(
            "E-IMP-008",
            "第{row}行的表头里没有认得的列（{titles}），请核对表头行，或指明各列对应什么。",
            row=layout.header.last + 1, titles=_listed(titles),
        )  # fmt: skip


def remarks(file: TableFile | None, layout: Layout) -> Iterator[str]:
    """What a clerk should know of how the sheet was read."""
    if file is not None and file.seen.unsolved:
        yield "表里有公式没有算出结果，按空格处理；请用 WPS 打开保存一次再导入。"
    if file is not None and file.seen.errors:
        yield "表里有公式出错的格子（如 #N/A），按空格处理。"
    doubtful = [one for one in layout.columns if one.target and not one.sure]
    unsure = [f"“{one.title}”{one.remark.removesuffix('，请核对')}" for one in doubtful]
    if unsure:
        yield f"这些列没有导入，请指明：{_listed(unsure)}。"
    left = [one.title for one in layout.columns if not one.target and "序号" not in one.remark]
    if left:
        yield f"这些列没有导入：{_listed(left)}。"


def _listed(titles: list[str]) -> str:
    more = f" 等{len(titles)}列" if len(titles) > MOST_NAMED else ""
    return "、".join(titles[:MOST_NAMED]) + more
