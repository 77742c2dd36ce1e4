"""Rectification as a replayed state machine, and what a person may do next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.legal_event import SETTLE, Refusal, Replay
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.procedure import NextEvent, Procedure
from qxn_desktop.domain.rectification import Finding, Limits, Rectification, opened
from qxn_desktop.domain.rectification_rule import RULES, bar, check_day


def _unknown(name: str) -> Refusal:
    listed = "、".join([*RULES, SETTLE])
    return Refusal("E-PRB-023", f"没有“{name}”这种办理，可用的有：{listed}。")


RECTIFICATION: Procedure[Rectification] = Procedure(
    RULES, bar, check_day, _unknown, lifts="signed_sheet"
)


def replay_rectification(
    finding: Finding, limits: Limits, events: Iterable[Event], before: Before
) -> Replay[Rectification]:
    """State, history and disputes of one problem."""
    return RECTIFICATION.replayed(opened(finding, limits), events, before)


def next_events(result: Replay[Rectification], actor: str, today: date) -> tuple[NextEvent, ...]:
    """Every event, whether ``actor`` may do it now, and why not."""
    return RECTIFICATION.next_events(result, actor, today)


def try_event(result: Replay[Rectification], event: Event) -> Rectification | Refusal:
    """What a new event that saw everything would lead to; asked before it is written."""
    return RECTIFICATION.try_event(result, event)
