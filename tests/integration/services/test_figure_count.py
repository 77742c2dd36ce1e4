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


def tables(figures: MonthlyFigures) -> Iterator[tuple[str, str, object, tuple[str, ...]]]:
    """Every printed row: its table, its key, itself, its columns."""
    for field in figures.fields:
        for check in (*field.villages, check_total(field.villages)):
            yield field.template, check.code, check, (*columns(CHECK_COUNTS), "scored")
    for problem in (*figures.problems, problem_total(figures.problems)):
        yield PROBLEMS, problem.code, problem, columns(PROBLEM_COUNTS)
    for lead in (*figures.leads, lead_total(figures.leads)):
        yield LEADS, lead.code, lead, columns(LEAD_COUNTS)
    for channel in figures.channels:
        yield CHANNELS, channel.code, channel, ("opened",)
    for task in figures.tasks:
        yield TASKS, task_key(task), task, columns(TASK_COUNTS)


def columns(counts: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(name for name, _ in counts)


def cells(figures: MonthlyFigures) -> Iterator[tuple[FigureKey, int | None]]:
    """Every figure that the report prints, its totals too."""
    for table, row, printed, names in tables(figures):
        for name in names:
            yield FigureKey(table, row, name), getattr(printed, name)


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
