"""The page of reports: months, a draft to look at, and what stands behind its figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.figure_row import PROBLEMS, TASKS, TOTAL_ROW, FigureKey
from qxn_desktop.reports.preview import Preview
from qxn_desktop.services import reporting
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.figure_rows import figure_lines, figure_view
from qxn_desktop.services.report_month import MonthState
from qxn_desktop.services.report_view import reports_view, save
from qxn_desktop.services.reporting import Draft, draft
from tests.builders import VILLAGE, new_office
from tests.integration.services.report_builder import OTHER, event, problem, wanted, write_october
from tests.integration.services.test_taken_back import TakenBack


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    write_october(ctx)
    yield ctx
    door.close()


@pytest.fixture
def october(ctx: AppContext) -> Draft:
    return draft(ctx, "monthly", "2026-10")


def test_months_since_the_start_and_how_they_stand(ctx: AppContext, tmp_path: Path) -> None:
    view = reports_view(ctx)
    assert [month.period for month in view.months] == ["2026-11", "2026-10", "2026-09"]
    assert view.months[0].title == "2026年11月"
    assert {month.state for month in view.months} == {MonthState.OPEN}
    assert [month.detail for month in view.months[:2]] == ["本月还没有过完", "已过完，可以出具"]
    assert (view.report, view.suggested, view.start_date) == ("monthly", "2026-10", "2026-09-15")
    reporting.produce(ctx, wanted(tmp_path / "1.pdf", issue=True))
    october = reports_view(ctx).months[1]
    assert (october.state, october.number) == (MonthState.ISSUED, 1)
    assert october.detail == "2026-11-23 由韦建国出具"
    ctx.ws.write([problem("p9", "2026-10-06")])
    reporting.produce(ctx, wanted(tmp_path / "2.pdf", correct="漏报一个问题"))
    october = reports_view(ctx).months[1]
    assert october.state is MonthState.CORRECTED
    assert "第 2 次出具" in october.detail
    assert october.detail.endswith("更正理由：漏报一个问题")


def test_a_draft_is_looked_at_and_saved_as_it_is_shown(
    ctx: AppContext, october: Draft, tmp_path: Path
) -> None:
    before = ctx.ws.operation_count()
    path = save(ctx, october, tmp_path / "看.pdf")
    assert path.read_bytes() == october.pdf
    produced = reporting.produce(ctx, wanted(tmp_path / "cli.pdf"))
    assert (tmp_path / "cli.pdf").read_bytes() == october.pdf
    with Preview(october.pdf) as preview:
        assert len(preview.sizes) == produced.pages
    word = save(ctx, october, tmp_path / "看.docx")
    assert word.read_bytes()[:2] == b"PK"
    assert ctx.ws.operation_count() == before
    with pytest.raises(UserError, match="数据文件夹里的文件"):
        save(ctx, october, ctx.ws.root / "data.db")


def test_a_figure_opens_its_rows(ctx: AppContext, october: Draft) -> None:
    view = figure_view(ctx, october, FigureKey(PROBLEMS, VILLAGE, "open"))
    assert view is not None
    assert (view.line.row, view.line.column, view.line.printed) == ("丫他村", "月末未销号", "3")
    assert {row.id for row in view.rows} == {"p0", "p1", "p2"}
    assert {row.register for row in view.rows} == {"problem"}
    assert view.villages == (("丫他村", 3),)
    assert view.note == ""
    assert view.text.splitlines()[0].endswith("：丫他村 · 月末未销号 3")
    assert view.text.splitlines()[1] == "按村：丫他村 3"


def test_the_total_opens_the_rows_of_all_villages_in_code_order(
    ctx: AppContext, october: Draft
) -> None:
    view = figure_view(ctx, october, FigureKey(PROBLEMS, TOTAL_ROW, "open"))
    assert view is not None
    assert view.villages == (("丫他村", 3), ("巴金村", 1))


def test_checks_objects_leads_and_orders_in_words(ctx: AppContext, october: Draft) -> None:
    def lines(table: str, row: str, column: str) -> list[tuple[str, str, str]]:
        view = figure_view(ctx, october, FigureKey(table, row, column))
        assert view is not None
        return [(row.register, row.label, row.detail) for row in view.rows]

    assert lines("HC", VILLAGE, "failed") == [("check", "丫他村", "10月31日，不合格，40 分")]
    assert lines("LJ", OTHER, "due") == [("village", "巴金村", "村（社区）")]
    task = next(line.key for line in figure_lines(october) if line.key.table == TASKS)
    assert [detail for _, _, detail in lines(*task)] == ["已完成", "逾期"]


def test_every_figure_with_rows_can_be_reached_from_the_list(october: Draft) -> None:
    lines = figure_lines(october)
    marked = {mark.figure for mark in october.marks}
    assert {line.key for line in lines} <= marked
    printed = {line.key: line.printed for line in lines}
    assert printed[FigureKey(PROBLEMS, VILLAGE, "opened")] == "2"
    assert all(october.rows.get(key) for key in printed)


def test_an_issued_month_says_that_the_registers_count_otherwise_now(
    ctx: AppContext, tmp_path: Path
) -> None:
    reporting.produce(ctx, wanted(tmp_path / "1.pdf", issue=True))
    ctx.ws.write([problem("p9", "2026-10-06"), event("p2", "assign", "2026-10-31")])
    later = draft(ctx, "monthly", "2026-10")
    view = figure_view(ctx, later, FigureKey(PROBLEMS, VILLAGE, "opened"))
    assert view is not None
    assert view.line.printed == "2"
    assert len(view.rows) == 3
    assert view.note == "报表出具时为 2，现在台账里是 3，下面列的是现在的。"
    assert later.held is not None


def test_a_report_taken_back_issues_nothing(ctx: AppContext, tmp_path: Path) -> None:
    out = tmp_path / "1.pdf"
    for at in (1, 2, 4):
        with pytest.raises(Cancelled):
            reporting.produce(ctx, wanted(out, issue=True), TakenBack(at))
        assert not out.exists()
    assert reports_view(ctx).months[1].state is MonthState.OPEN


def test_a_figure_that_is_not_printed_has_no_view(ctx: AppContext, october: Draft) -> None:
    assert figure_view(ctx, october, FigureKey("XX", VILLAGE, "open")) is None
