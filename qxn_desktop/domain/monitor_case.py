"""A monitoring case (监测对象个案): from a lead to recognition, help, removal and what follows.

Steps and byways: docs/domain.md B.5 and B.7. The program carries a case on when a person says so;
it recognises, rejects and removes nobody. A step done elsewhere (系统外办理) says so and by which
paper; it is never invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.monitor_rules import Terms


class CaseStage(StrEnum):
    """Where a case stands; the value is the code of the command line (docs/domain.md B.5)."""

    LEAD = "LEAD"
    ASSIGNED = "ASSIGNED"
    VISITED = "VISITED"
    COMPARED = "COMPARED"
    REVIEWED = "REVIEWED"
    PUBLICIZED = "PUBLICIZED"
    OBJECTION = "OBJECTION"
    TOWN_OK = "TOWN_OK"
    COUNTY_OK = "COUNTY_OK"
    ANNOUNCED = "ANNOUNCED"
    REGISTERED = "REGISTERED"
    MEASURES = "MEASURES"
    REMOVAL_VISITED = "REMOVAL_VISITED"
    REMOVAL_REVIEWED = "REMOVAL_REVIEWED"
    REMOVAL_PUBLICIZED = "REMOVAL_PUBLICIZED"
    REMOVAL_TOWN_OK = "REMOVAL_TOWN_OK"
    REMOVAL_COUNTY_OK = "REMOVAL_COUNTY_OK"
    REMOVED = "REMOVED"
    REJECTED = "REJECTED"
    ROLLED_BACK = "ROLLED_BACK"
    NATURAL_END = "NATURAL_END"

    @property
    def words(self) -> str:
        return STAGE_WORDS[self.value]


STAGE_WORDS = {
    "LEAD": "线索待派",
    "ASSIGNED": "待入户核查",
    "VISITED": "待信息比对",
    "COMPARED": "待民主评议",
    "REVIEWED": "待公示",
    "PUBLICIZED": "公示中",
    "OBJECTION": "有异议待处理",
    "TOWN_OK": "待县级审定",
    "COUNTY_OK": "待公告",
    "ANNOUNCED": "待录入标注",
    "REGISTERED": "监测中，待落实帮扶",
    "MEASURES": "监测中，已落实帮扶",
    "REMOVAL_VISITED": "消除待评议",
    "REMOVAL_REVIEWED": "消除待公示",
    "REMOVAL_PUBLICIZED": "消除公示中",
    "REMOVAL_TOWN_OK": "消除待县级审定",
    "REMOVAL_COUNTY_OK": "消除待公告",
    "REMOVED": "风险已消除，持续跟踪",
    "REJECTED": "不符合",
    "ROLLED_BACK": "已回退",
    "NATURAL_END": "整户自然减少",
}

S = CaseStage
BEFORE_COUNTY = frozenset(
    {S.LEAD, S.ASSIGNED, S.VISITED, S.COMPARED, S.REVIEWED, S.PUBLICIZED, S.OBJECTION, S.TOWN_OK}
)
"""Not yet recognised."""
RECOGNISED = frozenset({S.COUNTY_OK, S.ANNOUNCED, S.REGISTERED, S.MEASURES})
REMOVING = frozenset(
    {
        S.REMOVAL_VISITED,
        S.REMOVAL_REVIEWED,
        S.REMOVAL_PUBLICIZED,
        S.REMOVAL_TOWN_OK,
        S.REMOVAL_COUNTY_OK,
    }
)
MONITORED = RECOGNISED | REMOVING
"""Households that are monitored now."""
ENDED = frozenset({S.REMOVED, S.REJECTED, S.ROLLED_BACK, S.NATURAL_END})


@dataclass(frozen=True, slots=True)
class Publicity:
    """A notice in the village: first day, last day once it was taken down."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case at one moment. ``done`` are the days of the steps that were taken, by event.

    ``outside`` names the steps done elsewhere. ``emergency_on``: help went first from that day.
    ``accounts`` are the accounts that entered steps, by event.
    """

    terms: Terms
    opened_on: date
    stage: CaseStage = CaseStage.LEAD
    done: Mapping[str, date] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    publicity: Publicity = Publicity()
    removal_publicity: Publicity = Publicity()
    category: str = ""
    risks: tuple[str, ...] = ()
    owner: str = ""
    emergency_on: date | None = None
    county_number: str = ""
    national_code: str = ""
    reason: str = ""

    @property
    def recognised_on(self) -> date | None:
        """The day of the county's decision; of a household taken over, that of its recognition."""
        return self.done.get("county") or self.done.get("take_over")

    def values(self) -> dict[str, Json]:
        """The derived fields of the case's row; None where there is nothing yet."""
        recognised, removed = self.recognised_on, self.done.get("removal_announce")
        return {
            "state": self.stage.value,
            "category": self.category or None,
            "risks": list(self.risks) or None,
            "owner": self.owner or None,
            "recognised_on": recognised.isoformat() if recognised else None,
            "removed_on": removed.isoformat() if removed else None,
            "emergency": "是" if self.emergency_on else None,
            "steps": {name: day.isoformat() for name, day in sorted(self.done.items())} or None,
        }


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``: 2026-01-31 to 2026-07-30 is five."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
