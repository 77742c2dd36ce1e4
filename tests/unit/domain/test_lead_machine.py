"""Leads: taken into a case, answered; two laptops that say the same agree."""

from __future__ import annotations

from datetime import date

from qxn_desktop.domain.lead import Channel, LeadState, typed_lead_id
from qxn_desktop.domain.lead_machine import replay_lead
from tests.unit.domain.causal_story import Story

ANSWER = {"result": "不属实", "text": "已入户，没有困难"}


def test_a_lead_goes_into_a_case_and_is_answered() -> None:
    story = Story()
    assert replay_lead([], story.before).state.values() == {
        "state": None, "case": None, "result": None,
    }  # fmt: skip
    story.write("a", "join", {"case": "c1"})
    assert replay_lead(story.events, story.before).state.state is LeadState.IN_CASE
    story.write("a", "join", {"case": "c2"})
    story.write("a", "answer", ANSWER)
    found = replay_lead(story.events, story.before)
    assert found.state.values() == {"state": "answered", "case": "c1", "result": "不属实"}
    assert [entry.status.value for entry in found.history] == ["有效", "不符合程序", "有效"]
    story.write("a", "answer", ANSWER)
    assert len(replay_lead(story.events, story.before).refused) == 2


def test_an_answer_needs_one_of_the_results() -> None:
    story = Story()
    story.write("a", "answer", {"result": "也许", "text": "说不清"})
    assert replay_lead(story.events, story.before).state.state is LeadState.NEW


def test_the_same_ticket_is_one_lead_on_every_machine() -> None:
    day = date(2026, 11, 20)
    first = typed_lead_id("h", Channel.DEPT, day, "YJ-1")
    assert first == typed_lead_id("h", Channel.DEPT, day, "YJ-1")
    others = {
        typed_lead_id("h", Channel.DEPT, day, "YJ-2"),
        typed_lead_id("h", Channel.PATROL, day, "YJ-1"),
        typed_lead_id("g", Channel.DEPT, day, "YJ-1"),
    }
    assert len(others | {first}) == 4
