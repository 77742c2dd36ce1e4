"""Bring a typed, pasted or imported value to the canonical form of its field, or say why not.

One function a field type, in one table. ``clean`` of a canonical value gives it back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.ids import is_sha256
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import half_width, tidy, tidy_name
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.id_number import EARLIEST_BIRTH, parse_id_number
from qxn_desktop.domain.phone import parse_phone
from qxn_desktop.domain.register import FieldSpec, FieldType

MAX_TEXT = 500
"""Characters of a text that sets no ``max`` (默认)."""
MAX_DIGITS = 15
"""Digits of a number: what WPS keeps of one, and safely inside SQLite's integers."""
MAX_INTEGER = 2**63 - 1
MOST_CHOICES = 12
"""Options that a message names."""
MAX_DEPTH = 20
"""Levels of a JSON value."""

_Cleaned = tuple[Json, Problem | None]
_Cleaner = Callable[[FieldSpec, Json, date], _Cleaned]

_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\Z")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?\Z")
_DATES = (
    re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\Z"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?\Z"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z"),
)
_MONTHS = (
    re.compile(r"([0-9]{4})([0-9]{2})(?:\.0+)?\Z"),
    re.compile(r"([0-9]{4})[-/]([0-9]{1,2})\Z"),
    re.compile(r"([0-9]{4})\.([0-9]{2})\Z"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月(?:份)?\Z"),
)
_MIDNIGHT = re.compile(r"(?<=[0-9日号])[ T]*00:00(:00(\.0+)?)?\Z")
_YES = frozenset({"是", "有", "对", "√", "✓", "Y", "YES", "TRUE", "1"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "N", "NO", "FALSE", "0"})
_LIST_SIGNS = re.compile(r"[、,，;；|\n]")
_VILLAGE = re.compile(r"[1-9][0-9]{11}\Z")
_ROW_ID = re.compile(r"[^\s]{1,120}\Z")


def clean(field: FieldSpec, raw: Json, today: date) -> _Cleaned:
    """The canonical value of ``raw`` and None, or None and what is wrong with it.

    None, an empty text and an empty list clear the field: (None, None). ``today`` bounds birth
    dates. Messages do not repeat personal values.
    """
    if raw is None or raw == [] or (isinstance(raw, str) and not tidy(raw)):
        return None, None
    if isinstance(raw, int) and abs(raw) > MAX_INTEGER:
        return _bad(field, "E-REG-209", "数字太大，请核对。")
    return _CLEANERS[field.type](field, raw, today)


def _bad(field: FieldSpec, code: str, message: str) -> _Cleaned:
    return None, Problem(field.id, code, f"{field.title}：{message}")


def _told(field: FieldSpec, problem: Problem) -> _Cleaned:
    """A problem of a parser that knows nothing of fields."""
    return _bad(field, problem.code, problem.message)


def _quoted(text: str) -> str:
    """The beginning of what was typed, for a message."""
    text = tidy(text)
    return f"“{text[:20]}{'…' if len(text) > 20 else ''}”"


def _text(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    if isinstance(raw, bool | list | dict):
        return _bad(field, "E-REG-201", "应填文字。")
    text = tidy_name(str(raw)) if field.mask == "name" else tidy(str(raw))
    longest = int(field.max or MAX_TEXT)
    if len(text) > longest:
        return _bad(field, "E-REG-202", f"最多{longest}字，现有{len(text)}字，请删减。")
    return text or None, None


def _decimal(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    number, problem = _number(field, raw)
    if number is None:
        return None, problem
    if field.places >= 0 and number != round(number, field.places):
        return _bad(field, "E-REG-218", f"最多{field.places}位小数，请核对：{_quoted(str(raw))}。")
    return canonical_decimal(number), None


def _integer(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    number, problem = _number(field, raw)
    if number is None:
        return None, problem
    if number != number.to_integral_value():
        return _bad(field, "E-REG-203", f"应填整数，不要小数：{_quoted(str(raw))}。")
    return int(number), None


def _number(field: FieldSpec, raw: Json) -> tuple[Decimal | None, Problem | None]:
    """The number in ``raw``, without the field's own unit and the commas of thousands."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        return None, _bad(field, "E-REG-204", "应填数字。")[1]
    text = half_width(str(raw))
    if field.unit:
        text = text.removesuffix(half_width(field.unit))
    if _THOUSANDS.match(text):
        text = text.replace(",", "")
    if not _DECIMAL.match(text):
        return None, _bad(field, "E-REG-205", f"{_quoted(str(raw))}不是数，请只填数字。")[1]
    if sum(char.isdigit() for char in text.lstrip("+-0")) > MAX_DIGITS:
        return None, _bad(field, "E-REG-206", f"数字最多{MAX_DIGITS}位，请核对。")[1]
    return _within(field, Decimal(text))


def _within(field: FieldSpec, number: Decimal) -> tuple[Decimal | None, Problem | None]:
    if field.min and number < Decimal(field.min):
        message = f"不能小于{field.min}{field.unit}，请核对。"
        return None, _bad(field, "E-REG-207", message)[1]
    if field.max and number > Decimal(field.max):
        message = f"不能大于{field.max}{field.unit}，请核对。"
        return None, _bad(field, "E-REG-208", message)[1]
    return number, None


def parse_date(text: str) -> date | None:
    """The day that ``text`` names (2026-02-03, 2026/2/3, 2026年2月3日, 20260203), if it exists.

    Midnight after it, as sheets write it, is dropped.
    """
    plain = half_width(_MIDNIGHT.sub("", text.strip()))
    for shape in _DATES:
        found = shape.match(plain)
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def parse_month(text: str) -> str | None:
    """The month that ``text`` names, as YYYY-MM: 202305, 202305.0, 2023-5, 2023年5月, or a day.

    ``2023.1`` is none: a sheet writes it for January and for October.
    """
    plain = half_width(text)
    for shape in _MONTHS:
        found = shape.match(plain)
        if found:
            year, month = int(found[1]), int(found[2])
            return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    day = parse_date(text)
    return f"{day:%Y-%m}" if day else None


def _month(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    month = parse_month(str(raw)) if isinstance(raw, int | str) else None
    if month is None or not EARLIEST_BIRTH.year <= int(month[:4]) <= 2100:
        message = f"{_quoted(str(raw))}不是有效年月，请写成 2023-05 或 202305。"
        return _bad(field, "E-REG-217", message)
    return month, None


def _date(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    day = parse_date(str(raw)) if isinstance(raw, int | str) else None
    if day is None or not EARLIEST_BIRTH.year <= day.year <= 2100:
        message = f"{_quoted(str(raw))}不是有效日期，请写成 2026-02-03 这样的真实日期。"
        return _bad(field, "E-REG-230", message)
    return day.isoformat(), None


def _yesno(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    word = half_width(str(raw)).upper()
    if word in _YES:
        return "是", None
    if word in _NO:
        return "否", None
    return _bad(field, "E-REG-231", f"只能填“是”或“否”，现为{_quoted(str(raw))}。")


def _option(field: FieldSpec, raw: Json) -> str | None:
    """The option that ``raw`` means: it, a word or a code for it, whatever width and spaces."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        return None
    given = half_width(str(raw))
    found = field.meanings.get(given)
    return found or (field.meanings.get(given.removesuffix(".0")) if field.codes else None)


def _choice(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    option = _option(field, raw)
    if option is None:
        return _bad(field, "E-REG-232", f"没有{_quoted(str(raw))}这一项，可填：{_choices(field)}。")
    return option, None


def _choices(field: FieldSpec) -> str:
    """The options; of a long list its beginning, the form and the help show it whole."""
    shown = "、".join(field.options[:MOST_CHOICES])
    more = len(field.options) > MOST_CHOICES
    codes = "，也可填代码" if field.codes else ""
    return f"{shown}等{len(field.options)}项{codes}" if more else shown + codes


def _multi(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    """The chosen options in the order of the field, so that equal choices are equal bytes."""
    chosen: set[str] = set()
    whole = _option(field, raw)  # an option may itself contain a sign that separates
    for entry in [whole] if whole is not None else _entries(raw):
        option = _option(field, entry)
        if option is None:
            message = f"没有{_quoted(str(entry))}这一项，可多选：{_choices(field)}。"
            return _bad(field, "E-REG-233", message)
        chosen.add(option)
    return [option for option in field.options if option in chosen] or None, None


def _entries(raw: Json) -> list[Json]:
    if isinstance(raw, list):
        return raw
    return [part for part in _LIST_SIGNS.split(str(raw)) if part.strip()]


def _photo(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    digests: dict[str, Json] = {}  # keeps the order in which they were given
    for entry in _entries(raw):
        digest = str(entry).strip().lower()
        if not is_sha256(digest):
            return _bad(field, "E-REG-234", "照片没有登记，请先添加照片再选取。")
        digests[digest] = digest
    return list(digests.values()) or None, None


def _village(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    code = half_width(str(raw)).removesuffix(".0")
    if not _VILLAGE.match(code):
        return _bad(field, "E-REG-235", f"应为村的12位区划代码，现为{_quoted(str(raw))}。")
    return code, None


def _ref(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    row = tidy(raw) if isinstance(raw, str) else ""
    if not _ROW_ID.match(row):
        return _bad(field, "E-REG-236", "应填所引用记录的编号（id），请从列表中选取。")
    return row, None


def _id_number(field: FieldSpec, raw: Json, today: date) -> _Cleaned:
    if isinstance(raw, bool | list | dict):
        return _bad(field, "E-REG-237", "应填18位证件号。")
    parsed, problem = parse_id_number(str(raw), today)
    if problem is not None:
        return _told(field, problem)
    if parsed is None:
        return None, None
    if parsed.birth is not None and parsed.birth < EARLIEST_BIRTH and not parsed.placeholder:
        return _bad(field, "E-REG-216", "证件号中的出生日期早于1900年，请对照证件核对。")
    return parsed.number, None


def _phone(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    if isinstance(raw, bool | list | dict):
        return _bad(field, "E-REG-238", "应填电话号码。")
    number, problem = parse_phone(str(raw))
    return _told(field, problem) if problem else (number, None)


def _json(field: FieldSpec, raw: Json, _today: date) -> _Cleaned:
    if not _is_canonical(raw, MAX_DEPTH):
        message = "数据格式不对：小数要写成文字，是非要写“是”“否”，层次不能太深。"
        return _bad(field, "E-REG-239", message)
    return raw, None


def _is_canonical(value: object, depth: int) -> bool:
    """Whether ``value`` has neither fraction nor truth value, nor more levels than ``depth``."""
    if depth == 0 or isinstance(value, bool | float):
        return False
    if isinstance(value, list):
        return all(_is_canonical(entry, depth - 1) for entry in value)
    if isinstance(value, dict):
        return all(
            isinstance(key, str) and _encodable(key) and _is_canonical(entry, depth - 1)
            for key, entry in value.items()
        )
    if isinstance(value, str):
        return _encodable(value)
    return value is None or (isinstance(value, int) and abs(value) <= MAX_INTEGER)


def _encodable(text: str) -> bool:
    """Whether ``text`` has UTF-8 bytes (half a surrogate pair has none)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_CLEANERS: dict[FieldType, _Cleaner] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "month": _month,
    "choice": _choice,
    "multi": _multi,
    "yesno": _yesno,
    "village": _village,
    "ref": _ref,
    "id_number": _id_number,
    "phone": _phone,
    "photo": _photo,
    "json": _json,
}
