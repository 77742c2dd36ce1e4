"""Monitoring cases as a list shows them: their derived columns and clocks, no history is replayed.

Villages stand in code order; nothing ranks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.domain.case_clock import Clock
from qxn_desktop.domain.fold import STATE
from qxn_desktop.domain.monitor_case import ENDED, STAGE_WORDS
from qxn_desktop.services.case_watch import Watched, watch
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.leads import home_names
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.village_choice import village_code
from qxn_desktop.store.row import Row

OVER = frozenset(stage.value for stage in ENDED)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One limit in words. ``light``: far, amber, red, black. ``default``: 默认值 of the rules."""

    step: str
    title: str
    start: str
    due: str
    light: str
    tentative: bool
    default: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case today. ``due`` and ``light`` are those of its earliest clock, "" without one."""

    id: str
    household: str
    household_label: str
    village: str
    village_name: str
    period: int
    opened_on: str
    rule_set: str
    rule_title: str
    state: str
    state_title: str
    category: str
    risks: tuple[str, ...]
    owner: str
    recognised_on: str
    removed_on: str
    emergency: bool
    due: str
    due_title: str
    light: str
    tentative: bool
    disputed: bool


def cases(ctx: AppContext, village: str = "", *, only_open: bool = False) -> list[CaseLine]:
    """All cases by village code, then by what is due first; ``only_open`` leaves ended ones out."""
    where = {"village": village_code(ctx, village)} if village else {}
    disputed = disputed_cases(ctx)
    rows = [
        row
        for row in ctx.ws.select("monitor_case", where)
        if not only_open or row.id in disputed or row.text("state") not in OVER
    ]
    found = lines(ctx, watch(ctx, rows), disputed)
    return sorted(found, key=lambda one: (one.village, one.due or "9999", one.opened_on, one.id))


def lines(ctx: AppContext, watched: Iterable[Watched], disputed: frozenset[str]) -> list[CaseLine]:
    """The lines of cases, in their order."""
    listed = list(watched)
    names = village_names(ctx) | home_names(ctx, {one.row.text("household") for one in listed})
    return [_line(one, names, ctx.today, one.row.id in disputed) for one in listed]


def clock_line(clock: Clock, today: date) -> ClockLine:
    """A clock as it is shown today."""
    return ClockLine(
        clock.step,
        clock.title,
        clock.start.isoformat(),
        clock.due.isoformat(),
        clock.light(today).value,
        clock.tentative,
        clock.default,
    )


def disputed_cases(ctx: AppContext) -> frozenset[str]:
    """Cases whose handling waits for a person's decision."""
    found = ctx.ws.conflicts()
    return frozenset(c.row for c in found if c.entity == "monitor_case" and c.field == STATE)


def _line(one: Watched, names: Mapping[str, str], today: date, is_disputed: bool) -> CaseLine:
    row = one.row
    state, village, home = row.text("state"), row.text("village"), row.text("household")
    clock = one.clocks[0] if one.clocks else None
    return CaseLine(
        id=row.id,
        household=home,
        household_label=names.get(home, ""),
        village=village,
        village_name=names.get(village, ""),
        period=period_of(row),
        opened_on=row.text("opened_on"),
        rule_set=row.text("rule_set"),
        rule_title=one.rule_title,
        state=state,
        state_title=STAGE_WORDS.get(state, state),
        category=row.text("category"),
        risks=_texts(row, "risks"),
        owner=row.text("owner"),
        recognised_on=row.text("recognised_on"),
        removed_on=row.text("removed_on"),
        emergency=row.text("emergency") == "是",
        due=clock.due.isoformat() if clock else "",
        due_title=clock.title if clock else "",
        light=clock.light(today).value if clock else "",
        tentative=clock.tentative if clock else False,
        disputed=is_disputed,
    )


def period_of(row: Row) -> int:
    """Which period of monitoring of its household a case is."""
    period = row.values.get("period")
    return period if isinstance(period, int) else 1


def _texts(row: Row, field: str) -> tuple[str, ...]:
    values = row.values.get(field)
    return tuple(str(one) for one in values) if isinstance(values, list) else ()
