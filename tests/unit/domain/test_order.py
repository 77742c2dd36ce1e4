from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qxn_desktop.domain.order import (
    Order,
    Progress,
    Standing,
    VillageReport,
    order_problems,
    progress_id,
    report_problems,
    standings,
    tally,
)

A, B, C, D = (f"52232710320{n}" for n in range(1, 5))
ORDER = Order(
    "清理河沟垃圾",
    "县治污办〔2026〕8号",
    (C, A, B, D),
    date(2026, 11, 2),
    date(2026, 11, 20),
    "张三",
    "李四",
    "河沟无成片漂浮垃圾",
)


def codes(order: Order) -> list[str]:
    return [problem.code for problem in order_problems(order, {A, B, C, D})]


def test_a_good_order() -> None:
    assert codes(ORDER) == []


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(ORDER, basis=" "), "E-TSK-011"),
        (replace(ORDER, supervisor="张三 "), "E-TSK-012"),
        (replace(ORDER, due=date(2026, 11, 1)), "E-TSK-013"),
        (replace(ORDER, villages=()), "E-TSK-014"),
        (replace(ORDER, villages=(A, "522327103999")), "E-TSK-015"),
        (replace(ORDER, villages=(A, A)), "E-TSK-016"),
    ],
)
def test_what_is_wrong_with_an_order(order: Order, code: str) -> None:
    assert codes(order) == [code]


def test_all_faults_at_once_each_naming_its_key() -> None:
    empty = replace(ORDER, title="", basis="", owner="", supervisor="", standard="")
    found = order_problems(empty, {A, B, C, D})
    assert [problem.path for problem in found] == [
        "title",
        "basis",
        "owner",
        "supervisor",
        "standard",
    ]


@pytest.mark.parametrize(
    ("report", "codes"),
    [
        (VillageReport(A, Progress.DONE, date(2026, 11, 5)), []),
        (VillageReport(A, Progress.NOT_APPLICABLE, reason="没有河沟"), []),
        (VillageReport(A, Progress.NOT_APPLICABLE, reason=" "), ["E-TSK-018"]),
        (VillageReport(A, Progress.DONE), ["E-TSK-019"]),
        (VillageReport(A, Progress.DONE, date(2026, 11, 1)), ["E-TSK-020"]),
        (VillageReport("522327103999", Progress.OPEN), ["E-TSK-017"]),
    ],
)
def test_what_is_wrong_with_a_report(report: VillageReport, codes: list[str]) -> None:
    assert [problem.code for problem in report_problems(ORDER, report)] == codes


REPORTS = (
    VillageReport(B, Progress.NOT_APPLICABLE, reason="没有河沟"),
    VillageReport(A, Progress.DONE, date(2026, 11, 21)),
    VillageReport(C, Progress.NOT_APPLICABLE),
)


def test_villages_stand_in_code_order() -> None:
    found = standings(ORDER, REPORTS, date(2026, 11, 20))
    assert [(s.village, s.standing, s.late) for s in found] == [
        (A, Standing.DONE, True),
        (B, Standing.NOT_APPLICABLE, False),
        (C, Standing.OPEN, False),
        (D, Standing.OPEN, False),
    ]


def test_after_the_limit_what_is_open_is_overdue() -> None:
    found = tally(standings(ORDER, REPORTS, date(2026, 11, 21)))
    assert found == {
        Standing.OPEN: 0,
        Standing.DONE: 1,
        Standing.NOT_APPLICABLE: 1,
        Standing.OVERDUE: 2,
    }


def test_one_row_an_order_and_village() -> None:
    rows = {progress_id(order, village) for order in ("o1", "o2") for village in (A, B, A)}
    assert len(rows) == 4
