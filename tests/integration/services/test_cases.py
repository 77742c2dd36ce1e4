"""Monitoring cases on a real workspace: opened, carried on, refused; their leads and papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.quality.removal_rule import INDICATORS
from qxn_desktop.services import cases, leads, today
from qxn_desktop.services.case_list import cases as listed
from qxn_desktop.services.cases import CaseView
from qxn_desktop.services.conflict_card import conflict_cards
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.leads import NewLead
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.routing import draft
from qxn_desktop.services.work_line import Urgency, WorkKind
from tests.builders import VILLAGE, new_office, runs_of, sent
from tests.integration.services.rectification_builder import picture
from tests.integration.services.visit_builder import HOUSEHOLD, furnish, refused

TWO: dict[str, Json] = {"visitor1": "韦建国", "visitor2": "罗秀英"}
REVIEW: dict[str, Json] = {
    "agreed": "是", "category": "防止返贫致贫对象", "risks": "因病、因残", "votes_for": "21",
    "votes_against": "0",
}  # fmt: skip


class Office:
    """An office with a folder of pictures, each step with the papers that it takes."""

    def __init__(self, folder: Path, name: str = "ws") -> None:
        self.folder = folder
        self.door, self.ctx = new_office(folder / name)
        furnish(self.ctx)
        picture(folder, "照片.jpg", 40)
        picture(folder, "授权书.jpg", 120)
        picture(folder, "会议.jpg", 220)

    def do(self, event: str, day: str, **facts: Json) -> CaseView:
        return self.do_as(event, day, HOUSEHOLD, **facts)

    def do_as(self, event: str, day: str, case: str, **facts: Json) -> CaseView:
        action = Action(event, facts, "", self.folder)
        return cases.do(self.ctx, case, action, date.fromisoformat(day))

    def recognise(self) -> CaseView:
        """From the lead to help, in the first half of 2026."""
        cases.open_case(self.ctx, HOUSEHOLD, "PATROL", date(2026, 3, 2))
        self.do("assign", "2026-03-02", owner="韦建国")
        self.do("authorize", "2026-03-03", sheet="授权书.jpg")
        self.do("visit", "2026-03-03", **TWO, result="住院自付三万", photos=["照片.jpg"])
        self.do("compare", "2026-03-05", result="无房无车")
        self.do("review", "2026-03-06", **REVIEW, sheet="会议.jpg")
        self.do("publicize", "2026-03-06", photos=["照片.jpg"])
        self.do("publicity_end", "2026-03-13", photos=["照片.jpg"])
        self.do("town", "2026-03-14", opinion="同意")
        self.do("county", "2026-03-16", number="册防贫〔2026〕3号")
        self.do("announce", "2026-03-17", photos=["照片.jpg"])
        self.do("register", "2026-03-17", national_code="5223270001")
        return self.do("measure", "2026-03-17", measures="健康帮扶")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.door.close()


def put(ctx: AppContext, row: str, **values: Json) -> None:
    ctx.ws.write([draft(ctx, "household", row, Kind.PUT, values)])


def test_a_case_is_carried_from_a_lead_to_help(office):
    view = office.recognise()
    line = view.line
    assert (line.state, line.category, line.risks) == (
        "MEASURES", "防止返贫致贫对象", ("因病", "因残"),
    )  # fmt: skip
    assert (line.rule_set, line.period, line.recognised_on) == ("2026", 1, "2026-03-16")
    [ended] = [one for one in view.history if one.event == "publicity_end"]
    assert ended.facts["counted"] == "5"
    assert view.outside == ()
    assert {one.status for one in view.history} == {"有效"}


def test_the_register_says_what_the_case_says(office):
    office.recognise()
    home = office.ctx.ws.get("household", HOUSEHOLD)
    told = {key: home.text(key) for key in ("monitor_category", "risk1", "risk2", "risk3",
            "risk_open", "identified_on", "identified_month", "national_code")}  # fmt: skip
    assert told == {
        "monitor_category": "防止返贫致贫对象", "risk1": "因病", "risk2": "因残", "risk3": "",
        "risk_open": "是", "identified_on": "2026-03-16", "identified_month": "2026-03",
        "national_code": "5223270001",
    }  # fmt: skip


def test_a_household_taken_over_keeps_what_its_row_holds(office):
    put(office.ctx, HOUSEHOLD, monitor_category="脱贫不稳定户", identified_month="2023-05")
    cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2026, 3, 2))
    office.do("take_over", "2023-05-20", source="国家系统导出", category="脱贫不稳定户",
              risks="因病")  # fmt: skip
    home = office.ctx.ws.get("household", HOUSEHOLD)
    assert (home.text("identified_month"), home.text("risk1")) == ("2023-05", "因病")


def test_publicity_is_counted_by_the_calendar_and_never_typed(office):
    ctx = office.ctx
    cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 9, 21))
    office.do("assign", "2026-09-21", owner="韦建国")
    office.do("authorize", "2026-09-21", sheet="授权书.jpg")
    office.do("visit", "2026-09-21", **TWO, result="火灾", photos=["照片.jpg"])
    office.do("compare", "2026-09-22", result="无")
    office.do("review", "2026-09-23", **REVIEW, sheet="会议.jpg")
    view = office.do("publicize", "2026-09-30", photos=["照片.jpg"])
    # The national holiday of 2026 (1 to 7 October) does not count, the worked Saturday does.
    assert view.step == "publicity_end"
    assert {clock.step: clock.due for clock in view.clocks} == {
        "publicity_end": "2026-10-13", "measure": "2026-10-06",
    }  # fmt: skip
    with refused(ctx, "E-PRB-063"):
        office.do("publicity_end", "2026-10-13", photos=["照片.jpg"], counted="5")
    with refused(ctx, "E-MON-011"):
        office.do("publicity_end", "2026-10-12", photos=["照片.jpg"])
    assert office.do("publicity_end", "2026-10-13", photos=["照片.jpg"]).step == "town"


def test_leads_of_a_household_are_merged_into_its_case(office):
    ctx = office.ctx
    first = leads.add_lead(
        ctx, NewLead(HOUSEHOLD, "DEPT", date(2026, 11, 2), "住院自付12000元", "医保局", "YJ-1")
    )
    assert (first.state, first.department) == ("new", "医保局")
    leads.add_lead(ctx, NewLead(HOUSEHOLD, "HOTLINE_12345", date(2026, 11, 3), "来电", number="8"))
    view = cases.open_case(ctx, HOUSEHOLD, "DEPT", date(2026, 11, 4))
    assert [source.channel for source in view.sources] == ["DEPT", "HOTLINE_12345"]
    assert {source.state for source in view.sources} == {"in_case"}
    late = leads.add_lead(ctx, NewLead(HOUSEHOLD, "MEDIA", date(2026, 11, 10), "报道"))
    assert (late.state, late.case) == ("in_case", view.id)
    told = leads.answer(ctx, late.number, Action("answer", {"result": "属实", "text": "已入户"}))
    assert (told.state, told.result, told.case) == ("answered", "属实", view.id)
    with refused(ctx, "E-MON-050"):
        leads.answer(ctx, late.number, Action("answer", {"result": "属实", "text": "再答"}))
    assert [one.number for one in leads.leads(ctx, HOUSEHOLD, only_open=True)] == [
        one.number for one in view.sources
    ]


def test_a_channel_without_a_lead_becomes_one(office):
    view = cases.open_case(office.ctx, HOUSEHOLD, "SELF_PAPER", date(2026, 11, 4))
    [source] = view.sources
    assert (source.channel, source.found_on, source.state) == (
        "SELF_PAPER", "2026-11-04", "in_case",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("household", "channel", "day", "code"),
    [
        ("没有这一户", "PATROL", "2026-11-04", "E-REG-330"),
        (HOUSEHOLD, "微信", "2026-11-04", "E-MON-040"),
        (HOUSEHOLD, "PATROL", "2026-11-24", "E-MON-041"),
        (HOUSEHOLD, "PATROL", "2019-11-24", "E-MON-038"),
    ],
)
def test_a_case_is_not_opened(office, household, channel, day, code):
    with refused(office.ctx, code):
        cases.open_case(office.ctx, household, channel, date.fromisoformat(day))


def test_one_case_at_a_time_and_several_periods(office):
    ctx = office.ctx
    first = cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 1, 5))
    with refused(ctx, "E-MON-030"):
        cases.open_case(ctx, HOUSEHOLD, "DEPT", date(2026, 1, 6))
    office.do("reject", "2026-01-08", reason="收入稳定", told="当面")
    second = cases.open_case(ctx, HOUSEHOLD, "DEPT", date(2026, 2, 6))
    assert (first.line.period, second.line.period) == (1, 2)
    assert cases.describe(ctx, HOUSEHOLD).id == second.id
    assert [one.state for one in listed(ctx)] == ["LEAD", "REJECTED"]
    assert [one.id for one in listed(ctx, only_open=True)] == [second.id]


def test_a_case_of_the_old_rules_says_so(office):
    view = cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2025, 12, 30))
    assert view.line.rule_set == "2021"
    assert "过渡期" in view.line.rule_title


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"category": "贫困户"}, "E-MON-046"),
        ({"category": "边缘易致贫户"}, "E-MON-046"),  # a category of the rules before
        ({"risks": "因懒"}, "E-MON-047"),
        ({"votes_for": "多数"}, "E-MON-009"),
        ({"sheet": "没有.jpg"}, "E-WS-233"),
        ({"score": "5"}, "E-PRB-063"),
    ],
)
def test_a_review_that_cannot_be(office, facts, code):
    ctx = office.ctx
    cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 3, 2))
    office.do("assign", "2026-03-02", owner="韦建国")
    office.do("authorize", "2026-03-03", sheet="授权书.jpg")
    office.do("visit", "2026-03-03", **TWO, result="病", photos=["照片.jpg"])
    office.do("compare", "2026-03-05", result="无")
    with refused(ctx, code):
        office.do("review", "2026-03-06", **{**REVIEW, "sheet": "会议.jpg", **facts})


def test_a_category_has_to_fit_the_household(office):
    ctx = office.ctx
    cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 3, 2))
    facts: dict[str, Json] = {"source": "国家系统导出 2026-01", "risks": "因病"}
    with refused(ctx, "E-MON-048"):  # the household is 脱贫户
        office.do("take_over", "2024-01-31", **facts, category="边缘易致贫户")
    view = office.do("take_over", "2024-01-31", **facts, category="脱贫不稳定户")
    assert (view.line.state, view.line.recognised_on) == ("REGISTERED", "2024-01-31")
    assert {"入户核查", "民主评议", "县级审定"} <= set(view.outside)


def test_fingerprints_and_signatures_are_marked(office):
    office.recognise()
    stays = {row.text("name"): row.text("stays") for row in office.ctx.ws.select("photo")}
    assert stays == {"授权书.jpg": "是", "会议.jpg": "是", "照片.jpg": ""}


def test_a_picture_that_is_here_already_is_marked_too(office):
    cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2026, 3, 2))
    office.do("assign", "2026-03-02", owner="韦建国")
    office.do("visit", "2026-03-02", **TWO, result="病", photos=["授权书.jpg"])
    [photo] = office.ctx.ws.select("photo")
    assert photo.text("stays") == ""
    office.do("authorize", "2026-03-03", sheet="授权书.jpg")
    [photo] = office.ctx.ws.select("photo")
    assert photo.text("stays") == "是"


def test_a_removal_reads_labour_and_indicators_from_the_registers(office):
    ctx = office.ctx
    office.recognise()
    told: dict[str, Json] = {**TWO, "stable": "是", "guaranteed": "是", "photos": ["照片.jpg"]}
    with refused(ctx, "E-MON-020"):
        office.do("removal_visit", "2026-09-15", **told)
    with refused(ctx, "E-MON-045"):
        office.do("removal_visit", "2026-09-16", **told)
    put(ctx, HOUSEHOLD, has_labour="否")
    with refused(ctx, "E-MON-022"):
        office.do("removal_visit", "2026-09-16", **told)
    put(ctx, HOUSEHOLD, has_labour="是", removed_dropout="否")
    with refused(ctx, "E-MON-024"):
        office.do("removal_visit", "2026-09-16", **told)
    with refused(ctx, "E-PRB-063"):
        office.do("removal_visit", "2026-09-16", **told, indicators="13")
    yesno = {"removed_dropout", "removed_housing_unsafe", "removed_uninsured",
             "removed_water_unsafe"}  # fmt: skip
    put(ctx, HOUSEHOLD, **{key: "否" if key in yesno else "1000" for key in INDICATORS})
    view = office.do("removal_visit", "2026-09-16", **told)
    assert view.history[-1].facts["indicators"] == "13"
    office.do("removal_review", "2026-09-17", agreed="是", sheet="会议.jpg")
    office.do("removal_publicize", "2026-09-17", photos=["照片.jpg"])
    office.do("removal_publicity_end", "2026-09-24", photos=["照片.jpg"])
    office.do("removal_town", "2026-09-24", opinion="同意")
    office.do("removal_county", "2026-09-25", number="册防贫〔2026〕20号")
    view = office.do("removal_announce", "2026-09-28", photos=["照片.jpg"])
    assert (view.line.state, view.line.removed_on, view.clocks) == ("REMOVED", "2026-09-28", ())
    home = ctx.ws.get("household", HOUSEHOLD)
    assert (home.text("risk_open"), home.text("removed_month")) == ("否", "2026-09")


def test_what_is_missing_is_said_in_words(office):
    view = cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2026, 11, 20))
    assert (view.step, view.missing) == ("assign", ("核查责任人",))
    view = office.do("assign", "2026-11-20", owner="韦建国")
    assert (view.step, view.missing) == ("authorize", ("申请及承诺授权查询书",))
    view = office.do("authorize", "2026-11-20", sheet="授权书.jpg")
    assert view.missing == ("核查人", "另一位核查人", "核查情况", "入户照片")
    assert [(clock.step, clock.due, clock.light, clock.default) for clock in view.clocks] == [
        ("visit", "2026-11-22", "black", True), ("measure", "2026-12-05", "far", True),
    ]  # fmt: skip


def test_households_without_help_come_up(office):
    office.recognise()
    ctx = office.ctx
    put(ctx, HOUSEHOLD, has_labour="是")
    [line] = listed(ctx)
    assert (line.due_title, line.due) == ("有劳动力户落实开发式帮扶", "2026-09-16")
    put(ctx, HOUSEHOLD, measure_industry="种植")
    [line] = listed(ctx)
    assert line.due == ""


def test_nothing_is_dated_in_the_future_or_unknown(office):
    ctx = office.ctx
    cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 11, 20))
    with refused(ctx, "E-MON-041"):
        office.do("assign", "2026-11-24", owner="韦建国")
    with refused(ctx, "E-MON-002"):
        office.do("assign", "2026-11-19", owner="韦建国")
    with refused(ctx, "E-MON-000"):
        office.do("dance", "2026-11-20")
    with refused(ctx, "E-MON-001"):
        office.do("review", "2026-11-20")
    with refused(ctx, "E-PRB-069"):
        office.do("settle", "2026-11-20", take="1")


@pytest.mark.parametrize(
    ("role", "event", "words"),
    [("village", "town", "由乡镇办理"), ("village", "county", "由乡镇或县办理"),
     ("county", "visit", "由村或乡镇办理"), ("prefecture", "town", "由乡镇办理")],
)  # fmt: skip
def test_each_office_enters_its_own_steps(office, role, event, words):
    cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2026, 11, 20))
    office.ctx.ws.role = role
    with refused(office.ctx, "E-MON-044") as caught:
        office.do(event, "2026-11-20")
    assert words in caught[0]
    assert all(not one.allowed for one in cases.describe(office.ctx, HOUSEHOLD).next
               if one.event == event)  # fmt: skip


def test_two_laptops_hold_one_case_and_decide_what_differs(tmp_path):
    one, two = Office(tmp_path, "one"), Office(tmp_path, "two")
    two.ctx.ws.merge(runs_of(one.ctx.ws), sent())
    for office in (one, two):
        cases.open_case(office.ctx, HOUSEHOLD, "PATROL", date(2026, 11, 20))
    one.do("assign", "2026-11-20", owner="韦建国")
    two.do("assign", "2026-11-20", owner="罗秀英")
    for source, target in ((one, two), (two, one)):
        target.ctx.ws.merge(runs_of(source.ctx.ws), sent(source.folder.name + "x"))
    views = [cases.describe(office.ctx, HOUSEHOLD) for office in (one, two)]
    assert [view.line.disputed for view in views] == [True, True]
    assert [view.step for view in views] == ["settle", "settle"]
    assert one.ctx.ws.count("monitor_case") == 1
    assert views[0].history[1:] == views[1].history[1:]
    [card] = conflict_cards(one.ctx)
    assert card.title.startswith("监测个案“韦阿甲 2026-11-20”")
    assert {side.value for side in card.sides} == {"派查"}
    decided = one.do("settle", "2026-11-21", take="2")
    assert (decided.line.disputed, decided.line.state) == (False, "ASSIGNED")
    assert one.ctx.ws.conflicts() == []
    one.door.close()
    two.door.close()


def test_the_village_of_a_lead_is_that_of_its_household(office):
    line = leads.add_lead(office.ctx, NewLead(HOUSEHOLD, "PATROL", date(2026, 11, 2)))
    assert line.village == VILLAGE
    with refused(office.ctx, "E-MON-042"):
        leads.add_lead(office.ctx, NewLead(HOUSEHOLD, "PATROL", date(2026, 11, 2)))


def test_the_day_lists_what_is_due_with_its_rules(office):
    ctx = office.ctx
    cases.open_case(ctx, HOUSEHOLD, "PATROL", date(2026, 11, 22))
    page = today.today(ctx)
    [line] = page.soon
    assert line.words == (
        "临期：监测 韦阿甲 线索受理后入户核查，按常态化防止返贫致贫规则（2026 年起），1天后到期"
    )
    assert (line.kind, line.ids, line.villages) == (WorkKind.CASE, (HOUSEHOLD,), (VILLAGE,))
    ctx.clock.advance(days=2)
    page = today.today(ctx)
    assert page.soon == ()
    [line] = [one for one in page.lines if one.kind is WorkKind.CASE]
    assert (line.urgency, line.amount, line.when) == (Urgency.OVERDUE, "1 户", "逾期1天")
    assert "2026 年起" in line.title
    office.do("reject", "2026-11-24", reason="没有困难", told="当面")
    assert not [one for one in today.today(ctx).lines if one.kind is WorkKind.CASE]


def test_only_leads_that_nobody_followed_up_wait(office):
    ctx = office.ctx
    leads.add_lead(ctx, NewLead(HOUSEHOLD, "DEPT", date(2026, 11, 20), "住院"))
    assert [one.amount for one in today.today(ctx).lines if one.kind is WorkKind.LEAD] == ["1 条"]
    cases.open_case(ctx, HOUSEHOLD, "DEPT", date(2026, 11, 23))
    assert not [one for one in today.today(ctx).lines if one.kind is WorkKind.LEAD]
