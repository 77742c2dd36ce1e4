"""What a case's step says against the registers: counted, read and looked up, never typed.

Days of publicity are counted by the calendar of this machine on the day of writing and stand in
the event, so that every machine judges alike (ADR 0024).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from qxn_desktop.common.errors import Problem, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.case_step import NO, YES, split_risks
from qxn_desktop.domain.monitor_case import Case
from qxn_desktop.domain.monitor_rules import Category, RuleSet
from qxn_desktop.domain.quality.removal_rule import INDICATORS
from qxn_desktop.domain.quality.state import has_some_labour, lacks_all_labour
from qxn_desktop.domain.working_day import working_days_between
from qxn_desktop.services import quality_view
from qxn_desktop.services.catalog import code_tables, rule_sets
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.holidays import work_calendar
from qxn_desktop.store.row import Row


def computed(ctx: AppContext, row: Row, case: Case, event: str, on: date) -> dict[str, Json]:
    """The facts of ``event`` that follow from the calendar and the registers.

    Raises:
        UserError: the register does not say whether the household has labour.
    """
    if event == "publicity_end":
        return _counted(ctx, case, case.publicity.start, on)
    if event == "removal_publicity_end":
        return _counted(ctx, case, case.removal_publicity.start, on)
    return _removal(ctx, row.text("household")) if event == "removal_visit" else {}


def faults(ctx: AppContext, row: Row, event: str, facts: Mapping[str, Json]) -> Iterator[Problem]:
    """What the rule set and the code tables do not know of what was typed."""
    if event not in ("review", "take_over"):
        return
    if event == "review" and facts.get("agreed") != YES:
        return
    own = rule_sets().get(row.text("rule_set"))
    sets = list(rule_sets().values()) if event == "take_over" or own is None else [own]
    yield from _category_faults(ctx, row, str(facts.get("category") or ""), sets)
    known = code_tables()["risk"].names
    for risk in split_risks(str(facts.get("risks") or "")):
        if risk not in known:
            listed = "、".join(known)
            yield Problem("risks", "E-MON-047", f"没有“{risk}”这种风险，可用：{listed}。")


def _category_faults(
    ctx: AppContext, row: Row, name: str, sets: list[RuleSet]
) -> Iterator[Problem]:
    categories: dict[str, Category] = {one.name: one for s in sets for one in s.categories}
    if not name:
        return
    category = categories.get(name)
    if category is None:
        listed = "、".join(categories)
        yield Problem("category", "E-MON-046", f"规则里没有“{name}”这类对象，可用：{listed}。")
        return
    home = ctx.ws.get("household", row.text("household"))
    of_type = home.text("household_type") if home else ""
    if category.household_type and of_type and of_type != category.household_type:
        yield Problem(
            "category",
            "E-MON-048",
            f"“{name}”只能是{category.household_type}，台账里这一户是{of_type}，请核对。",
        )


def _counted(ctx: AppContext, case: Case, start: date | None, on: date) -> dict[str, Json]:
    if start is None:
        return {}
    calendar = work_calendar(ctx)
    working = case.terms.publicity_working
    days = working_days_between(calendar, start, on) if working else (on - start).days
    found: dict[str, Json] = {"counted": str(max(days, 0))}
    if working and calendar.is_tentative(start, on):
        found["tentative"] = YES
    return found


def _removal(ctx: AppContext, household: str) -> dict[str, Json]:
    home = next(iter(quality_view.homes(ctx, [household])), None)
    if home is None:
        return {}
    if not lacks_all_labour(home) and not has_some_labour(home):
        raise UserError(
            "E-MON-045", "台账里看不出这一户有没有劳动力，请先填成员的劳动技能或农户的“有劳动力”。"
        )
    return {
        "labour": NO if lacks_all_labour(home) else YES,
        "indicators": str(sum(home.has(field) for field in INDICATORS)),
    }
