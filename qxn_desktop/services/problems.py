"""Problems and their rectification: shown with their history, carried one event further.

A new event is tried on the replayed state first; what the state machine refuses is never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qxn_desktop.common.clock import from_millis, millis
from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import Conflict
from qxn_desktop.domain.legal_event import SETTLE, Branch, Entry, Refusal, Replay
from qxn_desktop.domain.operation import Event, OpId
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need, step_of
from qxn_desktop.domain.rectification import STAGE_WORDS, Rectification, Stage
from qxn_desktop.domain.rectification_machine import (
    next_events,
    replay_rectification,
    try_event,
)
from qxn_desktop.domain.rectification_rule import RULES
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import Facts, file_drafts, read_facts
from qxn_desktop.services.problem_evidence import objections
from qxn_desktop.services.problem_list import (
    ProblemLine,
    disputed_rows,
    line_of,
    object_labels,
    village_names,
)
from qxn_desktop.services.routing import event as event_draft
from qxn_desktop.services.row_choice import choose
from qxn_desktop.services.vocabulary import finding_of
from qxn_desktop.store.row import Row

FOUND = "found"
TAKE = Need("take", "所选记录")
TITLES: Mapping[str, str] = {
    FOUND: STAGE_WORDS[FOUND],
    SETTLE: "裁决",
    **{name: rule.title for name, rule in RULES.items()},
}


@dataclass(frozen=True, slots=True)
class Action:
    """What a person does. ``by``: who acted, the account itself when empty.

    ``facts`` name files relative to ``folder``.
    """

    event: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    by: str = ""
    folder: Path = Path()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened. ``at`` is local time, ``state`` the stage after it."""

    at: str
    actor: str
    by: str
    event: str
    title: str
    facts: Mapping[str, Json]
    status: str
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem with its past and what the account may do next."""

    line: ProblemLine
    description: str
    photos: tuple[str, ...]
    next: tuple[NextEvent, ...]
    history: tuple[HistoryLine, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def id(self) -> str:
        return self.line.id

    @property
    def state(self) -> str:
        return self.line.state


def describe(ctx: AppContext, problem: str) -> ProblemView:
    """The problem that ``problem`` (id, its beginning, or number) names.

    Raises:
        UserError: none, or more than one.
    """
    row = choose(ctx, "problem", problem)
    replayed = replayed_of(ctx, row)
    pictures = row.values.get("photos")
    names = village_names(ctx) | object_labels(ctx, {row.text("object_register")})
    return ProblemView(
        line_of(row, ctx.today, names, disputed_rows(ctx)),
        row.text("description"),
        tuple(str(picture) for picture in pictures) if isinstance(pictures, list) else (),
        next_events(replayed, ctx.ws.clerk, ctx.today),
        (_found(ctx, row), *(_line(entry) for entry in replayed.history)),
        tuple(c for c in ctx.ws.conflicts() if (c.entity, c.row) == ("problem", row.id)),
    )


def do(ctx: AppContext, problem: str, action: Action) -> ProblemView:
    """Carry a problem one event further; gives it as it then stands.

    Raises:
        UserError: the event cannot happen now, a fact is missing, wrong or doubtful.
        Nothing is written then.
    """
    row = choose(ctx, "problem", problem)
    replayed = replayed_of(ctx, row)
    raw = {**action.facts, "by": action.by} if action.by else dict(action.facts)
    if action.event == SETTLE:
        facts = _settlement(ctx, replayed, raw, action.folder)
    else:
        facts = read_facts(ctx, raw, _needs(action.event), action.folder)
        _refuse_wrong_step(ctx, replayed, action.event, facts)
        if action.event == "apply":
            refuse(objections(ctx, row, facts))
    kept = file_drafts(ctx, facts, row.text("village") or None)
    ctx.ws.write([*kept, event_draft(ctx, "problem", row.id, action.event, facts.values)])
    return describe(ctx, row.id)


def _needs(event: str) -> tuple[Need, ...]:
    rule = RULES.get(event)
    if rule is None:
        listed = "、".join(f"{name}（{title}）" for name, title in TITLES.items() if name != FOUND)
        raise UserError(
            "E-PRB-068", "没有“{event}”这种办理，可用：{listed}。", event=event, listed=listed
        )
    return (*rule.needs, *EVERY_EVENT)


def _refuse_wrong_step(
    ctx: AppContext, replayed: Replay[Rectification], name: str, facts: Facts
) -> None:
    now = millis(ctx.clock.now())
    wished = Event(OpId(0, "", "", "", 0), name, facts.values, ctx.ws.clerk, now)
    outcome = try_event(replayed, wished)
    if isinstance(outcome, Refusal):
        raise UserError(outcome.code, "{reason}", reason=outcome.reason)


# --- 裁决


def _settlement(
    ctx: AppContext, replayed: Replay[Rectification], raw: Mapping[str, Json], folder: Path
) -> Facts:
    """The facts of a decision; ``take`` is a branch's number from 1, or the operation it names."""
    take = raw.get("take")
    rest = {key: value for key, value in raw.items() if key != "take"}
    facts = read_facts(ctx, rest, (TAKE, *EVERY_EVENT), folder)
    chosen = _chosen(replayed, take)
    return Facts({**facts.values, **chosen.facts}, facts.files)


def _chosen(replayed: Replay[Rectification], take: Json) -> Branch:
    branches = [branch for dispute in replayed.disputes for branch in dispute.branches]
    if not branches:
        raise UserError("E-PRB-069", "没有待裁决的并行记录，不用裁决。")
    for number, branch in enumerate(branches, start=1):
        if take in (number, str(number), list(branch.head)) and not isinstance(take, bool):
            return branch
    listed = "；".join(f"{n} {_words(branch)}" for n, branch in enumerate(branches, start=1))
    raise UserError("E-PRB-070", "请在 take 中写明采用哪一条（编号）：{listed}。", listed=listed)


def _words(branch: Branch) -> str:
    steps = (f"{step_of(one).by}{TITLES.get(one.name, one.name)}" for one in branch.events)
    return "、".join(steps)


# --- reading


def replayed_of(ctx: AppContext, row: Row) -> Replay[Rectification]:
    """State, history and disputes of the problem whose row is ``row``."""
    events = ctx.ws.events("problem", row.id)
    return replay_rectification(*finding_of(row.values), events, ctx.ws.before)


def _found(ctx: AppContext, row: Row) -> HistoryLine:
    """The finding as the first line of the history."""
    first = ctx.ws.operations("problem", row.id)[0]
    keys = ("source", "source_number", "found_on", "demanded_due", "photos")
    facts = {key: row.values[key] for key in keys if key in row.values}
    return HistoryLine(
        _local(first.wall), first.actor, first.actor, FOUND, TITLES[FOUND], facts,
        "有效", "", Stage.FOUND.value,
    )  # fmt: skip


def _line(entry: Entry[Rectification]) -> HistoryLine:
    event = entry.event
    return HistoryLine(
        at=_local(event.wall),
        actor=event.actor,
        by=step_of(event).by,
        event=event.name,
        title=TITLES.get(event.name, event.name),
        facts=event.facts,
        status=entry.status.value,
        reason=entry.reason,
        state=entry.after.stage.value,
    )


def _local(wall: int) -> str:
    return from_millis(wall).isoformat(timespec="seconds")
