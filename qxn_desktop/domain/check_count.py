"""How a month's checks of one checklist count, by village: each object once, by its last check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.evaluation import Outcome, Verdict
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


def count_villages(
    template: Template,
    villages: Sequence[tuple[str, str]],
    checks: Iterable[CountedCheck],
    due: Iterable[DueObject] | None,
) -> tuple[VillageChecks, ...]:
    """One row for each of ``villages`` (code, name); ``due`` is None where nothing can be due."""
    by_village: defaultdict[str, list[CountedCheck]] = defaultdict(list)
    for check in checks:
        by_village[check.village].append(check)
    owed: defaultdict[str, list[DueObject]] = defaultdict(list)
    for item in due or ():
        owed[item.village].append(item)
    return tuple(
        _row(template, village, by_village[village[0]], None if due is None else owed[village[0]])
        for village in villages
    )


def _row(
    template: Template,
    village: tuple[str, str],
    checks: Sequence[CountedCheck],
    owed: Sequence[DueObject] | None,
) -> VillageChecks:
    counts = _results(checks)
    points = [check.score for check in checks if check.score is not None]
    asked = None if owed is None else [item for item in owed if not item.excepted]
    return VillageChecks(
        *village,
        due=None if asked is None else len(asked),
        fulfilled=None if asked is None else sum(item.fulfilled for item in asked),
        checked=counts[Result.PASSED] + counts[Result.FAILED] + counts[Result.PENDING],
        passed=counts[Result.PASSED],
        failed=counts[Result.FAILED],
        pending=counts[Result.PENDING],
        away=counts[Result.AWAY] if template.away is not None else None,
        vacant=counts[Result.VACANT] if template.vacant is not None else None,
        not_applicable=None if owed is None or asked is None else len(owed) - len(asked),
        scored=len(points) if template.scored else None,
        score_sum=canonical_decimal(sum(points, Decimal(0))) if points else None,
    )


def _results(checks: Iterable[CountedCheck]) -> Counter[Result]:
    last: dict[str, CountedCheck] = {}
    for check in sorted(checks, key=_weight):
        last[check.object] = check
    return Counter(result(check) for check in last.values())


def _weight(check: CountedCheck) -> tuple[bool, date, str]:
    """An object that was checked stays so, though nobody was met there later."""
    return check.outcome is not Outcome.AWAY, check.date, check.id
