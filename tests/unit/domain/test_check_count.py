"""How checks count by village."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qxn_desktop.domain.check_count import CountedCheck, Result, result
from qxn_desktop.domain.check_count import count_villages as counted
from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.month_due import DueObject
from qxn_desktop.domain.monthly import VillageChecks
from qxn_desktop.services.catalog import shipped_templates

HC, LJ, FP = (shipped_templates()[id_][0] for id_ in ("HC", "LJ", "FP"))
NEAR, FAR = ("522327103200", "丫他村"), ("522327103219", "板其村")


def count_villages(*given: object) -> list[VillageChecks]:
    return [village.figures for village in counted(*given)]  # type: ignore[arg-type]


def check(
    object_id: str = "t1",
    day: int = 1,
    *verdicts: str,
    outcome: Outcome = Outcome.DONE,
    score: str | None = None,
    grade: str = "",
    village: str = NEAR[0],
) -> CountedCheck:
    points = None if score is None else Decimal(score)
    return CountedCheck(
        f"{object_id}-{day}", object_id, village, date(2026, 10, day), outcome,
        frozenset(verdicts), points, grade,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counted", "found"),
    [
        (check(), Result.PASSED),
        (check("t1", 1, "pass", "fail"), Result.FAILED),
        (check("t1", 1, "pass", "fail", grade="良好"), Result.PASSED),
        (check("t1", 1, "pass", grade="不合格"), Result.FAILED),
        (check("t1", 1, "unverified", grade="优秀"), Result.PENDING),
        (check("t1", 1, "unverified", "fail"), Result.FAILED),
        (check("t1", 1, "unverified", "fail", grade="良好"), Result.PENDING),
        (check("t1", 1, "fail", outcome=Outcome.AWAY), Result.AWAY),
        (check("t1", 1, outcome=Outcome.VACANT), Result.VACANT),
    ],
)
def test_what_a_check_says_of_its_object(counted: CountedCheck, found: Result) -> None:
    assert result(counted) is found


def test_each_object_counts_once_by_its_last_check_and_every_score_counts() -> None:
    checks = [
        check("t1", 20, score="90", grade="优秀"),
        check("t1", 2, score="40.5", grade="不合格"),
        check("t2", 3, outcome=Outcome.AWAY),
        check("t3", 4, score="70", grade="合格"),
        check("t3", 9, outcome=Outcome.AWAY),
        check("t4", 5, outcome=Outcome.VACANT),
    ]
    [near, far] = count_villages(HC, [NEAR, FAR], checks, None)
    assert near == VillageChecks(
        *NEAR, checked=2, passed=2, failed=0, pending=0, away=1, vacant=1,
        scored=3, score_sum="200.5",
    )  # fmt: skip
    assert far == VillageChecks(
        *FAR, checked=0, passed=0, failed=0, pending=0, away=0, vacant=0, scored=0
    )


def test_what_is_due_counts_without_what_does_not_apply() -> None:
    due = [
        DueObject("HC", "t1", NEAR[0], True, False),
        DueObject("HC", "t2", NEAR[0], False, False),
        DueObject("HC", "t3", NEAR[0], False, True),
    ]
    [near, far] = count_villages(HC, [NEAR, FAR], [], due)
    assert (near.due, near.fulfilled, near.not_applicable) == (2, 1, 1)
    assert (far.due, far.fulfilled, far.not_applicable) == (0, 0, 0)


def test_columns_that_a_checklist_cannot_have_do_not_apply() -> None:
    [garbage, _] = count_villages(LJ, [NEAR, FAR], [], None)
    [visits, _] = count_villages(FP, [NEAR, FAR], [], None)
    assert (garbage.away, garbage.vacant, garbage.scored) == (None, None, 0)
    assert (visits.scored, visits.score_sum) == (None, None)
