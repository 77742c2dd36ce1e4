"""A problem as it stood on an earlier day: its replayed history by the dates people gave.

What was entered late counts on its own date (``on``), so that an October closing typed in in
November belongs to October. An event cannot be later than one that followed it: an order entered
without a date, but before a closing of 30 October, was given by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile

from qxn_desktop.domain.legal_event import Entry, Replay, Status
from qxn_desktop.domain.procedure_step import step_of
from qxn_desktop.domain.rectification import UNCLOSED, Finding, Limits, Rectification, opened
from qxn_desktop.domain.rectification_machine import RECTIFICATION

STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Moment:
    """From which day a problem stood so."""

    day: date
    state: Rectification


@dataclass(frozen=True, slots=True)
class ProblemSpan:
    """What happened to one problem between two days, and how it stood on the last."""

    opened: bool
    closings: int
    rebounds: int
    open: bool
    overdue: bool


def moments(
    finding: Finding, limits: Limits, replay: Replay[Rectification] | None
) -> tuple[Moment, ...]:
    """The states of a problem in order of time; without events (None) it was only found."""
    found = [] if replay is None else list(replay.history)
    dated = _dated(entry for entry in found if entry.status is Status.EFFECTIVE)
    return (Moment(finding.found_on, opened(finding, limits)), *dated)


def span(past: tuple[Moment, ...], first: date, last: date) -> ProblemSpan:
    """``past`` between ``first`` and ``last``; both days count."""
    steps = [pair for pair in pairwise(past) if first <= pair[1].day <= last]
    known = [moment.state for moment in takewhile(lambda m: m.day <= last, past)]
    state = known[-1] if known else None
    return ProblemSpan(
        opened=first <= past[0].day <= last,
        closings=sum(_closed(after) and not _closed(before) for before, after in steps),
        rebounds=sum(after.state.rebounds > before.state.rebounds for before, after in steps),
        open=state is not None and state.stage in UNCLOSED,
        overdue=state is not None and state.overdue(last),
    )


def _closed(moment: Moment) -> bool:
    return moment.state.closed_on is not None


def _dated(entries: Iterable[Entry[Rectification]]) -> list[Moment]:
    found: list[Moment] = []
    latest = date.max
    for entry in reversed(list(entries)):
        day = min(step_of(entry.event).on, latest)
        if STAGE in RECTIFICATION.touches(entry.event.name):
            latest = day
        found.append(Moment(day, entry.after))
    return found[::-1]
