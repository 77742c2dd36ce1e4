"""When an invented office visits what: from each checklist's frequencies, each object for itself.

Of a sample, an object is visited when its own rank (``sampling``) lies among the lowest, so that
one object more changes nobody else's visits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.expression_value import Facts, truth
from qxn_desktop.domain.period import Period, PeriodKind, period_of
from qxn_desktop.domain.sampling import FULL, Drawing
from qxn_desktop.domain.seeded_draw import Draw
from qxn_desktop.domain.template import Frequency, Template

DONE_PERCENT, AWAY_PERCENT, AGAIN_PERCENT = 93, 7, 75
"""Shares for the demonstration only (默认): visits made, nobody met, and met the second time."""
_SLACK = 15
"""Sampled a little beyond the share, in tenths: small villages owe at least one."""
_ONCE_WITHIN = 45
_ONCE = "once"
_ORDER = ("week", "month", "quarter", "year", _ONCE)


@dataclass(frozen=True, slots=True)
class DemoSpan:
    """The days of a demonstration, and the seed of the unit's samples."""

    seed: str
    start: date
    until: date
    draw_seed: bytes


@dataclass(frozen=True, slots=True)
class DemoObject:
    """Something that is visited: its row's values as rules see them."""

    register: str
    id: str
    village: str
    attributes: Mapping[str, object]
    vacant: bool = False
    excused: str = ""


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """One visit. ``period`` is the task's, "" for what is due once."""

    template: str
    period: Period | None
    day: date
    outcome: Outcome


def demo_visits(template: Template, what: DemoObject, span: DemoSpan) -> list[DemoVisit]:
    """All visits of one object under one checklist, by date; one serves every frequency."""
    found: list[DemoVisit] = []
    for frequency in sorted(template.frequencies, key=lambda one: _ORDER.index(one.period)):
        if what.register == frequency.register and _meant(frequency, what):
            for period in _periods(frequency, span):
                if not _served(found, period):
                    found += _of_period(template, frequency, what, period, span)
    return sorted(found, key=lambda visit: visit.day)


def _meant(frequency: Frequency, what: DemoObject) -> bool:
    return frequency.where is None or (
        truth(frequency.where, Facts(attributes=what.attributes)) is True
    )


def _periods(frequency: Frequency, span: DemoSpan) -> Iterator[Period | None]:
    if frequency.period == _ONCE:
        yield None
        return
    period = period_of(PeriodKind(frequency.period), span.start)
    while period.start <= span.until:
        yield period
        period = period.next()


def _served(found: list[DemoVisit], period: Period | None) -> bool:
    return period is not None and any(
        visit.day in period for visit in found if visit.outcome is not Outcome.AWAY
    )


def _of_period(
    template: Template,
    frequency: Frequency,
    what: DemoObject,
    period: Period | None,
    span: DemoSpan,
) -> Iterator[DemoVisit]:
    if period is not None and not _sampled(template, frequency, what, period, span):
        return
    first = span.start if period is None else max(span.start, period.start)
    last = first + timedelta(days=_ONCE_WITHIN) if period is None else period.end
    draw = Draw(span.seed, "visit", template.id, what.id, str(period))
    day = _workday(first + timedelta(days=draw.below((last - first).days + 1)), first)
    if day > span.until or not draw.percent(DONE_PERCENT):
        return
    if what.vacant and template.vacant is not None:
        yield DemoVisit(template.id, period, day, Outcome.VACANT)
    elif template.away is not None and draw.percent(AWAY_PERCENT):
        yield DemoVisit(template.id, period, day, Outcome.AWAY)
        again = _workday(day + timedelta(days=draw.between(3, 9)), first)
        if again <= min(last, span.until) and draw.percent(AGAIN_PERCENT):
            yield DemoVisit(template.id, period, again, Outcome.DONE)
    else:
        yield DemoVisit(template.id, period, day, Outcome.DONE)


def _sampled(
    template: Template, frequency: Frequency, what: DemoObject, period: Period, span: DemoSpan
) -> bool:
    if frequency.share == FULL:
        return True
    drawing = Drawing(template.id, str(period), span.draw_seed, frequency.share, frequency.min)
    rank = int.from_bytes(drawing.ranks()(what.id)[:8])
    return rank * 10 * FULL < frequency.share * _SLACK * 2**64


def _workday(day: date, first: date) -> date:
    """The Friday before a weekend, unless that lies before ``first``."""
    friday = day - timedelta(days=max(0, day.weekday() - 4))
    return max(friday, first)
