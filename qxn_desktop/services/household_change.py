"""Households change over time: two become one, one becomes two, one moves to another place.

A merge is one operation (ADR 0023): what refers to the old household is led to the new one, here
and from laptops that do not know yet. Its cases, checks and history stay with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import records
from qxn_desktop.services.change_day import change_day
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.store.row import Row

HEAD = "户主"
HOUSEHOLD, MEMBER = "household", "member"
KEPT = ("village", "group", "household_type", "registered_place")
"""What a household that is split off has of the one it comes from."""
TAKEN_ALONG = ("phone", "id_number")
"""What it has of its head."""


def members(ctx: AppContext, household: str) -> list[Row]:
    """The people of a household, its head first."""
    found = ctx.ws.select(MEMBER, {HOUSEHOLD: household})
    return sorted(found, key=lambda row: (row.text("relation") != HEAD, row.id))


@dataclass(frozen=True, slots=True)
class Parting:
    """Who leaves a household, under which of them, into which group ("": the same).

    ``relations``: how the others are related to the new head, by their ids; left out: as before.
    """

    leaving: tuple[str, ...]
    head: str
    group: str = ""
    relations: Mapping[str, str] = field(default_factory=dict)


def merge(ctx: AppContext, id_: str, into: str, on: str, relations: Mapping[str, str]) -> ChangeSet:
    """Household ``id_`` becomes part of ``into``; one step.

    ``relations``: how its people are related to the head of that one, by their ids; its own head
    needs one.

    Raises:
        UserError: one of them is no live household; a day in the future; the head has no relation.
    """
    gone, stays = household(ctx, id_), household(ctx, into)
    if gone.id == stays.id:
        raise UserError("E-REG-360", "不能把一户并到它自己，请另选一户。")
    day = change_day(ctx, on)
    drafts: list[Draft] = []
    for member in members(ctx, gone.id):
        relation = relations.get(member.id, "")
        if member.text("relation") == HEAD and relation in ("", HEAD):
            raise UserError(
                "E-REG-361", "{name}原来是户主，并过去以后是什么关系？请选与新户主的关系。",
                name=member.text("name"),
            )  # fmt: skip
        if relation:
            drafts += _put(ctx, member, {"relation": relation})
    both = [gone.values.get("population"), stays.values.get("population")]
    if all(isinstance(number, int) for number in both):
        drafts += _put(ctx, stays, {"population": both[0] + both[1]})  # type: ignore[operator]
    facts = {"into": stays.id, "on": day}
    return ctx.ws.write([*drafts, draft(ctx, HOUSEHOLD, gone.id, Kind.ALIAS, facts)])


def split(ctx: AppContext, id_: str, parting: Parting, on: str) -> tuple[str, ChangeSet]:
    """Some of a household's people become a household of their own.

    Gives its id; one step.

    Raises:
        UserError: nobody or all leave, the head leaves, the new head does not, its number is
            another household's; a day in the future.
    """
    home = household(ctx, id_)
    people = {row.id: row for row in members(ctx, home.id)}
    _refuse_split(people, parting)
    leaving, leader = parting.leaving, people[parting.head]
    raw = {key: home.values[key] for key in KEPT if home.values.get(key) is not None}
    raw |= {key: leader.values[key] for key in TAKEN_ALONG if leader.values.get(key) is not None}
    raw |= {"head_name": leader.text("name"), "population": len(leaving), "split_from": home.id}
    raw |= {"changed_on": change_day(ctx, on)} | ({"group": parting.group} if parting.group else {})
    new, values = records.judge_new(ctx, ctx.ws.schema.registers[HOUSEHOLD], raw)
    drafts = [draft(ctx, HOUSEHOLD, new, Kind.PUT, values)]
    for member in leaving:
        change: dict[str, Json] = {HOUSEHOLD: new}
        relation = HEAD if member == leader.id else parting.relations.get(member, "")
        if relation:
            change |= _judged(ctx, people[member], {"relation": relation})
        drafts.append(draft(ctx, MEMBER, member, Kind.PUT, change))
    population = home.values.get("population")
    if isinstance(population, int) and population > len(leaving):
        drafts += _put(ctx, home, {"population": population - len(leaving)})
    return new, ctx.ws.write(drafts)


def move(ctx: AppContext, id_: str, village: str, group: str, on: str) -> ChangeSet:
    """A household and its people move to another village or group; its toilet stays.

    Raises:
        UserError: no such household or village; it lives there already; a day in the future.
    """
    home = household(ctx, id_)
    new: dict[str, Json] = {"village": village, "group": group, "changed_on": change_day(ctx, on)}
    drafts = _put(ctx, home, new)
    if not any({"village", "group"} & one.payload.keys() for one in drafts):
        raise UserError("E-REG-362", "这户已经登记在那里，不用再迁。")
    moved = drafts[0].payload.get("village")
    for member in members(ctx, home.id) if moved else ():
        drafts.append(draft(ctx, MEMBER, member.id, Kind.PUT, {"village": moved}))
    return ctx.ws.write(drafts)


def household(ctx: AppContext, id_: str) -> Row:
    """The live household ``id_``.

    Raises:
        UserError: it is none.
    """
    row = records.live(ctx, id_)
    if row.register != HOUSEHOLD:
        raise UserError("E-REG-363", "这条记录不是农户，请选一户。")
    return row


def _put(ctx: AppContext, row: Row, raw: Mapping[str, Json]) -> list[Draft]:
    """The change of ``row`` by ``raw``; none where it holds that already."""
    new = _judged(ctx, row, raw)
    return [draft(ctx, row.register, row.id, Kind.PUT, dict(new))] if new else []


def _judged(ctx: AppContext, row: Row, raw: Mapping[str, Json]) -> Mapping[str, Json]:
    """What ``raw`` would write of ``row``."""
    spec = ctx.ws.schema.registers[row.register]
    new, problems = records.judge_change(ctx, spec, row, raw)
    refuse(problems)
    return new


def _refuse_split(people: Mapping[str, Row], parting: Parting) -> None:
    problems, leaving = [], parting.leaving
    if not leaving or not set(leaving) < people.keys():
        text = "请勾选分出去的人，原户至少留一个人。"
        problems.append(Problem("members", "E-REG-364", text))
    if parting.head not in leaving:
        problems.append(Problem("head", "E-REG-365", "请在分出去的人里选一位新户主。"))
    if any(word == HEAD for id_, word in parting.relations.items() if id_ != parting.head):
        text = "新户只有一位户主，请改其他人与户主的关系。"
        problems.append(Problem("relations", "E-REG-369", text))
    if any(people[id_].text("relation") == HEAD for id_ in leaving if id_ in people):
        text = "户主不能分出去。请先把户主改成留下的人，再分户。"
        problems.append(Problem("members", "E-REG-366", text))
    refuse(problems)
