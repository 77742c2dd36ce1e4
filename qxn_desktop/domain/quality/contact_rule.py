"""Rules of telephones within a household: docs/domain.md B.10 021, H.4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qxn_desktop.domain.phone import parse_phone
from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView, MemberView

PHONES = columns("household", "phone") + columns("member", "phone")


def dq_021_phone(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """电话不合规；同户在不同县务工的人留同一个号. 不同户同号见 ``duplicate``."""
    for row in (home, *home.members):
        if row.has("phone"):
            number, problem = parse_phone(row.text("phone"))
            if number is None and problem is not None:
                yield row.fault("phone", problem.message)
    yield from _one_phone_in_two_counties(home)


def _one_phone_in_two_counties(home: HouseholdView) -> Iterator[Fault]:
    away: defaultdict[str, list[MemberView]] = defaultdict(list)
    for member in home.members:
        if member.has("phone") and member.has("work_place"):
            away[member.text("phone")].append(member)
    for group in away.values():
        if len({member.text("work_place") for member in group}) > 1:
            for member in group:
                rows = tuple(sorted(other.id for other in group if other is not member))
                named = "、".join(f"“{other.label}”" for other in group if other is not member)
                yield member.fault(
                    "phone work_place",
                    f"与同户{named}在不同地方务工，留的却是同一个电话，请核对是谁的。",
                    rows,
                )


RULES = (
    Rule(
        21, "电话不对或重复", Severity.WARNING,
        "电话非 11 位或不合号段；同户不同务工县却同号；不同户同号",
        "2_01_013/014, 5_13_003, 5_15_021/022",
        (*PHONES, *columns("member", "work_place")), dq_021_phone, needs=PHONES,
    ),
)  # fmt: skip
