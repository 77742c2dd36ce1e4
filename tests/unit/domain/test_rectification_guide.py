from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.legal_event import Replay
from qxn_desktop.domain.rectification import Finding, Limits, Rectification, Stage
from qxn_desktop.domain.rectification_guide import (
    ROAD,
    STAND_IN_FILE,
    DueMark,
    Mark,
    due_mark,
    due_words,
    lacking,
    next_on_road,
    stage_marks,
)
from qxn_desktop.domain.rectification_machine import next_events, replay_rectification
from qxn_desktop.domain.rectification_rule import RULES
from tests.unit.domain.causal_story import Story

TODAY = date(2026, 11, 25)
CLERK, OWNER, SUPERVISOR = "韦建国", "罗老三", "覃督办"
PEOPLE: dict[str, Json] = {"owner": OWNER, "supervisor": SUPERVISOR}
DONE: dict[str, Json] = {"by": OWNER, "text": "已修好", "photos": ["a" * 64]}
FACTS: dict[str, dict[str, Json]] = {
    "assign": PEOPLE,
    "apply": DONE,
    "confirm": {"by": SUPERVISOR, "signed_sheet": "b" * 64},
    "revisit": {"ok": "是"},
}


def after(*events: str) -> Replay[Rectification]:
    story = Story()
    for name in events:
        story.write("甲", name, FACTS.get(name, {}), actor=CLERK)
    finding = Finding(date(2026, 11, 1), "较重")
    return replay_rectification(finding, Limits(), story.events, story.before)


def lacks(replayed: Replay[Rectification], event: str, **facts: Json) -> tuple[str, ...]:
    return lacking(replayed, event, facts, CLERK, TODAY)


def test_the_road_goes_through_every_stage_to_the_end():
    walked: list[str] = []
    while event := next_on_road(after(*walked)):
        assert len(walked) < len(ROAD)
        walked.append(event)
    assert walked == list(ROAD.values())
    assert after(*walked).state.stage is Stage.ARCHIVED


@pytest.mark.parametrize("length", range(len(ROAD)))
def test_the_next_step_on_the_road_is_allowed_by_the_machine(length):
    replayed = after(*list(ROAD.values())[:length])
    allowed = {step.event for step in next_events(replayed, SUPERVISOR, TODAY) if step.allowed}
    assert next_on_road(replayed) in allowed


def test_stages_before_are_done_and_after_lie_ahead():
    marks = [one.mark for one in stage_marks(Stage.WORKING)]
    assert marks == [Mark.DONE, Mark.DONE, Mark.NOW, *[Mark.AHEAD] * 4]
    assert [one.title for one in stage_marks(Stage.FOUND)][3:5] == ["申请销号", "复核通过"]


@pytest.mark.parametrize(
    ("state", "due", "mark", "words"),
    [
        ("working", "2026-11-22", DueMark.OVERDUE, "逾期 3 天"),
        ("working", "2026-11-25", DueMark.SOON, "今天到期"),
        ("applied", "2026-11-28", DueMark.SOON, "还有 3 天"),
        ("found", "2026-11-29", DueMark.FAR, "还有 4 天"),
        ("confirmed", "2026-11-22", DueMark.CLOSED, ""),
    ],
)
def test_a_limit_in_words(state, due, mark, words):
    assert due_mark(state, due, TODAY) is mark
    assert due_words(mark, due, TODAY) == words


def test_a_limit_that_is_no_date_has_no_words():
    assert due_words(DueMark.OVERDUE, "很快", TODAY) == ""


def test_everything_missing_is_named_at_once():
    assert lacks(after("assign", "work"), "apply") == (
        "还缺：整改情况。",
        "申请销号须有证据：请附整改后照片或证明材料。",
    )


def test_what_is_typed_is_no_longer_missing():
    replayed = after("assign", "work")
    assert lacks(replayed, "apply", text="已清运", by=OWNER) == (
        "申请销号须有证据：请附整改后照片或证明材料。",
    )
    assert lacks(replayed, "apply", text="已清运", by=OWNER, photos=[STAND_IN_FILE]) == ()


def test_two_persons_in_charge_may_not_be_one():
    told = lacks(after(), "assign", owner=OWNER, supervisor=OWNER)
    assert told == (f"督办责任人不能与整改责任人是同一人（{OWNER}），请另指定一人。",)
    assert lacks(after(), "assign") == ("还缺：整改责任人、督办责任人。",)


def test_only_the_supervisor_or_a_signed_sheet_closes():
    replayed = after("assign", "work", "apply")
    assert lacks(replayed, "confirm") == (f"须由督办责任人{SUPERVISOR}本人销号，或附签字单。",)
    assert lacks(replayed, "confirm", by=SUPERVISOR, signed_sheet=STAND_IN_FILE) == ()
    assert lacking(replayed, "confirm", {}, SUPERVISOR, TODAY) == ()


def test_a_choice_not_made_yet_is_not_judged_in_advance():
    assert lacks(after(), "refer") == ("还缺：事由、理由。",)
    assert lacks(after(), "refer", ground="反弹", reason="x") == (
        "没有反弹记录，请核对事由，或先重新打开。",
    )


def test_nothing_is_missing_exactly_when_the_machine_agrees():
    replayed = after("assign", "work")
    for name in RULES:
        facts: dict[str, Json] = {"reason": "缓", "due": "2027-01-01", "approved_by": SUPERVISOR}
        ready = not lacking(replayed, name, {**facts, **FACTS.get(name, {})}, CLERK, TODAY)
        assert ready == (name in ("assign", "work", "apply", "extend"))
