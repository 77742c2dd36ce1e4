"""The clocks of many cases: rules, calendar and what the households' columns say, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qxn_desktop.domain.case_clock import Clock, Help, Standing, clocks, read_standing
from qxn_desktop.domain.monitor_case import MONITORED
from qxn_desktop.domain.monitor_rules import RuleSet, terms_of
from qxn_desktop.domain.quality.state import DEVELOPING, has_some_labour, is_developing, measures
from qxn_desktop.domain.quality.view import HouseholdView
from qxn_desktop.services import quality_view
from qxn_desktop.services.catalog import rule_sets
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.holidays import work_calendar
from qxn_desktop.store.row import Row

NO_RULES = "（没有这套规则）"


@dataclass(frozen=True, slots=True)
class Watched:
    """One case with the limits that run now, the earliest first, and its rule set by name."""

    row: Row
    clocks: tuple[Clock, ...]
    rule_title: str


def watch(ctx: AppContext, rows: Iterable[Row]) -> list[Watched]:
    """The clocks of cases, in the order of ``rows``."""
    standings = [(row, read_standing(row.values)) for row in rows]
    helped = _helped(ctx, standings)
    calendar = work_calendar(ctx)
    found = []
    for row, standing in standings:
        rules = rules_of(row)
        if rules is None or standing is None:
            found.append(Watched(row, (), rules.title if rules else NO_RULES))
            continue
        terms = terms_of(row.values.get("terms"))
        of_home = helped.get(row.text("household"), Help())
        running = clocks(rules, terms, calendar, standing, of_home)
        found.append(Watched(row, running, rules.title))
    return found


def rules_of(row: Row) -> RuleSet | None:
    """The rule set by which a case was opened; None where this program has none such."""
    return rule_sets().get(row.text("rule_set"))


def help_of(home: HouseholdView) -> Help:
    """What a household's own columns say of its help."""
    developing = any(is_developing(home, field) for field in DEVELOPING)
    return Help(bool(measures(home)), developing, has_some_labour(home))


def _helped(
    ctx: AppContext, standings: Iterable[tuple[Row, Standing | None]]
) -> Mapping[str, Help]:
    """By household, for those that are monitored now: nobody else is asked for help."""
    ids = {
        row.text("household")
        for row, standing in standings
        if standing is not None and standing.stage in MONITORED
    }
    return {home.id: help_of(home) for home in quality_view.homes(ctx, ids)} if ids else {}
