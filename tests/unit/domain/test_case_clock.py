"""Clocks of cases against tables that were counted by hand on the calendar of 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from qxn_desktop.domain.case_clock import (
    Clock,
    Help,
    Light,
    Standing,
    clocks,
    read_standing,
)
from qxn_desktop.domain.monitor_case import CaseStage
from qxn_desktop.domain.monitor_rules import Category, IncomeLine, Limit, RuleSet, Terms
from qxn_desktop.domain.working_day import WorkCalendar

S = CaseStage
CALENDAR = WorkCalendar(
    # 国庆节 2026: off from Thursday the 1st to Wednesday the 7th, Saturday the 10th is worked.
    off={date(2026, 10, day): "国庆节" for day in range(1, 8)},
    worked={date(2026, 10, 10): "国庆节"},
    known=frozenset({2026}),
)
RULES = RuleSet(
    "县", "某县的规则", date(2026, 1, 1), None, "县文件",
    (Category("防止返贫致贫对象"),),
    (IncomeLine(2026, Decimal(8000), "县文件"),),
    (
        Limit("visit", "入户核查", 2, working=True, after="lead"),
        Limit("compare", "信息比对", 5, working=False, after="visit", default=True),
        Limit("review", "民主评议", 5, working=False, after="compare"),
        Limit("town", "乡镇审核", 3, working=True, after="publicity"),
        Limit("county", "县级审定", 3, working=False, after="town"),
        Limit("announce", "公告", 5, working=True, after="county"),
        Limit("measure", "从线索到落实帮扶", 15, working=False, after="lead"),
    ),
    Terms(), 30, 6,
)  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


def running(
    stage: CaseStage,
    opened: str,
    helped: Help | None = None,
    terms: Terms | None = None,
    **done: str,
) -> Mapping[str, Clock]:
    standing = Standing(stage, day(opened), {name: day(text) for name, text in done.items()})
    found = clocks(RULES, terms or Terms(), CALENDAR, standing, helped or Help())
    assert list(found) == sorted(found, key=lambda clock: (clock.due, clock.step))
    return {clock.step: clock for clock in found}


@pytest.mark.parametrize(
    ("opened", "visit", "measure"),
    [
        ("2026-09-28", "2026-09-30", "2026-10-13"),  # Monday: Tuesday, Wednesday
        ("2026-09-29", "2026-10-08", "2026-10-14"),  # Wednesday, then the holiday, Thursday
        ("2026-09-30", "2026-10-09", "2026-10-15"),  # Thursday the 8th, Friday the 9th
        ("2026-10-08", "2026-10-10", "2026-10-23"),  # Friday, and the Saturday that is worked
        ("2026-11-20", "2026-11-24", "2026-12-05"),  # Friday: Monday, Tuesday
    ],
)
def test_the_first_limits(opened: str, visit: str, measure: str) -> None:
    found = running(S.LEAD, opened)
    assert {step: clock.due for step, clock in found.items()} == {
        "visit": day(visit), "measure": day(measure),
    }  # fmt: skip
    assert not any(clock.tentative for clock in found.values())


@pytest.mark.parametrize(
    ("stage", "done", "step", "due"),
    [
        (S.VISITED, {"visit": "2026-09-30"}, "compare", "2026-10-05"),
        (S.COMPARED, {"visit": "2026-09-29", "compare": "2026-09-30"}, "review", "2026-10-05"),
        # Hung up on Wednesday the 30th: the 8th, 9th, 10th, 12th and 13th are working days.
        (S.PUBLICIZED, {"publicize": "2026-09-30"}, "publicity_end", "2026-10-13"),
        (S.PUBLICIZED, {"publicize": "2026-11-20"}, "publicity_end", "2026-11-27"),
        (S.PUBLICIZED, {"publicize": "2026-09-20", "publicity_end": "2026-09-28"}, "town",
         "2026-10-08"),
        (S.TOWN_OK, {"town": "2026-10-01"}, "county", "2026-10-04"),
        (S.COUNTY_OK, {"county": "2026-09-30"}, "announce", "2026-10-13"),
        (S.REMOVAL_PUBLICIZED, {"removal_publicize": "2026-11-20"}, "removal_publicity_end",
         "2026-11-27"),
        (S.ASSIGNED, {"emergency": "2026-09-30"}, "emergency", "2026-10-30"),
        (S.REGISTERED, {"county": "2026-01-31"}, "none_measures", "2026-03-02"),
    ],
)  # fmt: skip
def test_a_step_is_due(stage: CaseStage, done: dict[str, str], step: str, due: str) -> None:
    assert running(stage, "2026-01-05", **done)[step].due == day(due)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (Terms(publicity_days=5, publicity_working=False), "2026-10-05"),
        (Terms(publicity_days=7, publicity_working=True), "2026-10-15"),
    ],
)
def test_a_notice_hangs_by_the_terms_of_the_case(terms: Terms, due: str) -> None:
    found = running(S.PUBLICIZED, "2026-09-01", terms=terms, publicize="2026-09-30")
    assert found["publicity_end"].due == day(due)


def test_what_was_done_and_what_has_ended_is_due_no_more() -> None:
    assert set(running(S.VISITED, "2026-09-28", visit="2026-09-29")) == {"compare", "measure"}
    assert "measure" not in running(S.ASSIGNED, "2026-09-28", measure="2026-09-29")
    for stage in (S.REJECTED, S.REMOVED, S.ROLLED_BACK, S.NATURAL_END):
        assert running(stage, "2026-09-28", county="2026-01-31", emergency="2026-01-01") == {}


def test_a_household_taken_over_has_no_limits_but_those_of_its_help() -> None:
    found = running(S.REGISTERED, "2026-11-20", Help(labour=True), take_over="2026-08-31")
    assert {step: clock.due for step, clock in found.items()} == {
        "none_measures": day("2026-09-30"),
        "development": day("2027-02-28"),
    }


@pytest.mark.parametrize(
    ("helped", "steps"),
    [
        (Help(), {"none_measures"}),
        (Help(any=True), set()),
        (Help(any=True, labour=True), {"development"}),
        (Help(any=True, developing=True, labour=True), set()),
    ],
)
def test_help_is_asked_for(helped: Help, steps: set[str]) -> None:
    done = {"visit": "2026-02-02", "compare": "2026-02-03", "review": "2026-02-04"}
    done |= {"announce": "2026-03-02", "county": "2026-03-01"}
    if helped.any:
        done["measure"] = "2026-03-05"
    stage = S.MEASURES if helped.any else S.REGISTERED
    found = running(stage, "2026-02-01", helped, **done)
    assert set(found) - {"measure"} == steps


def test_working_days_of_a_year_without_a_table_are_tentative() -> None:
    found = running(S.COUNTY_OK, "2026-12-01", county="2026-12-30")
    assert (found["announce"].due, found["announce"].tentative) == (day("2027-01-06"), True)
    assert not found["measure"].tentative


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-11-26", Light.FAR), ("2026-11-27", Light.AMBER), ("2026-11-29", Light.AMBER),
        ("2026-11-30", Light.RED), ("2026-12-01", Light.BLACK),
    ],
)  # fmt: skip
def test_lights(today: str, light: Light) -> None:
    clock = Clock("visit", "入户核查", day("2026-11-28"), day("2026-11-30"))
    assert clock.light(day(today)) is light


def test_any_row_has_clocks_or_none() -> None:
    values = {"opened_on": "9999-12-30", "state": "COUNTY_OK", "steps": {"county": "9999-12-31"}}
    standing = read_standing(values)
    assert standing is not None
    found = clocks(RULES, Terms(publicity_days=10**9), CALENDAR, standing, Help(labour=True))
    assert {clock.due for clock in found} == {date.max}
    for wrong in ({}, {"opened_on": "x", "state": "LEAD"}, {"opened_on": "2026-01-01"}):
        assert read_standing(wrong) is None
    odd = {"opened_on": "2026-01-01", "state": "LEAD", "steps": {"visit": "x", "assign": None}}
    assert read_standing(odd) == Standing(S.LEAD, day("2026-01-01"))
