from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from qxn_desktop.domain.order import Standing
from qxn_desktop.services import tasks
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import (
    NewOrder,
    ProgressReport,
    assign,
    order_view,
    orders,
    report_progress,
)
from tests.builders import VILLAGE, new_office, runs_of, sent
from tests.integration.services.visit_builder import refused

OTHER = "522327103202"
ORDER = NewOrder(
    title="冬季公厕防冻",
    basis="镇党政办〔2026〕9号",
    villages=(OTHER, VILLAGE),
    due="2026-12-10",
    owner="罗老三",
    supervisor="覃督办",
    standard="水管全部包扎",
)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.close()


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppContext, str]]:
    """An office in which nothing but refusals happens, and its one order."""
    door, ctx = new_office(tmp_path_factory.mktemp("office") / "ws")
    yield ctx, assign(ctx, ORDER).id
    door.close()


def stands(ctx: AppContext, order: str) -> list[tuple[str, Standing]]:
    return [(item.village, item.standing) for item in order_view(ctx, order).standings]


def test_an_order_goes_to_its_villages_in_code_order(ctx):
    view = assign(ctx, ORDER)
    assert stands(ctx, view.id) == [(VILLAGE, Standing.OPEN), (OTHER, Standing.OPEN)]
    lines = tasks.tasks(ctx).lines
    assert [(line.template, line.object, line.village) for line in lines] == [
        ("order", view.id, VILLAGE),
        ("order", view.id, OTHER),
    ]
    assert {line.status.value for line in lines} == {"due"}


def test_all_villages_are_the_units_own(ctx):
    view = assign(ctx, replace(ORDER, villages=("all",)))
    assert [item.village for item in view.standings] == [v.code for v in _villages(ctx)]


def _villages(ctx):
    return ctx.divisions.villages(ctx.ws.unit)


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"supervisor": "罗老三 "}, ["E-TSK-012"]),
        ({"due": "2026-02-31"}, ["E-REG-230"]),
        ({"due": "2026-11-01"}, ["E-TSK-013"]),
        ({"villages": ("522328001001",)}, ["E-TSK-015"]),
        ({"villages": ()}, ["E-TSK-014"]),
        ({"villages": (VILLAGE, VILLAGE)}, ["E-TSK-016"]),
        ({"basis": " ", "standard": ""}, ["E-REG-242", "E-REG-242"]),
    ],
)
def test_a_faulty_order_is_not_given(refusing, wrong, codes):
    with refused(refusing[0], *codes):
        assign(refusing[0], replace(ORDER, **wrong))


def test_progress_is_kept_by_village(ctx):
    order = assign(ctx, ORDER).id
    report_progress(ctx, order, ProgressReport(VILLAGE, "已完成", day="2026-11-23"))
    view = report_progress(ctx, order[:8], ProgressReport(OTHER, "不适用", "本村没有公厕"))
    assert [item.standing for item in view.standings] == [Standing.DONE, Standing.NOT_APPLICABLE]
    assert (view.tally[Standing.DONE], view.tally[Standing.OPEN]) == (1, 0)
    assert {line.status.value for line in tasks.tasks(ctx).lines} == {"done", "not_applicable"}
    report_progress(ctx, order, ProgressReport(OTHER, "进行中"))
    assert stands(ctx, order)[1] == (OTHER, Standing.OPEN)
    assert ctx.ws.select("order_progress", {"village": OTHER})[0].text("reason") == ""


def test_the_same_report_twice_writes_nothing(ctx):
    order = assign(ctx, ORDER).id
    for _ in range(2):
        report_progress(ctx, order, ProgressReport(VILLAGE, "已完成"))
        written = ctx.ws.log.count()
    assert written == 2


@pytest.mark.parametrize(
    ("report", "codes"),
    [
        (ProgressReport(OTHER, "不适用"), ["E-TSK-018"]),
        (ProgressReport(OTHER, "快了"), ["E-TSK-030"]),
        (ProgressReport("522327103204", "已完成"), ["E-TSK-017"]),
        (ProgressReport(OTHER, "已完成", day="2026-02-31"), ["E-REG-230"]),
        (ProgressReport(OTHER, "已完成", day="2026-01-31"), ["E-TSK-020"]),
    ],
)
def test_a_faulty_report_is_not_written(refusing, report, codes):
    ctx, order = refusing
    with refused(ctx, *codes):
        report_progress(ctx, order, report)


def test_what_is_late_stays_on_the_list(ctx):
    order = assign(ctx, ORDER).id
    report_progress(ctx, order, ProgressReport(VILLAGE, "已完成"))
    ctx.clock.moment += timedelta(days=30)
    lines = tasks.tasks(ctx).lines
    assert [(line.village, line.status.value) for line in lines] == [(OTHER, "overdue")]
    assert tasks.tasks(ctx, date(2026, 11, 22)).lines == ()
    assert orders(ctx, date(2026, 11, 22)) == []
    view = report_progress(ctx, order, ProgressReport(OTHER, "已完成"))
    assert [item.late for item in view.standings] == [False, True]


def test_two_machines_report_on_two_villages(ctx, tmp_path):
    order = assign(ctx, ORDER).id
    door, other = new_office(tmp_path / "b")
    other.ws.merge(runs_of(ctx.ws), sent("a"))
    report_progress(ctx, order, ProgressReport(VILLAGE, "已完成"))
    report_progress(other, order, ProgressReport(OTHER, "已完成"))
    ctx.ws.merge(runs_of(other.ws), sent("b"))
    assert [standing for _, standing in stands(ctx, order)] == [Standing.DONE, Standing.DONE]
    assert ctx.ws.conflicts() == []
    door.close()
