"""One line of work on the page of the day: how urgent, what, how much, where, and what opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_VILLAGES = 2
"""Villages that a line names; of more it gives the number."""


class Urgency(StrEnum):
    """How soon something has to be done; the value is what people read."""

    OVERDUE = "逾期"
    SOON = "临期"
    DUE = "待办"
    WAITING = "等待"

    @property
    def rank(self) -> int:
        """Its place in a list."""
        return _RANKS[self]


_RANKS = {urgency: at for at, urgency in enumerate(Urgency)}


class WorkKind(StrEnum):
    """What a line is about, and so what opens it."""

    CHECK = "check"
    ORDER = "order"
    PROBLEM = "problem"
    CASE = "case"
    LEAD = "lead"
    DRAFT = "draft"
    CONFLICT = "conflict"
    SET_ASIDE = "set_aside"


VERBS: Mapping[WorkKind, str] = {
    WorkKind.CHECK: "开始检查",
    WorkKind.ORDER: "登记进展",
    WorkKind.PROBLEM: "办理",
    WorkKind.CASE: "办理",
    WorkKind.LEAD: "查看",
    WorkKind.DRAFT: "接着填",
    WorkKind.CONFLICT: "裁决",
    WorkKind.SET_ASIDE: "查看",
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of the day. ``amount`` and ``places`` are words; the rest opens the work.

    ``villages`` are codes in order; ``ids``: objects of a check still to be visited, rows of
    problems and orders, households of cases. ``counts``: how many by village, for 按村统计.
    """

    kind: WorkKind
    urgency: Urgency
    title: str
    amount: str = ""
    places: str = ""
    when: str = ""
    due: date | None = None
    template: str = ""
    frequency: str = ""
    villages: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    counts: Mapping[str, int] | None = None

    @property
    def is_apart(self) -> bool:
        """Whether it is work of its own: what is half filled stands in its checklist's line too."""
        return self.kind is not WorkKind.DRAFT

    @property
    def verb(self) -> str:
        """What its button says."""
        return VERBS[self.kind]

    @property
    def subject(self) -> str:
        """What its counts are counts of: 垃圾月查逾期."""
        return self.title if self.urgency is Urgency.WAITING else f"{self.title}{self.urgency}"

    @property
    def words(self) -> str:
        """The line in one sentence, as it is read aloud."""
        mark = "" if self.urgency is Urgency.WAITING else f"{self.urgency}："
        return "，".join(part for part in (f"{mark}{self.title}", self.amount, self.when) if part)


def when_words(due: date, today: date) -> str:
    """A time limit as seen from today: 逾期12天, 今天到期, 3天后到期."""
    days = (due - today).days
    if days < 0:
        return f"逾期{-days}天"
    if days == 0:
        return "今天到期"
    return f"{days}天后到期" if days <= 31 else f"{due.month}月{due.day}日前"


def place_words(codes: Iterable[str], names: Mapping[str, str], *, counted: bool = False) -> str:
    """Villages in code order: a few by name, more by number.

    ``counted``: the number is said beside it already.
    """
    listed = sorted({code for code in codes if code})
    known = [names.get(code, "") for code in listed]
    if len(known) > MOST_VILLAGES:
        return f"{known[0]}等" if counted else f"{known[0]}等{len(known)}个村"
    return "、".join(known)


def how_many(lines: Iterable[WorkLine]) -> int:
    """How much work ``lines`` are, as it is said everywhere."""
    return sum(line.is_apart for line in lines)
