"""The clocks of a case: by which day a step is due, and how that stands today.

Days are those of the rule set, working or natural, counted from the day after what starts them
(民法典第二百零一条). Clocks stop nothing: a step that is late is still done (docs/domain.md B.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.monitor_case import BEFORE_COUNTY, MONITORED, Case, CaseStage
from qxn_desktop.domain.monitor_rules import RuleSet, Terms
from qxn_desktop.domain.procedure_step import parse_day
from qxn_desktop.domain.quality.state import after_months
from qxn_desktop.domain.task import SOON_DAYS
from qxn_desktop.domain.working_day import WorkCalendar, add_working_days

S = CaseStage
EVENT_OF_STEP: Mapping[str, str] = {"publicity": "publicity_end"}
"""The event that ends a step of the rule set, where it is not called like the step."""
LEAD = "lead"
NOTICES = {
    S.PUBLICIZED: ("publicize", "publicity_end", "公示期满"),
    S.REMOVAL_PUBLICIZED: ("removal_publicize", "removal_publicity_end", "消除公示期满"),
}
"""Stages with a notice in the village: what hung it up, what takes it down."""


class Light(StrEnum):
    """How a limit stands today; the window gives each a colour beside its words."""

    FAR = "far"
    AMBER = "amber"
    RED = "red"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Standing:
    """What clocks need to know of a case: its stage, its first day, the day of each step."""

    stage: CaseStage
    opened_on: date
    done: Mapping[str, date] = field(default_factory=dict)

    @property
    def recognised_on(self) -> date | None:
        """The day of the county's decision, or of the one that was taken over."""
        return self.done.get("county") or self.done.get("take_over")


@dataclass(frozen=True, slots=True)
class Help:
    """What the household's own columns say of its help: any measure, one to earn by, labour."""

    any: bool = False
    developing: bool = False
    labour: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit. ``start`` is the day it counts from; ``tentative``: 暂定, a year has no table.

    ``default``: the rule set names no source that binds.
    """

    step: str
    title: str
    start: date
    due: date
    tentative: bool = False
    default: bool = False

    def light(self, today: date) -> Light:
        """Amber three days before, red on the day, black after it (docs/domain.md J.3)."""
        days = (self.due - today).days
        if days < 0:
            return Light.BLACK
        if days == 0:
            return Light.RED
        return Light.AMBER if days <= SOON_DAYS else Light.FAR


def standing_of(case: Case) -> Standing:
    """The standing of a replayed case."""
    return Standing(case.stage, case.opened_on, case.done)


def read_standing(values: Mapping[str, Json]) -> Standing | None:
    """The standing that a case's row holds in its derived columns; None where it is no case."""
    opened_on, state, steps = (
        parse_day(values.get("opened_on")), values.get("state"), values.get("steps")
    )  # fmt: skip
    if opened_on is None or state not in set(CaseStage):
        return None
    days = steps.items() if isinstance(steps, dict) else ()
    done = {name: day for name, text in days if (day := parse_day(text)) is not None}
    return Standing(CaseStage(str(state)), opened_on, done)


def clocks(
    rules: RuleSet, terms: Terms, calendar: WorkCalendar, standing: Standing, helped: Help
) -> tuple[Clock, ...]:
    """The limits that run now, the earliest first."""
    found = [
        *_limits(rules, calendar, standing),
        *_notice(terms, calendar, standing),
        *_papers(terms, standing),
        *_measures(rules, standing, helped),
    ]
    return tuple(sorted(found, key=lambda clock: (clock.due, clock.step)))


def _limits(rules: RuleSet, calendar: WorkCalendar, standing: Standing) -> Iterator[Clock]:
    """The limits of the rule set; a household taken over had its steps elsewhere."""
    runs = BEFORE_COUNTY | {S.COUNTY_OK, S.ANNOUNCED, S.REGISTERED}
    if standing.stage not in runs or "take_over" in standing.done:
        return
    for limit in rules.limits:
        start = _day_of(standing, limit.after)
        if start is None or _day_of(standing, limit.step) is not None:
            continue
        due, tentative = _later(calendar, start, limit.days, working=limit.working)
        yield Clock(limit.step, limit.title, start, due, tentative, limit.default)


def _notice(terms: Terms, calendar: WorkCalendar, standing: Standing) -> Iterator[Clock]:
    """The first day on which a notice has hung long enough."""
    if standing.stage not in NOTICES:
        return
    hung, down, title = NOTICES[standing.stage]
    start = standing.done.get(hung)
    if start is None or down in standing.done:
        return
    days, working = terms.publicity_days, terms.publicity_working
    due, tentative = _later(calendar, start, days, working=working)
    yield Clock(down, title, start, due, tentative)


def _papers(terms: Terms, standing: Standing) -> Iterator[Clock]:
    """绿色通道: help went first, the papers up to 录入标注 have to follow."""
    start = standing.done.get("emergency")
    open_stages = BEFORE_COUNTY | {S.COUNTY_OK, S.ANNOUNCED}
    if start is not None and standing.stage in open_stages:
        due, _ = _later(WorkCalendar(), start, terms.emergency_days, working=False)
        yield Clock("emergency", "补齐绿色通道手续", start, due)


def _measures(rules: RuleSet, standing: Standing, helped: Help) -> Iterator[Clock]:
    """What has to be done for a household that is recognised."""
    start = standing.recognised_on
    if start is None or standing.stage not in MONITORED:
        return
    if not helped.any and "measure" not in standing.done:
        due, _ = _later(WorkCalendar(), start, rules.none_days, working=False)
        yield Clock("none_measures", "识别后落实帮扶措施", start, due)
    if helped.labour and not helped.developing:
        due = _months_later(start, rules.development_months)
        yield Clock("development", "有劳动力户落实开发式帮扶", start, due)


def _day_of(standing: Standing, step: str) -> date | None:
    if step == LEAD:
        return standing.opened_on
    return standing.done.get(EVENT_OF_STEP.get(step, step))


def _later(calendar: WorkCalendar, start: date, days: int, *, working: bool) -> tuple[date, bool]:
    """The day ``days`` after ``start``, and whether it is 暂定; within the calendar.

    A merged row may hold any day and any number.
    """
    try:
        if not working:
            return date.fromordinal(start.toordinal() + max(days, 0)), False
        due = add_working_days(calendar, start, min(max(days, 0), MOST_DAYS))
    except (ValueError, OverflowError):
        return date.max, True
    return due, calendar.is_tentative(start, due)


MOST_DAYS = 3_650
"""More are not counted one by one."""


def _months_later(start: date, months: int) -> date:
    try:
        return after_months(start, months)
    except ValueError:
        return date.max
