"""A step of a legal procedure as a person takes it, and as its history tells it.

What holds for problems and for monitoring cases alike: a step is tried on the replayed state first,
what is refused is never written; a decision names one of the branches that ran side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from qxn_desktop.common.clock import from_millis, millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.legal_event import Branch, Entry, Refusal, Replay
from qxn_desktop.domain.operation import Event, OpId
from qxn_desktop.domain.procedure import Procedure
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need, step_of
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import Facts, read_facts

S = TypeVar("S")
TAKE = Need("take", "所选记录")


@dataclass(frozen=True, slots=True)
class Action:
    """What a person does. ``by``: who acted, the account itself when empty.

    ``facts`` name files relative to ``folder``.
    """

    event: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    by: str = ""
    folder: Path = Path()

    @property
    def raw(self) -> dict[str, Json]:
        """Its facts as handed in, with who acted."""
        return {**self.facts, "by": self.by} if self.by else dict(self.facts)


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


def refuse_wrong_step(
    ctx: AppContext, procedure: Procedure[S], replayed: Replay[S], name: str, facts: Facts
) -> S:
    """Try a step before it is written; gives the state after it.

    Raises:
        UserError: why it cannot be taken.
    """
    now = millis(ctx.clock.now())
    wished = Event(OpId(0, "", "", "", 0), name, facts.values, ctx.ws.clerk, now)
    outcome = procedure.try_event(replayed, wished)
    if isinstance(outcome, Refusal):
        raise UserError(outcome.code, "{reason}", reason=outcome.reason)
    return outcome


def settlement(
    ctx: AppContext, replayed: Replay[Any], action: Action, titles: Mapping[str, str]
) -> Facts:
    """The facts of a decision; ``take`` is a branch's number from 1, or the operation it names.

    Raises:
        UserError: nothing waits for a decision, or none of the branches was named.
    """
    raw = action.raw
    take = raw.pop("take", None)
    facts = read_facts(ctx, raw, (TAKE, *EVERY_EVENT), action.folder)
    chosen = _chosen(replayed, take, titles)
    return Facts({**facts.values, **chosen.facts}, facts.files, facts.stays)


def history_line(entry: Entry[Any], titles: Mapping[str, str], state: str) -> HistoryLine:
    """A line of a replayed history; ``state`` is the stage after it."""
    event = entry.event
    return HistoryLine(
        at=local_time(event.wall),
        actor=event.actor,
        by=step_of(event).by,
        event=event.name,
        title=titles.get(event.name, event.name),
        facts=event.facts,
        status=entry.status.value,
        reason=entry.reason,
        state=state,
    )


def local_time(wall: int) -> str:
    """A moment (Unix ms) as it is told in China."""
    return from_millis(wall).isoformat(timespec="seconds")


def _chosen(replayed: Replay[Any], take: Json, titles: Mapping[str, str]) -> Branch:
    branches = [branch for dispute in replayed.disputes for branch in dispute.branches]
    if not branches:
        raise UserError("E-PRB-069", "没有待裁决的并行记录，不用裁决。")
    for number, branch in enumerate(branches, start=1):
        if take in (number, str(number), list(branch.head)) and not isinstance(take, bool):
            return branch
    listed = "；".join(
        f"{n} {_words(branch, titles)}" for n, branch in enumerate(branches, start=1)
    )
    raise UserError("E-PRB-070", "请在 take 中写明采用哪一条（编号）：{listed}。", listed=listed)


def _words(branch: Branch, titles: Mapping[str, str]) -> str:
    steps = (f"{step_of(one).by}{titles.get(one.name, one.name)}" for one in branch.events)
    return "、".join(steps)
