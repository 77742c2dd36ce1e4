"""What was changed here and has to be entered in the national system: national list, done."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, group, opened
from qxn_desktop.common.errors import UsageError
from qxn_desktop.services import national_list
from qxn_desktop.services.national_list import NationalLine


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    national = group(subparsers, "national", "要录入国家系统的改动")
    listing = command(national, "list", "还没录入的改动", _list)
    listing.add_argument("--out", metavar="FILE.xlsx", type=Path, help="存成表格")
    listing.add_argument("--unmasked", metavar="REASON", default="", help="显示完整个人信息的理由")
    done = command(national, "done", "标为已录入", _done)
    done.add_argument("ids", metavar="ID", nargs="*", help="清单里的编号")
    done.add_argument("--all", action="store_true", help="清单里的全部")


def _list(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        if arguments.out is not None:
            national_list.export(ctx, arguments.out, unmasked=arguments.unmasked)
        found = national_list.lines(ctx, unmasked=arguments.unmasked)
    path = str(arguments.out) if arguments.out else None
    return {"changes": [_line(one) for one in found], "path": path}


def _done(arguments: Namespace) -> object:
    if bool(arguments.ids) == arguments.all:
        raise UsageError("E-CLI-097", "请写清单里的编号，或者写 --all。")
    with opened(arguments) as ctx:
        found = national_list.lines(ctx)
        chosen = [one for one in found if arguments.all or one.change.mark_id in arguments.ids]
        strange = set(arguments.ids) - {one.change.mark_id for one in chosen}
        if strange:
            raise UsageError("E-CLI-098", "清单里没有编号“{id}”。", id=sorted(strange)[0])
        national_list.mark(ctx, chosen)
    return {"entered": len(chosen), "left": len(found) - len(chosen)}


def _line(one: NationalLine) -> dict[str, object]:
    return {
        "id": one.change.mark_id,
        "register": one.change.register,
        "row": one.change.record,
        "village": one.change.village,
        "village_name": one.village,
        "household": one.code,
        "head": one.head,
        "name": one.name,
        "field": one.change.column,
        "title": one.title,
        "old": one.old,
        "new": one.new,
        "at": one.at,
        "by": one.by,
    }
