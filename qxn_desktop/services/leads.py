"""Leads (线索) of households from all channels: entered, merged by household, answered.

A lead hints, it recognises nobody (docs/domain.md J.5). What comes while a case of the household
runs is taken into that case at once; every lead stays as the source that it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.lead import CHANNEL_WORDS, LEAD_STATE_WORDS, Channel, LeadState
from qxn_desktop.domain.lead import typed_lead_id as lead_id
from qxn_desktop.domain.lead_machine import LEAD, LEAD_RULES, LeadFile, replay_lead
from qxn_desktop.domain.legal_event import SETTLE, Replay
from qxn_desktop.domain.monitor_case import ENDED
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.procedure_step import EVERY_EVENT
from qxn_desktop.domain.row_input import clean_row
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.event_fact import file_drafts, read_facts
from qxn_desktop.services.legal_step import Action, refuse_wrong_step, settlement
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.routing import event as event_draft
from qxn_desktop.services.row_choice import choose
from qxn_desktop.store import partial_row
from qxn_desktop.store.row import Row

TITLES: Mapping[str, str] = {
    SETTLE: "裁决",
    **{name: rule.title for name, rule in LEAD_RULES.items()},
}
OVER = frozenset(stage.value for stage in ENDED)


@dataclass(frozen=True, slots=True)
class NewLead:
    """A lead as it comes in. ``number``: 原编号 of a ticket or warning; ``demanded``: its limit."""

    household: str
    channel: str
    found_on: date
    text: str = ""
    department: str = ""
    number: str = ""
    demanded: str = ""


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead today. ``case`` is the id of the case it was taken into, "" without one."""

    id: str
    number: str
    household: str
    household_label: str
    village: str
    village_name: str
    channel: str
    channel_title: str
    department: str
    source_number: str
    found_on: str
    demanded_due: str
    overdue: bool
    text: str
    state: str
    state_title: str
    case: str
    result: str


def add_lead(ctx: AppContext, new: NewLead) -> LeadLine:
    """Enter a lead; gives it as it then stands.

    Raises:
        UserError: no such household or channel, a day that has not come, entered before.
    """
    household = household_of(ctx, new.household)
    id_, drafts = lead_drafts(ctx, household, new)
    if ctx.ws.operations("lead", id_):
        raise UserError(
            "E-MON-042",
            "这一户这一天已经登记过同一渠道、同一原编号的线索，不重复登记。不是同一件事的请写原编号。",
        )
    running = running_case(ctx, household.id)
    if running is not None:
        drafts.append(join_draft(id_, household, running.id))
    ctx.ws.write(drafts)
    return _line(ctx, id_)


def answer(ctx: AppContext, lead: str, action: Action) -> LeadLine:
    """Answer a lead, or decide between answers that were given side by side.

    Raises:
        UserError: no such lead or result, or it has its answer.
    """
    row = choose(ctx, "lead", lead)
    replayed = replayed_lead(ctx, row.id)
    if action.event == SETTLE:
        facts = settlement(ctx, replayed, action, TITLES)
    else:
        needs = (*LEAD_RULES["answer"].needs, *EVERY_EVENT)
        facts = read_facts(ctx, action.raw, needs, action.folder)
        refuse_wrong_step(ctx, LEAD, replayed, action.event, facts)
    kept = file_drafts(ctx, facts, row.text("village") or None)
    ctx.ws.write([*kept, event_draft(ctx, "lead", row.id, action.event, facts.values)])
    return _line(ctx, row.id)


def leads(ctx: AppContext, household: str = "", *, only_open: bool = False) -> list[LeadLine]:
    """Leads by household, the oldest first, so that those of one household stand together.

    ``only_open`` leaves out what was answered.
    """
    where: dict[str, Json] = {}
    if household:
        where["household"] = household_of(ctx, household).id
    rows = ctx.ws.select("lead", where)
    wanted = [r for r in rows if not only_open or r.text("state") != LeadState.ANSWERED.value]
    found = lead_lines(ctx, wanted)
    return sorted(found, key=lambda one: (one.village, one.household, one.found_on, one.id))


def lead_lines(ctx: AppContext, rows: Iterable[Row]) -> list[LeadLine]:
    """The lines of ``rows``, in their order."""
    listed, today = list(rows), ctx.today.isoformat()
    names = village_names(ctx) | home_names(ctx, {row.text("household") for row in listed})
    return [_line_of(row, names, today) for row in listed]


def home_names(ctx: AppContext, ids: Collection[str]) -> dict[str, str]:
    """What people call households, by id; of thirty thousand only those that are shown."""
    rows = partial_row.rows(ctx.ws, "household", ("head_name",), ("id", sorted(ids)))
    return {row.id: row.text("head_name") for row in rows}


def new_leads(ctx: AppContext, household: str) -> list[Row]:
    """The leads of a household that nobody has followed up yet."""
    return [r for r in ctx.ws.select("lead", {"household": household}) if not r.text("state")]


def running_case(ctx: AppContext, household: str) -> Row | None:
    """The case of a household that has not ended, None without one."""
    rows = ctx.ws.select("monitor_case", {"household": household})
    return next((row for row in rows if row.text("state") not in OVER), None)


def household_of(ctx: AppContext, text: str) -> Row:
    """The household that ``text`` names, in a village.

    Raises:
        UserError: none, more than one, or it has no village.
    """
    row = choose(ctx, "household", text)
    if not row.text("village"):
        raise UserError("E-MON-039", "这一户没有登记所在村，请先在农户台账里补上。")
    return row


def lead_drafts(ctx: AppContext, household: Row, new: NewLead) -> tuple[str, list[Draft]]:
    """Id and drafts of a lead that comes in; nothing is written.

    Raises:
        UserError: no such channel, a day that has not come, a text that does not fit.
    """
    channel = read_channel(new.channel)
    refuse_future(ctx, new.found_on)
    raw: dict[str, Json] = {
        "description": new.text,
        "department": new.department,
        "source_number": new.number,
        "demanded_due": new.demanded,
    }
    values, problems = clean_row(ctx.ws.schema.registers["lead"], raw, ctx.today)
    refuse(problems)
    kept = {key: value for key, value in values.items() if value is not None}
    number = str(kept.get("source_number", ""))
    village = household.text("village")
    id_ = lead_id(household.id, channel, new.found_on, number)
    payload: dict[str, Json] = {
        **kept,
        "number": _number(id_, village, new.found_on),
        "household": household.id,
        "village": village,
        "channel": channel.value,
        "found_on": new.found_on.isoformat(),
    }
    return id_, [Draft("lead", id_, Kind.PUT, payload, village)]


def _number(id_: str, village: str, found_on: date) -> str:
    """Its number for people: equal on every machine that enters the same lead."""
    return f"{found_on.year}-{village[:9]}-XS-{id_[:8].upper()}"


def join_draft(lead: str, household: Row, case: str) -> Draft:
    """Take a lead that is written together with this into a case; both in its village's stream."""
    payload: dict[str, Json] = {"event": "join", "facts": {"case": case}}
    return Draft("lead", lead, Kind.EVENT, payload, household.text("village"))


def read_channel(text: str) -> Channel:
    """The channel by its code.

    Raises:
        UserError: there is none such.
    """
    if text in set(Channel):
        return Channel(text)
    listed = "、".join(f"{code}（{words}）" for code, words in CHANNEL_WORDS.items())
    raise UserError(
        "E-MON-040", "没有“{text}”这个发现渠道，可用：{listed}。", text=text, listed=listed
    )


def refuse_future(ctx: AppContext, day: date) -> None:
    """Refuse a day that has not come."""
    if day > ctx.today:
        raise UserError(
            "E-MON-041", "日期 {day} 还没有到，请核对；电脑日期不对的，先校准。", day=day
        )


def replayed_lead(ctx: AppContext, lead: str) -> Replay[LeadFile]:
    """State and history of a lead."""
    return replay_lead(ctx.ws.events("lead", lead), ctx.ws.before)


def _line(ctx: AppContext, lead: str) -> LeadLine:
    return lead_lines(ctx, [choose(ctx, "lead", lead)])[0]


def _line_of(row: Row, names: Mapping[str, str], today: str) -> LeadLine:
    state = row.text("state") or LeadState.NEW.value
    village, channel, demanded = row.text("village"), row.text("channel"), row.text("demanded_due")
    return LeadLine(
        id=row.id,
        number=row.text("number"),
        household=row.text("household"),
        household_label=names.get(row.text("household"), ""),
        village=village,
        village_name=names.get(village, ""),
        channel=channel,
        channel_title=CHANNEL_WORDS.get(channel, channel),
        department=row.text("department"),
        source_number=row.text("source_number"),
        found_on=row.text("found_on"),
        demanded_due=demanded,
        overdue=state != LeadState.ANSWERED.value and "" < demanded < today,
        text=row.text("description"),
        state=state,
        state_title=LEAD_STATE_WORDS.get(state, state),
        case=row.text("case"),
        result=row.text("result"),
    )
