"""Rules that hint at a household to visit: docs/domain.md B.10 028 and 029.

They never judge: whoever reads them opens a lead, or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.state import MONITORED, SAFETY_FIELDS, unsafe
from qxn_desktop.domain.quality.view import HouseholdView

AFTER_REMOVAL = {
    "removed_housing_unsafe": "住房损毁",
    "removed_water_unsafe": "饮水设施损毁",
    "removed_dropout": "有失学辍学",
    "removed_uninsured": "有成员未参保",
}
INCOME = (
    *columns("household", "income_year net_income_per_head"),
    *columns("income_sheet", "period_to net_income_per_head"),
)


def dq_028_at_risk_but_not_monitored(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """未纳入监测，却有危房、饮水不安全、未参保、失学，或人均纯收入低于当年监测收入线."""
    if home.is_monitored:
        return
    found = list(unsafe(home, terms))
    year, income = _latest_income(home)
    line = terms.parameters.income_line(year)
    if line is not None and income is not None and income < line:
        found.append(("net_income_per_head", f"人均纯收入{income}元，低于当年监测收入线{line}元"))
    if found:
        yield _hint(home, "没有纳入监测，但", found)


def _latest_income(home: HouseholdView) -> tuple[int, Decimal | None]:
    """The year and the income a head: the household's own, else those of its latest sheet."""
    income = home.number("net_income_per_head")
    if income is not None or not home.incomes:
        return int(home.number("income_year") or 0), income
    sheet = home.incomes[-1]
    year = sheet.text("period_to")[:4]
    return int(year) if year.isdecimal() else 0, sheet.number("net_income_per_head")


def dq_029_again_after_removal(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """风险已消除，又出现危房、住房损毁、饮水问题、失学、未参保."""
    if not home.is_removed:
        return
    found = [(field, f"消除后{words}") for field, words in AFTER_REMOVAL.items() if home.yes(field)]
    found += unsafe(home, terms)
    if found:
        yield _hint(home, "风险已消除，但", found)


def _hint(home: HouseholdView, start: str, found: list[tuple[str, str]]) -> Fault:
    fields = " ".join(dict.fromkeys(field for field, _ in found if field != "members"))
    told = "、".join(words for _, words in found)
    return home.fault(fields or "monitor_category", f"{start}{told}。请入户核实，需要的开线索。")


RULES = (
    Rule(
        28, "未纳入监测但有风险", Severity.LEAD,
        "未纳入监测却：危房/饮水不安全/未参保/失学/人均纯收入<线",
        "1_02_001/002/003/005/006/007",
        (*MONITORED, *SAFETY_FIELDS, *INCOME), dq_028_at_risk_but_not_monitored,
        needs=(
            *columns("household", "dangerous_house dwelling_grade safe_water"), *INCOME,
            *columns("member", "resident_medical employee_medical school"),
        ),
        parameters=("school_from", "school_to"),
    ),
    Rule(
        29, "消除后又有风险", Severity.LEAD,
        "已消除后又出现危房/住房损毁/饮水问题/失学/未参保", "1_02_008/009, 1_11_006–009",
        (*MONITORED, *SAFETY_FIELDS, *columns("household", " ".join(AFTER_REMOVAL))),
        dq_029_again_after_removal, needs=MONITORED, parameters=("school_from", "school_to"),
    ),
)  # fmt: skip
