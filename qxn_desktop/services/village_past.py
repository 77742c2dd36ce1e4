"""How the unit's villages changed: renamed, joined, new; by which paper, from which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import fold
from qxn_desktop.domain.operation import Kind, Operation
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.village_change import HOUSEHOLD, VILLAGE, groups_of


@dataclass(frozen=True, slots=True)
class VillageChange:
    """One change in words, with the day from which it holds, its paper, and who entered it."""

    day: str
    words: str
    basis: str
    actor: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a village and how many households are registered in it."""

    name: str
    households: int

    @property
    def words(self) -> str:
        """As it stands in a list."""
        called = f"{self.name}组" if self.name.isdigit() else self.name
        return f"{called}　{self.households} 户"


def groups(ctx: AppContext, code: str) -> tuple[Group, ...]:
    """The groups of a village, with their numbers of households."""
    rows = ctx.ws.select(HOUSEHOLD, {"village": code})
    held = [row.text("group") for row in rows]
    return tuple(Group(name, held.count(name)) for name in groups_of(ctx, code))


def village_past(ctx: AppContext) -> tuple[VillageChange, ...]:
    """All changes that hold, the latest first."""
    ids = [row.id for row in ctx.ws.select(VILLAGE)] + ctx.ws.deleted_ids(VILLAGE)
    found = [one for id_ in ids for one in _past(ctx, id_)]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def _past(ctx: AppContext, id_: str) -> Iterator[VillageChange]:
    """The changes of one village: its names, and what it was joined to."""
    ops = ctx.ws.operations(VILLAGE, id_)
    into = ctx.ws.became(VILLAGE, id_)
    is_there = ctx.ws.get(VILLAGE, id_) is not None
    if is_there or into:
        yield from _names(ctx, id_, [op for op in ops if op.kind == Kind.PUT])
    if into:
        last = [op for op in ops if op.kind == Kind.ALIAS][-1]
        name = str(fold(VILLAGE, id_, ops, ctx.ws.before).values.get("name") or _base(ctx, id_))
        words = f"{name} 并入 {_name(ctx, into)}"
        yield VillageChange(_text(last, "on"), words, _text(last, "basis"), last.actor)


def _names(ctx: AppContext, id_: str, puts: Sequence[Operation]) -> Iterator[VillageChange]:
    """New names that were not taken back."""
    names: list[tuple[str, Json]] = [(_base(ctx, id_), None)]
    kept: list[VillageChange] = []
    for op in puts:
        if "name" not in op.payload:
            continue
        now = (_text(op, "name"), op.payload.get("changed_on"))
        if len(names) > 1 and now == names[-2]:  # the change before was taken back
            names.pop()
            kept.pop()
            continue
        old = names[-1][0]
        words = f"{old} 更名为 {now[0]}" if old else f"新设 {now[0]}（代码 {id_}）"
        kept.append(VillageChange(str(now[1] or ""), words, _text(op, "change_basis"), op.actor))
        names.append(now)
    yield from kept


def _base(ctx: AppContext, id_: str) -> str:
    """What the division table calls a village, "" where it does not know it."""
    row = ctx.ws.schema.base_rows().get(VILLAGE, {}).get(id_, {})
    return str(row.get("name") or "")


def _name(ctx: AppContext, id_: str) -> str:
    row = ctx.ws.get(VILLAGE, id_)
    return row.text("name") if row is not None else id_


def _text(op: Operation, key: str) -> str:
    return str(op.payload.get(key) or "")
