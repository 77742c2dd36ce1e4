"""The numbers that 数据体检 goes by: those of the rules, or the unit's own with their basis.

Each is a setting ``quality.KEY``. An income line (监测范围) of a year that nobody set is missing:
what needs it waits, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.quality.parameter import (
    INCOME_LINE,
    INCOME_LINES,
    PARAMETERS,
    Parameters,
    parameters_of,
)
from qxn_desktop.domain.template import DEFAULT_MARK
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext

PREFIX = "quality."
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?\Z")
_LINE_KEY = re.compile(re.escape(INCOME_LINE) + r"20[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number as it is shown: ``text`` "" when nobody has set it; 默认 without a basis."""

    key: str
    title: str
    text: str
    unit: str
    basis: str
    is_default: bool


def parameters(ctx: AppContext) -> Parameters:
    """The numbers in force."""
    return parameters_of({key: value for key, (value, _) in _own(ctx).items()})


def number_lines(ctx: AppContext, keys: tuple[str, ...] = ()) -> list[NumberLine]:
    """``keys`` (all, when there are none), as people read them."""
    own = _own(ctx)
    wanted = keys or (*PARAMETERS, f"{INCOME_LINE}{ctx.today.year}")
    return [_line(key, own) for key in wanted]


def set_number(ctx: AppContext, key: str, text: str, basis: str = "") -> ChangeSet:
    """Set a number; an empty text takes it back to its default.

    Raises:
        UserError: no such number, or the text is none.
    """
    if key not in PARAMETERS and not _LINE_KEY.match(key):
        raise UserError("E-WS-240", "没有数据体检参数“{key}”，请核对名称。", key=key)
    number = half_width(text)
    if number and not _NUMBER.match(number):
        raise UserError(
            "E-WS-241", "体检参数应是不小于0的数字，最多两位小数，请重填（现填“{text}”）。",
            text=text[:20],
        )  # fmt: skip
    return settings.set_value(ctx, PREFIX + key, number or None, basis.strip())


def _own(ctx: AppContext) -> dict[str, tuple[object, str]]:
    return {
        row.id.removeprefix(PREFIX): (row.values.get("value"), row.text("basis"))
        for row in ctx.ws.select("setting")
        if row.id.startswith(PREFIX) and row.values.get("value") is not None
    }


def _line(key: str, own: dict[str, tuple[object, str]]) -> NumberLine:
    if key in PARAMETERS:
        spec = PARAMETERS[key]
        title, unit, source = spec.title, spec.unit, spec.source
        usual = canonical_decimal(spec.default)
    else:
        year = int(key.removeprefix(INCOME_LINE))
        title, unit = f"{year}年监测收入线", "元"
        known = INCOME_LINES.get(year)
        usual, source = ("", DEFAULT_MARK) if known is None else (canonical_decimal(known), "B.2")
    if key in own:
        value, basis = own[key]
        return NumberLine(key, title, str(value), unit, basis or DEFAULT_MARK, False)
    return NumberLine(key, title, usual, unit, source, True)
