"""Invented households for the rules: a clean one, and changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.id_number import check_digit
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.examination import examine_home
from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.rule import Terms
from qxn_desktop.domain.quality.view import HouseholdView, RowView, household_view, member_view

TODAY = date(2026, 11, 23)
VILLAGE = "522327103200"

Values = Mapping[str, Json]


def id_number(born: date, gender: str, serial: int = 90) -> str:
    first = f"523001{born:%Y%m%d}{serial:02d}{1 if gender == '男' else 2}"
    return first + check_digit(first)


def born(years: int, days: int = 0) -> date:
    """Who turned ``years`` so many days before today (negative: turns it in so many days)."""
    day = TODAY.replace(year=TODAY.year - years)
    return date.fromordinal(day.toordinal() - days)


def person(relation: str, gender: str, years: int, /, **values: Json) -> dict[str, Json]:
    birth = born(years)
    return {
        "name": f"{relation}某",
        "relation": relation,
        "gender": gender,
        "id_number": id_number(birth, gender),
        "birth_date": birth.isoformat(),
        **values,
    }


def home(
    *members: Values,
    incomes: tuple[Values, ...] = (),
    jobs: tuple[Values, ...] = (),
    today: date = TODAY,
    **values: Json,
) -> HouseholdView:
    """A household of ``members`` (ids m0, m1 …); without a value means None."""
    own: dict[str, Json] = {"village": VILLAGE, "head_name": "韦某", **values}
    return household_view(
        "h",
        _held(own),
        [member_view(f"m{at}", _held(one), today) for at, one in enumerate(members)],
        [RowView("income_sheet", f"i{at}", _held(one), "") for at, one in enumerate(incomes)],
        [RowView("off_farm_work", f"j{at}", _held(one), "") for at, one in enumerate(jobs)],
    )


def terms(*kept: str, today: date = TODAY, numbers: Mapping[str, int] | None = None) -> Terms:
    own = {key: Decimal(value) for key, value in (numbers or {}).items()}
    return Terms(today, Parameters(own), frozenset(kept))


def found(rule: int, view: HouseholdView, given: Terms | None = None) -> list[tuple[str, str]]:
    """(row, first field) of what one rule finds."""
    findings = examine_home(view, given or terms(), [RULES[rule]])
    return [(one.row, one.fields[0]) for one in findings]


def _held(values: Values) -> dict[str, Json]:
    return {key: value for key, value in values.items() if value is not None}
