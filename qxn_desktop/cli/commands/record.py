"""Rows of the registers: registers, list, get, add, set, delete, undelete, undo, divisions."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.errors import UsageError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.division import Division
from qxn_desktop.domain.division_search import search_units
from qxn_desktop.domain.fold import DELETED
from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import catalog, exporting, records, undo
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.records import Changed, Wanted
from qxn_desktop.store.row import HistoryEntry


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    command(subparsers, "registers", "台账及其字段", _registers, workspace=False)
    _add_list(subparsers)
    get = command(subparsers, "get", "一条记录", _get)
    get.add_argument("id", metavar="ID")
    get.add_argument("--history", action="store_true", help="连同历次改动")
    get.add_argument("--unmasked", metavar="REASON", default="", help="显示完整个人信息的理由")
    new = command(subparsers, "add", "添加一条记录", _add)
    new.add_argument("register", metavar="REGISTER")
    change = command(subparsers, "set", "修改一条记录", _set)
    change.add_argument("id", metavar="ID")
    for parser in (new, change):
        parser.add_argument("values", metavar="FIELD=VALUE", nargs="+")
    for name, title, handler in (
        ("delete", "删除一条记录", _delete),
        ("undelete", "恢复删除的记录", _undelete),
    ):
        command(subparsers, name, title, handler).add_argument("id", metavar="ID")
    command(subparsers, "undo", "撤销本机最后一次增删改", _undo)
    _add_export(subparsers)
    divisions = command(
        subparsers, "divisions", "按名称、拼音首字母或代码查单位", _divisions, workspace=False
    )
    divisions.add_argument("text", metavar="TEXT", nargs="?", default="")


def _add_list(subparsers: SubParsers) -> None:
    listing = command(subparsers, "list", "台账记录", _list)
    listing.add_argument("register", metavar="REGISTER")
    listing.add_argument("--where", metavar="FIELD=VALUE", action="append", default=[])
    listing.add_argument("--search", metavar="TEXT", default="", help="任一文字字段，或拼音首字母")
    listing.add_argument("--sort", metavar="FIELD", default="id")
    listing.add_argument("--limit", metavar="N", type=_positive)
    listing.add_argument("--after", metavar="ID", help="从这条记录之后接着列")
    listing.add_argument("--unmasked", metavar="REASON", default="", help="显示完整个人信息的理由")


def _add_export(subparsers: SubParsers) -> None:
    parser = command(subparsers, "export", "把一本台账导出成表格或文件", _export)
    parser.add_argument("register", metavar="REGISTER")
    parser.add_argument("out", metavar="OUT.xlsx|.csv|.docx|.pdf", type=Path)
    purposes = [purpose.value for purpose in Purpose]
    parser.add_argument("--purpose", choices=purposes, default="internal", help="用途，决定脱敏")
    parser.add_argument("--columns", metavar="FIELD,…", default="", help="哪些列；不写是台账的列")
    parser.add_argument("--village", metavar="CODE12", default="", help="只要一个村的")
    parser.add_argument("--unmasked", metavar="REASON", default="", help="不脱敏导出的理由")


def parse_pairs(pairs: Iterable[str]) -> dict[str, Json]:
    """``FIELD=VALUE`` arguments; only the first sign = separates.

    Raises:
        UsageError: no sign, or a field that is given twice.
    """
    found: dict[str, Json] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError("E-CLI-020", "“{pair}”应写成 字段=值，例如 note=已核实。", pair=pair)
        if name.strip() in found:
            raise UsageError("E-CLI-021", "字段“{name}”写了两次，请只留一个。", name=name.strip())
        found[name.strip()] = value
    return found


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) == 0:
        raise ArgumentTypeError(f"“{text[:20]}”应是大于0的整数，最多9位")
    return int(text)


def _registers(_arguments: Namespace) -> object:
    specs = catalog.registers().values()
    return [_described(spec) for spec in specs if not spec.internal]


def _described(spec: RegisterSpec) -> dict[str, object]:
    fields = [_field(field) for field in spec.fields]
    return {"id": spec.id, "title": spec.title, "fields": fields}


def _field(field: FieldSpec) -> dict[str, object]:
    return {
        "id": field.id,
        "title": field.title,
        "type": field.type,
        "indexed": field.indexed,
        "required": field.required,
        "options": list(field.options),
        "unit": field.unit,
    }


def _list(arguments: Namespace) -> object:
    wanted = Wanted(
        parse_pairs(arguments.where),
        arguments.search,
        arguments.sort,
        arguments.limit,
        arguments.after,
        arguments.unmasked,
    )
    with opened(arguments) as ctx:
        page = records.page(ctx, arguments.register, wanted)
        fields = [field.id for field in records.spec_of(ctx, arguments.register).fields]
    rows = [{"id": row.id, **_whole(fields, row.values)} for row in page.rows]
    return {"rows": rows, "next": page.next, "total": page.total}


def _whole(fields: Iterable[str], values: Mapping[str, Json]) -> dict[str, Json]:
    """Every field, empty ones as null, then those this version does not know."""
    return {**{name: values.get(name) for name in fields}, **values}


def _get(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        record = records.get(
            ctx, arguments.id, history=arguments.history, unmasked=arguments.unmasked
        )
    document: dict[str, object] = {
        "id": record.row.id,
        "register": record.row.register,
        "values": dict(record.row.values),
        "deleted": record.row.deleted,
    }
    if arguments.history:
        document["history"] = [_entry(entry) for entry in record.history]
    return document


def _entry(entry: HistoryEntry) -> dict[str, object]:
    return {
        "at": from_millis(entry.at).isoformat(timespec="milliseconds"),
        "actor": entry.actor,
        "site": entry.site,
        "field": entry.field,
        "old": entry.old,
        "new": entry.new,
        "current": entry.current,
    }


def _add(arguments: Namespace) -> object:
    values = parse_pairs(arguments.values)
    with opened(arguments) as ctx:
        return _changed(records.add(ctx, arguments.register, values))


def _set(arguments: Namespace) -> object:
    values = parse_pairs(arguments.values)
    with opened(arguments) as ctx:
        return _changed(records.set_values(ctx, arguments.id, values))


def _delete(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return {"id": records.delete(ctx, arguments.id).id, "changed": [DELETED]}


def _undelete(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return {"id": records.restore(ctx, arguments.id).id, "changed": [DELETED]}


def _export(arguments: Namespace) -> object:
    wanted = exporting.Wanted(
        ListQuery(arguments.register, village=arguments.village),
        tuple(filter(None, arguments.columns.split(","))),
        Purpose(arguments.purpose),
        arguments.unmasked,
    )
    with opened(arguments) as ctx:
        done = exporting.export(ctx, wanted, arguments.out)
    return {"rows": done.rows, "path": str(done.path)}


def _changed(changed: Changed) -> dict[str, object]:
    return {"id": changed.id, "changed": list(changed.fields)}


def _undo(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        undone = undo.undo(ctx)
    say(f"{undone.words}。再撤销一次，就变回来。")
    return {
        "id": undone.id,
        "register": undone.register,
        "kind": undone.kind,
        "changed": list(undone.fields),
    }


def _divisions(arguments: Namespace) -> object:
    found = search_units(catalog.divisions(), arguments.text)
    return [{**_unit(one.unit), "path": one.path, "namesakes": one.namesakes} for one in found]


def _unit(unit: Division) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "level": unit.level.value,
        "class": unit.county_class.value if unit.county_class else None,
    }
