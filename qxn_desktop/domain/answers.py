"""The answers of one check, typed by the items of its checklist.

An answers file is one JSON object: ``{"HC01": "是", "HC08": 60, "HC05": ["渗漏"],
"HC14": ["a.jpg"], "HC04": {"na": "无水冲"}}``. What is stored has the same form, with numbers as
decimal text. An item that is left out, null, "" or [] is not answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.decimal_text import canonical_decimal, read_decimal
from qxn_desktop.domain.expression_value import UNKNOWN, Value
from qxn_desktop.domain.template import Item, ItemType, Template

MAX_TEXT: Final = 2000
MAX_PHOTOS: Final = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A text (number, date and choice too), several texts (options, photos), or why not."""

    value: str | tuple[str, ...] = ""
    na: str = ""

    def to_json(self) -> Json:
        if self.na:
            return {"na": self.na}
        return list(self.value) if isinstance(self.value, tuple) else self.value


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by item code; open items are absent."""

    by_code: Mapping[str, Answer] = field(default_factory=dict)

    def get(self, code: str) -> Answer | None:
        return self.by_code.get(code)

    def value(self, item: Item) -> Value:
        """The answer as rules see it; unknown when open or 不适用."""
        answer = self.by_code.get(item.code)
        if answer is None or answer.na:
            return UNKNOWN
        return Decimal(str(answer.value)) if item.type == "number" else answer.value

    def to_json(self) -> dict[str, Json]:
        """The form in which a check stores them."""
        return {code: answer.to_json() for code, answer in self.by_code.items()}

    def photos(self, template: Template) -> tuple[str, ...]:
        """File names (or stored hashes) of all photo items."""
        found: list[str] = []
        for item in template.items:
            answer = self.by_code.get(item.code)
            if item.type == "photo" and answer is not None:
                found.extend(answer.value)
        return tuple(found)


class _FaultError(Exception):
    """Why one answer is refused: a code and a Chinese sentence."""


def parse_answers(template: Template, raw: object) -> tuple[Answers, list[Problem]]:
    """The answers in ``raw`` that are right, in the checklist's order, and all problems."""
    if not isinstance(raw, Mapping):
        message = '答案文件应是一个 JSON 对象，例如 {"HC01": "是"}。'
        return Answers(), [Problem("", "E-CHK-101", message)]
    problems = [_unknown(template, str(code)) for code in raw if not _has(template, code)]
    found: dict[str, Answer] = {}
    for item in template.items:
        given = raw.get(item.code)
        if given is None or given in ("", [], ()):
            continue
        try:
            found[item.code] = _answer(item, given)
        except _FaultError as fault:
            code, message = fault.args
            problems.append(Problem(item.code, code, f"{item.code}“{item.text}”：{message}"))
    return Answers(found), problems


def _has(template: Template, code: object) -> bool:
    return isinstance(code, str) and template.item(code) is not None


def _unknown(template: Template, code: str) -> Problem:
    message = f"{template.short_title}第 {template.version} 版没有题号“{code[:40]}”，请核对。"
    return Problem(code[:40], "E-CHK-102", message)


def _answer(item: Item, given: object) -> Answer:
    if isinstance(given, Mapping):
        return _not_applicable(item, given)
    return Answer(_READERS[item.type](item, given))


def _not_applicable(item: Item, given: Mapping[object, object]) -> Answer:
    reason = given.get("na")
    if set(given) != {"na"} or not isinstance(reason, str):
        raise _FaultError("E-CHK-103", '不适用要写成 {"na": "理由"}。')
    if not item.na_allowed:
        raise _FaultError("E-CHK-104", "这一项不能答“不适用”，请如实填写。")
    if not reason.strip() or len(reason) > MAX_TEXT:
        raise _FaultError("E-CHK-105", "答“不适用”必须写明理由。")
    return Answer(na=reason.strip())


def _text(_item: Item, given: object) -> str:
    if not isinstance(given, str):
        raise _FaultError("E-CHK-106", "请填文字。")
    if len(given) > MAX_TEXT:
        raise _FaultError("E-CHK-107", f"文字太长，最多 {MAX_TEXT} 个字。")
    return given.strip()


def _option(item: Item, given: object) -> str:
    if not isinstance(given, str) or given not in item.options:
        options = "、".join(item.options)
        raise _FaultError("E-CHK-108", f"没有选项“{_short(given)}”，只能选：{options}。")
    return given


def _options(item: Item, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple):
        raise _FaultError("E-CHK-109", '多选要写成列表，例如 ["渗漏"]。')
    chosen = {_option(item, part) for part in given}
    if item.exclusive in chosen and len(chosen) > 1:
        raise _FaultError("E-CHK-110", f"“{item.exclusive}”不能和其他选项同时选。")
    return tuple(option for option in item.options if option in chosen)


def _number(item: Item, given: object) -> str:
    number = read_decimal(given)
    if number is None:
        raise _FaultError("E-CHK-111", f"“{_short(given)}”不是可用的数字。")
    if item.min is not None and number < item.min:
        raise _FaultError("E-CHK-112", f"不能小于 {canonical_decimal(item.min)}{item.unit}。")
    if item.max is not None and number > item.max:
        raise _FaultError("E-CHK-113", f"不能大于 {canonical_decimal(item.max)}{item.unit}。")
    return canonical_decimal(number)


def _day(_item: Item, given: object) -> str:
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:
        message = f"“{_short(given)}”不是真实存在的日期，请写成 2026-01-31 的样子。"
        raise _FaultError("E-CHK-114", message)
    return day.isoformat()


def _photos(_item: Item, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not all(_is_name(part) for part in given):
        raise _FaultError("E-CHK-115", '照片要写成文件名的列表，例如 ["a.jpg"]。')
    if len(set(given)) != len(given):
        raise _FaultError("E-CHK-116", "同一张照片写了两次，请删去一个。")
    if len(given) > MAX_PHOTOS:
        raise _FaultError("E-CHK-117", f"照片太多，一项最多 {MAX_PHOTOS} 张。")
    return tuple(given)


def _is_name(part: object) -> bool:
    return isinstance(part, str) and bool(part.strip()) and "\0" not in part


def _short(given: object) -> str:
    """Enough of a wrong answer to recognise it by."""
    if isinstance(given, bool):
        return "true" if given else "false"  # as the file has it
    text = str(given) if not isinstance(given, int) or abs(given) < 10**20 else "过大的数"
    return text if len(text) <= 40 else f"{text[:40]}…"


_READERS: Final[Mapping[ItemType, Callable[[Item, object], str | tuple[str, ...]]]] = {
    "yesno": _option,
    "choice": _option,
    "multi": _options,
    "number": _number,
    "text": _text,
    "date": _day,
    "photo": _photos,
}
