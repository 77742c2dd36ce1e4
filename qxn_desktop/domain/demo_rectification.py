"""How invented problems are dealt with: a fate each, and the events that lead there.

A fate is drawn when the problem is found and followed as far as the demonstration's last day, so
that later ones have come less far. Shares are for the demonstration only (默认).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.rectification import Stage
from qxn_desktop.domain.rectification_rule import OVERDUE
from qxn_desktop.domain.seeded_draw import Draw


class Fate(StrEnum):
    """What becomes of a problem, given time."""

    PROMPT = "prompt"
    RETURNED = "returned"  # the supervisor sends it back once
    EXTENDED = "extended"
    LATE = "late"
    STUCK = "stuck"  # nobody gets it done
    RELAPSED = "relapsed"  # the revisit finds it again
    REPORTED = "reported"  # somebody reports it again after it was archived
    FORGOTTEN = "forgotten"  # found and never given to anyone


FATES = (
    (Fate.PROMPT, 54),
    (Fate.RETURNED, 10),
    (Fate.EXTENDED, 8),
    (Fate.LATE, 9),
    (Fate.STUCK, 7),
    (Fate.RELAPSED, 6),
    (Fate.REPORTED, 3),
    (Fate.FORGOTTEN, 3),
)


@dataclass(frozen=True, slots=True)
class DemoProblem:
    """A problem as found. ``due``: the limit that follows; ``what``: in words, for texts."""

    id: str
    found_on: date
    due: date
    what: str


@dataclass(frozen=True, slots=True)
class People:
    """Who answers for a problem and who watches; accounts have the names of their people."""

    owner: str
    supervisor: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Move:
    """One event: when, by whose account, and the stage it leads to (None: it stays)."""

    day: date
    actor: str
    event: str
    facts: dict[str, Json]
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class DemoCourse:
    """All moves up to the last day, and where they leave the problem."""

    moves: tuple[Move, ...]
    stage: Stage
    rebounds: int


Photo = Callable[[str, date], str]
"""(name, day) -> SHA-256 of a picture of its own."""


def demo_course(  # noqa: PLR0913, PLR0917 - a problem, its people, its last day
    draw: Draw,
    problem: DemoProblem,
    people: People,
    until: date,
    photo: Photo,
    fate: Fate | None = None,
) -> DemoCourse:
    """What has become of ``problem`` by ``until``; its fate is drawn unless it is given."""
    drawn = draw.weighted(FATES)
    fate = fate or drawn
    moves: list[Move] = []
    stage, rebounds = Stage.FOUND, 0
    for move in _Teller(draw, problem, people, photo).tell(fate):
        if move.day > until:
            break
        moves.append(move)
        stage = move.stage or stage
        rebounds += move.event == "reopen" or move.facts.get("ok") == "否"
    return DemoCourse(tuple(moves), stage, rebounds)


class _Teller:
    """Tells one problem's story, day after day."""

    def __init__(self, draw: Draw, problem: DemoProblem, people: People, photo: Photo) -> None:
        self._draw = draw
        self._problem = problem
        self._people = people
        self._photo = photo
        self._day = problem.found_on
        self._due = problem.due
        self._round = 0

    def tell(self, fate: Fate) -> Iterator[Move]:
        if fate is Fate.FORGOTTEN:
            return
        yield self._assign()
        yield self._work()
        if fate is Fate.STUCK:
            yield from self._reminded()
            return
        if fate is Fate.EXTENDED:
            yield self._extend()
        yield from self._closed(late=fate is Fate.LATE, returned=fate is Fate.RETURNED)
        if fate is Fate.RELAPSED:
            yield self._revisit(good=False)
            yield self._work()
            yield from self._closed()
        yield self._revisit(good=True)
        yield self._archive()
        if fate is Fate.REPORTED:
            yield self._reopen()
            yield self._work()
            yield from self._closed()

    def _assign(self) -> Move:
        facts: dict[str, Json] = {
            "owner": self._people.owner,
            "supervisor": self._people.supervisor,
            "method": "限期整改",
        }
        return self._move(self._after(0, 2), "assign", facts, Stage.ASSIGNED)

    def _work(self) -> Move:
        note = "已到现场，安排人员和材料"
        return self._move(self._after(1, 3), "work", {"note": note}, Stage.WORKING)

    def _extend(self) -> Move:
        self._day = max(self._day, self._due - timedelta(days=1))
        self._due += timedelta(days=self._draw.between(7, 15))
        facts: dict[str, Json] = {
            "due": self._due.isoformat(),
            "reason": "连续降雨，无法施工",
            "approved_by": self._people.supervisor,
        }
        return self._move(self._day, "extend", facts, None)

    def _reminded(self) -> Iterator[Move]:
        """Overdue and referred, sometimes."""
        if self._draw.percent(40):
            facts: dict[str, Json] = {"ground": OVERDUE, "reason": "两次督促后仍未整改"}
            yield self._supervised(self._due + timedelta(days=5), "refer", facts, None)

    def _closed(self, *, late: bool = False, returned: bool = False) -> Iterator[Move]:
        yield self._apply(late=late)
        if returned:
            reason = "照片看不清整改部位，请补拍近照"
            yield self._supervised(self._after(1, 2), "return", {"reason": reason}, Stage.WORKING)
            yield self._apply(late=late)
        yield self._supervised(self._after(1, 3), "confirm", {}, Stage.CONFIRMED)

    def _apply(self, *, late: bool) -> Move:
        self._round += 1
        if late:
            self._day = max(self._day, self._due + timedelta(days=self._draw.between(2, 12)))
        else:
            left = max(1, (self._due - self._day).days // 2)
            self._day += timedelta(days=self._draw.between(1, left))
        nth = "" if self._round == 1 else f"第{self._round}次"
        day = self._day
        facts: dict[str, Json] = {
            "text": f"{self._problem.what}{nth}整改完成，{day.month}月{day.day}日由村里核对",
            "photos": [self._photo(f"{self._problem.id[:8]}-{self._round}", day)],
            "done_on": day.isoformat(),
        }
        return self._move(day, "apply", facts, Stage.APPLIED)

    def _revisit(self, *, good: bool) -> Move:
        self._day += timedelta(days=self._draw.between(14, 30))
        if good:
            return self._supervised(self._day, "revisit", {"ok": "是"}, Stage.REVISITED)
        self._due = self._day + timedelta(days=(self._problem.due - self._problem.found_on).days)
        facts: dict[str, Json] = {"ok": "否", "note": "回访发现同样问题又出现"}
        return self._supervised(self._day, "revisit", facts, Stage.ASSIGNED)

    def _archive(self) -> Move:
        return self._supervised(self._after(1, 4), "archive", {}, Stage.ARCHIVED)

    def _reopen(self) -> Move:
        self._day += timedelta(days=self._draw.between(4, 12))
        self._due = self._day + timedelta(days=(self._problem.due - self._problem.found_on).days)
        return self._move(self._day, "reopen", {"reason": "群众再次反映"}, Stage.ASSIGNED)

    def _after(self, least: int, most: int) -> date:
        self._day += timedelta(days=self._draw.between(least, most))
        return self._day

    def _move(self, day: date, event: str, facts: dict[str, Json], stage: Stage | None) -> Move:
        who = {"by": self._people.owner, "on": day.isoformat()}
        by = {"by": self._people.supervisor} if event in ("assign", "extend", "reopen") else {}
        return Move(day, self._people.clerk, event, {**facts, **who, **by}, stage)

    def _supervised(
        self, day: date, event: str, facts: dict[str, Json], stage: Stage | None
    ) -> Move:
        move = self._move(day, event, facts, stage)
        supervisor = self._people.supervisor
        return replace(move, actor=supervisor, facts={**move.facts, "by": supervisor})
