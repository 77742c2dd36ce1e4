"""Rectification as a replayed state machine, and what a person may do next."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.event_replay import replay
from qxn_desktop.domain.legal_event import DISPUTED, SETTLE, Machine, Refusal, Replay, says_all
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.rectification import Finding, Limits, Rectification, opened
from qxn_desktop.domain.rectification_rule import RULES, bar, check_day
from qxn_desktop.domain.rectification_step import Need, Step, check_facts, step_of


def advance(state: Rectification, event: Event) -> Rectification | Refusal:
    """The state after ``event``, or why it cannot happen."""
    rule = RULES.get(event.name)
    if rule is None:
        listed = "、".join([*RULES, SETTLE])
        return Refusal("E-PRB-023", f"没有“{event.name}”这种办理，可用的有：{listed}。")
    step = step_of(event)
    refusal = (
        bar(state, step, rule)
        or check_facts(step, rule.title, rule.needs)
        or check_day(state, step)
        or rule.check(state, step)
    )
    return refusal or rule.change(state, step)


def touches(name: str) -> frozenset[str]:
    """What an event changes; nothing for a note or an event that this version doesn't know."""
    rule = RULES.get(name)
    return rule.touches if rule else frozenset()


def says(event: Event) -> Hashable:
    """What an event states. Two good revisits say the same, whatever their notes."""
    rule = RULES.get(event.name)
    if rule is None or rule.decides is None:
        return says_all(event)
    facts = [event.facts.get(key) or "" for key in rule.decides]
    return event.name, json.dumps(facts, ensure_ascii=False)


def rectification_machine(finding: Finding, limits: Limits) -> Machine[Rectification]:
    """The machine of one problem."""
    return Machine(opened(finding, limits), advance, touches, says)


def replay_rectification(
    finding: Finding, limits: Limits, events: Iterable[Event], before: Before
) -> Replay[Rectification]:
    """State, history and disputes of one problem."""
    return replay(rectification_machine(finding, limits), events, before)


@dataclass(frozen=True, slots=True)
class NextEvent:
    """Whether an event is open to an account now.

    ``reason`` says why not; ``needs`` are the facts it takes. ``unless`` is the key of a fact that
    lifts the barrier: a signed sheet opens ``confirm`` to any account.
    """

    event: str
    title: str
    allowed: bool
    reason: str
    needs: tuple[Need, ...] = ()
    unless: str = ""


def next_events(result: Replay[Rectification], actor: str, today: date) -> tuple[NextEvent, ...]:
    """Every event, whether ``actor`` may do it now, and why not."""
    listed = [_next(result, name, actor, today) for name in RULES]
    disputed = bool(result.disputes)
    reason = "" if disputed else "没有待裁决的并行记录。"
    return (*listed, NextEvent(SETTLE, "裁决", disputed, reason, (Need("take", "所选记录"),)))


def _next(result: Replay[Rectification], name: str, actor: str, today: date) -> NextEvent:
    rule = RULES[name]
    if result.disputes and rule.touches:
        return NextEvent(name, rule.title, False, DISPUTED.reason)
    step = Step(name, {}, actor, today)
    refusal = bar(result.state, step, rule)
    if refusal is None:
        return NextEvent(name, rule.title, True, "", rule.needs)
    signed = Step(name, {"signed_sheet": "0" * 64}, actor, today)
    unless = "signed_sheet" if bar(result.state, signed, rule) is None else ""
    return NextEvent(name, rule.title, False, refusal.reason, rule.needs, unless)


def try_event(result: Replay[Rectification], event: Event) -> Rectification | Refusal:
    """What a new event that saw everything would lead to; asked before it is written."""
    if result.disputes and touches(event.name):
        return DISPUTED
    return advance(result.state, event)
