"""Households with their members and income sheets as the rules see them, read from the registers.

Only the columns that a rule looks at are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.quality.catalog import ASKED_OF, RULES
from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.rule import Rule, Terms
from qxn_desktop.domain.quality.view import (
    HouseholdView,
    MemberView,
    RowView,
    household_view,
    member_view,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.quality_setting import parameters
from qxn_desktop.store import partial_row
from qxn_desktop.store.partial_row import Fill
from qxn_desktop.store.row import Row

HOUSEHOLD, MEMBER, VILLAGE = "household", "member", "village"
INCOME, WORK = "income_sheet", "off_farm_work"
BELONGING = (MEMBER, INCOME, WORK)
"""Registers whose rows belong to a household."""
REGISTERS = frozenset({HOUSEHOLD, *BELONGING, VILLAGE})
CHECKED = frozenset({HOUSEHOLD, MEMBER, VILLAGE})
"""Registers at whose rows something may be found."""
BASIC: Mapping[str, frozenset[str]] = {
    HOUSEHOLD: frozenset({"village", "head_name", "id_number", "phone"}),
    MEMBER: frozenset({"household", "name", "id_number", "phone", "relation", "birth_date"}),
    INCOME: frozenset({"household", "period_to"}),
    WORK: frozenset({"household", "member"}),
    VILLAGE: frozenset({"name", "short_name"}),
}
"""What every view holds, whatever the rules look at."""

Among = tuple[str, Collection[str]]
Fills = Mapping[str, Fill]
"""By column (``member.nation``), how full it is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for a whole check: its terms, the columns that hold data, the rules in force."""

    terms: Terms
    filled: frozenset[str]
    rules: tuple[Rule, ...]


@cache
def fields_of(register: str) -> tuple[str, ...]:
    """The fields of a register that some rule looks at, with the basic ones."""
    own = f"{register}."
    looked = {
        name.removeprefix(own)
        for rule in RULES.values()
        for name in (*rule.fields, *rule.needs)
        if name.startswith(own)
    }
    return tuple(sorted(looked | BASIC[register]))


def ground(ctx: AppContext, planned: Fills | None = None) -> Ground:
    """The ground of a check today; ``planned`` rows count as if they were there."""
    own = ctx.ws.kept.get(("quality fills",), REGISTERS, lambda: _fills(ctx))
    return ground_of(ctx.today, parameters(ctx), [own, planned or {}], _counties(ctx))


def ground_of(
    today: date, numbers: Parameters, fills: list[Fills], counties: Mapping[str, str]
) -> Ground:
    """The ground by how full the columns are that the rules look at."""
    share = numbers["kept_share"] / 100
    rows: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for one in fills:
        rows.update({column: fill.rows for column, fill in one.items()})
        held.update({column: fill.filled for column, fill in one.items()})
    filled = frozenset(column for column, count in held.items() if count)
    kept = frozenset(column for column in filled if held[column] >= rows[column] * share)
    rules = tuple(rule for rule in RULES.values() if not rule.lacks(filled))
    return Ground(Terms(today, numbers, kept, counties), filled, rules)


def _fills(ctx: AppContext) -> Fills:
    known = ctx.ws.schema.registers
    return {
        f"{register}.{field}": fill
        for register in sorted(REGISTERS)
        if register in known
        for field, fill in partial_row.fills(
            ctx.ws, register, fields_of(register), _asked_of(register)
        ).items()
    }


def _asked_of(register: str) -> Mapping[str, tuple[str, str]]:
    own = f"{register}."
    return {
        name.removeprefix(own): asked for name, asked in ASKED_OF.items() if name.startswith(own)
    }


def _counties(ctx: AppContext) -> Mapping[str, str]:
    """The counties of the unit's villages, by the first six digits of their codes."""
    codes = {village.code[:6] for village in ctx.divisions.villages(ctx.ws.unit)}
    return {code: ctx.divisions.unit(code + "000000").name for code in sorted(codes)}


def homes(
    ctx: AppContext, ids: Collection[str] | None = None, progress: Progress = SILENT
) -> Iterator[HouseholdView]:
    """All households, or those with ``ids``, in order of their ids."""
    own = None if ids is None else ("id", ids)
    below = None if ids is None else ("household", ids)
    tally = Tally(progress)
    tally.begin("正在读取农户和成员")
    members: defaultdict[str, list[MemberView]] = defaultdict(list)
    for row in tally.each(_rows(ctx, MEMBER, below)):
        members[row.text("household")].append(member_view(row.id, row.values, ctx.today))
    incomes = _by_home(ctx, INCOME, below, "period_to")
    jobs = _by_home(ctx, WORK, below, "started_on")
    for row in _rows(ctx, HOUSEHOLD, own):
        id_ = row.id
        yield household_view(id_, row.values, members[id_], incomes[id_], jobs[id_])


def member_rows(ctx: AppContext, ids: Collection[str]) -> list[Row]:
    """Members by id, with the columns that the rules look at."""
    return _rows(ctx, MEMBER, ("id", ids))


def villages(ctx: AppContext) -> list[RowView]:
    """The villages with their own figures, in code order."""
    return [
        RowView(VILLAGE, row.id, row.values, row.text("short_name") or row.text("name"))
        for row in _rows(ctx, VILLAGE, None)
    ]


def _by_home(
    ctx: AppContext, register: str, below: Among | None, order: str
) -> defaultdict[str, list[RowView]]:
    found: defaultdict[str, list[RowView]] = defaultdict(list)
    for row in sorted(_rows(ctx, register, below), key=lambda one: (one.text(order), one.id)):
        found[row.text("household")].append(RowView(register, row.id, row.values, ""))
    return found


def _rows(ctx: AppContext, register: str, among: Among | None) -> list[Row]:
    if register not in ctx.ws.schema.registers:
        return []
    chosen = None if among is None else (among[0], sorted(among[1]))
    return partial_row.rows(ctx.ws, register, fields_of(register), chosen)
