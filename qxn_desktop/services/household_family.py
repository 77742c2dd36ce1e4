"""A household with its people, as it is looked at before it is merged, split or moved."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.services import household_change
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.household_change import HEAD, MEMBER
from qxn_desktop.services.problem_list import village_names


@dataclass(frozen=True, slots=True)
class Person:
    """One of its people; ``relation`` to the head, "" where none is registered."""

    id: str
    name: str
    relation: str

    @property
    def is_head(self) -> bool:
        return self.relation == HEAD


@dataclass(frozen=True, slots=True)
class Family:
    """``village`` is a code, ``place`` what people call where it lives."""

    id: str
    name: str
    village: str
    group: str
    place: str
    population: int | None
    people: tuple[Person, ...]

    @property
    def summary(self) -> str:
        """In one line."""
        count = len(self.people)
        told = f"登记了 {count} 人" if count else "没有登记家庭成员"
        stated = f"，家庭人口数 {self.population}" if self.population is not None else ""
        return f"{self.place}　{told}{stated}"


def family(ctx: AppContext, id_: str) -> Family:
    """The household ``id_``.

    Raises:
        UserError: it is no live household.
    """
    row = household_change.household(ctx, id_)
    people = tuple(
        Person(one.id, one.text("name"), one.text("relation"))
        for one in household_change.members(ctx, row.id)
    )
    village, group = row.text("village"), row.text("group")
    whose = f"{group}组" if group.isdigit() else group
    population = row.values.get("population")
    stated = population if isinstance(population, int) else None
    name = row.text("head_name")
    where = village_names(ctx).get(village, "") + whose
    return Family(row.id, name, village, group, where, stated, people)


def relations(ctx: AppContext) -> tuple[str, ...]:
    """What a person may be to the head of a household (GB/T 4761)."""
    known = ctx.ws.schema.registers[MEMBER].field("relation")
    return known.options if known is not None else ()
