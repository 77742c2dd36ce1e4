"""The day from which a change of households or villages holds."""

from __future__ import annotations

from datetime import date

from qxn_desktop.common.errors import UserError
from qxn_desktop.services.context import AppContext


def change_day(ctx: AppContext, typed: str) -> str:
    """``typed`` as YYYY-MM-DD.

    Raises:
        UserError: no date, or a day that has not come: changes hold as soon as they are written.
    """
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise UserError("E-REG-367", "变动日期“{day}”不对，写成 2026-01-31。", day=typed) from error
    if day > ctx.today:
        raise UserError("E-REG-368", "变动日期还没有到。请到那一天再登记，登记后立即生效。")
    return day.isoformat()
