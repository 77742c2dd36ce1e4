"""What the parts of a checklist say about each other: names in rules, options, doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.expression import Expr
from qxn_desktop.domain.expression_check import Known, Vocabulary, check_condition
from qxn_desktop.domain.template import YESNO_OPTIONS, Item, ItemType, SettingType, Template

REGISTER: Final = "register"
"""``object.register``: which of ``Template.objects`` is being checked; needs no registration."""

_ITEM_KINDS: Final[Mapping[ItemType, Known]] = {
    "yesno": Known("text", YESNO_OPTIONS),
    "choice": Known("text"),
    "multi": Known("list"),
    "number": Known("number"),
    "text": Known("text"),
    "date": Known("date"),
    "photo": Known("list"),
}
_SETTING_KINDS: Final[Mapping[SettingType, Known]] = {
    "number": Known("number"),
    "text": Known("text"),
    "list": Known("list"),
}


def check_template(template: Template) -> list[Problem]:
    """Faults that no single table shows."""
    return [
        *_doubles("item", "题号", [item.code for item in template.items]),
        *_doubles("setting", "参数", [setting.key for setting in template.settings]),
        *_doubles("frequency", "频次代码", [f.id for f in template.frequencies]),
        *_rule_problems(template),
        *(p for n, item in enumerate(template.items, 1) for p in _item_problems(n, item)),
    ]


def _doubles(table: str, title: str, keys: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys, start=1):
        if key and key in seen:
            path = f"{table}[{number}]"
            yield Problem(path, "E-TPL-120", f"{title}“{key}”重复，请改其中一个。")
        seen.add(key)


def _rule_problems(template: Template) -> Iterator[Problem]:
    fixed = _object_names(template)
    answers = {f"item.{item.code}": _known(item) for item in template.items}
    asked = {**fixed, **answers}
    for number, item in enumerate(template.items, start=1):
        own = {**asked, "v": _known(item)}
        yield from _found(template, f"item[{number}].pass", item.pass_rule, own)
        yield from _found(template, f"item[{number}].applies", item.applies, asked)
    for number, frequency in enumerate(template.frequencies, start=1):
        yield from _found(template, f"frequency[{number}].where", frequency.where, fixed)
    yield from _found(template, "away", template.away, asked)
    yield from _found(template, "vacant", template.vacant, asked)


def _found(
    template: Template, path: str, rule: Expr | None, names: Mapping[str, Known]
) -> Iterable[Problem]:
    if rule is None:
        return []
    tables = {setting.key: setting.type for setting in template.settings}
    messages = check_condition(rule, Vocabulary(names, tables))
    return [Problem(path, "E-TPL-121", message) for message in messages]


def _object_names(template: Template) -> dict[str, Known]:
    """What can be asked without an answer: the object, the settings, the year."""
    names = {f"object.{key}": Known("any") for key in template.attributes}
    names[f"object.{REGISTER}"] = Known("text", template.objects)
    for setting in template.settings:
        known = _SETTING_KINDS.get(setting.type)
        if known is not None:
            names[f"setting.{setting.key}"] = known
    return {**names, "year": Known("number")}


def _known(item: Item) -> Known:
    known = _ITEM_KINDS[item.type]
    return Known(known.kind, item.options) if item.options else known


def _item_problems(number: int, item: Item) -> Iterator[Problem]:
    def at(key: str, code: str, message: str) -> Problem:
        return Problem(f"item[{number}].{key}", code, f"{item.code}：{message}")

    choosing = item.type in ("choice", "multi")
    if choosing and len(item.options) < 2:
        yield at("options", "E-TPL-122", "单选和多选至少要有两个选项 options。")
    fixed = item.type == "yesno" and item.options == YESNO_OPTIONS
    if item.options and not choosing and not fixed:
        yield at("options", "E-TPL-123", "只有单选和多选才写选项 options。")
    if item.exclusive and (item.type != "multi" or item.exclusive not in item.options):
        yield at("exclusive", "E-TPL-124", "exclusive 只用于多选，并且要是其中一个选项。")
    if item.type != "number" and (item.min is not None or item.max is not None):
        yield at("min", "E-TPL-125", "只有数字题才写 min、max。")
    if item.min is not None and item.max is not None and item.min > item.max:
        yield at("min", "E-TPL-126", "min 不能大于 max。")
    if item.type != "photo" and (item.photos or item.when_failed):
        yield at("photos", "E-TPL-127", "只有照片题才写 photos、when_failed。")
    if not item.basis and not item.basis_default:
        yield at("basis", "E-TPL-128", "没有写依据 basis；确无依据的，请写 basis_default = true。")
