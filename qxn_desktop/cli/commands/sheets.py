"""Blank check sheets: written for what is due, read back when they come filled in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, group, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.errors import UsageError
from qxn_desktop.services import check_return, check_round, check_sheets
from qxn_desktop.services.typed_rows import ReadRow, ReadRows, RowStatus, TakenIn, record_rows
from qxn_desktop.services.village_choice import village_code

PDF, WORKBOOK = ".pdf", ".xlsx"


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    sheets = group(subparsers, "sheets", "空白检查表")
    write = command(sheets, "write", "生成还没查的对象的空表", _write)
    write.add_argument("template", metavar="TEMPLATE", help="检查表代码，如 HC")
    write.add_argument("--out", required=True, metavar="FILE", type=Path, help="PDF 或 .xlsx 文件")
    write.add_argument("--village", metavar="VILLAGE", default="", help="只要一个村的")
    write.add_argument("--frequency", metavar="FREQUENCY", default="", help="只要一个频次的")
    read = command(sheets, "read", "收回填好的 .xlsx", _read)
    read.add_argument("file", metavar="FILE.xlsx", type=Path, help="填好的表格")
    read.add_argument("--dry-run", action="store_true", help="只核对，不登记")


def _write(arguments: Namespace) -> object:
    out: Path = arguments.out
    if out.suffix.lower() not in (PDF, WORKBOOK):
        raise UsageError("E-CLI-090", "--out 要写 .pdf 或 .xlsx 文件。")
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village) if arguments.village else ""
        found = check_round.check_round(ctx, arguments.template, village, arguments.frequency)
        batch = check_sheets.gather(ctx, found)
        if out.suffix.lower() == PDF:
            written = check_sheets.print_sheets(ctx, batch, out)
        else:
            written = check_sheets.export_workbook(ctx, batch, out)
    return {
        "path": str(written.path),
        "sheets": written.sheets,
        "pages": written.pages,
        "keys": [sheet.key for sheet in batch.sheets],
    }


def _read(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        read = check_return.read_file(ctx, arguments.file)
        taken = TakenIn((), 0) if arguments.dry_run else record_rows(ctx, read)
    for remark in read.remarks:
        say(remark)
    return {
        "rows": [_row(row) for row in read.rows],
        "counts": _counts(read),
        "recorded": [one.id for one in taken.recorded],
        "problems": [id_ for one in taken.recorded for id_ in one.problems],
        "leads": [id_ for one in taken.recorded for id_ in one.leads],
    }


def _row(row: ReadRow) -> dict[str, object]:
    return {
        "row": row.number,
        "key": row.key,
        "object": row.line.object_id if row.line else "",
        "status": row.status.value,
        "faults": [
            {"item": fault.code, "place": fault.place, "message": str(fault)}
            for fault in row.faults
        ],
    }


def _counts(read: ReadRows) -> dict[str, int]:
    return {status.value: read.counts[status] for status in RowStatus}
