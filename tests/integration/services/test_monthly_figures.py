"""The figures of a month, against a count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.domain.monthly import (
    AssignedTask,
    LeadChannel,
    LeadCounts,
    MonthlyFigures,
    ProblemCounts,
    VillageChecks,
    check_total,
    problem_total,
)
from qxn_desktop.domain.period import PeriodKind, period_of
from qxn_desktop.domain.rectification import UNCLOSED
from qxn_desktop.services import demo, settings, templates
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from tests.builders import UNIT, VILLAGE, new_office
from tests.integration.services.report_builder import (
    OTHER,
    check,
    field,
    october,
    put,
    setting,
    write_october,
)

NEAR, FAR = (VILLAGE, "丫他村"), (OTHER, "巴金村")
SEVENTH = Path(__file__).parent.parent.parent / "data" / "templates" / "YS.toml"


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path_factory.mktemp("office") / "ws")
    write_october(ctx)
    yield ctx
    door.close()


@pytest.fixture(scope="module")
def figures(ctx: AppContext) -> MonthlyFigures:
    return october(ctx)


def village(figures: MonthlyFigures, template: str, code: str) -> VillageChecks:
    return next(row for row in field(figures, template).villages if row.code == code)


def test_villages_stand_in_code_order_in_every_table(figures: MonthlyFigures) -> None:
    for rows in (*(found.villages for found in figures.fields), figures.problems, figures.leads):
        codes = [row.code for row in rows]
        assert codes == sorted(codes)
        assert len(codes) == 12


def test_fields_stand_in_the_usual_order_with_what_was_confirmed(figures: MonthlyFigures) -> None:
    assert [found.template for found in figures.fields] == ["HC", "SC", "GC", "LJ", "WS", "FP"]
    assert field(figures, "HC").basis == "册乡村振兴〔2026〕3号"
    assert field(figures, "HC").frequency == "每年全覆盖一次"
    assert field(figures, "GC").basis == ""
    assert [found.unit for found in figures.fields] == ["户", "户", "座", "个村", "个", "户"]


def test_toilets_are_counted_by_their_last_check(figures: MonthlyFigures) -> None:
    near, far = village(figures, "HC", VILLAGE), village(figures, "HC", OTHER)
    # Registered in November by the test's clock, so none was due in October yet.
    assert (near.due, near.fulfilled, near.not_applicable) == (0, 0, 0)
    assert (near.checked, near.passed, near.failed, near.pending) == (2, 1, 1, 0)
    assert (near.away, near.vacant) == (1, 1)
    assert (near.scored, near.score_sum) == (3, "185.5")
    assert (far.checked, far.scored) == (0, 0)


def test_november_owes_all_toilets_of_the_year(ctx: AppContext) -> None:
    near = village(october(ctx, "2026-11"), "HC", VILLAGE)
    assert (near.due, near.fulfilled) == (4, 3)  # t3 was away; t1, t2, t4 were through in October
    far = village(october(ctx, "2026-11"), "HC", OTHER)
    assert (far.due, far.fulfilled, far.checked, far.passed) == (1, 1, 1, 1)


def test_villages_owe_one_check_a_month(figures: MonthlyFigures) -> None:
    near, far = village(figures, "LJ", VILLAGE), village(figures, "LJ", OTHER)
    assert (near.due, near.fulfilled, near.checked, near.pending) == (1, 1, 1, 1)
    assert (far.due, far.fulfilled, far.checked) == (1, 0, 0)


def test_without_a_confirmed_frequency_nothing_is_due(figures: MonthlyFigures) -> None:
    near = village(figures, "FP", VILLAGE)
    assert (near.due, near.fulfilled, near.checked, near.failed) == (None, None, 1, 1)
    assert near.scored is None


def test_problems_are_those_of_the_cut_off_not_of_today(figures: MonthlyFigures) -> None:
    found = {row.code: row for row in figures.problems}
    # p0 closed on the 12th and open again until the 27th; p1 closed in November; p2 not yet due
    assert found[VILLAGE] == ProblemCounts(*NEAR, opened=2, closed=1, open=3, overdue=2, rebounds=1)
    assert found[OTHER] == ProblemCounts(*FAR, opened=1, closed=0, open=1, overdue=1, rebounds=0)


def test_november_shows_what_november_did(ctx: AppContext) -> None:
    found = {row.code: row for row in october(ctx, "2026-11").problems}
    assert found[VILLAGE] == ProblemCounts(*NEAR, opened=1, closed=1, open=3, overdue=3, rebounds=0)


def test_leads_count_by_village_and_channel(figures: MonthlyFigures) -> None:
    assert next(row for row in figures.leads if row.code == VILLAGE) == LeadCounts(*NEAR, opened=2)
    assert figures.channels == (
        LeadChannel("HOTLINE_12345", "12345热线", 1),
        LeadChannel("PATROL", "日常摸排", 1),
    )


def test_orders_stand_as_they_did(ctx: AppContext, figures: MonthlyFigures) -> None:
    order = ("清理河沟", "县治污办〔2026〕8号", "2026-10-20")
    assert figures.tasks == (AssignedTask(*order, 2, 1, 1, 0),)
    assert october(ctx, "2026-11").tasks == (AssignedTask(*order, 2, 2, 0, 0),)
    assert october(ctx, "2026-09").tasks == ()


def test_the_month_of_the_start_counts_from_its_day(ctx: AppContext) -> None:
    september = october(ctx, "2026-09")
    assert september.started
    assert village(september, "HC", VILLAGE).checked == 0  # c0 is of the day before
    assert sum(row.opened or 0 for row in september.leads) == 0
    [near] = [row for row in september.problems if row.code == VILLAGE]
    assert (near.opened, near.open) == (0, 1)  # p0 was there before


def test_a_month_before_the_start_has_no_figures(ctx: AppContext) -> None:
    august = october(ctx, "2026-08")
    assert not august.started
    assert august.tasks == august.settings == august.channels == ()
    for rows in (*(found.villages for found in august.fields), august.problems, august.leads):
        assert len(rows) == 12
        for row in rows:
            assert {getattr(row, name) for name in row.__slots__[2:]} == {None}


def test_the_unit_is_named_and_sealed_by_its_government(figures: MonthlyFigures) -> None:
    assert (figures.county, figures.unit, figures.organ) == ("册亨县", "丫他镇", "丫他镇人民政府")
    assert (figures.start_date, figures.cut_off) == ("2026-09-15", "2026-10-31")


def test_defaults_are_named_until_they_have_a_basis(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "ws")
    settings.set_value(ctx, settings.START_DATE, "2026-10-01")
    before = {(note.form, note.title): note.value for note in october(ctx).settings}
    assert before["户厕巡查", "排气管高出厕屋顶的最小高度"] == "50cm"
    assert before["", "问题整改期限"] == "严重7天、较重30天、一般30天、拆除重建90天"
    assert before["", "各严重程度的扣分权重"] == "严重10、较重5、一般2"
    templates.set_setting(ctx, "HC.vent_min_cm", "60", "县农业农村局〔2026〕1号")
    templates.set_setting(ctx, "HC.empty_max_months", "18")
    after = {(note.form, note.title): note.value for note in october(ctx).settings}
    assert ("户厕巡查", "排气管高出厕屋顶的最小高度") not in after
    assert after["户厕巡查", "清掏间隔最长月数"] == "18月"
    door.close()


def test_what_is_due_once_has_the_basis_it_was_confirmed_with(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "ws")
    settings.set_value(ctx, settings.START_DATE, "2026-10-01")
    assert field(october(ctx), "SC").basis == ""
    templates.confirm(ctx, "SC", "all", "册乡村振兴〔2026〕3号")
    acceptance = field(october(ctx), "SC")
    assert acceptance.basis == "册乡村振兴〔2026〕3号"
    assert {row.due for row in acceptance.villages} == {None}
    door.close()


def test_a_seventh_field_of_work_appears_by_itself(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "ws")
    ctx.ws.write([setting("start_date", "2026-10-01")])
    templates.add_template(ctx, SEVENTH.read_text(encoding="utf-8"))
    ctx.ws.write(
        [
            check(f"y{n}", VILLAGE, f"2026-10-{n:02}", template="YS", score=score, grade="优秀")
            for n, score in enumerate(("90", "95", "100"), 1)
        ]
    )
    figures = october(ctx)
    assert [found.template for found in figures.fields][-2:] == ["YS", "FP"]
    drinking = field(figures, "YS")
    assert (drinking.title, drinking.basis) == (
        "农村饮水安全巡查表", "某县农村饮水安全巡查办法（某县水务局）"
    )  # fmt: skip
    near = village(figures, "YS", VILLAGE)
    assert (near.due, near.fulfilled, near.checked, near.score_sum) == (1, 1, 1, "285")
    door.close()


def test_villages_of_one_name_are_told_apart_in_a_county(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "ws")
    ctx.ws.write([put("village", OTHER, None, short_name="丫他村")])
    names = [row.name for row in october(ctx).leads]
    assert names.count("丫他镇丫他村") == 2
    door.close()


def test_the_months_of_a_demonstration_add_up_to_what_its_generator_knows(tmp_path: Path) -> None:
    made = demo.plan(DemoArguments(UNIT, date(2026, 11, 23), 60, 3))
    door, ctx = new_office(tmp_path / "ws")
    demo.fill(ctx, made)
    start = settings.start_date(ctx)
    months = [period_of(PeriodKind.MONTH, start)]
    while months[-1].end < ctx.today:
        months.append(months[-1].next())
    found = [october(ctx, str(month)) for month in months]
    left = 0
    for figures in found:
        total = problem_total(figures.problems)
        assert None not in (total.opened, total.closed, total.rebounds, total.open)
        left += (total.opened or 0) - (total.closed or 0) + (total.rebounds or 0)
        assert total.open == left
        for template in ("GC", "LJ", "WS"):  # nobody has to be met there: every visit is scored
            scored = sum(row.scored or 0 for row in field(figures, template).villages)
            assert scored == made.expected.checks[template, figures.period]
        for checked in figures.fields:
            whole = check_total(checked.villages)
            assert (whole.fulfilled or 0) <= (whole.due or 0)
    assert sum(problem_total(f.problems).rebounds or 0 for f in found) == made.expected.rebounds
    still = sum(made.expected.problems[stage.value] for stage in UNCLOSED)
    assert left == still
    door.close()
