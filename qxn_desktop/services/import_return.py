"""The imported workbook given back with its faults, for whoever filled it in."""

from __future__ import annotations

from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import read_bounded, write_whole
from qxn_desktop.excel.marked_workbook import MOST_STYLED, Marks, marked_copy, marked_original
from qxn_desktop.excel.table_reader import MOST_BYTES, ZIP
from qxn_desktop.services.import_plan import ImportPlan

XLSX = ".xlsx"


def write_marked(plan: ImportPlan, source: Path, target: Path, progress: Progress = SILENT) -> Path:
    """Write the workbook at ``source``, from which ``plan`` came, with its faults to ``target``.

    Raises:
        UserError: ``target`` is no .xlsx, or the workbook itself.
        EnvironmentProblem: it cannot be written. Cancelled: the user took it back.
    """
    if target.suffix.lower() != XLSX:
        raise UserError("E-IMP-040", "带批注的表要存成 .xlsx，请改文件名。")
    if target.exists() and target.samefile(source):
        raise UserError("E-IMP-041", "不能覆盖原来的表，请换一个文件名。")
    progress.report(0, 0, "正在写带批注的表")
    marks, rows = marks_of(plan), plan.cleaned.layout.sheet.rows
    data = read_bounded(source, MOST_BYTES)
    size = len(rows) * max(map(len, rows), default=0)
    made = marked_original(data, marks) if data.startswith(ZIP) and size <= MOST_STYLED else None
    write_whole(target, made or marked_copy(rows, marks))
    return target


def marks_of(plan: ImportPlan) -> Marks:
    """What is wrong, by row and by cell of the sheet."""
    layout = plan.cleaned.layout
    rows, cells = dict[int, str](), dict[tuple[int, int], str]()
    for at, faults in plan.faults.items():
        row = layout.rows[at]
        rows[row] = "；".join(fault.message.removesuffix("。") for fault in faults) + "。"
        for fault in faults:
            if fault.column >= 0:
                cells[row, fault.column] = fault.message
    for at, sentences in plan.findings.items():
        row = layout.rows[at]
        rows[row] = "".join([rows.get(row, ""), *sentences])
    return Marks(layout.sheet.name, layout.header.last, rows, cells)
