"""Problems as they stood on earlier days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.problem_past import ProblemSpan, moments, span
from qxn_desktop.domain.rectification import Finding, Limits
from qxn_desktop.domain.rectification_machine import replay_rectification
from tests.unit.domain.causal_story import Story

FOUND = Finding(date(2026, 10, 20), "严重")  # due on 27 October
ASSIGN: Mapping[str, Json] = {"owner": "张三", "supervisor": "李四"}
APPLY: Mapping[str, Json] = {"by": "张三", "text": "已换盖板", "photos": ["a" * 64]}
CONFIRM: Mapping[str, Json] = {"by": "李四", "signed_sheet": "b" * 64}
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def october(*events: tuple[str, Mapping[str, Json], str]) -> ProblemSpan:
    """October of a problem whose events were written on 1 November, each with a date or none."""
    story = Story()
    for name, facts, on in events:
        story.write("a", name, {**facts, "on": on} if on else facts)
    replay = replay_rectification(FOUND, Limits(), story.events, story.before)
    return span(moments(FOUND, Limits(), replay), FIRST, LAST)


def test_a_problem_without_events_is_open_and_overdue_after_its_limit() -> None:
    past = moments(FOUND, Limits(), None)
    assert span(past, FIRST, LAST) == ProblemSpan(True, 0, 0, True, True)
    assert span(past, FIRST, date(2026, 10, 27)) == ProblemSpan(True, 0, 0, True, False)
    assert span(past, FIRST, date(2026, 10, 19)) == ProblemSpan(False, 0, 0, False, False)
    assert span(past, date(2026, 11, 1), date(2026, 11, 30)).opened is False


def test_a_closing_after_the_last_day_does_not_count() -> None:
    found = october(
        ("assign", ASSIGN, "2026-10-21"), ("apply", APPLY, "2026-10-30"), ("confirm", CONFIRM, "")
    )
    assert found == ProblemSpan(True, 0, 0, True, True)


def test_a_closing_entered_late_counts_on_its_own_date() -> None:
    found = october(
        ("assign", ASSIGN, ""), ("apply", APPLY, "2026-10-26"), ("confirm", CONFIRM, "2026-10-31")
    )
    assert found == ProblemSpan(True, 1, 0, False, False)


def test_closed_and_broken_open_again_counts_twice_and_stays_open() -> None:
    found = october(
        ("assign", ASSIGN, "2026-10-21"),
        ("apply", APPLY, "2026-10-22"),
        ("confirm", CONFIRM, "2026-10-23"),
        ("reopen", {"reason": "又漏了"}, "2026-10-24"),
    )
    assert found == ProblemSpan(True, 1, 1, True, False)


def test_a_note_on_an_early_day_does_not_bring_later_events_forward() -> None:
    found = october(
        ("assign", ASSIGN, "2026-10-21"),
        ("apply", APPLY, "2026-10-22"),
        ("confirm", CONFIRM, "2026-10-23"),
        ("reopen", {"reason": "又漏了"}, "2026-11-05"),
        ("work", {"note": "补记"}, "2026-10-25"),
    )
    assert found == ProblemSpan(True, 1, 0, False, False)


def test_a_refused_event_counts_for_nothing() -> None:
    found = october(("assign", ASSIGN, "2026-10-21"), ("confirm", CONFIRM, "2026-10-22"))
    assert found == ProblemSpan(True, 0, 0, True, True)


@pytest.mark.parametrize(("on", "overdue"), [("2026-10-26", False), ("2026-11-02", True)])
def test_an_extension_counts_from_its_day(on: str, overdue: bool) -> None:
    more = {"due": "2026-11-30", "reason": "连日降雨", "approved_by": "王五"}
    found = october(("assign", ASSIGN, "2026-10-21"), ("extend", more, on))
    assert found.overdue is overdue
