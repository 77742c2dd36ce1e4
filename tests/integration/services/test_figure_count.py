"""The rows behind every figure of the demonstration's month, counted again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qxn_desktop.domain.figure_row import CHANNELS, LEADS, PROBLEMS, TASKS, TOTAL_ROW, FigureKey
from qxn_desktop.domain.monthly import (
    CHECK_COUNTS,
    LEAD_COUNTS,
    PROBLEM_COUNTS,
    TASK_COUNTS,
    MonthlyFigures,
    People,
    check_total,
    lead_total,
    problem_total,
    task_key,
)
from qxn_desktop.domain.period import parse_period
from qxn_desktop.services import demo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.services.monthly_figures import gather_with_rows
from tests.builders import UNIT, new_office
from tests.integration.services.report_builder import write_october


@pytest.fixture(scope="module", params=["demo", "by hand"])
def ctx(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("office") / "ws")
    if request.param == "demo":
        demo.fill(ctx, demo.plan(DemoArguments(UNIT, date(2026, 10, 31), 24, 3)))
    else:
        write_october(ctx)
    yield ctx
    door.close()


def cells(figures: MonthlyFigures) -> Iterator[tuple[FigureKey, int | None]]:
    """Every figure that the report prints, its totals too."""
    for field in figures.fields:
        for row in (*field.villages, check_total(field.villages)):
            for column, _ in (*CHECK_COUNTS, ("scored", "")):
                yield FigureKey(field.template, row.code, column), getattr(row, column)
    for problem in (*figures.problems, problem_total(figures.problems)):
        for column, _ in PROBLEM_COUNTS:
            yield FigureKey(PROBLEMS, problem.code, column), getattr(problem, column)
    for lead in (*figures.leads, lead_total(figures.leads)):
        for column, _ in LEAD_COUNTS:
            yield FigureKey(LEADS, lead.code, column), getattr(lead, column)
    for channel in figures.channels:
        yield FigureKey(CHANNELS, channel.code, "opened"), channel.opened
    for task in figures.tasks:
        for column, _ in TASK_COUNTS:
            yield FigureKey(TASKS, task_key(task), column), getattr(task, column)


def test_every_figure_is_as_many_as_its_rows(ctx: AppContext) -> None:
    figures, rows = gather_with_rows(ctx, parse_period("2026-10"), People())
    printed = dict(cells(figures))
    assert {key: None if value is None else len(rows[key]) for key, value in printed.items()} == (
        printed
    )
    assert sum(value or 0 for value in printed.values()) > 20
    assert {key.table for key in rows} >= {"HC", "FP", PROBLEMS, LEADS}


def test_every_row_is_there_and_lies_in_its_village(ctx: AppContext) -> None:
    _, rows = gather_with_rows(ctx, parse_period("2026-10"), People())
    known = {row.id for spec in ctx.ws.schema.registers for row in ctx.ws.select(spec)}
    for key, refs in rows.items():
        for ref in refs:
            if ref.register:
                assert ctx.ws.get(ref.register, ref.id) is not None
            if key.table not in (CHANNELS, TASKS) and key.row != TOTAL_ROW:
                assert ref.village == key.row
    objects = {ref.id for refs in rows.values() for ref in refs if not ref.register}
    assert objects <= known


def test_a_month_before_the_start_has_no_rows(ctx: AppContext) -> None:
    figures, rows = gather_with_rows(ctx, parse_period("2026-01"), People())
    assert not figures.started
    assert rows == {}
