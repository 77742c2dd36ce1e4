"""The numbers that 数据体检 goes by: those of the rules, or the unit's own with their basis.

Each is a setting ``quality.KEY``. The income line (监测收入线) is the setting of the household
visit, where it stands already: a year that nobody set is missing, and what needs it waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.quality.parameter import PARAMETERS, Parameters, parameters_of
from qxn_desktop.domain.template import DEFAULT_MARK
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import templates

PREFIX = "quality."
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?\Z")
VISIT, INCOME_LINE = "FP", "income_line"
"""The checklist of the household visit and its setting."""


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
    return parameters_of({key: value for key, (value, _) in _own(ctx).items()}, _lines(ctx))


def number_lines(ctx: AppContext, keys: tuple[str, ...] = ()) -> list[NumberLine]:
    """``keys`` (all, when there are none), as people read them."""
    own = _own(ctx)
    return [_line(key, own) for key in keys or PARAMETERS]


def set_number(ctx: AppContext, key: str, text: str, basis: str = "") -> ChangeSet:
    """Set a number; an empty text takes it back to its default.

    Raises:
        UserError: no such number, or the text is none.
    """
    if key not in PARAMETERS:
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


def _lines(ctx: AppContext) -> Mapping[str, object]:
    template, _ = templates(ctx)[VISIT]
    own = settings.overrides(ctx, template).get(INCOME_LINE)
    usual = next((one.default for one in template.settings if one.key == INCOME_LINE), None)
    lines = usual if own is None else own
    return lines if isinstance(lines, dict) else {}


def _line(key: str, own: dict[str, tuple[object, str]]) -> NumberLine:
    spec = PARAMETERS[key]
    if key in own:
        value, basis = own[key]
        return NumberLine(key, spec.title, str(value), spec.unit, basis or DEFAULT_MARK, False)
    return NumberLine(
        key, spec.title, canonical_decimal(spec.default), spec.unit, spec.source, True
    )
