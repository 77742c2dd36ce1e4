"""Rows as the rules see them: a household with all that belongs to it, built once.

Values are those of the registers (docs: ``resources/registers``); an empty field is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.id_number import age
from qxn_desktop.domain.quality.finding import Fault

HEADS = frozenset({"户主", "本人"})
"""How the head's own relation is written: the national system's word and the standard's."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a register: its values by field, and what people call it."""

    register: str
    id: str
    values: Mapping[str, Json]
    label: str

    def text(self, field: str) -> str:
        """The value as text; "" when there is none."""
        value = self.values.get(field)
        return "" if value is None else str(value)

    def number(self, field: str) -> Decimal | None:
        """The value as a number; None when there is none or it is not one."""
        value = self.values.get(field)
        if value is None or value == "":
            return None
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return None

    def many(self, field: str) -> tuple[str, ...]:
        """The chosen options; a single value is one of them."""
        value = self.values.get(field)
        if isinstance(value, list):
            return tuple(str(one) for one in value)
        return () if value is None or value == "" else (str(value),)

    def day(self, field: str) -> date | None:
        """The value as a date; None when there is none or it is not one."""
        try:
            return date.fromisoformat(self.text(field))
        except ValueError:
            return None

    def has(self, field: str) -> bool:
        """Whether anything is entered."""
        return self.values.get(field) not in (None, "", [])

    def yes(self, field: str) -> bool:
        """Whether it says 是."""
        return self.values.get(field) == "是"

    def no(self, field: str) -> bool:
        """Whether it says 否; an empty field does not."""
        return self.values.get(field) == "否"

    def fault(self, fields: str, sentence: str, besides: tuple[str, ...] = ()) -> Fault:
        """A fault of this row; ``fields`` separated by spaces."""
        return Fault(self.register, self.id, self.label, tuple(fields.split()), sentence, besides)


@dataclass(frozen=True, slots=True)
class MemberView(RowView):
    """A person. ``age`` in full years on the day of the check, by number, else by birth date."""

    age: int | None = None

    @property
    def is_head(self) -> bool:
        return self.text("relation") in HEADS

    @property
    def gender(self) -> str:
        """As entered, else as the number says; "" when neither does."""
        return self.text("gender") or (gender_in(self.text("id_number")) or "")


@dataclass(frozen=True, slots=True)
class HouseholdView(RowView):
    """A household with its members, income sheets and times of work, the latest last."""

    members: tuple[MemberView, ...] = ()
    incomes: tuple[RowView, ...] = ()
    jobs: tuple[RowView, ...] = ()

    @property
    def rows(self) -> tuple[RowView, ...]:
        """Itself and all rows that belong to it."""
        return (self, *self.members, *self.incomes, *self.jobs)

    @property
    def village(self) -> str:
        return self.text("village")

    @property
    def is_monitored(self) -> bool:
        """监测对象, whether its risk is removed or not."""
        return self.has("monitor_category")

    @property
    def is_removed(self) -> bool:
        """监测对象 whose risk is marked as removed."""
        return self.is_monitored and self.no("risk_open")


def member_view(id_: str, values: Mapping[str, Json], today: date) -> MemberView:
    """A row of the register ``member`` as of ``today``."""
    born = birth_in(str(values.get("id_number") or "")) or _day(values.get("birth_date"))
    years = None if born is None or born > today else age(born, today)
    return MemberView("member", id_, values, str(values.get("name") or ""), years)


def household_view(
    id_: str,
    values: Mapping[str, Json],
    members: Iterable[MemberView] = (),
    incomes: Iterable[RowView] = (),
    jobs: Iterable[RowView] = (),
) -> HouseholdView:
    """A row of the register ``household`` with what belongs to it; who has left is left out."""
    here = tuple(one for one in members if not one.has("left_how") and not one.has("left_on"))
    label = str(values.get("head_name") or "")
    return HouseholdView("household", id_, values, label, here, tuple(incomes), tuple(jobs))


def birth_in(number: str) -> date | None:
    """The date of birth that an 18-digit number (or a disability card's first 18) carries."""
    if len(number) not in (18, 20, 22):
        return None
    return _day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def gender_in(number: str) -> Literal["男", "女"] | None:
    """The gender that an 18-digit number carries."""
    if len(number) not in (18, 20, 22) or not number[16].isdigit():
        return None
    return "男" if int(number[16]) % 2 else "女"


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
