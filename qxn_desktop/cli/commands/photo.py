"""Photos of objects: add, list."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, day, group, opened
from qxn_desktop.cli.output import say
from qxn_desktop.services import object_photos, records
from qxn_desktop.services.object_photos import ObjectPhoto


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    one = group(subparsers, "photo", "对象的照片")
    new = command(one, "add", "给一条记录放照片", _add)
    new.add_argument("object", metavar="OBJECT_ID")
    new.add_argument("files", metavar="FILE", type=Path, nargs="+")
    new.add_argument("--date", metavar="DATE", default="", help="照片自己没有日期时的拍摄日期")
    command(one, "list", "一条记录的照片", _list).add_argument("object", metavar="OBJECT_ID")


def _add(arguments: Namespace) -> object:
    taken_on = day(arguments.date).isoformat() if arguments.date else ""
    with opened(arguments) as ctx:
        brought = object_photos.bring(ctx, arguments.object, arguments.files, taken_on)
    say(f"已放{len(brought)}张照片。")
    return {"photos": [_photo(one) for one in brought]}


def _list(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = object_photos.of_object(ctx, records.live(ctx, arguments.object).id)
    return {"photos": [_photo(one) for one in found]}


def _photo(one: ObjectPhoto) -> dict[str, object]:
    return {
        "id": one.id,
        "sha256": one.sha256,
        "taken_on": one.taken_on,
        "dated_by": one.dated_by,
        "note": one.note or None,
        "remarks": list(one.remarks),
    }
