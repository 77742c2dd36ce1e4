"""One household's case as its page shows it, in one call; or its leads while there is no case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.clock import from_millis
from qxn_desktop.domain.legal_event import Replay
from qxn_desktop.domain.monitor_case import Case, CaseStage
from qxn_desktop.domain.rectification_guide import DueMark, Mark, StageMark, due_words
from qxn_desktop.services.case_form import CaseGuide
from qxn_desktop.services.case_list import CaseLine, ClockLine, clock_line, disputed_cases, lines
from qxn_desktop.services.case_watch import Watched, rules_of, watch
from qxn_desktop.services.cases import ENTITY, choose_case, replayed_case
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.leads import LeadLine, lead_lines, new_leads
from qxn_desktop.services.problem_timeline import TimelineLine, event_line
from qxn_desktop.store import narrow_query
from qxn_desktop.store.row import Row

S = CaseStage
ROAD: tuple[str, ...] = (
    "派查",
    "核查",
    "比对",
    "评议",
    "公示",
    "审核",
    "审定",
    "公告",
    "标注",
    "帮扶",
)
REMOVAL: tuple[str, ...] = ("核查", "评议", "公示", "审核", "审定", "公告")
PLACE = {
    S.LEAD: 0, S.ASSIGNED: 1, S.VISITED: 2, S.COMPARED: 3, S.REVIEWED: 4, S.PUBLICIZED: 4,
    S.OBJECTION: 4, S.TOWN_OK: 6, S.COUNTY_OK: 7, S.ANNOUNCED: 8, S.REGISTERED: 9, S.MEASURES: 9,
}  # fmt: skip
REMOVAL_PLACE = {
    S.REMOVAL_VISITED: 1, S.REMOVAL_REVIEWED: 2, S.REMOVAL_PUBLICIZED: 2, S.REMOVAL_TOWN_OK: 4,
    S.REMOVAL_COUNTY_OK: 5,
}  # fmt: skip
AFTER_NOTICE = {S.PUBLICIZED: 5, S.REMOVAL_PUBLICIZED: 3}


@dataclass(frozen=True, slots=True)
class ClockWords:
    """One limit as it is read: 入户核查 11月22日前，逾期 1 天."""

    text: str
    light: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, where it stands, what comes next and what happened. ``line`` None: only leads.

    ``guide`` answers what is missing while somebody types. ``people`` are names to offer.
    """

    household: str
    label: str
    village_name: str
    line: CaseLine | None
    clocks: tuple[ClockWords, ...]
    stages: tuple[StageMark, ...]
    guide: CaseGuide | None
    sources: tuple[LeadLine, ...]
    outside: bool
    timeline: tuple[TimelineLine, ...]
    people: tuple[str, ...]


def case_page(ctx: AppContext, household: str, case: str = "") -> CasePage:
    """The case ``case`` of a household, or its last one; its new leads where it has none.

    Raises:
        UserError: there is no such case.
    """
    known = ctx.ws.select(ENTITY, {"household": household})
    if not case and not known:
        return _of_leads(ctx, household)
    row = choose_case(ctx, case or household)
    replayed = replayed_case(ctx, row)
    [watched] = watch(ctx, [row])
    [line] = lines(ctx, [watched], disputed_cases(ctx))
    sources = ctx.ws.select("lead", {"case": row.id}, ("found_on", "id"))
    told = [clock_line(clock, ctx.today) for clock in watched.clocks]
    past = [event_line(ENTITY, entry) for entry in reversed(replayed.history)]
    return CasePage(
        line.household,
        line.household_label,
        line.village_name,
        line,
        tuple(_clock_words(clock, ctx.today) for clock in told),
        _marks(replayed.state),
        _guide(ctx, row, replayed, watched),
        tuple(lead_lines(ctx, sources)),
        bool(replayed.state.outside),
        (*past, _opened(ctx, row)),
        _people(ctx),
    )


def _of_leads(ctx: AppContext, household: str) -> CasePage:
    found = tuple(lead_lines(ctx, new_leads(ctx, household)))
    home = ctx.ws.get("household", household)
    label = home.text("head_name") if home else ""
    village = found[0].village_name if found else ""
    return CasePage(household, label, village, None, (), (), None, found, False, (), ())


def _guide(ctx: AppContext, row: Row, replayed: Replay[Case], watched: Watched) -> CaseGuide:
    rules = rules_of(row)
    notices = [one.due for one in watched.clocks if one.step.endswith("publicity_end")]
    return CaseGuide(
        replayed,
        ctx.ws.clerk,
        ctx.ws.role,
        ctx.today,
        tuple(one.name for one in rules.categories) if rules else (),
        notices[0] if notices else None,
    )


def _clock_words(clock: ClockLine, today: date) -> ClockWords:
    marks = [
        word for word, said in (("暂定", clock.tentative), ("默认期限", clock.default)) if said
    ]
    noted = f"（{'，'.join(marks)}）" if marks else ""
    day = date.fromisoformat(clock.due)
    words = due_words(DueMark.FAR, clock.due, today)
    return ClockWords(f"{clock.title}：{day.month}月{day.day}日，{words}{noted}", clock.light)


def _marks(state: Case) -> tuple[StageMark, ...]:
    """The road as far as it was walked; nothing of a case that has ended."""
    if state.stage in PLACE:
        titles, here = ROAD, PLACE[state.stage]
    elif state.stage in REMOVAL_PLACE:
        titles, here = REMOVAL, REMOVAL_PLACE[state.stage]
    else:
        return ()
    down = state.publicity if titles is ROAD else state.removal_publicity
    if down.end is not None:
        here = AFTER_NOTICE.get(state.stage, here)
    marks = [Mark.DONE] * here + [Mark.NOW] + [Mark.AHEAD] * (len(titles) - here - 1)
    return tuple(StageMark(title, mark) for title, mark in zip(titles, marks, strict=True))


def _opened(ctx: AppContext, row: Row) -> TimelineLine:
    first = ctx.ws.operations(ENTITY, row.id)[0]
    entered = from_millis(first.wall).strftime("%Y-%m-%d %H:%M")
    return TimelineLine(row.text("opened_on"), entered, first.actor, "受理线索", "", "")


def _people(ctx: AppContext) -> tuple[str, ...]:
    """Names to offer: who was in charge of a case, and this account."""
    owners = narrow_query.columns(ctx.ws, ENTITY, ("owner",))
    return tuple(_names([ctx.ws.clerk, *(str(owner or "") for _, owner in owners)]))


def _names(names: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(name for name in names if name)
