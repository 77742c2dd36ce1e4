"""The rectification of a problem (双台账): its stages, its time limit and what is known of it.

The four pairs (双台账、双责、双销号、双问) have no published definition; this is the reading of
docs/domain.md A.3, marked there as an inference: two persons in charge who are never the same,
closing twice (一销 by the responsible side with evidence, 二销 by the supervisor), a revisit that
counts rebounds, and a referral that only registers. Events: ``rectification_rule``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from qxn_desktop.common.json_types import Json


class Stage(StrEnum):
    """Where a problem stands (docs/domain.md A.3); the value is the code of the command line."""

    FOUND = "found"
    ASSIGNED = "assigned"
    WORKING = "working"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    REVISITED = "revisited"
    ARCHIVED = "archived"

    @property
    def words(self) -> str:
        return STAGE_WORDS[self.value]


STAGE_WORDS = {
    "found": "发现",
    "assigned": "交办",
    "working": "整改中",
    "applied": "申请销号（一销）",
    "confirmed": "复核通过（二销）",
    "revisited": "回访",
    "archived": "归档",
}

UNCLOSED = frozenset({Stage.FOUND, Stage.ASSIGNED, Stage.WORKING, Stage.APPLIED})
"""Not yet closed by the supervisor: what can be overdue."""

REBUILD = "拆除重建"

METHODS = ("立行立改", "限期整改", REBUILD, "改用其它模式", "核减销账")
"""整改方式: an inference, no source lists them (docs/domain.md C.4)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Days to rectify by severity, counted from the finding: 默认 (docs/domain.md C.4)."""

    critical: int = 7
    major: int = 30
    minor: int = 30
    rebuild: int = 90

    def days(self, severity: str, method: str = "") -> int:
        """``severity`` is 严重, 较重 or 一般; rebuilding has a limit of its own."""
        if method == REBUILD:
            return self.rebuild
        return {"严重": self.critical, "较重": self.major}.get(severity, self.minor)


LIMIT_KEYS = tuple(limit.name for limit in fields(Limits))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, as the problem's row has it. ``demanded``: 要求办结日 of 12345, 督查 ….."""

    found_on: date
    severity: str
    demanded: date | None = None


@dataclass(frozen=True, slots=True)
class Rectification:
    """One problem at one moment.

    ``counted_from`` begins the limit: the finding, or the day of the last rebound;
    ``due_default`` marks a limit that nobody set. ``applied_by`` is the person of the 一销 and
    ``applied_account`` the account that entered it; ``referred`` holds the grounds of 移交问责.
    """

    finding: Finding
    limits: Limits
    counted_from: date
    due: date
    due_default: bool
    stage: Stage = Stage.FOUND
    owner: str = ""
    supervisor: str = ""
    method: str = ""
    applied_by: str = ""
    applied_account: str = ""
    done_on: date | None = None
    closed_on: date | None = None
    rebounds: int = 0
    extended: int = 0
    referred: tuple[str, ...] = ()

    def default_due(self, start: date, method: str) -> date:
        """The limit by severity or method, counted from ``start``."""
        return _after(start, self.limits.days(self.finding.severity, method))

    def overdue(self, today: date) -> bool:
        """Past its limit and not closed; a supervisor who has not yet looked counts too."""
        return self.stage in UNCLOSED and self.due < today

    def values(self) -> dict[str, Json]:
        """The derived fields of the problem's row; None where there is nothing yet."""
        return {
            "state": self.stage.value,
            "owner": self.owner or None,
            "supervisor": self.supervisor or None,
            "due": self.due.isoformat(),
            "rebounds": self.rebounds,
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
        }


def opened(finding: Finding, limits: Limits) -> Rectification:
    """A problem just found. A demanded date wins over the limit by severity."""
    start = finding.found_on
    default = _after(start, limits.days(finding.severity))
    return Rectification(finding, limits, start, finding.demanded or default, not finding.demanded)


def _after(start: date, days: int) -> date:
    """``days`` later, within the calendar: a merged row may hold any day and any number."""
    return date.fromordinal(min(max(start.toordinal() + days, 1), date.max.toordinal()))
