"""Blank sheets for the objects of a round: gathered once, printed as a PDF or laid out as .xlsx."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.domain.check_sheet import Sheet, SheetBatch, approval_words
from qxn_desktop.domain.evaluation import applicable
from qxn_desktop.domain.period import parse_period
from qxn_desktop.services import settings
from qxn_desktop.services.check_object import find_object
from qxn_desktop.services.check_round import CheckRound, RoundLine
from qxn_desktop.services.context import AppContext

MOST_SHEETS = 2000
"""Of one file: four packs of paper, and what a phone still opens as a workbook."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written; ``pages`` is 0 for a workbook."""

    path: Path
    sheets: int
    pages: int


@dataclass(frozen=True, slots=True)
class Typeset:
    """Sheets as one PDF, to be looked at, printed or saved."""

    pdf: bytes
    sheets: int
    pages: int


def gather(
    ctx: AppContext,
    round_: CheckRound,
    lines: Iterable[RoundLine] | None = None,
    progress: Progress = SILENT,
) -> SheetBatch:
    """The sheets of ``lines`` of a round (what remains of it unless given), in their order.

    Raises:
        UserError: nothing to print, or too much for one file.
    """
    chosen = list(round_.remaining if lines is None else lines)
    _refuse_count(chosen)
    template = round_.template
    own = settings.overrides(ctx, template)
    sheets = []
    for done, line in enumerate(chosen):
        progress.report(done, len(chosen), "正在读取检查对象")
        subject = find_object(ctx, template, line.object_id).subject
        items = applicable(template, subject, own, ctx.today.year)
        sheets.append(
            Sheet(
                key=line.key,
                object_id=line.object_id,
                village=line.village,
                village_name=line.village_name,
                register_title=line.register_title,
                label=line.label,
                household=line.household,
                place=line.place,
                period=parse_period(line.period).title,
                due=line.due,
                items=items,
            )
        )
    return SheetBatch(
        unit=ctx.unit.name,
        template=template,
        approval=approval_words(template),
        sheets=tuple(sheets),
        demo=settings.value(ctx, settings.DEMO) == "是",
    )


def typeset(batch: SheetBatch, progress: Progress = SILENT) -> Typeset:
    """The sheets as one PDF. The same batch gives the same bytes.

    Raises:
        Cancelled: the user took it back.
    """
    # reportlab and the fonts are read when somebody prints, never at the start.
    from qxn_desktop.reports.check_sheet import render_sheets  # noqa: PLC0415

    pdf = render_sheets(batch, progress)
    return Typeset(pdf.data, len(batch.sheets), pdf.pages)


def save_sheets(ctx: AppContext, typeset: Typeset, out: Path) -> Printed:
    """Write typeset sheets to a file.

    Raises:
        UserError: it would lie in the workspace. EnvironmentProblem: it cannot be written.
    """
    _refuse_inside(ctx, out)
    write_whole(out, typeset.pdf)
    return Printed(out, typeset.sheets, typeset.pages)


def print_sheets(
    ctx: AppContext, batch: SheetBatch, out: Path, progress: Progress = SILENT
) -> Printed:
    """Write the sheets as one PDF; raises as ``typeset`` and ``save_sheets``."""
    _refuse_inside(ctx, out)
    return save_sheets(ctx, typeset(batch, progress), out)


def export_workbook(ctx: AppContext, batch: SheetBatch, out: Path) -> Printed:
    """Write the sheets as a workbook that a village fills on a phone or PC.

    Raises:
        EnvironmentProblem: the file cannot be written.
    """
    from qxn_desktop.excel.check_workbook import workbook_bytes  # noqa: PLC0415 - as above

    _refuse_inside(ctx, out)
    write_whole(out, workbook_bytes(batch))
    return Printed(out, len(batch.sheets), 0)


def suggested_name(round_: CheckRound, suffix: str) -> str:
    """A file name for a round: 户厕巡查 板万村 2026年第4季度.xlsx."""
    parts = (round_.template.short_title, round_.village_name or "各村", round_.period)
    return " ".join(filter(None, parts)) + suffix


def _refuse_count(chosen: list[RoundLine]) -> None:
    if not chosen:
        raise UserError("E-CHK-210", "没有要检查的对象，不用打印。需要另查的，请在“自选”里选对象。")
    if len(chosen) > MOST_SHEETS:
        raise UserError(
            "E-CHK-211",
            "一次最多 {most} 份，选了 {count} 份，请按村分开。",
            most=MOST_SHEETS, count=len(chosen),
        )  # fmt: skip


def _refuse_inside(ctx: AppContext, out: Path) -> None:
    """A sheet must never replace the database, a photo or the keys."""
    if out.resolve().is_relative_to(ctx.ws.root.resolve()):
        raise UserError("E-CHK-212", "{path} 在数据文件夹里，不能写到那里，请另选位置。", path=out)
