"""账账相符: a register beside another system's workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.domain.comparison import CompareLine, Kind
from qxn_desktop.services import comparing
from qxn_desktop.services.comparing import Wish
from qxn_desktop.services.village_choice import village_code


def add(subparsers: SubParsers) -> None:
    """Register the command."""
    parser = command(subparsers, "compare", "账账相符：台账和别的系统的表对一对", _compare)
    parser.add_argument("register", metavar="REGISTER")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="对方的表（.xlsx、.xls、.et、.csv）"
    )
    parser.add_argument("--sheet", metavar="NAME", default="", help="只看这张工作表")
    parser.add_argument("--map", metavar="MAP.json", type=Path, help="哪一列是哪个字段")
    parser.add_argument("--village", metavar="VILLAGE", default="", help="只比一个村")
    parser.add_argument("--monitored", action="store_true", help="台账里只看监测对象")
    parser.add_argument("--out", metavar="FILE.xlsx", type=Path, help="结果存成表格")


def _compare(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village) if arguments.village else ""
        monitored = True if arguments.monitored else None
        wish = Wish(arguments.sheet, arguments.map, village, monitored)
        found = comparing.compare(ctx, arguments.register, arguments.file, wish)
        if arguments.out is not None:
            comparing.export_comparison(ctx, found, arguments.out)
    counts = "，".join(f"{kind.words}{found.counts[kind]}" for kind in Kind)
    say(f"一致{found.equal}，{counts}。台账里看的是{found.scope}。")
    return {
        "register": found.register,
        "equal": found.equal,
        "different": found.counts[Kind.DIFFERENT],
        "only_here": found.counts[Kind.ONLY_HERE],
        "only_there": found.counts[Kind.ONLY_THERE],
        "unread": found.counts[Kind.UNREAD],
        "compared": list(found.fields),
        "left": list(found.left),
        "scope": found.scope,
        "lines": [_line(line) for line in found.lines],
        "path": str(arguments.out) if arguments.out else None,
    }


def _line(line: CompareLine) -> dict[str, object]:
    return {
        "kind": line.kind.value,
        "id": line.row or None,
        "row": line.number or None,
        "village": line.village or None,
        "name": line.label,
        "differences": [
            {"field": one.field, "title": one.title, "here": one.here, "there": one.there}
            for one in line.differences
        ],
        "text": line.words,
    }
