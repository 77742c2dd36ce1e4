"""Rules of medical insurance: docs/domain.md B.10 010 and 011."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import is_uninsured
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView

INSURANCE = columns("member", "resident_medical employee_medical")


def dq_010_one_medical_insurance(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """居民医保和职工医保同为否或空，或同为是."""
    for member in home.members:
        resident, employee = member.yes("resident_medical"), member.yes("employee_medical")
        if resident and employee:
            yield member.fault(
                "resident_medical employee_medical",
                "居民医保和职工医保都填了“是”，只能参加一种，请核对后改正其中一项。",
            )
        elif is_uninsured(member):
            yield member.fault(
                "resident_medical employee_medical",
                "居民医保和职工医保都没有参加，请核实；确未参保的，动员参保。",
            )
        elif not (resident or employee) and terms.asks(member, "resident_medical"):
            yield member.fault("resident_medical employee_medical", "参加哪种医保没有填，请补上。")


def dq_011_relief_without_insurance(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """未参保却接受大病医疗救助."""
    for member in home.members:
        if is_uninsured(member) and member.yes("medical_relief"):
            yield member.fault(
                "medical_relief resident_medical employee_medical",
                "没有参加医保，却填了接受医疗救助，请核对参保情况和救助情况。",
            )


RULES = (
    Rule(
        10, "医保重复或没有", Severity.ERROR,
        "医保两类同为否/空，或同为是", "2_01_008/009, 2_12_012/015",
        INSURANCE, dq_010_one_medical_insurance,
    ),
    Rule(
        11, "未参保却有医疗救助", Severity.WARNING,
        "未参保却填“接受大病医疗救助=是”", "3_01_007",
        (*INSURANCE, *columns("member", "medical_relief")), dq_011_relief_without_insurance,
        needs=columns("member", "medical_relief"),
    ),
)  # fmt: skip
