"""What a legal state machine is, and what replaying its events gives: see ``event_replay``."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Event, OpId

S = TypeVar("S")

SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event cannot follow: a code and a Chinese sentence."""

    code: str
    reason: str


DISPUTED = Refusal("E-PRB-100", "有并行办理的记录待裁决，请先裁决（settle）再继续。")
"""Nobody goes on over an open conflict."""


def says_all(event: Event) -> Hashable:
    """What an event states: its name, every fact, and who (``by``, else the account)."""
    facts = {**event.facts, "by": event.facts.get("by") or event.actor}
    return event.name, json.dumps(facts, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Machine(Generic[S]):
    """A state machine.

    ``touches(name)`` is empty for a note; ``says(event)`` is equal for events that state the same.
    """

    initial: S
    advance: Callable[[S, Event], S | Refusal]
    touches: Callable[[str], frozenset[str]]
    says: Callable[[Event], Hashable] = says_all


class Status(StrEnum):
    """What became of an event; the value is what a user reads."""

    EFFECTIVE = "有效"
    NOTED = "仅作记录"
    SAME = "与另一条相同"
    WAITING = "待裁决"
    SET_ASIDE = "裁决未采用"
    REFUSED = "不符合程序"


@dataclass(frozen=True, slots=True)
class Entry(Generic[S]):
    """One line of history. ``after`` is the state when this event had been replayed."""

    event: Event
    status: Status
    reason: str
    after: S


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch that a person can take: its last event, and those of it in dispute."""

    head: OpId
    events: tuple[Event, ...]

    @property
    def facts(self) -> dict[str, Json]:
        """The facts of the ``settle`` event that takes this branch."""
        return {"take": list(self.head)}


@dataclass(frozen=True, slots=True)
class Dispute:
    """Branches that ran side by side, in order of replay; waits for a person."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Replay(Generic[S]):
    """What a set of events amounts to. ``state`` is provisional while there are disputes."""

    state: S
    history: tuple[Entry[S], ...]
    disputes: tuple[Dispute, ...]

    @property
    def refused(self) -> tuple[Entry[S], ...]:
        return tuple(entry for entry in self.history if entry.status is Status.REFUSED)
