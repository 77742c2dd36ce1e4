"""The page of monitoring in a township of 30,000 households with 1,500 cases."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import cases
from qxn_desktop.services.case_board import CaseGroup, case_board
from qxn_desktop.services.case_page import case_page
from qxn_desktop.services.catalog import rule_sets
from qxn_desktop.services.context import AppContext
from tests.benchmarks.benchmark import Figures, Target, benchmark, seconds
from tests.builders import VILLAGE, new_office

HOUSEHOLDS, CASES, ROUNDS = 30_000, 1_500, 9
VISITS = 20
"""Follow-ups of a case, as five years bring them."""
STEPS: tuple[tuple[str, dict[str, Json]], ...] = (
    ("assign", {"owner": "韦建国"}),
    ("authorize", {"outside": "是", "source": "纸质授权书"}),
    (
        "visit",
        {"visitor1": "甲", "visitor2": "乙", "result": "病", "photos": ["0" * 64]},
    ),
    ("compare", {"result": "无房无车"}),
)


@benchmark("the board of 1,500 cases", Target(measured=0.200))
def board_of_cases(folder: Path) -> Figures:
    return _in_office(folder, lambda ctx: partial(case_board, ctx, CaseGroup.OPEN))


@benchmark("the page of a case", Target(measured=0.100))
def page_of_a_case(folder: Path) -> Figures:
    return _in_office(folder, lambda ctx: partial(case_page, ctx, "h3"))


def _in_office(folder: Path, asked: Callable[[AppContext], Callable[[], object]]) -> Figures:
    door, ctx = new_office(folder / "office")
    try:
        ctx.ws.write([_household(at) for at in range(HOUSEHOLDS)])
        ctx.ws.write([draft for at in range(CASES) for draft in _case(at)])
        act = asked(ctx)
        return Figures(statistics.median(seconds(act) for _ in range(ROUNDS)))
    finally:
        door.close()


def _household(at: int) -> Draft:
    values: dict[str, Json] = {"village": VILLAGE, "head_name": f"户{at}", "has_labour": "是"}
    return Draft("household", f"h{at}", Kind.PUT, values, VILLAGE)


def _case(at: int) -> Iterator[Draft]:
    rules = rule_sets()["2026"]
    id_, day = cases.case_id(f"h{at}", 1), date(2026, 3, 2)
    values: dict[str, Json] = {
        "household": f"h{at}",
        "village": VILLAGE,
        "period": 1,
        "opened_on": day.isoformat(),
        "rule_set": rules.id,
        "terms": rules.terms.values(),
    }
    yield Draft("monitor_case", id_, Kind.PUT, values, VILLAGE)
    visits: list[tuple[str, dict[str, Json]]] = [("follow", {"result": "稳定"})] * VISITS
    for name, facts in (*STEPS[: at % len(STEPS) + 1], *visits):
        day += timedelta(days=5)
        told: dict[str, Json] = {"event": name, "facts": {**facts, "on": day.isoformat()}}
        yield Draft("monitor_case", id_, Kind.EVENT, told, VILLAGE)
