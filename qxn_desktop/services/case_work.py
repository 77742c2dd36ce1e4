"""Lines of the day about monitoring cases: steps that are due, with the rules that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.domain.monitor_case import ENDED
from qxn_desktop.domain.task import SOON_DAYS
from qxn_desktop.services.case_watch import watch
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.leads import home_names
from qxn_desktop.services.work_line import Urgency, WorkKind, WorkLine, place_words, when_words

OVER = frozenset(stage.value for stage in ENDED)
READ = frozenset(
    {"monitor_case", "household", "member", "income_sheet", "off_farm_work", "setting"}
)
"""What the clocks of cases are read from."""


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose earliest limit is near or past. ``rules``: the rule set by name."""

    household: str
    village: str
    label: str
    step: str
    due: date
    tentative: bool
    rules: str


def due_cases(ctx: AppContext) -> tuple[DueCase, ...]:
    """Cases with a limit that is past or comes within three days, the earliest first."""
    last = ctx.today + timedelta(days=SOON_DAYS)
    return ctx.ws.kept.get(("due cases", last), READ, lambda: tuple(_due(ctx, last)))


def case_lines(
    cases: tuple[DueCase, ...], day: date, names: Mapping[str, str]
) -> Iterator[WorkLine]:
    """Overdue ones together by rule set, the others one by one."""
    overdue: defaultdict[str, list[DueCase]] = defaultdict(list)
    for one in cases:
        if one.due < day:
            overdue[one.rules].append(one)
        else:
            yield _one(one, day, names)
    for rules, group in overdue.items():
        yield _several(group, rules, day, names)


def _several(group: list[DueCase], rules: str, day: date, names: Mapping[str, str]) -> WorkLine:
    counts: dict[str, int] = {}
    for one in sorted(group, key=lambda one: one.village):
        counts[one.village] = counts.get(one.village, 0) + 1
    first = group[0]
    return WorkLine(
        WorkKind.CASE,
        Urgency.OVERDUE,
        f"监测个案（按{rules}）",
        f"{len(group)} 户",
        place_words(counts, names),
        when_words(first.due, day),
        first.due,
        villages=tuple(counts),
        ids=tuple(one.household for one in group),
        counts=counts,
    )


def _one(one: DueCase, day: date, names: Mapping[str, str]) -> WorkLine:
    when = when_words(one.due, day) + ("（暂定）" if one.tentative else "")
    return WorkLine(
        WorkKind.CASE,
        Urgency.SOON,
        f"监测 {one.label} {one.step}",
        f"按{one.rules}",
        names.get(one.village, ""),
        when,
        one.due,
        villages=(one.village,),
        ids=(one.household,),
        counts={one.village: 1},
    )


def _due(ctx: AppContext, last: date) -> Iterator[DueCase]:
    rows = [row for row in ctx.ws.select("monitor_case") if row.text("state") not in OVER]
    watched = [one for one in watch(ctx, rows) if one.clocks and one.clocks[0].due <= last]
    names = home_names(ctx, {one.row.text("household") for one in watched})
    for one in sorted(watched, key=lambda one: (one.clocks[0].due, one.row.text("village"))):
        clock, row = one.clocks[0], one.row
        yield DueCase(
            row.text("household"),
            row.text("village"),
            names.get(row.text("household"), ""),
            clock.title,
            clock.due,
            clock.tentative,
            one.rule_title,
        )
