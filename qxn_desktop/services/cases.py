"""Monitoring cases: opened for a household, shown with their history, carried one event further.

A new event is tried on the replayed state first; what the state machine refuses is never written.
The program carries on what a person enters; it recognises, rejects and removes nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.case_guide import (
    may_do,
    missing_for,
    next_on_road,
    offers,
    typed_needs,
    whose,
)
from qxn_desktop.domain.case_machine import CASE, RULES
from qxn_desktop.domain.fold import Conflict
from qxn_desktop.domain.legal_event import SETTLE, Replay
from qxn_desktop.domain.monitor_case import STAGE_WORDS, Case, CaseStage
from qxn_desktop.domain.monitor_rules import rules_on
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need, Step
from qxn_desktop.services.case_fact import computed, faults
from qxn_desktop.services.case_household import household_drafts
from qxn_desktop.services.case_list import (
    CaseLine,
    ClockLine,
    clock_line,
    disputed_cases,
    lines,
    period_of,
)
from qxn_desktop.services.case_watch import watch
from qxn_desktop.services.catalog import rule_sets
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import Facts, file_drafts, read_facts
from qxn_desktop.services.leads import (
    LeadLine,
    NewLead,
    household_of,
    join_draft,
    lead_drafts,
    lead_lines,
    new_leads,
    read_channel,
    refuse_future,
    running_case,
)
from qxn_desktop.services.legal_step import (
    Action,
    HistoryLine,
    history_line,
    local_time,
    refuse_wrong_step,
    settlement,
)
from qxn_desktop.services.routing import event as event_draft
from qxn_desktop.services.row_choice import choose
from qxn_desktop.services.vocabulary import case_of
from qxn_desktop.store.row import Row

ENTITY = "monitor_case"
OPEN = "open"
TITLES: Mapping[str, str] = {
    OPEN: "受理线索",
    SETTLE: "裁决",
    **{name: rule.title for name, rule in RULES.items()},
}
SIGNED = tuple(
    Need(n.key, n.title, n.kind, n.required, n.options, stays=n.kind == "sheet")
    for n in EVERY_EVENT
)
"""What every event takes; a signed sheet of a household stays in the township."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its past, its clocks, its sources and what the account may do next.

    ``step`` is the event that comes next on the road, "" at its end; ``missing`` says what it
    still needs, in words.
    """

    line: CaseLine
    step: str
    missing: tuple[str, ...]
    clocks: tuple[ClockLine, ...]
    sources: tuple[LeadLine, ...]
    outside: tuple[str, ...]
    next: tuple[NextEvent, ...]
    history: tuple[HistoryLine, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def id(self) -> str:
        return self.line.id


def open_case(ctx: AppContext, household: str, channel: str, day: date) -> CaseView:
    """Open a case of a household by one of the rule sets; gives it as it then stands.

    All leads of the household that wait are taken into it. The channel that is named becomes a
    lead of its own where none of these came by it, so that the source is kept.

    Raises:
        UserError: no such household or channel, one runs already, no rules for that day.
    """
    home = household_of(ctx, household)
    wanted = read_channel(channel)
    refuse_future(ctx, day)
    _refuse_running(ctx, home)
    rules = rules_on(rule_sets().values(), day)
    if rules is None:
        raise UserError("E-MON-038", "没有 {day} 那天的认定规则，请核对日期。", day=day)
    before = ctx.ws.select(ENTITY, {"household": home.id})
    period = max((period_of(row) for row in before), default=0) + 1
    id_ = case_id(home.id, period)
    payload: dict[str, Json] = {
        "household": home.id,
        "village": home.text("village"),
        "period": period,
        "opened_on": day.isoformat(),
        "rule_set": rules.id,
        "terms": rules.terms.values(),
    }
    drafts = [Draft(ENTITY, id_, Kind.PUT, payload, home.text("village"))]
    waiting = new_leads(ctx, home.id)
    joined = [row.id for row in waiting]
    if not any(row.text("channel") == wanted.value for row in waiting):
        lead, new = lead_drafts(ctx, home, NewLead(home.id, wanted.value, day))
        if lead not in joined:
            drafts += [] if ctx.ws.operations("lead", lead) else new
            joined.append(lead)
    ctx.ws.write([*drafts, *(join_draft(lead, home, id_) for lead in joined)])
    return describe(ctx, id_)


def case_id(household: str, period: int) -> str:
    """The same on every machine that opens the case of that period of monitoring."""
    return hashed_id(ENTITY, household, str(period))


def describe(ctx: AppContext, case: str) -> CaseView:
    """The case that ``case`` names: its id or the beginning of it, or its household.

    Raises:
        UserError: none, or more than one.
    """
    row = choose_case(ctx, case)
    replayed = replayed_case(ctx, row)
    [watched] = watch(ctx, [row])
    [line] = lines(ctx, [watched], disputed_cases(ctx))
    following = next_on_road(replayed)
    possible = offers(replayed, ctx.ws.clerk, ctx.ws.role, ctx.today)
    sources = ctx.ws.select("lead", {"case": row.id}, ("found_on", "id"))
    return CaseView(
        line,
        following,
        _missing(following, possible),
        tuple(clock_line(clock, ctx.today) for clock in watched.clocks),
        tuple(lead_lines(ctx, sources)),
        tuple(TITLES.get(name, name) for name in TITLES if name in replayed.state.outside),
        possible,
        (
            _opened(ctx, row),
            *(history_line(one, TITLES, one.after.stage.value) for one in replayed.history),
        ),
        tuple(c for c in ctx.ws.conflicts() if (c.entity, c.row) == (ENTITY, row.id)),
    )


def do(ctx: AppContext, case: str, action: Action, day: date) -> CaseView:
    """Carry a case one event further, dated ``day``; gives it as it then stands.

    Raises:
        UserError: the event cannot happen now or is not this office's to enter, a fact is
        missing or wrong. Nothing is written then.
    """
    row = choose_case(ctx, case)
    replayed = replayed_case(ctx, row)
    _refuse_stranger(ctx, action.event)
    refuse_future(ctx, day)
    dated = Action(action.event, {**action.facts, "on": day.isoformat()}, action.by, action.folder)
    besides: list[Draft] = []
    if action.event == SETTLE:
        facts = settlement(ctx, replayed, dated, TITLES)
    else:
        facts, after = _facts(ctx, row, replayed, dated, day)
        besides = household_drafts(ctx, row.text("household"), action.event, after)
    kept = file_drafts(ctx, facts, row.text("village") or None)
    own = event_draft(ctx, ENTITY, row.id, action.event, facts.values)
    ctx.ws.write([*kept, own, *besides])
    return describe(ctx, row.id)


def choose_case(ctx: AppContext, text: str) -> Row:
    """The case that ``text`` names; of a household the one of its last period.

    Raises:
        UserError: none, or more than one.
    """
    found = ctx.ws.select(ENTITY, {"household": text}) if text else []
    return max(found, key=period_of) if found else choose(ctx, ENTITY, text)


def replayed_case(ctx: AppContext, row: Row) -> Replay[Case]:
    """State, history and disputes of the case whose row is ``row``."""
    return case_of(row.values, ctx.ws.events(ENTITY, row.id), ctx.ws.before)


def _facts(
    ctx: AppContext, row: Row, replayed: Replay[Case], action: Action, day: date
) -> tuple[Facts, Case]:
    """The facts of a step, typed and computed, and the case as it is after it."""
    event = action.event
    typed = read_facts(ctx, action.raw, (*typed_needs(event), *SIGNED), action.folder)
    _refuse_barred(ctx, replayed, event, day)
    reckoned = computed(ctx, row, replayed.state, event, day)
    facts = Facts({**typed.values, **reckoned}, typed.files, typed.stays)
    after = refuse_wrong_step(ctx, CASE, replayed, event, facts)
    refuse(faults(ctx, row, event, facts.values))
    return facts, after


def _refuse_barred(ctx: AppContext, replayed: Replay[Case], event: str, day: date) -> None:
    """Say first that a step cannot come now, before what the registers lack for it."""
    refusal = CASE.bar(replayed.state, Step(event, {}, ctx.ws.clerk, day), RULES[event])
    if refusal is not None and not replayed.disputes:
        raise UserError(refusal.code, "{reason}", reason=refusal.reason)


def _refuse_running(ctx: AppContext, home: Row) -> None:
    running = running_case(ctx, home.id)
    if running is not None:
        raise UserError(
            "E-MON-030",
            "这一户有正在办的个案（{state}），不能再开一个。新的线索请登记到线索里，会并入这个个案。",
            state=STAGE_WORDS.get(running.text("state"), ""),
        )


def _refuse_stranger(ctx: AppContext, event: str) -> None:
    if event not in RULES and event != SETTLE:
        refusal = CASE.unknown(event)
        raise UserError(refusal.code, "{reason}", reason=refusal.reason)
    if not may_do(ctx.ws.role, event):
        raise UserError(
            "E-MON-044", "“{title}”由{whose}办理，本单位不能登记。",
            title=TITLES[event], whose=whose(event),
        )  # fmt: skip


def _missing(event: str, possible: tuple[NextEvent, ...]) -> tuple[str, ...]:
    """What the next step still needs: what bars it, else its facts and papers."""
    found = next((one for one in possible if one.event == event), None)
    if found is None or event == SETTLE:
        return ()
    return missing_for(event) if found.allowed else (found.reason,)


def _opened(ctx: AppContext, row: Row) -> HistoryLine:
    """The opening as the first line of the history."""
    first = ctx.ws.operations(ENTITY, row.id)[0]
    facts = {key: row.values[key] for key in ("opened_on", "rule_set") if key in row.values}
    return HistoryLine(
        local_time(first.wall), first.actor, first.actor, OPEN, TITLES[OPEN], facts,
        "有效", "", CaseStage.LEAD.value,
    )  # fmt: skip
