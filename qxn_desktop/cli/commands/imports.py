"""Spreadsheets into the registers: import."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.services import importing, quality_plan
from qxn_desktop.services.import_plan import ImportPlan, LineStatus
from qxn_desktop.services.import_return import write_marked
from qxn_desktop.services.importing import Wish


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    parser = command(subparsers, "import", "把 Excel 或 CSV 表导入台账", _import)
    parser.add_argument("register", metavar="REGISTER")
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx、.xls、.et 或 .csv 文件")
    parser.add_argument("--sheet", metavar="NAME", default="", help="工作表的名字")
    parser.add_argument("--header", metavar="N", type=_row, help="表头（最后一行）在第几行")
    parser.add_argument("--map", metavar="MAP.json", type=Path, help="哪一列是哪个字段")
    parser.add_argument("--village", metavar="VILLAGE", default="", help="没写村的行算哪个村的")
    parser.add_argument("--clear-empty", action="store_true", help="空格清掉台账里原有的内容")
    parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    parser.add_argument("--errors", metavar="OUT.xlsx", type=Path, help="带批注的原表存到哪里")


def _row(text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) == 0:
        raise ArgumentTypeError(f"“{text[:20]}”应是行号，从1数起")
    return int(text)


def _import(arguments: Namespace) -> object:
    wish = Wish(
        arguments.sheet, arguments.header, arguments.map, arguments.village, arguments.clear_empty
    )
    with opened(arguments) as ctx:
        plan = importing.prepare(ctx, arguments.register, arguments.file, wish)
        if arguments.errors or arguments.dry_run:
            plan = replace(plan, findings=quality_plan.findings_by_line(ctx, plan))
        if arguments.errors:
            write_marked(plan, arguments.file, arguments.errors)
        if not arguments.dry_run:
            importing.apply(ctx, plan)
    for remark in plan.remarks:
        say(remark)
    return _told(plan)


def _told(plan: ImportPlan) -> dict[str, object]:
    counts = plan.counts
    return {
        "rows": plan.cleaned.size,
        "added": counts[LineStatus.NEW],
        "updated": counts[LineStatus.CHANGED],
        "unchanged": counts[LineStatus.SAME],
        "rejected": counts[LineStatus.REJECTED],
        "households_added": plan.owners_new,
        "problems": [
            {
                "row": plan.number(at),
                "column": fault.title,
                "code": fault.code,
                "message": fault.message,
            }
            for at in sorted(plan.faults)
            for fault in plan.faults[at]
        ],
        "findings": [
            {"row": plan.number(at), "message": sentence}
            for at in sorted(plan.findings)
            for sentence in plan.findings[at]
        ],
        "mended": sum(map(len, plan.notes.values())),
        "columns": [
            {"column": one.title, "field": one.target if one.sure else "", "note": one.remark}
            for one in plan.cleaned.layout.columns
        ],
        "header": plan.cleaned.layout.header.last + 1,
        "sheet": plan.cleaned.layout.sheet.name,
    }
