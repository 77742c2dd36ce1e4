"""A register leaves the program: as .xlsx, .csv, .docx or .pdf, for a purpose.

What is shown of personal values follows from the purpose (docs/domain.md H.5). To take them out
whole needs a reason, and the local audit keeps it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.common.whole_file import refuse_folder, whole, write_whole
from qxn_desktop.domain.privacy import Purpose, redact
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.register_sheet import Cell, RegisterSheet, harmless
from qxn_desktop.services import record_list, records, register_rows, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.register_rows import ColumnPath

PURPOSES = {
    Purpose.INTERNAL: "内部工作",
    Purpose.UPWARD: "上报",
    Purpose.PUBLIC: "公示",
}
"""What a purpose is called."""
WARNING = "内部资料　严禁外传"
"""On every page of what holds personal values (docs/domain.md H.5)."""
KINDS = (".xlsx", ".csv", ".docx", ".pdf")
MOST_PRINTED = 5_000
"""Rows that a document takes; more belong into a workbook."""
REASON_LENGTH = 4
MOST_LEAD = 4
"""Columns that may stay in sight; more would leave no room for the others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to leave: the rows of ``query``, ``columns`` as paths (none: those of its ledger).

    ``unmasked`` is the reason to take personal values out whole.
    """

    query: ListQuery
    columns: tuple[str, ...] = ()
    purpose: Purpose = Purpose.INTERNAL
    unmasked: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What left."""

    rows: int
    path: Path


def export(ctx: AppContext, wanted: Wanted, target: Path, progress: Progress = SILENT) -> Exported:
    """Write the rows of ``wanted`` to ``target``, by the ending of its name.

    Raises:
        UserError: no such register, kind of file, or reason; personal data in the file's name.
        EnvironmentProblem: it cannot be written.
        Cancelled: the user gave up; nothing is left behind.
    """
    spec = records.spec_of(ctx, wanted.query.register)
    kind = _checked(wanted, target)
    columns = export_columns(ctx, spec, wanted)
    keys = record_list.keys(ctx, wanted.query)
    if kind in (".docx", ".pdf") and len(keys) > MOST_PRINTED:
        raise UserError(
            "E-EXP-003", "这份清单有 {rows} 行，印成文件太长。请先筛选，或导出成表格（.xlsx）。",
            rows=len(keys),
        )  # fmt: skip
    if wanted.unmasked:
        ctx.ws.audit("reveal", register=spec.id, rows=len(keys), reason=wanted.unmasked)
    sheet = _sheet(ctx, spec, columns, wanted)
    purpose = None if wanted.unmasked else wanted.purpose
    tally = Tally(progress, len(keys))
    tally.begin("正在导出")
    told = tally.each(register_rows.cells(ctx, spec, columns, keys, purpose))
    rows = (cells for _, cells in told)
    _WRITERS[kind](ctx, sheet, rows, target)
    ctx.ws.audit("export", register=spec.id, rows=len(keys), purpose=wanted.purpose.value)
    return Exported(len(keys), target)


def default_name(ctx: AppContext, register: str, ending: str = ".xlsx") -> str:
    """A name for the file that says what it is and of whom it tells nothing."""
    spec = records.spec_of(ctx, register)
    return f"{title_of(spec)}_{ctx.unit.name}_{ctx.today:%Y%m%d}{ending}"


def title_of(spec: RegisterSpec) -> str:
    """What the sheet of a register is called."""
    return spec.ledger_title or f"{spec.title}台账"


def export_columns(ctx: AppContext, spec: RegisterSpec, wanted: Wanted) -> list[ColumnPath]:
    """The columns that leave: those asked for, without what the purpose does not show."""
    every = tuple(field.id for field in spec.fields)
    strange = [path for path in wanted.columns if register_rows.column(ctx, spec, path) is None]
    if strange:
        raise UserError(
            "E-EXP-007", "{title}没有“{path}”这一列，请改正。", title=spec.title, path=strange[0]
        )
    if wanted.purpose is not Purpose.PUBLIC:
        return register_rows.column_paths(ctx, spec, wanted.columns or spec.ledger or every)
    if not spec.public:
        raise UserError(
            "E-EXP-006", "{title}没有可以公示的内容，请选内部工作或上报。", title=title_of(spec)
        )
    paths = [path for path in wanted.columns or spec.public if path in spec.public]
    return register_rows.column_paths(ctx, spec, paths or spec.public)


def _checked(wanted: Wanted, target: Path) -> str:
    if wanted.unmasked and wanted.purpose is Purpose.PUBLIC:
        raise UserError("E-EXP-005", "公示的名单不能不脱敏。确需完整信息的，请选内部工作。")
    return refuse_target(target, wanted.unmasked, KINDS)


def refuse_target(target: Path, unmasked: str, kinds: Sequence[str]) -> str:
    """Refuse a file that must not be written; gives the ending of its name.

    Raises:
        UserError: not of ``kinds``; its name tells of somebody; the reason ``unmasked`` is none;
            it is a folder. EnvironmentProblem: its folder is missing.
    """
    kind = target.suffix.lower()
    if kind not in kinds:
        raise UserError(
            "E-EXP-001", "“{name}”的格式不能导出，请用 {kinds}。",
            name=target.name, kinds="、".join(kinds),
        )  # fmt: skip
    if redact(target.name) != target.name:
        raise UserError("E-EXP-002", "文件名里有证件号或电话，容易外泄，请换个名字。")
    if unmasked and len(unmasked.strip()) < REASON_LENGTH:
        raise UserError("E-EXP-004", "不脱敏导出要写明理由（至少4个字），会记入本机审计。")
    refuse_folder(target)
    return kind


def _sheet(
    ctx: AppContext, spec: RegisterSpec, columns: Sequence[ColumnPath], wanted: Wanted
) -> RegisterSheet:
    purpose = f"用途：{PURPOSES[wanted.purpose]}" + ("（未脱敏）" if wanted.unmasked else "")
    line = f"单位：{ctx.unit.name}　导出日期：{ctx.today.isoformat()}　{purpose}"
    personal = any(column.field.mask for column in columns)
    warning = WARNING if personal and wanted.purpose is not Purpose.PUBLIC else ""
    demo = settings.value(ctx, settings.DEMO) == "是"
    titles = register_rows.sheet_columns(columns, [*village_names(ctx).values()])
    lead = lead_columns(spec, columns)
    return RegisterSheet(title_of(spec), line, tuple(titles), warning, demo, lead)


def lead_columns(spec: RegisterSpec, columns: Sequence[ColumnPath]) -> int:
    """How many columns at the left say whose a row is: up to its name, where that is near."""
    fields = [column.field.id for column in columns[:MOST_LEAD]]
    names = (spec.label_field, "head_name")
    return next((at + 1 for at, id_ in enumerate(fields) if id_ in names), 1)


# --- kinds of files


def _write_xlsx(
    _ctx: AppContext, sheet: RegisterSheet, rows: Iterator[Sequence[Cell]], target: Path
) -> None:
    write_workbook(sheet, rows, target)


def write_workbook(sheet: RegisterSheet, rows: Iterable[Sequence[Cell]], target: Path) -> None:
    """Write ``rows`` as an .xlsx that takes ``target``'s place once it is complete.

    Raises:
        EnvironmentProblem: it cannot be written.
    """
    from qxn_desktop.excel.register_workbook import write_register  # noqa: PLC0415

    with whole(target) as temporary:
        write_register(temporary, sheet, rows)


def _write_csv(
    _ctx: AppContext, sheet: RegisterSheet, rows: Iterator[Sequence[Cell]], target: Path
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    write_whole(target, text.getvalue().encode("utf-8-sig"))


def _write_docx(
    ctx: AppContext, sheet: RegisterSheet, rows: Iterator[Sequence[Cell]], target: Path
) -> None:
    from qxn_desktop.reports.docx import render_docx  # noqa: PLC0415
    from qxn_desktop.reports.register_table import register_document  # noqa: PLC0415

    write_whole(target, render_docx(register_document(sheet, ctx.unit.name, rows)))


def _write_pdf(
    ctx: AppContext, sheet: RegisterSheet, rows: Iterator[Sequence[Cell]], target: Path
) -> None:
    from qxn_desktop.reports.pdf import render_pdf  # noqa: PLC0415
    from qxn_desktop.reports.register_table import register_document  # noqa: PLC0415

    write_whole(target, render_pdf(register_document(sheet, ctx.unit.name, rows)).data)


_WRITERS = {".xlsx": _write_xlsx, ".csv": _write_csv, ".docx": _write_docx, ".pdf": _write_pdf}
