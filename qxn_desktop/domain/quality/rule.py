"""A rule as a named function with what a person needs to know of it, and what it goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.view import HouseholdView, RowView


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check goes by: the day, the numbers, and the columns that the unit keeps.

    ``kept`` are columns (``member.nation``) that are filled in so many rows that an empty cell is
    an omission. A column nobody keeps is never asked for.
    """

    today: date
    parameters: Parameters
    kept: frozenset[str] = frozenset()
    counties: Mapping[str, str] = field(default_factory=dict)
    """Names of counties by the first six digits of their villages' codes."""

    def asks(self, row: RowView, name: str) -> bool:
        """Whether the field ``name`` of ``row`` should be filled in, and is not."""
        return f"{row.register}.{name}" in self.kept and not row.has(name)

    def county(self, village: str) -> str:
        """The county of a village; "" when it is not known."""
        return self.counties.get(village[:6], "")


HouseholdCheck = Callable[[HouseholdView, Terms], Iterator[Fault]]
VillageCheck = Callable[[RowView, Terms], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of docs/domain.md B.10.

    ``text`` is the rule in the words of its source, ``original`` its numbers there. ``fields``
    (``member.nation``) are what it looks at; it can say nothing while none of ``needs`` (else
    ``fields``) holds data. One of ``home`` and ``place`` is set, or neither for a rule across
    rows, which ``duplicate`` holds.
    """

    number: int
    title: str
    severity: Severity
    text: str
    original: str
    fields: tuple[str, ...]
    home: HouseholdCheck | None = None
    place: VillageCheck | None = None
    needs: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return f"DQ-{self.number:03d}"

    def lacks(self, filled: frozenset[str]) -> bool:
        """Whether all it needs is empty everywhere."""
        return filled.isdisjoint(self.needs or self.fields)


def columns(register: str, fields: str) -> tuple[str, ...]:
    """``member.name`` and ``member.nation`` of ``columns("member", "name nation")``."""
    return tuple(f"{register}.{field}" for field in fields.split())
