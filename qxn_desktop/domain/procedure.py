"""A legal procedure as a table of rules, one an event; replayed by ``event_replay``.

A rule is one line: a *barrier* holds for whatever facts, a *check* looks at them, a *change* says
what becomes of the state. Rectification (``rectification_rule``) and the monitoring of households
(``case_rule``) are such tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.event_replay import replay
from qxn_desktop.domain.legal_event import DISPUTED, SETTLE, Machine, Refusal, Replay, says_all
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.procedure_step import Need, Step, check_facts, step_of

S = TypeVar("S")


def _pass(_state: S, _step: Step) -> Refusal | None:
    return None


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """One event. Two of it contradict when they differ in a fact of ``decides`` (None: any)."""

    title: str
    stages: frozenset[StrEnum]
    change: Callable[[S, Step], S]
    touches: frozenset[str] = frozenset({"stage"})
    needs: tuple[Need, ...] = ()
    barrier: Callable[[S, Step], Refusal | None] = _pass
    check: Callable[[S, Step], Refusal | None] = _pass
    decides: tuple[str, ...] | None = None


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


@dataclass(frozen=True, slots=True)
class Procedure(Generic[S]):
    """Rules by event name.

    ``bar`` says why an event cannot happen now whatever its facts, the rule's barrier included;
    ``check_day`` looks at its date. ``unknown`` is the code for events that there are not.
    """

    rules: Mapping[str, Rule[S]]
    bar: Callable[[S, Step, Rule[S]], Refusal | None]
    check_day: Callable[[S, Step], Refusal | None]
    unknown: Callable[[str], Refusal]
    lifts: str = ""

    def advance(self, state: S, event: Event) -> S | Refusal:
        """The state after ``event``, or why it cannot happen."""
        rule = self.rules.get(event.name)
        if rule is None:
            return self.unknown(event.name)
        step = step_of(event)
        refusal = (
            self.bar(state, step, rule)
            or check_facts(step, rule.title, rule.needs)
            or self.check_day(state, step)
            or rule.check(state, step)
        )
        return refusal or rule.change(state, step)

    def touches(self, name: str) -> frozenset[str]:
        """What an event changes; nothing for a note or one that this version doesn't know."""
        rule = self.rules.get(name)
        return rule.touches if rule else frozenset()

    def says(self, event: Event) -> Hashable:
        """What an event states. Two good revisits say the same, whatever their notes."""
        rule = self.rules.get(event.name)
        if rule is None or rule.decides is None:
            return says_all(event)
        facts = [event.facts.get(key) or "" for key in rule.decides]
        return event.name, json.dumps(facts, ensure_ascii=False)

    def replayed(self, initial: S, events: Iterable[Event], before: Before) -> Replay[S]:
        """State, history and disputes of one row."""
        machine = Machine(initial, self.advance, self.touches, self.says)
        return replay(machine, events, before)

    def next_events(self, result: Replay[S], actor: str, today: date) -> tuple[NextEvent, ...]:
        """Every event, whether ``actor`` may do it now, and why not."""
        listed = [self._next(result, name, actor, today) for name in self.rules]
        disputed = bool(result.disputes)
        reason = "" if disputed else "没有待裁决的并行记录。"
        return (*listed, NextEvent(SETTLE, "裁决", disputed, reason, (Need("take", "所选记录"),)))

    def try_event(self, result: Replay[S], event: Event) -> S | Refusal:
        """What a new event that saw everything would lead to; asked before it is written."""
        if result.disputes and self.touches(event.name):
            return DISPUTED
        return self.advance(result.state, event)

    def _next(self, result: Replay[S], name: str, actor: str, today: date) -> NextEvent:
        rule = self.rules[name]
        if result.disputes and rule.touches:
            return NextEvent(name, rule.title, False, DISPUTED.reason)
        refusal = self.bar(result.state, Step(name, {}, actor, today), rule)
        if refusal is None:
            return NextEvent(name, rule.title, True, "", rule.needs)
        lifted = Step(name, {self.lifts: "0" * 64}, actor, today)
        unless = self.lifts if self.lifts and self.bar(result.state, lifted, rule) is None else ""
        return NextEvent(name, rule.title, False, refusal.reason, rule.needs, unless)
