"""Read a register file (TOML) into a ``RegisterSpec``, or say everything that is wrong with it.

The format is one table of keys for the register and one ``[[field]]`` for each column, with the
names of ``RegisterSpec`` and ``FieldSpec``. Problems carry the key path, as in ``field[3].type``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.code_table import CodeTable
from qxn_desktop.domain.register import FieldSpec, FieldType, MaskKind, RegisterSpec

FIELD_TYPES: tuple[str, ...] = get_args(FieldType)
MASKS: tuple[str, ...] = get_args(MaskKind)
RESERVED = frozenset({"id", "extra", "deleted"})
"""Columns that every register's table has anyway."""

_NO_TABLES: Mapping[str, CodeTable] = {}
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_LINE = re.compile(r"\(at line (\d+),")
_BOUNDED = {"min": ("integer", "decimal"), "max": ("integer", "decimal", "text")}
_OPTION_TYPES = ("choice", "multi")
_REGISTER_KEYS: dict[str, type] = {
    "id": str,
    "title": str,
    "identity": str,
    "village_field": str,
    "label_field": str,
    "sealed": bool,
    "internal": bool,
    "area": str,
    "place": int,
    "counter": str,
    "ledger_title": str,
    "ledger": list,
    "public": list,
    "field": list,
}
_FIELD_KEYS: dict[str, type] = {
    "id": str,
    "title": str,
    "type": str,
    "required": bool,
    "indexed": bool,
    "derived": bool,
    "options": list,
    "ref": str,
    "unit": str,
    "min": str,
    "max": str,
    "mask": str,
    "source": str,
    "places": int,
    "codes": str,
    "aliases": dict,
    "synonyms": list,
    "opposites": list,
    "section": str,
    "note": str,
}
_LISTS = ("options", "synonyms", "opposites")
_KIND_NAMES = {str: "文字", bool: "true 或 false", list: "列表", int: "整数", dict: "表"}


@dataclass
class _Findings:
    """Problems of one file, in the order in which they were met."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path, code, message))


def parse_register(
    text: str, tables: Mapping[str, CodeTable] = _NO_TABLES
) -> tuple[RegisterSpec | None, list[Problem]]:
    """The register that ``text`` describes and no problems, or None and all its problems.

    ``tables`` are the code tables that its fields may name, by id.
    """
    found = _Findings()
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib recurses into nested lists
        line = _LINE.search(str(error))
        where = f"第{line[1]}行" if line else "文件末尾或全文"
        found.add("", "E-REG-101", f"{where}不是有效的 TOML，请检查引号、括号和日期。")
        return None, found.problems
    known = _typed(data, _REGISTER_KEYS, "", found)
    _check_head(known, found)
    fields = _fields(known.get("field", []), tables, found)
    if not found.problems:
        _check_links(known, fields, found)
    if found.problems:
        return None, found.problems
    head = {key: value for key, value in known.items() if key != "field"}
    paths = {key: tuple(head.get(key, ())) for key in ("ledger", "public")}
    return RegisterSpec(**{**head, **paths}, fields=fields), []


def check_registers(specs: Iterable[RegisterSpec]) -> list[Problem]:
    """Faults among registers: one id twice, a reference to a register that is not there."""
    found = _Findings()
    known: dict[str, RegisterSpec] = {}
    listed = list(specs)
    for spec in listed:
        if spec.id in known:
            found.add(spec.id, "E-REG-112", f"台账标识“{spec.id}”重复，请改其中一个。")
        known[spec.id] = spec
    for spec in listed:
        for column in spec.fields:
            if column.ref and column.ref not in known:
                message = f"字段“{column.title}”引用的台账“{column.ref}”不存在，请改正 ref。"
                found.add(f"{spec.id}.{column.id}.ref", "E-REG-113", message)
        for path in () if found.problems else (*spec.ledger, *spec.public):  # references come first
            if ledger_field(known, spec, path) is None:
                message = f"{spec.title}的台账列“{path}”不存在，请改正 ledger 或 public。"
                found.add(f"{spec.id}.ledger", "E-REG-133", message)
    return found.problems


def ledger_field(
    known: Mapping[str, RegisterSpec], spec: RegisterSpec, path: str
) -> FieldSpec | None:
    """The field that a ledger's column shows: its own, or as ``household.head_name`` another's."""
    if not isinstance(path, str):
        return None
    name, dot, rest = path.partition(".")
    column = spec.field(name)
    if column is None or not dot:
        return column
    target = known.get(column.ref)
    return target.field(rest) if target else None


def _typed(
    data: Mapping[str, Any], keys: Mapping[str, type], path: str, found: _Findings
) -> dict[str, Any]:
    """The entries of ``data`` that are known and of the right kind; the rest are problems."""
    good: dict[str, Any] = {}
    for key, value in data.items():
        where = f"{path}{key}"
        kind = keys.get(key)
        if kind is None:
            found.add(where, "E-REG-102", f"不认识的键“{key}”，请删除或改正写法。")
        elif type(value) is not kind:
            found.add(where, "E-REG-103", f"“{key}”应当是{_KIND_NAMES[kind]}。")
        else:
            good[key] = value
    return good


def _check_head(known: dict[str, Any], found: _Findings) -> None:
    _check_id(known, "", found)
    if not known.get("title", "").strip():
        found.add("title", "E-REG-104", "缺少台账名称 title，请填写中文名称。")
    if not known.get("field"):
        found.add("field", "E-REG-105", "台账没有任何字段，请至少写一个 [[field]]。")


def _check_id(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    given = entry.get("id", "")
    if not _ID.match(given):
        message = f"标识“{given}”不合规则：用小写字母开头，只含小写字母、数字和下划线。"
        found.add(f"{path}id", "E-REG-106", message)
    elif path and given in RESERVED:
        found.add(f"{path}id", "E-REG-107", f"“{given}”是系统保留的列名，请换一个标识。")


def _fields(
    entries: list[Any], tables: Mapping[str, CodeTable], found: _Findings
) -> tuple[FieldSpec, ...]:
    seen: set[str] = set()
    specs: list[FieldSpec] = []
    for number, entry in enumerate(entries):
        path = f"field[{number}]."
        before = len(found.problems)
        if not isinstance(entry, dict):
            found.add(path[:-1], "E-REG-108", "字段要写成 [[field]] 表，请改正写法。")
            continue
        known = _typed(entry, _FIELD_KEYS, path, found)
        _check_id(known, path, found)
        if known.get("id") in seen:
            found.add(f"{path}id", "E-REG-109", f"字段“{known['id']}”重复，请改其中一个。")
        seen.add(known.get("id", ""))
        known = _with_codes(known, tables, path, found)
        for check in _FIELD_CHECKS:
            check(known, path, found)
        if len(found.problems) == before:
            specs.append(_spec(known))
    return tuple(specs)


def _spec(known: Mapping[str, Any]) -> FieldSpec:
    lists = {key: tuple(known.get(key, ())) for key in _LISTS}
    return FieldSpec(**{**known, **lists, "aliases": tuple(known.get("aliases", {}).items())})


def _with_codes(
    entry: dict[str, Any], tables: Mapping[str, CodeTable], path: str, found: _Findings
) -> dict[str, Any]:
    """``entry`` with the options of its code table: all, or those that it names itself."""
    name = entry.get("codes", "")
    if not name:
        return entry
    table = tables.get(name)
    if table is None:
        found.add(f"{path}codes", "E-REG-126", f"没有代码表“{name}”，请改正 codes。")
        return entry
    options = entry.get("options") or list(table.names)
    strange = [option for option in options if option not in table.names]
    if strange:
        message = f"代码表“{name}”没有“{strange[0]}”，请改正 options。"
        found.add(f"{path}options", "E-REG-127", message)
    words = {word: option for word, option in table.words if option in options}
    return {**entry, "options": options, "aliases": {**words, **entry.get("aliases", {})}}


def _check_kind(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    if not entry.get("title", "").strip():
        found.add(f"{path}title", "E-REG-110", "字段缺少中文名称 title，请补上。")
    if entry.get("type") not in FIELD_TYPES:
        message = f"字段类型“{entry.get('type', '')}”无效，可用：{'、'.join(FIELD_TYPES)}。"
        found.add(f"{path}type", "E-REG-111", message)
    if entry.get("mask", "") not in MASKS:
        message = f"脱敏方式“{entry['mask']}”无效，可用：{'、'.join(filter(None, MASKS))}。"
        found.add(f"{path}mask", "E-REG-114", message)
    if entry.get("derived") and entry.get("required"):
        message = "由事件算出的字段（derived）不能设为必填，请去掉 required。"
        found.add(f"{path}required", "E-REG-115", message)


def _check_options(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    options = entry.get("options", [])
    where = f"{path}options"
    if bool(options) != (entry.get("type") in _OPTION_TYPES):
        found.add(where, "E-REG-116", "选项 options 只用于单选、多选，且单选、多选必须有选项。")
    if not all(isinstance(option, str) and option.strip() for option in options):
        found.add(where, "E-REG-117", "选项必须都是不为空的文字。")
    elif len(set(options)) != len(options):
        found.add(where, "E-REG-118", "选项有重复，请删去重复的一项。")


def _check_words(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    """Headings and aliases: texts; an alias means an option of the field."""
    for key in ("synonyms", "opposites"):
        if not all(isinstance(word, str) and word.strip() for word in entry.get(key, [])):
            found.add(path + key, "E-REG-128", f"{key} 必须都是不为空的文字。")
    aliases = entry.get("aliases", {})
    if any(option not in entry.get("options", ()) for option in aliases.values()):
        found.add(f"{path}aliases", "E-REG-129", "aliases 的每一项都要指向本字段的一个选项。")
    elif any(word in entry.get("options", ()) for word in aliases):
        found.add(f"{path}aliases", "E-REG-130", "aliases 里的说法不能又是另一个选项，请删去。")
    if entry.get("opposites") and entry.get("type") != "yesno":
        found.add(f"{path}opposites", "E-REG-131", "opposites 只用于是否字段，请删除。")
    if "places" in entry and (entry.get("type") != "decimal" or not 0 <= entry["places"] <= 6):
        found.add(f"{path}places", "E-REG-132", "places 只用于小数，取0到6，请改正。")


def _check_reference(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    if bool(entry.get("ref")) != (entry.get("type") == "ref"):
        message = "ref 只用于引用类型的字段，且引用类型必须写明引用哪个台账。"
        found.add(f"{path}ref", "E-REG-119", message)


def _check_bounds(entry: Mapping[str, Any], path: str, found: _Findings) -> None:
    bounds: list[Decimal] = []
    for key in ("min", "max"):
        if not entry.get(key):
            continue
        bound = _number(entry[key])
        if entry.get("type") not in _BOUNDED[key]:
            message = "min 只用于整数和小数，max 还可用于文字（最多字数），请删除。"
            found.add(path + key, "E-REG-120", message)
        elif bound is None:
            found.add(path + key, "E-REG-121", f"{key} 不是数：“{entry[key]}”。")
        else:
            bounds.append(bound)
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        found.add(f"{path}min", "E-REG-122", "最小值大于最大值，请改正。")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_FIELD_CHECKS: tuple[Callable[[Mapping[str, Any], str, _Findings], None], ...] = (
    _check_kind,
    _check_options,
    _check_words,
    _check_reference,
    _check_bounds,
)


def _check_links(known: Mapping[str, Any], fields: tuple[FieldSpec, ...], found: _Findings) -> None:
    """The register's own references to its columns."""
    types = {column.id: column.type for column in fields}
    identity = known.get("identity", "uuid")
    if identity not in ("code", "uuid") and identity not in types:
        message = f"identity “{identity}”应为 code、uuid 或本台账的一个字段。"
        found.add("identity", "E-REG-123", message)
    village = known.get("village_field", "")
    if village not in ("", "id") and types.get(village) != "village":
        message = f"village_field “{village}”不是本台账的村字段，请改正。"
        found.add("village_field", "E-REG-124", message)
    label = known.get("label_field", "")
    if label and label not in types:
        message = f"label_field “{label}”不是本台账的字段，请改正。"
        found.add("label_field", "E-REG-125", message)
