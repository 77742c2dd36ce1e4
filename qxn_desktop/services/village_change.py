"""Villages change over time: renamed, joined to another, or divided, from a day, by a paper.

Joining is one operation (ADR 0023): everything that lies in the old village follows. Reports that
were issued keep what they said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.village_name import short_village_name
from qxn_desktop.services.change_day import change_day
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.store.row import Row

VILLAGE, HOUSEHOLD = "village", "household"
ADDED_UP = (
    "registered_households", "resident_households", "population", "hamlets30",
    "hamlets30_covered", "cleaners",
)  # fmt: skip
"""Numbers of a village that the one it joins has besides its own."""
KINDS = ("行政村", "社区")
CODE = re.compile(r"[1-9][0-9]{11}\Z")
UNIT_DIGITS = 9


@dataclass(frozen=True, slots=True)
class NewVillage:
    """A village that comes of another: its 12-digit code, name, kind, and the groups it takes."""

    code: str
    name: str
    kind: str
    groups: tuple[str, ...]


def rename(ctx: AppContext, code: str, name: str, on: str, basis: str) -> ChangeSet:
    """Give a village another name.

    Raises:
        UserError: no such village; no name, or that of another; no paper; a day in the future.
    """
    _village(ctx, code)
    day = _checked(ctx, on, basis)
    name = name.strip()
    _refuse_name(ctx, name, besides=code)
    values: dict[str, Json] = {
        "name": name,
        "short_name": short_village_name(name),
        "changed_on": day,
        "change_basis": basis.strip(),
    }
    return ctx.ws.write([draft(ctx, VILLAGE, code, Kind.PUT, values)])


def join(ctx: AppContext, code: str, into: str, on: str, basis: str) -> ChangeSet:
    """A village becomes part of another, with all that lies in it.

    Raises:
        UserError: no such village, or the same; no paper; a day in the future.
    """
    gone, stays = _village(ctx, code), _village(ctx, into)
    if gone.id == stays.id:
        raise UserError("E-REG-370", "不能把一个村并到它自己，请另选一个村。")
    day = _checked(ctx, on, basis)
    values: dict[str, Json] = {"changed_on": day, "change_basis": basis.strip()}
    for key in ADDED_UP:
        both = [row.values.get(key) for row in (gone, stays)]
        numbers = [number for number in both if isinstance(number, int)]
        if numbers:
            values[key] = sum(numbers)
    facts: dict[str, Json] = {"into": into, "on": day, "basis": basis.strip()}
    return ctx.ws.write(
        [
            draft(ctx, VILLAGE, into, Kind.PUT, values),
            draft(ctx, VILLAGE, code, Kind.ALIAS, facts),
        ]
    )


def divide(ctx: AppContext, code: str, new: NewVillage, on: str, basis: str) -> ChangeSet:
    """Some groups of a village become one of their own, with their households and facilities.

    Raises:
        UserError: no such village or groups; a code that is wrong or taken; a name that is; no
            paper; a day in the future.
    """
    old = _village(ctx, code)
    day = _checked(ctx, on, basis)
    _refuse_new(ctx, new)
    values: dict[str, Json] = {
        "name": new.name.strip(),
        "short_name": short_village_name(new.name.strip()),
        "kind": new.kind,
        "changed_on": day,
        "change_basis": basis.strip(),
    }
    moved = list(_of_groups(ctx, old.id, new.groups))
    if not moved:
        raise UserError("E-REG-371", "选的组里没有登记农户和设施，请核对组名。")
    return ctx.ws.write(
        [
            draft(ctx, VILLAGE, new.code, Kind.PUT, values),
            *(_moved(ctx, row, new.code) for row in moved),
        ]
    )


def groups_of(ctx: AppContext, code: str) -> list[str]:
    """The groups that households and facilities of a village are registered in."""
    found = set()
    for spec in ctx.ws.schema.registers.values():
        if not spec.internal and spec.field("group") and spec.village_field:
            rows = ctx.ws.select(spec.id, {spec.village_field: code})
            found |= {row.text("group") for row in rows}
    return sorted(found - {""}, key=lambda text: (len(text), text))


def _of_groups(ctx: AppContext, code: str, groups: Sequence[str]) -> Iterable[Row]:
    """Rows of the village that lie in ``groups``, and those that belong to such households."""
    homes = set()
    registers = [spec for spec in ctx.ws.schema.registers.values() if not spec.internal]
    for spec in registers:
        if spec.field("group") and spec.field(spec.village_field):
            for row in ctx.ws.select(spec.id, {spec.village_field: code}):
                if row.text("group") in groups:
                    homes |= {row.id} if spec.id == HOUSEHOLD else set()
                    yield row
    for spec in registers:
        ref = next((one.id for one in spec.fields if one.ref == HOUSEHOLD), "")
        if ref and not spec.field("group") and spec.field(spec.village_field):
            for row in ctx.ws.select(spec.id, {spec.village_field: code}):
                if row.text(ref) in homes:
                    yield row


def _moved(ctx: AppContext, row: Row, code: str) -> Draft:
    field = ctx.ws.schema.registers[row.register].village_field
    return draft(ctx, row.register, row.id, Kind.PUT, {field: code})


def _village(ctx: AppContext, code: str) -> Row:
    row = ctx.ws.get(VILLAGE, code)
    if row is None:
        raise UserError("E-REG-372", "本单位没有代码为“{code}”的村（社区），请核对。", code=code)
    return row


def _checked(ctx: AppContext, on: str, basis: str) -> str:
    if not basis.strip():
        raise UserError("E-REG-373", "请写批准区划变动的文件名或文号，以后好查。")
    return change_day(ctx, on)


def _refuse_new(ctx: AppContext, new: NewVillage) -> None:
    problems = []
    if not CODE.match(new.code) or new.code[:UNIT_DIGITS] != ctx.ws.unit[:UNIT_DIGITS]:
        text = f"新村的代码是12位，前9位是本单位的 {ctx.ws.unit[:UNIT_DIGITS]}，请照文件填。"
        problems.append(Problem("code", "E-REG-374", text))
    elif ctx.ws.get(VILLAGE, new.code) or ctx.ws.became(VILLAGE, new.code):
        problems.append(Problem("code", "E-REG-375", "这个代码已经用过，请核对。"))
    if new.kind not in KINDS:
        problems.append(Problem("kind", "E-REG-376", f"类型请选{'或'.join(KINDS)}。"))
    refuse(problems)
    _refuse_name(ctx, new.name.strip(), besides="")


def _refuse_name(ctx: AppContext, name: str, besides: str) -> None:
    if not name:
        raise UserError("E-REG-377", "请填新的村名。")
    same = [row for row in ctx.ws.select(VILLAGE) if row.id != besides and _is_called(row, name)]
    if same:
        raise UserError("E-REG-378", "本单位已有叫“{name}”的村，请核对。", name=name)


def _is_called(row: Row, name: str) -> bool:
    return name in (row.text("name"), row.text("short_name")) or (
        short_village_name(name) == row.text("short_name")
    )
