"""Problems and their rectification: shown with their history, carried one event further.

A new event is tried on the replayed state first; what the state machine refuses is never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.domain.fold import Conflict
from qxn_desktop.domain.legal_event import SETTLE, Replay
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need
from qxn_desktop.domain.rectification import STAGE_WORDS, Rectification, Stage
from qxn_desktop.domain.rectification_machine import (
    RECTIFICATION,
    next_events,
    replay_rectification,
)
from qxn_desktop.domain.rectification_rule import RULES
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import file_drafts, read_facts
from qxn_desktop.services.legal_step import (
    Action,
    HistoryLine,
    history_line,
    local_time,
    refuse_wrong_step,
    settlement,
)
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
TITLES: Mapping[str, str] = {
    FOUND: STAGE_WORDS[FOUND],
    SETTLE: "裁决",
    **{name: rule.title for name, rule in RULES.items()},
}


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
        (
            _found(ctx, row),
            *(history_line(one, TITLES, one.after.stage.value) for one in replayed.history),
        ),
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
    if action.event == SETTLE:
        facts = settlement(ctx, replayed, action, TITLES)
    else:
        facts = read_facts(ctx, action.raw, _needs(action.event), action.folder)
        refuse_wrong_step(ctx, RECTIFICATION, replayed, action.event, facts)
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
        local_time(first.wall), first.actor, first.actor, FOUND, TITLES[FOUND], facts,
        "有效", "", Stage.FOUND.value,
    )  # fmt: skip
