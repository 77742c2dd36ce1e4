from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.task import TaskStatus
from qxn_desktop.services import settings, tasks, templates
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from tests.builders import VILLAGE, new_office, runs_of, sent
from tests.integration.services.visit_builder import TOILET, furnish, refused

OTHER = "522327103202"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("office") / "ws")
    yield ctx
    door.close()


def toilets(ctx: AppContext, count: int) -> None:
    ctx.ws.write(
        [
            Draft("toilet", f"t{n:05}", Kind.PUT, {"village": village, "code": f"{n}"}, village)
            for n in range(count)
            for village in ([VILLAGE, OTHER][n % 2],)
        ]
    )


def checked(ctx: AppContext, object_id: str, outcome: str, day: str = "2026-11-23") -> None:
    values = {"template": "HC", "object": object_id, "date": day, "outcome": outcome}
    row = f"check-{object_id}-{outcome}"
    ctx.ws.write([draft(ctx, "check", row, Kind.PUT, {"village": VILLAGE, **values})])


def status_of(ctx: AppContext, object_id: str, on: date | None = None) -> list[str]:
    return [line.status.value for line in tasks.tasks(ctx, on).lines if line.object == object_id]


def test_nothing_is_due_before_a_frequency_is_confirmed(ctx):
    furnish(ctx)
    found = tasks.tasks(ctx)
    assert (found.lines, found.unconfirmed) == ((), True)
    assert "HC yearly_all" in found.confirmable
    assert "HC" not in found.why  # a clerk reads it
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    found = tasks.tasks(ctx)
    assert [(t.template, t.object, t.village, t.period) for t in found.lines] == [
        ("HC", TOILET, VILLAGE, "2026")
    ]
    assert (found.why, found.unconfirmed) == ("", False)


def test_nothing_is_due_before_the_start_date(ctx):
    furnish(ctx)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    settings.set_value(ctx, settings.START_DATE, "2026-12-01")
    found = tasks.tasks(ctx)
    assert found.lines == ()
    assert "2026-12-01" in found.why
    assert len(tasks.tasks(ctx, date(2026, 12, 1)).lines) == 1


def test_a_check_settles_a_task_and_an_absence_does_not(ctx):
    furnish(ctx)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    checked(ctx, TOILET, "away")
    assert status_of(ctx, TOILET) == ["away"]
    checked(ctx, TOILET, "done")
    assert status_of(ctx, TOILET) == ["done"]
    assert status_of(ctx, TOILET, date(2027, 1, 10)) == ["due"]


def test_what_was_left_undone_is_overdue_in_the_next_period(ctx):
    furnish(ctx)
    templates.confirm(ctx, "WS", "monthly_facility", "镇长办公会")
    lines = tasks.tasks(ctx, date(2026, 12, 2)).lines
    assert [(line.period, line.status.value) for line in lines] == [
        ("2026-11", "overdue"),
        ("2026-12", "due"),
    ]


def test_a_row_is_not_due_for_the_time_before_it_was_registered(ctx):
    settings.set_value(ctx, settings.START_DATE, "2026-01-01")
    furnish(ctx)
    templates.confirm(ctx, "WS", "all", "镇长办公会")
    lines = tasks.tasks(ctx).lines
    facility = [line.period for line in lines if line.object == "facility-1"]
    assert facility == ["2026-11"]  # entered in November
    assert "2026-10" in {line.period for line in lines if line.object == VILLAGE}


def test_only_objects_of_which_the_condition_holds_are_due(ctx):
    furnish(ctx)
    rows = {"risk": "是", "calm": "否"}
    for row, risk in rows.items():
        values = {"village": VILLAGE, "head_name": "韦某", "risk_open": risk}
        ctx.ws.write([draft(ctx, "household", row, Kind.PUT, values)])
    templates.confirm(ctx, "FP", "monthly_open_risk", "镇长办公会")
    assert [line.object for line in tasks.tasks(ctx).lines] == ["risk"]


def test_a_monitored_household_with_nothing_said_of_its_risk_is_due_all_the_same(ctx):
    furnish(ctx)
    monitored = {"village": VILLAGE, "monitor_category": "脱贫不稳定户"}
    rows = {"unsaid": {}, "calm": {"risk_open": "否"}, "risk": {"risk_open": "是"}}
    for row, risk in rows.items():
        values = {**monitored, "head_name": "韦某", **risk}
        ctx.ws.write([draft(ctx, "household", row, Kind.PUT, values)])
    templates.confirm(ctx, "FP", "all", "镇长办公会")
    due = {line.object: line.period for line in tasks.tasks(ctx).lines}
    assert due == {"unsaid": "2026-Q4", "calm": "2026-Q4", "risk": "2026-11"}


def test_tasks_of_one_village(ctx):
    toilets(ctx, 4)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    lines = tasks.tasks(ctx, village=OTHER).lines
    assert {line.village for line in lines} == {OTHER}
    assert len(lines) == 2
    with refused(ctx, "E-TSK-033"):
        tasks.tasks(ctx, village="522328001001")


def test_labels_are_for_people(ctx):
    toilets(ctx, 1)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    templates.confirm(ctx, "LJ", "monthly", "镇长办公会")
    labels = {line.template: line.object_label for line in tasks.tasks(ctx, village=VILLAGE).lines}
    short = ctx.divisions.unit(VILLAGE).short_name
    assert labels == {"HC": "0", "LJ": short}


def test_a_task_that_does_not_apply_needs_a_reason(ctx):
    furnish(ctx)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    task = tasks.tasks(ctx).lines[0].id
    with refused(ctx, "E-TSK-021"):
        tasks.skip(ctx, task, " ")
    with refused(ctx, "E-TSK-035"):
        tasks.skip(ctx, "0" * 32, "拆了")
    assert tasks.skip(ctx, task[:8], "房屋已拆除").status is TaskStatus.NOT_APPLICABLE
    assert status_of(ctx, TOILET, date(2027, 1, 10)) == ["due"]


def test_a_draw_is_the_same_on_a_second_machine(ctx, tmp_path):
    toilets(ctx, 60)
    templates.confirm(ctx, "HC", "quarterly_sample", "镇长办公会")
    record = tasks.draw_record(ctx, "HC", "quarterly_sample", "2026-Q4")
    assert (record.frame_size, record.sample_size) == (60, 6)
    assert [draw.village for draw in record.draws] == [VILLAGE, OTHER]
    drawn = {object_id for draw in record.draws for object_id in draw.sample}
    assert {line.object for line in tasks.tasks(ctx).lines} == drawn
    door, other = new_office(tmp_path / "b")
    other.ws.merge(runs_of(ctx.ws), sent("a"))
    assert tasks.draw_record(other, "HC", "quarterly_sample", "2026-Q4") == record
    door.close()


def test_another_period_draws_others(ctx):
    toilets(ctx, 200)
    templates.confirm(ctx, "HC", "quarterly_sample", "镇长办公会")
    draws = [
        tasks.draw_record(ctx, "HC", "quarterly_sample", period).draws
        for period in ("2026-Q4", "2027-Q1")
    ]
    assert draws[0][0].sample != draws[1][0].sample


@pytest.mark.parametrize(
    ("template", "frequency", "period", "code"),
    [
        ("HC", "quarterly_sample", "2026-11", "E-TSK-034"),
        ("HC", "quarterly_sample", "去年", "E-TSK-001"),
        ("HC", "daily", "2026-Q4", "E-TSK-031"),
        ("SC", "first_once", "2026", "E-TSK-031"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(empty, template, frequency, period, code):
    with refused(empty, code):
        tasks.draw_record(empty, template, frequency, period)


def test_a_removed_object_is_due_no_more(ctx):
    furnish(ctx)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    ctx.ws.write([draft(ctx, "toilet", TOILET, Kind.DELETE)])
    assert tasks.tasks(ctx).lines == ()


@pytest.mark.slow
def test_a_township_of_eight_thousand_is_listed_within_a_second(ctx):
    toilets(ctx, 8000)
    households = {"head_name": "韦某", "risk_open": "是"}
    ctx.ws.write(
        [
            Draft("household", f"h{n}", Kind.PUT, {"village": VILLAGE, **households}, VILLAGE)
            for n in range(8000)
        ]
    )
    for template in ("HC", "FP"):
        templates.confirm(ctx, template, "all", "镇长办公会")
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        lines = tasks.tasks(ctx).lines
        spent.append(time.perf_counter() - start)
    assert Counter(line.template for line in lines) == {"HC": 8000, "FP": 8000}
    assert min(spent) < 1


def test_a_later_day_of_the_clock_moves_the_list(ctx):
    furnish(ctx)
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    ctx.clock.moment += timedelta(days=36)
    assert status_of(ctx, TOILET) == ["soon"]
