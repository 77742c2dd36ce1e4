"""Monitoring cases: no way around what their rules demand, whatever order events arrive in."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.case_machine import CASE, RULES, replay_case
from qxn_desktop.domain.legal_event import Replay, Status
from qxn_desktop.domain.monitor_case import (
    MONITORED,
    RECOGNISED,
    REMOVING,
    Case,
    CaseStage,
    months_between,
)
from qxn_desktop.domain.monitor_rules import Terms
from tests.unit.domain.causal_story import Story

S = CaseStage
OPENED = date(2026, 3, 2)
PHOTO, SHEET = ["a" * 64], "b" * 64
TWO: dict[str, Json] = {"visitor1": "韦建国", "visitor2": "罗秀英"}
REVIEW: dict[str, Json] = {
    "agreed": "是", "category": "防止返贫致贫对象", "risks": "因病、因残", "votes_for": "21",
    "votes_against": "0", "sheet": SHEET,
}  # fmt: skip
REMOVAL: dict[str, Json] = {
    **TWO, "stable": "是", "guaranteed": "是", "labour": "是", "indicators": "13", "photos": PHOTO,
}  # fmt: skip
USUAL: dict[str, dict[str, Json]] = {
    "assign": {"owner": "韦建国"},
    "authorize": {"sheet": SHEET},
    "visit": {**TWO, "result": "住院自付三万", "photos": PHOTO},
    "compare": {"result": "无房无车"},
    "review": REVIEW,
    "publicize": {"photos": PHOTO},
    "publicity_end": {"photos": PHOTO, "counted": "5"},
    "object": {"who": "村民", "text": "有车"},
    "answer": {"holds": "否", "text": "已核实"},
    "town": {"opinion": "同意"},
    "return": {"reason": "材料不全"},
    "county": {"number": "册防贫〔2026〕3号"},
    "announce": {"photos": PHOTO},
    "register": {"national_code": "5223270001"},
    "measure": {"measures": "健康帮扶"},
    "emergency": {"ground": "因灾", "reason": "房屋过火"},
    "reject": {"reason": "有商品房", "told": "当面"},
    "roll_back": {"ground": "信息错误", "reason": "录错户", "number": "册防贫〔2026〕9号"},
    "natural_end": {"ground": "整户迁出", "reason": "迁往贵阳"},
    "take_over": {"source": "国家系统导出 2026-01", "category": "脱贫不稳定户", "risks": "因病"},
    "removal_visit": REMOVAL,
    "removal_review": {"agreed": "是", "sheet": SHEET},
    "removal_publicize": {"photos": PHOTO},
    "removal_publicity_end": {"photos": PHOTO, "counted": "5"},
    "removal_town": {"opinion": "同意"},
    "removal_county": {"number": "册防贫〔2026〕20号"},
    "removal_announce": {"photos": PHOTO},
    "removal_stop": {"reason": "又生病"},
    "follow": {"result": "稳定"},
}
RECOGNITION = (
    "assign", "authorize", "visit", "compare", "review", "publicize", "publicity_end", "town",
    "county", "announce", "register", "measure",
)  # fmt: skip
REMOVING_STEPS = (
    "removal_visit", "removal_review", "removal_publicize", "removal_publicity_end",
    "removal_town", "removal_county", "removal_announce",
)  # fmt: skip


class Told:
    """A case on one laptop; each step lies ten days after the one before."""

    def __init__(self, terms: Terms | None = None) -> None:
        self.story, self.terms, self.day = Story(), terms or Terms(), OPENED

    def replayed(self) -> Replay[Case]:
        return replay_case(self.terms, OPENED, self.story.events, self.story.before)

    @property
    def state(self) -> Case:
        return self.replayed().state

    def do(self, name: str, facts: Mapping[str, Json] | None = None, days: int = 10) -> str:
        """The reason when refused, else an empty text."""
        self.day += timedelta(days=days)
        given = {**USUAL[name], **(facts or {}), "on": self.day.isoformat()}
        event = self.story.write("a", name, given)
        entry = next(one for one in self.replayed().history if one.event.id == event.id)
        if entry.status is Status.REFUSED:
            self.day -= timedelta(days=days)
            return entry.reason
        return ""

    def run(self, *names: str) -> Told:
        for name in names:
            assert self.do(name) == "", name
        return self


def test_a_case_is_carried_from_a_lead_to_help() -> None:
    case = Told()
    stages = []
    for name in RECOGNITION:
        assert case.do(name) == ""
        stages.append(case.state.stage)
    assert stages == [
        S.ASSIGNED, S.ASSIGNED, S.VISITED, S.COMPARED, S.REVIEWED, S.PUBLICIZED, S.PUBLICIZED,
        S.TOWN_OK, S.COUNTY_OK, S.ANNOUNCED, S.REGISTERED, S.MEASURES,
    ]  # fmt: skip
    assert (case.state.category, case.state.risks) == ("防止返贫致贫对象", ("因病", "因残"))
    assert case.state.outside == frozenset()


@pytest.mark.parametrize("left_out", RECOGNITION[:-1])
def test_no_step_of_recognition_is_left_out(left_out: str) -> None:
    case = Told()
    for name in RECOGNITION:
        if name != left_out:
            case.do(name)
    assert case.state.stage is not S.MEASURES


@pytest.mark.parametrize(
    ("before", "name", "facts", "why"),
    [
        (2, "visit", {"visitor2": "韦建国"}, "两个人"),
        (2, "visit", {"photos": []}, "入户照片"),
        (4, "review", {"risks": ""}, "风险"),
        (4, "review", {"risks": "一、二、三、四、五、六"}, "1到5项"),
        (4, "review", {"votes_for": "多数"}, "数字"),
        (4, "review", {"sheet": ""}, "会议记录"),
        (6, "publicity_end", {"counted": "4"}, "未满5个工作日"),
        (6, "publicity_end", {"counted": "x"}, "数字"),
        (8, "county", {"number": ""}, "批复文号"),
        (2, "visit", {"outside": "是", "source": ""}, "依据"),
    ],
)
def test_what_is_lacking_is_said(before: int, name: str, facts: dict[str, Json], why: str) -> None:
    case = Told().run(*RECOGNITION[:before])
    assert why in case.do(name, facts)


def test_publicity_cannot_be_counted_longer_than_it_hung() -> None:
    case = Told().run(*RECOGNITION[:6])
    assert "未满" in case.do("publicity_end", {"counted": "5"}, days=4)
    assert case.do("publicity_end", {"counted": "5"}, days=7) == ""


def test_an_objection_that_holds_leads_back_to_the_visit() -> None:
    case = Told().run(*RECOGNITION[:6], "object")
    assert case.state.stage is S.OBJECTION
    assert "有异议" in case.do("town")
    assert case.do("answer", {"holds": "是"}) == ""
    assert case.state.stage is S.ASSIGNED
    assert case.state.publicity.start is None
    case.run("visit", "compare", "review", "publicize", "publicity_end", "town")


def test_an_objection_that_does_not_hold_changes_nothing() -> None:
    case = Told().run(*RECOGNITION[:6], "object", "answer", "publicity_end", "town")
    assert case.state.stage is S.TOWN_OK


def test_one_vote_only() -> None:
    case = Told().run(*RECOGNITION[:4])
    assert case.do("review", {"agreed": "否"}) == ""
    assert case.state.stage is S.COMPARED
    assert "只评一次" in case.do("review")
    case.run("reject")


def test_help_goes_first_in_an_emergency_and_the_papers_follow() -> None:
    case = Told().run("assign")
    assert "绿色通道" in case.do("measure")
    case.run("emergency", "measure")
    assert case.state.stage is S.ASSIGNED
    case.run(*RECOGNITION[1:-1])
    assert case.state.stage is S.REGISTERED
    assert "没有落实" not in case.do("measure")


def test_a_household_recognised_before_is_marked_as_such() -> None:
    case = Told()
    assert case.do("take_over", {"helped": "是", "on": "2024-01-31"}) == ""
    state = case.state
    assert state.stage is S.MEASURES
    assert {"visit", "review", "county"} <= state.outside


def test_a_risk_is_removed_after_half_a_year_with_all_that_is_needed() -> None:
    case = Told().run(*RECOGNITION)
    assert "未满6个月" in case.do("removal_visit")
    case.day = OPENED + timedelta(days=400)
    for facts, why in (
        ({"labour": "否"}, "没有劳动力"),
        ({"stable": "否"}, "收入持续稳定"),
        ({"guaranteed": "否"}, "三保障"),
        ({"indicators": "12"}, "13项"),
    ):
        assert why in case.do("removal_visit", facts)
    case.run(*REMOVING_STEPS, "follow")
    assert case.state.stage is S.REMOVED
    assert case.state.values()["removed_on"] is not None


def test_a_removal_can_be_stopped() -> None:
    case = Told().run(*RECOGNITION)
    case.day = OPENED + timedelta(days=400)
    case.run("removal_visit", "removal_review", "removal_stop")
    assert case.state.stage is S.MEASURES


EVENTS = st.lists(st.sampled_from(sorted(RULES)), max_size=30)


@given(EVENTS, st.integers(0, 40))
@settings(max_examples=200)
def test_no_path_reaches_recognition_without_its_steps(names: list[str], days: int) -> None:
    case = Told()
    for name in names:
        case.do(name, days=days)
        state = case.state
        if state.stage in RECOGNISED and "take_over" not in state.done:
            needed = {"authorize", "visit", "compare", "review", "publicize", "publicity_end",
                      "town", "county"}  # fmt: skip
            assert needed <= state.done.keys()
            assert state.publicity.start is not None
            assert state.publicity.end is not None
            assert (state.publicity.end - state.publicity.start).days >= 5
        if state.stage in REMOVING or state.stage is S.REMOVED:
            recognised = state.recognised_on
            assert recognised is not None
            assert months_between(recognised, state.done["removal_visit"]) >= 6
            assert {"measure", "take_over"} & state.done.keys()


@given(EVENTS, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_any_order_of_arrival_gives_the_same_case(names: list[str], chance: random.Random) -> None:
    story, day = Story(), OPENED
    for at, name in enumerate(names):
        day += timedelta(days=7)
        story.write(chance.choice("abc"), name, {**USUAL[name], "on": day.isoformat()}, "员", at)
    events = list(story.events)
    first = replay_case(Terms(), OPENED, events, story.before)
    chance.shuffle(events)
    again = replay_case(Terms(), OPENED, events + events[:2], story.before)
    assert (first.state, first.disputes) == (again.state, again.disputes)


def test_every_event_is_offered_or_says_why_not() -> None:
    for name in RULES:
        assert USUAL[name]
    offers = {one.event: one for one in CASE.next_events(Told().replayed(), "员", OPENED)}
    assert offers["assign"].allowed
    assert "线索待派" in offers["visit"].reason


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-31", "2026-07-30", 5), ("2026-01-31", "2026-07-31", 6),
        ("2026-08-31", "2027-02-28", 5), ("2026-03-01", "2026-03-01", 0),
    ],
)  # fmt: skip
def test_months_are_counted_whole(start: str, end: str, months: int) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


def test_ended_cases_are_not_monitored() -> None:
    assert not {S.REMOVED, S.REJECTED, S.ROLLED_BACK, S.NATURAL_END} & MONITORED
