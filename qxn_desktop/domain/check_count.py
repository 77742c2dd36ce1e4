"""How a month's checks of one checklist count, by village: each object once, by its last check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.evaluation import Outcome, Verdict
from qxn_desktop.domain.figure_row import RowRef, Rows, counts
from qxn_desktop.domain.month_due import DueObject
from qxn_desktop.domain.monthly import VillageChecks
from qxn_desktop.domain.scoring import FAILING_GRADE
from qxn_desktop.domain.template import Template


@dataclass(frozen=True, slots=True)
class CountedCheck:
    """What of a check counts. ``verdicts`` are those that occur among its items."""

    id: str
    object: str
    village: str
    date: date
    outcome: Outcome
    verdicts: frozenset[str]
    score: Decimal | None
    grade: str


OBJECT = ""
"""Register of a reference to an object that is due: whatever the checklist is for."""


class Result(Enum):
    """What a check says of its object."""

    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"
    AWAY = "away"
    VACANT = "vacant"


def result(check: CountedCheck) -> Result:
    """The verdict on the whole object.

    A graded check fails by its grade, so that the report agrees with the record of the check; one
    without a grade fails by any failed item. What is 待核 neither passes nor fails.
    """
    if check.outcome is not Outcome.DONE:
        return Result.AWAY if check.outcome is Outcome.AWAY else Result.VACANT
    failed = check.grade == FAILING_GRADE if check.grade else Verdict.FAIL in check.verdicts
    if failed:
        return Result.FAILED
    return Result.PENDING if Verdict.UNVERIFIED in check.verdicts else Result.PASSED


@dataclass(frozen=True, slots=True)
class VillageCount:
    """What was counted in one village: the rows behind each column, and the points given."""

    code: str
    name: str
    rows: Rows
    score_sum: Decimal | None

    @property
    def figures(self) -> VillageChecks:
        """The counts as the report prints them."""
        total = None if self.score_sum is None else canonical_decimal(self.score_sum)
        return VillageChecks(self.code, self.name, **counts(self.rows), score_sum=total)


def count_villages(
    template: Template,
    villages: Sequence[tuple[str, str]],
    checks: Iterable[CountedCheck],
    due: Iterable[DueObject] | None,
) -> tuple[VillageCount, ...]:
    """One count for each of ``villages`` (code, name); ``due`` is None where nothing can be due."""
    by_village: defaultdict[str, list[CountedCheck]] = defaultdict(list)
    for check in checks:
        by_village[check.village].append(check)
    owed: defaultdict[str, list[DueObject]] = defaultdict(list)
    for item in due or ():
        owed[item.village].append(item)
    return tuple(
        _count(template, village, by_village[village[0]], None if due is None else owed[village[0]])
        for village in villages
    )


def _count(
    template: Template,
    village: tuple[str, str],
    checks: Sequence[CountedCheck],
    owed: Sequence[DueObject] | None,
) -> VillageCount:
    found = _results(checks)
    scored = [check for check in checks if check.score is not None]
    points = [check.score for check in scored if check.score is not None]
    judged = (*found[Result.PASSED], *found[Result.FAILED], *found[Result.PENDING])
    rows: dict[str, tuple[RowRef, ...] | None] = {
        "checked": judged,
        "passed": found[Result.PASSED],
        "failed": found[Result.FAILED],
        "pending": found[Result.PENDING],
        "away": found[Result.AWAY] if template.away is not None else None,
        "vacant": found[Result.VACANT] if template.vacant is not None else None,
        "scored": tuple(map(_ref, scored)) if template.scored else None,
        **_due(owed),
    }
    return VillageCount(*village, rows, sum(points, Decimal(0)) if points else None)


def _due(owed: Sequence[DueObject] | None) -> Rows:
    if owed is None:
        return {"due": None, "fulfilled": None, "not_applicable": None}
    asked = [item for item in owed if not item.excepted]
    return {
        "due": _objects(asked),
        "fulfilled": _objects(item for item in asked if item.fulfilled),
        "not_applicable": _objects(item for item in owed if item.excepted),
    }


def _objects(items: Iterable[DueObject]) -> tuple[RowRef, ...]:
    return tuple(RowRef(OBJECT, item.object, item.village) for item in items)


def _ref(check: CountedCheck) -> RowRef:
    return RowRef("check", check.id, check.village)


def _results(checks: Iterable[CountedCheck]) -> dict[Result, tuple[RowRef, ...]]:
    """The last check of each object, by what it says."""
    last: dict[str, CountedCheck] = {}
    for check in sorted(checks, key=_weight):
        last[check.object] = check
    return {
        one: tuple(_ref(check) for check in last.values() if result(check) is one) for one in Result
    }


def _weight(check: CountedCheck) -> tuple[bool, date, str]:
    """An object that was checked stays so, though nobody was met there later."""
    return check.outcome is not Outcome.AWAY, check.date, check.id
