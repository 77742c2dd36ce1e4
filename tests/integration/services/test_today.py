"""The page of the day: lines by urgency, villages in code order, what opens each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import check_draft, records, settings, templates, today
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import NewOrder, assign
from qxn_desktop.services.routing import draft
from qxn_desktop.services.today import Today
from qxn_desktop.services.village_work import Cell
from qxn_desktop.services.waiting import Waiting, waiting
from qxn_desktop.services.work_line import Urgency, WorkKind, how_many, place_words, when_words
from tests.builders import VILLAGE, new_office, runs_of, sent
from tests.integration.services.rectification_builder import PEOPLE, do, found
from tests.integration.services.visit_builder import FACILITY, HOUSEHOLD, TOILET, furnish

OTHER = "522327103202"
DAY = date(2026, 11, 23)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


def words(page: Today) -> list[str]:
    return [line.words for line in page.lines]


def cells(page: Today, village: str) -> dict[str, Cell]:
    [row] = [one for one in page.villages if one.code == village]
    return dict(zip(page.fields, row.cells, strict=True))


def test_an_empty_office_says_why_nothing_is_due(ctx: AppContext) -> None:
    page = today.today(ctx)
    assert (page.lines, page.soon, page.unconfirmed, page.is_bare) == ((), (), True, True)
    assert "确认" in page.why
    assert page.fields == ("厕所", "垃圾", "污水", "监测", "问题")
    codes = [row.code for row in page.villages]
    assert codes == sorted(codes)
    assert len(codes) == 12
    assert all(cell == Cell() for row in page.villages for cell in row.cells)


def test_checks_are_grouped_by_form_and_urgency(ctx: AppContext) -> None:
    furnish(ctx)
    assert not today.today(ctx).is_bare
    templates.confirm(ctx, "WS", "monthly_facility", "办公会")
    templates.confirm(ctx, "LJ", "monthly", "办公会")
    page = today.today(ctx)
    assert words(page) == [
        "待办：垃圾月查，12 村，7天后到期",
        "待办：污水月查，1 处，7天后到期",
    ]
    assert page.lines[0].places == "丫他社区等"  # the number is said already
    line = page.lines[1]
    assert (line.kind, line.template, line.frequency) == (
        WorkKind.CHECK, "WS", "monthly_facility"
    )  # fmt: skip
    assert (line.villages, line.ids, line.verb) == ((VILLAGE,), (FACILITY,), "开始检查")
    assert cells(page, VILLAGE)["污水"] == Cell(0, 0, 1, "WS", "monthly_facility")
    assert isinstance(ctx.clock, FixedClock)
    ctx.clock.advance(days=5)
    page = today.today(ctx)
    assert page.lines == ()
    assert len(page.soon) == 13
    assert page.soon[0].words == "临期：垃圾月查，1 村，2天后到期"
    ctx.clock.advance(days=5)
    page = today.today(ctx)
    assert words(page)[:2] == ["逾期：垃圾月查，12 村，逾期3天", "逾期：污水月查，1 处，逾期3天"]
    assert cells(page, VILLAGE)["污水"] == Cell(1, 0, 1, "WS", "monthly_facility")


def test_a_check_takes_its_line_away_at_once(ctx: AppContext) -> None:
    furnish(ctx)
    templates.confirm(ctx, "WS", "monthly_facility", "办公会")
    assert len(today.today(ctx).lines) == 1
    done = {"template": "WS", "object": FACILITY, "date": "2026-11-23", "outcome": "done"}
    ctx.ws.write([draft(ctx, "check", "c", Kind.PUT, {"village": VILLAGE, **done})])
    assert today.today(ctx).lines == ()


def test_two_frequencies_of_one_form_are_told_apart(ctx: AppContext) -> None:
    furnish(ctx)
    settings.set_value(ctx, settings.START_DATE, "2026-11-01")
    templates.confirm(ctx, "HC", "all", "办公会")
    other = {"village": VILLAGE, "code": "HC-2"}
    ctx.ws.write([draft(ctx, "toilet", "t2", Kind.PUT, other)])
    titles = {line.title for line in today.today(ctx).lines}
    assert titles <= {"户厕巡查（每季抽查）", "户厕巡查（每年全覆盖一次）", "户厕巡查"}
    assert titles


def test_problems_overdue_together_and_near_their_limit_one_by_one(
    ctx: AppContext, tmp_path: Path
) -> None:
    late = found(ctx, "厕所外溢", found_on="2026-10-01")
    near = found(ctx, "沟渠堵塞", due="2026-11-25", object_id=OTHER)
    found(ctx, "不急", due="2026-12-20")
    page = today.today(ctx)
    [overdue] = page.lines
    assert (overdue.title, overdue.amount, overdue.ids) == ("问题整改", "1 件", (late,))
    assert overdue.when == "逾期23天"
    [soon] = page.soon
    assert (soon.title, soon.when, soon.ids) == ("整改 沟渠堵塞", "2天后到期", (near,))
    assert cells(page, VILLAGE)["问题"] == Cell(overdue=1, due=1)
    assert cells(page, OTHER)["问题"] == Cell(soon=1)
    do(ctx, near, "assign", **PEOPLE)
    assert len(today.today(ctx).soon) == 1


def test_orders_stand_with_the_villages_that_owe_them(ctx: AppContext) -> None:
    view = assign(ctx, NewOrder("清沟", "文", (VILLAGE, OTHER), "2026-12-10", "罗", "覃", "清完"))
    [line] = today.today(ctx).lines
    assert (line.title, line.amount, line.ids) == ("交办：清沟", "2 村", (view.id,))
    assert (line.villages, line.counts) == ((VILLAGE, OTHER), {VILLAGE: 1, OTHER: 1})


def test_what_waits_for_a_person_comes_last(ctx: AppContext, tmp_path: Path) -> None:
    furnish(ctx)
    lead = {"village": VILLAGE, "household": HOUSEHOLD, "found_on": "2026-11-20"}
    ctx.ws.write([draft(ctx, "lead", "l", Kind.PUT, lead)])
    check_draft.save(ctx, CheckDraft("HC", TOILET, "HC-0001", VILLAGE, answers={"HC01": "是"}))
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(ctx.ws), sent("p1"))
    records.set_values(colleague, TOILET, {"note": "乙"})
    records.set_values(ctx, TOILET, {"note": "丙"})
    ctx.ws.merge(runs_of(colleague.ws), sent("p2"))
    door.close()
    page = today.today(ctx)
    assert words(page) == [
        "没填完：户厕巡查 HC-0001，已答 1 项",
        "线索待核实，1 条",
        "两台电脑改得不一样，待裁决，1 处",
    ]
    assert (page.lines[0].template, page.lines[0].ids) == ("HC", (TOILET,))
    assert page.open == how_many(page.lines) == 2  # the toilet is not waited for twice


def test_many_drafts_are_one_line_a_checklist_and_village(ctx: AppContext) -> None:
    for number in range(5):
        check_draft.save(
            ctx, CheckDraft("HC", f"t{number}", f"HC-{number}", VILLAGE, answers={"HC01": "是"})
        )
    check_draft.save(ctx, CheckDraft("HC", "t9", "HC-9", OTHER, answers={"HC01": "是"}))
    lines = [line for line in today.today(ctx).lines if line.title.startswith("没填完")]
    assert sorted((line.title, line.amount) for line in lines) == [
        ("没填完：户厕巡查 5 份", "已答 5 项"),
        ("没填完：户厕巡查 HC-9", "已答 1 项"),
    ]
    [many] = [line for line in lines if len(line.ids) == 5]
    assert (many.villages, many.counts) == ((VILLAGE,), {VILLAGE: 5})


def test_what_waits_on_each_page(ctx: AppContext) -> None:
    assert waiting(ctx) == Waiting(0, 0)
    found(ctx, "厕所外溢", found_on="2026-10-01")
    found(ctx, "沟渠堵塞", due="2026-11-25", object_id=OTHER)
    assert waiting(ctx) == Waiting(2, 1)


def test_partners_and_backup_are_told(ctx: AppContext) -> None:
    page = today.today(ctx)
    assert (page.partners, page.backup.words) == ((), "还没有备份")


@pytest.mark.parametrize(
    ("days", "said"),
    [(-12, "逾期12天"), (0, "今天到期"), (3, "3天后到期"), (40, "1月2日前")],
)
def test_time_limits_in_words(days: int, said: str) -> None:
    assert when_words(DAY + timedelta(days=days), DAY) == said


def test_places_in_code_order() -> None:
    names = {"1": "甲村", "2": "乙村", "3": "丙村", "4": "丁村"}
    assert place_words(["3", "1", "1"], names) == "甲村、丙村"
    assert place_words("4321", names) == "甲村等4个村"
    assert place_words("4321", names, counted=True) == "甲村等"
    assert [one.rank for one in Urgency] == [0, 1, 2, 3]
