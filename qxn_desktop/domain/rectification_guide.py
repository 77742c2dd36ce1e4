"""The road of a rectification for somebody who walks it: the one next step, and what it lacks.

The road is the chain of docs/domain.md A.3 (发现→交办→整改→一销→二销→回访→归档); all else that a
stage allows is a byway. Nothing here decides: every answer is asked of the state machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qxn_desktop.common.clock import CHINA, millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.domain.legal_event import SETTLE, Refusal, Replay
from qxn_desktop.domain.operation import Event, OpId
from qxn_desktop.domain.procedure_step import Need, missing, step_of
from qxn_desktop.domain.rectification import STAGE_WORDS, UNCLOSED, Rectification, Stage
from qxn_desktop.domain.rectification_machine import try_event
from qxn_desktop.domain.rectification_rule import RULES
from qxn_desktop.domain.task import SOON_DAYS

ROAD: Mapping[Stage, str] = {
    Stage.FOUND: "assign",
    Stage.ASSIGNED: "work",
    Stage.WORKING: "apply",
    Stage.APPLIED: "confirm",
    Stage.CONFIRMED: "revisit",
    Stage.REVISITED: "archive",
}
"""The event that carries a stage to the next one."""

STAND_IN_FILE = "0" * 64
"""Stands for a picture that is chosen but not read yet."""


class Mark(StrEnum):
    """Where a stage of the road lies from here."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage of the road, as a row of steps shows it."""

    title: str
    mark: Mark


class DueMark(StrEnum):
    """How a time limit stands. The window gives each a colour beside its words."""

    OVERDUE = "overdue"
    SOON = "soon"
    FAR = "far"
    CLOSED = "closed"


def stage_marks(stage: Stage) -> tuple[StageMark, ...]:
    """The whole road with ``stage`` as the place where it has got to."""
    stages = list(Stage)
    here = stages.index(stage)
    marks = [Mark.DONE] * here + [Mark.NOW] + [Mark.AHEAD] * (len(stages) - here - 1)
    return tuple(
        StageMark(STAGE_WORDS[one.value].partition("（")[0], mark)
        for one, mark in zip(stages, marks, strict=True)
    )


def due_mark(state: str, due: str, today: date) -> DueMark:
    """How the limit ``due`` of a problem in ``state`` stands today; both as its row has them."""
    if state not in {stage.value for stage in UNCLOSED}:
        return DueMark.CLOSED
    if due < today.isoformat():
        return DueMark.OVERDUE
    near = (today + timedelta(days=SOON_DAYS)).isoformat()
    return DueMark.SOON if due <= near else DueMark.FAR


def due_words(mark: DueMark, due: str, today: date) -> str:
    """The limit in words: 逾期 3 天, 今天到期, 还有 6 天; "" once the problem is closed."""
    if mark is DueMark.CLOSED:
        return ""
    try:
        days = (date.fromisoformat(due) - today).days
    except ValueError:
        return ""
    if days < 0:
        return f"逾期 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


def next_on_road(replayed: Replay[Rectification]) -> str:
    """The event that comes next: a decision while there is a dispute, "" at the end."""
    if replayed.disputes:
        return SETTLE
    return ROAD.get(replayed.state.stage, "")


def lacking(
    replayed: Replay[Rectification], event: str, facts: Mapping[str, Json], actor: str, today: date
) -> tuple[str, ...]:
    """What still stands between ``facts`` as typed so far and ``event``, in words; () when ready.

    Texts that are absent are named together; then whatever else the machine would refuse.
    """
    rule = RULES.get(event)
    if rule is None:
        return ("请选定采用哪一条记录。",) if event == SETTLE and not facts.get("take") else ()
    wished = _event(event, facts, actor, today)
    absent = missing(step_of(wished), rule.needs)
    filled = {**facts, **{need.key: _stand_in(need, replayed.state) for need in absent}}
    refusal = try_event(replayed, _event(event, filled, actor, today))
    words = [f"还缺：{'、'.join(need.title for need in absent)}。"] if absent else []
    judged = not any(need.options for need in absent)
    if isinstance(refusal, Refusal) and judged:
        words.append(without_keys(refusal.reason))
    return tuple(words)


def usual_facts(state: Rectification, event: str, today: date) -> Iterator[tuple[str, str]]:
    """What is most likely to be typed for ``event``: key and value.

    Not the outcome of a revisit: that is said by who was there.
    """
    if event == "assign":
        yield from {"owner": state.owner, "supervisor": state.supervisor}.items()
        yield "method", state.method
    elif event == "apply":
        yield from {"by": state.owner, "done_on": today.isoformat()}.items()
    elif event == "confirm":
        yield "by", state.supervisor


def _event(name: str, facts: Mapping[str, Json], actor: str, today: date) -> Event:
    noon = datetime.combine(today, time(12), CHINA)
    return Event(OpId(0, "", "", "", 0), name, facts, actor, millis(noon))


def _stand_in(need: Need, state: Rectification) -> Json:
    """A value that stands for what is not typed yet, so that the rest can be asked about."""
    if need.options:
        return need.options[0]
    if need.kind == "date":
        return date.fromordinal(min(state.due.toordinal() + 1, date.max.toordinal())).isoformat()
    if need.kind == "yesno":
        return "是"
    if need.kind == "photos":
        return [STAND_IN_FILE]
    return STAND_IN_FILE if need.kind == "sheet" else f"（{need.title}）"
