from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.legal_event import Replay, Status
from qxn_desktop.domain.rectification import Finding, Limits, Rectification, Stage
from qxn_desktop.domain.rectification_machine import next_events, replay_rectification, try_event
from qxn_desktop.domain.rectification_rule import RULES
from tests.unit.domain.causal_story import Story

FOUND = Finding(date(2026, 10, 28), "较重")
TODAY = date(2026, 11, 1)
PHOTO, SHEET = "a" * 64, "b" * 64
ASSIGN: dict[str, Json] = {"owner": "张三", "supervisor": "李四"}
APPLY: dict[str, Json] = {"by": "张三", "text": "化粪池已换盖板", "photos": [PHOTO]}
SIGNED: dict[str, Json] = {"by": "李四", "signed_sheet": SHEET}


class Case:
    """A problem on one laptop: ``do`` writes an event and gives the state or the refusal."""

    def __init__(self, finding: Finding = FOUND) -> None:
        self.story, self.finding = Story(), finding

    def replayed(self) -> Replay[Rectification]:
        return replay_rectification(self.finding, Limits(), self.story.events, self.story.before)

    @property
    def state(self) -> Rectification:
        return self.replayed().state

    def do(
        self,
        name: str,
        facts: Mapping[str, Json] | None = None,
        actor: str = "办事员",
        day: int = 0,
        at: str = "a",
    ) -> str:
        """The reason when refused, else an empty text."""
        event = self.story.write(at, name, facts, actor, day)
        entry = next(e for e in self.replayed().history if e.event.id == event.id)
        return entry.reason if entry.status is Status.REFUSED else ""

    def run(self, *names: str) -> Case:
        for name in names:
            assert self.do(name, USUAL[name]) == ""
        return self


USUAL: dict[str, dict[str, Json]] = {
    "assign": ASSIGN,
    "work": {"note": "已联系施工队"},
    "apply": APPLY,
    "confirm": SIGNED,
    "return": {"reason": "照片看不清"},
    "extend": {"due": "2026-12-31", "reason": "连日降雨", "approved_by": "王五"},
    "revisit": {"ok": "是"},
    "reopen": {"reason": "又漏了"},
    "archive": {},
    "refer": {"ground": "虚假销号", "reason": "现场没有整改"},
}
CLOSED = ("assign", "work", "apply", "confirm")


def test_the_whole_way() -> None:
    case = Case().run(*CLOSED, "revisit", "archive")
    assert [entry.after.stage for entry in case.replayed().history] == [
        Stage.ASSIGNED,
        Stage.WORKING,
        Stage.APPLIED,
        Stage.CONFIRMED,
        Stage.REVISITED,
        Stage.ARCHIVED,
    ]
    assert case.state.values() == {
        "state": "archived",
        "owner": "张三",
        "supervisor": "李四",
        "due": "2026-11-27",
        "rebounds": 0,
        "closed_on": "2026-11-01",
    }


def test_every_event_can_happen_somewhere() -> None:
    ways = (
        Case().run(*CLOSED, "revisit", "archive", "reopen", "refer"),
        Case().run("assign", "extend", "apply", "return"),
    )
    done = {e.event.name for case in ways for e in case.replayed().history}
    assert done == set(RULES)


# -- 双责


def test_owner_and_supervisor_are_never_the_same() -> None:
    reason = Case().do("assign", {"owner": "张三", "supervisor": " 张三 "})
    assert reason == "督办责任人不能与整改责任人是同一人（张三），请另指定一人。"


def test_what_is_missing_is_named_with_its_key() -> None:
    assert (
        Case().do("assign") == "“交办”还缺：整改责任人（owner）、督办责任人（supervisor），请补上。"
    )


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ({**ASSIGN, "due": "2026-02-31"}, "（due）应为日期"),
        ({**ASSIGN, "due": "2026-10-01"}, "不能早于发现日期（2026-10-28）"),
        ({**ASSIGN, "owner": ["张三"]}, "（owner）应为文字"),
        ({**ASSIGN, "method": "慢慢改"}, "只能填：立行立改"),
        ({**ASSIGN, "on": "2026-10-01"}, "核对（on）"),
    ],
)
def test_wrong_facts_of_assign(facts: dict[str, Json], part: str) -> None:
    assert part in Case().do("assign", facts)


# -- 期限


@pytest.mark.parametrize(
    ("severity", "due"),
    [("严重", date(2026, 11, 4)), ("较重", date(2026, 11, 27)), ("一般", date(2026, 11, 27))],
)
def test_the_limit_counts_from_the_finding(severity: str, due: date) -> None:
    case = Case(Finding(FOUND.found_on, severity)).run("assign")
    assert (case.state.due, case.state.due_default) == (due, True)


def test_rebuilding_takes_ninety_days() -> None:
    case = Case()
    assert case.do("assign", {**ASSIGN, "method": "拆除重建"}) == ""
    assert case.state.due == date(2027, 1, 26)


def test_a_demanded_date_wins_and_can_only_be_extended() -> None:
    case = Case(Finding(FOUND.found_on, "较重", date(2026, 11, 5))).run("assign")
    assert (case.state.due, case.state.due_default) == (date(2026, 11, 5), False)
    assert "请办延期" in case.do("assign", {**ASSIGN, "due": "2026-11-06"})
    case.run("extend")
    assert case.do("assign", {**ASSIGN, "due": "2026-12-01"}) == ""


def test_a_new_round_has_a_limit_of_its_own() -> None:
    case = Case(Finding(FOUND.found_on, "较重", date(2026, 11, 5))).run(*CLOSED)
    case.do("reopen", {"reason": "又漏了"}, day=10)
    assert (case.state.due, case.state.due_default) == (date(2026, 12, 11), True)
    assert case.do("assign", {**ASSIGN, "method": "拆除重建"}) == ""
    assert case.state.due == date(2027, 2, 9)
    assert case.do("assign", {**ASSIGN, "due": "2027-03-01"}) == ""


def test_an_extension_is_later_and_approved_by_another() -> None:
    case = Case().run("assign")
    extend = USUAL["extend"]
    assert "应晚于现期限（2026-11-27）" in case.do("extend", {**extend, "due": "2026-11-27"})
    assert "不能由整改责任人张三自己审批" in case.do("extend", {**extend, "approved_by": "张三"})
    assert "审批人（approved_by）" in case.do("extend", {"due": "2026-12-31", "reason": "雨"})
    case.run("extend")
    assert case.state.due == date(2026, 12, 31)


def test_overdue_until_the_supervisor_closed_it() -> None:
    late = date(2026, 11, 28)
    assert not Case().run("assign").state.overdue(date(2026, 11, 27))
    assert Case().run("assign", "apply").state.overdue(late)
    assert not Case().run(*CLOSED).state.overdue(late)


# -- 双销号


def test_closing_needs_evidence_and_a_text() -> None:
    case = Case().run("assign")
    assert "须有证据" in case.do("apply", {"by": "张三", "text": "好了"})
    assert "整改情况（text）" in case.do("apply", {"photos": [PHOTO]})
    assert "（photos）应为" in case.do("apply", {"text": "好了", "photos": ["a.jpg"]})
    assert "完成日期" in case.do("apply", {**APPLY, "done_on": "2026-10-01"})
    assert case.do("apply", {"by": "张三", "text": "好了", "sheet": SHEET}) == ""


def test_the_supervisor_does_not_apply() -> None:
    assert "李四是督办责任人" in Case().run("assign").do("apply", {**APPLY, "by": "李四"})


def test_the_second_closing_is_the_supervisors_own_account() -> None:
    case = Case().run("assign", "apply")
    assert case.do("confirm", {"by": "李四"}) == (
        "须由督办责任人李四本人销号，或附签字单（signed_sheet）。"
    )
    assert case.do("confirm", actor="李四") == ""
    assert case.state.stage is Stage.CONFIRMED


def test_a_signed_sheet_is_the_supervisors_and_nobody_elses() -> None:
    case = Case().run("assign", "apply")
    assert "请写明销号人（by）" in case.do("confirm", {"signed_sheet": SHEET})
    assert "二销须由另一人" in case.do("confirm", {**SIGNED, "by": "张三"})
    assert "（signed_sheet）应为" in case.do("confirm", {**SIGNED, "signed_sheet": "x"})
    assert case.do("confirm", SIGNED) == ""


def test_one_account_alone_cannot_close() -> None:
    case = Case().run("assign")
    assert case.do("apply", APPLY, actor="李四") == ""
    assert "一销也是用李四的账号录入的" in case.do("confirm", actor="李四")
    assert case.do("confirm", SIGNED, actor="李四") == ""


def test_who_applied_cannot_confirm_even_when_made_supervisor_later() -> None:
    case = Case().run("assign", "apply", "return")
    assert case.do("assign", {"owner": "王五", "supervisor": "张三"}) == ""
    assert "张三是督办责任人" in case.do("apply", APPLY)


# -- 退回、反弹、移交


def test_a_return_needs_a_reason_and_starts_over() -> None:
    case = Case().run("assign", "apply")
    assert "理由（reason）" in case.do("return")
    case.run("return")
    assert (case.state.stage, case.state.applied_by) == (Stage.WORKING, "")


@pytest.mark.parametrize(
    ("name", "facts"),
    [("revisit", {"ok": "否", "note": "又渗漏"}), ("reopen", {"reason": "群众反映"})],
)
def test_a_rebound_counts_and_opens_a_new_round(name: str, facts: dict[str, Json]) -> None:
    case = Case().run(*CLOSED)
    assert case.do(name, facts, day=40) == ""
    state = case.state
    assert (state.stage, state.rebounds, state.closed_on) == (Stage.ASSIGNED, 1, None)
    assert state.due == date(2027, 1, 10)
    case.run("apply", "confirm")
    assert case.state.stage is Stage.CONFIRMED


def test_a_bad_revisit_says_why_and_only_a_good_one_archives() -> None:
    case = Case().run(*CLOSED)
    assert "请补说明（note）" in case.do("revisit", {"ok": "否"})
    assert "应为“是”或“否”" in case.do("revisit", {"ok": "好"})
    assert "只能在“回访”时办理" in case.do("archive")
    case.run("revisit", "revisit", "archive")


def test_a_referral_needs_its_ground_and_leaves_the_stage() -> None:
    case = Case().run("assign")
    refer = {"ground": "逾期", "reason": "多次催办"}
    assert "没有逾期" in case.do("refer", refer, day=26)
    assert "没有反弹记录" in case.do("refer", {**refer, "ground": "反弹"})
    assert case.do("refer", refer, day=27) == ""
    assert "不必重复移交" in case.do("refer", refer, day=28)
    assert (case.state.stage, case.state.referred) == (Stage.ASSIGNED, ("逾期",))


# -- 下一步


def reasons(case: Case, actor: str) -> dict[str, str]:
    return {n.event: n.reason for n in next_events(case.replayed(), actor, TODAY) if not n.allowed}


def test_next_says_of_every_event_whether_and_why_not() -> None:
    case = Case()
    found = reasons(case, "办事员")
    assert found["confirm"] == "还没有指定督办责任人，请先交办（assign）。"
    assert {*RULES, "settle"} - set(found) == {"assign", "refer"}
    case.run("assign", "apply")
    applied = reasons(case, "办事员")
    assert applied["confirm"] == "须由督办责任人李四本人销号，或附签字单（signed_sheet）。"
    assert {*RULES, "settle"} - set(applied) == {"return", "refer"}
    assert "confirm" not in reasons(case, "李四")


def test_next_says_that_a_signed_sheet_would_do() -> None:
    case = Case().run("assign", "apply")
    told = {n.event: n for n in next_events(case.replayed(), "办事员", TODAY)}
    assert (told["confirm"].unless, told["archive"].unless) == ("signed_sheet", "")
    assert [n.key for n in told["assign"].needs if n.required] == ["owner", "supervisor"]


@pytest.mark.parametrize("stage", range(len(CLOSED)))
def test_what_is_not_allowed_is_refused(stage: int) -> None:
    case = Case().run(*CLOSED[:stage])
    for offer in next_events(case.replayed(), "办事员", TODAY):
        if not offer.allowed and not offer.unless and offer.event != "settle":
            probe = Case().run(*CLOSED[:stage])
            assert probe.do(offer.event, USUAL[offer.event]) == offer.reason


def test_an_unknown_event_is_refused_in_words() -> None:
    assert "没有“close”这种办理" in Case().do("close")


# -- 两台电脑


def applied_on_two() -> Case:
    case = Case().run("assign", "apply")
    case.story.tell("a", "b")
    return case


def test_closed_here_and_returned_there_is_a_conflict_until_a_person_takes_one() -> None:
    case = applied_on_two()
    case.do("confirm", SIGNED, at="a")
    case.do("return", {"reason": "照片看不清"}, at="b")
    case.story.tell_all()
    (dispute,) = case.replayed().disputes
    assert case.state.stage is Stage.CONFIRMED
    offers = {n.event: n.allowed for n in next_events(case.replayed(), "李四", TODAY)}
    assert [name for name, allowed in offers.items() if allowed] == ["settle"]
    event = case.story.write("a", "revisit", {"ok": "是"})
    assert "裁决" in str(try_event(case.replayed(), event))
    case.do("settle", dispute.branches[1].facts, at="b")
    assert (case.state.stage, case.replayed().disputes) == (Stage.WORKING, ())


def test_confirmed_on_both_is_no_conflict() -> None:
    case = applied_on_two()
    case.do("confirm", SIGNED, at="a")
    case.do("confirm", {}, actor="李四", at="b")
    assert (case.state.stage, case.replayed().disputes) == (Stage.CONFIRMED, ())


def test_a_note_of_work_beside_the_closing_stays_a_note() -> None:
    case = Case().run("assign")
    case.story.tell("a", "b")
    case.do("apply", APPLY, at="a")
    case.story.write("b", "work", {"note": "到现场"})
    assert (case.state.stage, case.replayed().disputes) == (Stage.APPLIED, ())
    assert case.replayed().history[-1].status is Status.NOTED


def test_two_owners_named_side_by_side_are_a_conflict() -> None:
    case = Case()
    case.do("assign", ASSIGN, at="a")
    case.do("assign", {"owner": "王五", "supervisor": "李四"}, at="b")
    assert (case.state.owner, len(case.replayed().disputes)) == ("张三", 1)


STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from([*USUAL, "tell", "tell", "settle"]),
        st.integers(0, 3),
    ),
    max_size=24,
)


@given(STEPS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_only_the_set_of_events_matters(
    steps: list[tuple[str, str, int]], chance: random.Random
) -> None:
    case = Case()
    story = case.story
    for at, name, number in steps:
        seen = replay_rectification(FOUND, Limits(), story.site(at).held.values(), story.before)
        if name == "tell":
            story.tell("abc"[number % 3], at)
        elif name == "settle":
            for dispute in seen.disputes[:1]:
                story.write(at, name, dispute.branches[number % 2].facts)
        else:
            story.write(at, name, USUAL[name], day=number)
    expected = case.replayed()
    shuffled = story.events * 2
    chance.shuffle(shuffled)
    assert replay_rectification(FOUND, Limits(), shuffled, story.before) == expected
    assert {entry.event.id for entry in expected.history} == {event.id for event in story.events}
    assert (expected.state.closed_on is None) == (
        expected.state.stage in (Stage.FOUND, Stage.ASSIGNED, Stage.WORKING, Stage.APPLIED)
    )
