"""Answers as people type them, from a paper sheet or in a workbook: text to an answer's value.

A digit chooses the option of that number, as printed beside the boxes of the sheet; ``0`` says
不适用 (for numbers, dates and texts ``/`` does, since 0 is a number). The reason follows, or stands
in the row's own column for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.template import Item, ItemType

YES: Final = frozenset({"√", "✓", "✔", "对", "有", "Y", "YES"})
NO: Final = frozenset({"×", "✗", "✘", "错", "无", "N", "NO", "X"})
NOT_APPLICABLE: Final = "不适用"
SEPARATORS: Final = "、,;。/|+"
EMPTY: Final = frozenset({"", "-", "—", "——", "--"})
"""What people write, and blank workbooks hold, where nothing is to be written."""

_NA = re.compile(r"(?:不适用|无此项)\s*[:,，：（(]?\s*(.*?)[)）]?", re.DOTALL)
_NA_SIGN = re.compile(r"[/／]\s*(.*)", re.DOTALL)
_NA_DIGIT = re.compile(r"[0０](?![0-9０-９])\s*[:,，：（(]?\s*(.*?)[)）]?", re.DOTALL)
_DAY = re.compile(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[34567]\d{4}")
_EPOCH = date(1899, 12, 30)
"""Day 0 of the dates of workbooks."""


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What a text comes to: the answer's value as ``parse_answers`` takes it, or what is wrong."""

    value: Json = None
    problem: Problem | None = None


class _FaultError(Exception):
    """Why a text is no answer: a code and a Chinese sentence."""


def read_typed(item: Item, text: str, year: int, reason: str = "") -> TypedAnswer:
    """The answer that ``text`` means for ``item``; no value for an empty text.

    ``year`` completes a date without one; ``reason`` is why, where 不适用 stands without its own.
    """
    written = text.strip()
    if written in EMPTY:
        return TypedAnswer()
    try:
        why = _not_applicable(item, written)
        if why is not None:
            return TypedAnswer({"na": _reason(item, why or reason.strip())})
        return TypedAnswer(_READERS[item.type](item, written, year))
    except _FaultError as fault:
        code, message = fault.args
        return TypedAnswer(problem=Problem(item.code, code, message))


def read_day(text: str, year: int) -> date | None:
    """The day that ``text`` means: 2026-11-20, 2026年11月20日, 11.20, 20261120, a serial number."""
    plain = half_width(text).removesuffix("00:00:00").rstrip("T")
    if _SERIAL.fullmatch(plain):
        return _EPOCH + timedelta(days=int(plain))
    compact, parted = _COMPACT.fullmatch(plain), _DAY.fullmatch(plain)
    try:
        if compact:
            return date(int(compact[1]), int(compact[2]), int(compact[3]))
        if parted:
            return date(_year(parted[1], year), int(parted[2]), int(parted[3]))
    except ValueError:
        return None
    return None


def as_typed(raw: Json) -> str:
    """A raw answer as a person would type it; "" for none."""
    if isinstance(raw, dict):
        return f"{NOT_APPLICABLE} {raw.get('na', '')}".strip()
    if isinstance(raw, list):
        return "、".join(map(str, raw))
    return "" if raw is None else str(raw)


def option_digits(item: Item) -> tuple[tuple[str, str], ...]:
    """(digit, option) as they stand beside the boxes of ``item``; 不适用 last."""
    numbered = [(str(index), option) for index, option in enumerate(item.options, 1)]
    if item.na_allowed and item.options:
        numbered.append(("0", NOT_APPLICABLE))
    return tuple(numbered)


def _year(written: str | None, year: int) -> int:
    if not written:
        return year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _not_applicable(item: Item, text: str) -> str | None:
    """The reason written beside 不适用; None where the text says something else."""
    patterns = [_NA] if item.type == "text" else [_NA, _NA_SIGN]
    patterns += [_NA_DIGIT] if item.options else []
    for pattern in patterns:
        found = pattern.fullmatch(text)
        if found:
            return found[1].strip()
    return None


def _reason(item: Item, reason: str) -> str:
    if not item.na_allowed:
        negative = "；“否”请填 2" if item.type == "yesno" else ""
        raise _FaultError("E-CHK-130", f"这一项不能答“不适用”，请如实填写{negative}。")
    if not reason:
        raise _FaultError("E-CHK-131", "答“不适用”要写明理由，如“不适用 旱季停水”。")
    return reason


def _plain(text: str) -> str:
    return half_width(text).upper()


def _yesno(item: Item, text: str, year: int) -> Json:
    sign = _plain(text)
    if sign in YES or sign in NO:
        return item.options[0 if sign in YES else 1]
    return _choice(item, text, year)


def _choice(item: Item, text: str, _year: int) -> Json:
    chosen = _options(item, text)
    if len(chosen) > 1:
        raise _FaultError("E-CHK-132", f"这一项只能选一个，写了{len(chosen)}个：{text[:40]}。")
    return chosen[0]


def _multi(item: Item, text: str, _year: int) -> Json:
    return list(dict.fromkeys(_options(item, text)))


def _options(item: Item, text: str) -> list[str]:
    """The options that ``text`` names, one after the other."""
    known = {_plain(option): option for option in item.options}
    if _plain(text) in known:
        return [known[_plain(text)]]
    rest, chosen = _plain(re.sub(r"\s+", "、", text)).strip(SEPARATORS), []
    while rest:
        taken, option = _leading(item, known, rest)
        chosen.append(option)
        rest = rest[taken:].strip(SEPARATORS)
    if not chosen:
        raise _FaultError("E-CHK-133", f"“{text[:40]}”不是选项，可选：{_listed(item)}。")
    return chosen


def _leading(item: Item, known: Mapping[str, str], rest: str) -> tuple[int, str]:
    """How many signs of ``rest`` name its first option, and that option."""
    fits = [plain for plain in known if rest.startswith(plain) and _ends(known, rest, plain)]
    if fits:
        longest = max(fits, key=len)
        return len(longest), known[longest]
    digits = re.match(r"\d+", rest)
    # Below ten options each digit stands for itself: 13 is the first and the third.
    width = 1 if len(item.options) < 10 else len(digits[0]) if digits else 0
    number = int(digits[0][:width]) if digits else 0
    if digits and 1 <= number <= len(item.options):
        return width, item.options[number - 1]
    word = re.split(f"[{re.escape(SEPARATORS)}]", rest)[0][:40]
    raise _FaultError("E-CHK-134", f"没有选项“{word}”，可选：{_listed(item)}。")


def _ends(known: Mapping[str, str], rest: str, plain: str) -> bool:
    """Whether ``plain`` ends where a word does: 无 is no option of 无人 unless it is written so."""
    after = rest[len(plain) : len(plain) + 1]
    return not after or after in SEPARATORS or any(rest[len(plain) :].startswith(k) for k in known)


def _listed(item: Item) -> str:
    return "、".join(f"{digit}{option}" for digit, option in option_digits(item))


def _number(item: Item, text: str, _year: int) -> Json:
    plain = _plain(text).replace(",", "")
    unit = _plain(item.unit)
    plain = plain.removesuffix(unit) if unit else plain
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        raise _FaultError("E-CHK-135", f"“{text[:40]}”不是数字，请只填数字。")
    return plain


def _date(_item: Item, text: str, year: int) -> Json:
    day = read_day(text, year)
    if day is None:
        raise _FaultError("E-CHK-136", f"“{text[:40]}”不是真实的日期，请写成 2026-01-31 的样子。")
    return day.isoformat()


def _text(_item: Item, text: str, _year: int) -> Json:
    return text


def _photos(_item: Item, text: str, _year: int) -> Json:
    """File names beside the workbook: never a path to somewhere else."""
    names = [name.strip() for name in re.split(r"[、，,；;\n]", text) if name.strip()]
    if any(re.search(r"[/\\:]|^\.+$", name) for name in names):
        raise _FaultError("E-CHK-137", "照片只写文件名（如 a.jpg），放在表格同一个文件夹里。")
    return list(names)


_READERS: Final[Mapping[ItemType, Callable[[Item, str, int], Json]]] = {
    "yesno": _yesno,
    "choice": _choice,
    "multi": _multi,
    "number": _number,
    "text": _text,
    "date": _date,
    "photo": _photos,
}
