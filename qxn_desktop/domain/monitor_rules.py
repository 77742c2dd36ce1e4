"""The rules by which households are monitored, as data with a time of validity.

Categories, income lines, time limits and publicity differ by year and county (docs/domain.md B);
each carries its source, and what has none is marked 默认值. A case keeps the rules it began by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from qxn_desktop.common.json_types import Json


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of monitored household. ``household_type`` "": of any type.

    ``within_line``: its income lies within the monitored range.
    """

    name: str
    household_type: str = ""
    within_line: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """Yuan a head and year up to which income is looked at; a reference, never a verdict."""

    year: int
    yuan: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """Days for a step, counted from the day after ``after`` happened."""

    step: str
    title: str
    days: int
    working: bool
    after: str
    source: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What the state of a case depends on; kept in the case itself, so that it stays the same.

    ``publicity_days`` of publicity (``publicity_working``: working days), ``removal_months`` from
    recognition to removal, ``emergency_days`` to bring papers after help that went first.
    """

    publicity_days: int = 5
    publicity_working: bool = True
    removal_months: int = 6
    emergency_days: int = 30

    def values(self) -> dict[str, Json]:
        """As a case's row holds them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of rules. ``end`` None: still in force. ``defaults`` name what has no source."""

    id: str
    title: str
    start: date
    end: date | None
    source: str
    categories: tuple[Category, ...]
    lines: tuple[IncomeLine, ...]
    limits: tuple[Limit, ...]
    terms: Terms
    none_days: int
    development_months: int
    defaults: tuple[str, ...] = ()

    def line(self, year: int) -> IncomeLine | None:
        """The line of a year; None where it is not known: it is never borrowed from another."""
        return next((line for line in self.lines if line.year == year), None)

    def category(self, name: str) -> Category | None:
        return next((one for one in self.categories if one.name == name), None)

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def rules_on(sets: Iterable[RuleSet], day: date) -> RuleSet | None:
    """The rules in force on ``day``; of several the one that began last."""
    found = [one for one in sets if one.holds_on(day)]
    return max(found, key=lambda one: one.start, default=None)


def terms_of(values: Json) -> Terms:
    """The terms that a case's row holds; what is missing or wrong is the default."""
    if not isinstance(values, Mapping):
        return Terms()
    usual = Terms()
    kept = {
        key: values[key]
        for key, default in usual.values().items()
        if type(values.get(key)) is type(default)
    }
    return Terms(**kept)  # type: ignore[arg-type]
