"""A monitoring case as a replayed state machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from qxn_desktop.domain.case_removal_rule import REMOVAL_RULES
from qxn_desktop.domain.case_rule import CASE_RULES
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.legal_event import SETTLE, Refusal, Replay
from qxn_desktop.domain.monitor_case import Case
from qxn_desktop.domain.monitor_rules import Terms
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.procedure import Procedure, Rule
from qxn_desktop.domain.procedure_step import Step

RULES: Mapping[str, Rule[Case]] = {**CASE_RULES, **REMOVAL_RULES}


def _bar(state: Case, step: Step, rule: Rule[Case]) -> Refusal | None:
    if state.stage not in rule.stages:
        return Refusal("E-MON-001", f"现在是“{state.stage.words}”，不能办“{rule.title}”。")
    return rule.barrier(state, step)


def _check_day(state: Case, step: Step) -> Refusal | None:
    """Steps follow each other in time too; a household taken over was recognised long before."""
    if step.name == "take_over":
        return None
    last = max([state.opened_on, *_days_before(state, step)])
    if step.on < last:
        return Refusal("E-MON-002", f"日期不能早于上一步（{last}），请核对（on）。")
    return None


def _days_before(state: Case, step: Step) -> Iterable[date]:
    """Days of the steps taken; help that went first, and notes, may lie anywhere."""
    free = {"measure", "emergency", "authorize", "take_over"}
    return (
        () if step.name in free else (day for name, day in state.done.items() if name not in free)
    )


def _unknown(name: str) -> Refusal:
    listed = "、".join([*RULES, SETTLE])
    return Refusal("E-MON-000", f"没有“{name}”这种办理，可用的有：{listed}。")


CASE: Procedure[Case] = Procedure(RULES, _bar, _check_day, _unknown)


def replay_case(
    terms: Terms, opened_on: date, events: Iterable[Event], before: Before
) -> Replay[Case]:
    """State, history and disputes of one case."""
    return CASE.replayed(Case(terms, opened_on), events, before)
