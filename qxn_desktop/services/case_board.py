"""Cases and new leads as the page lists them: by step, with the earliest limit of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from qxn_desktop.domain.case_clock import Light
from qxn_desktop.domain.monitor_case import ENDED, REMOVING, CaseStage
from qxn_desktop.domain.rectification_guide import DueMark, due_words
from qxn_desktop.services.case_list import CaseLine, cases
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.leads import LeadLine, leads

S = CaseStage


class CaseGroup(StrEnum):
    """What a clerk looks for; the value goes into a page's target."""

    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    LEADS = "leads"
    VISIT = "visit"
    REVIEW = "review"
    TOWN = "town"
    HELP = "help"
    REMOVAL = "removal"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return GROUP_WORDS[self]


GROUP_WORDS: Mapping[CaseGroup, str] = {
    CaseGroup.OPEN: "在办",
    CaseGroup.LATE: "逾期",
    CaseGroup.SOON: "临期",
    CaseGroup.LEADS: "新线索",
    CaseGroup.VISIT: "核查",
    CaseGroup.REVIEW: "评议公示",
    CaseGroup.TOWN: "审定",
    CaseGroup.HELP: "监测中",
    CaseGroup.REMOVAL: "消除",
    CaseGroup.CLOSED: "办结",
}
STAGES: Mapping[CaseGroup, frozenset[CaseStage]] = {
    CaseGroup.VISIT: frozenset({S.LEAD, S.ASSIGNED, S.VISITED}),
    CaseGroup.REVIEW: frozenset({S.COMPARED, S.REVIEWED, S.PUBLICIZED, S.OBJECTION}),
    CaseGroup.TOWN: frozenset({S.TOWN_OK, S.COUNTY_OK, S.ANNOUNCED}),
    CaseGroup.HELP: frozenset({S.REGISTERED, S.MEASURES}),
    CaseGroup.REMOVAL: REMOVING,
    CaseGroup.CLOSED: ENDED,
}


BROAD = (CaseGroup.CLOSED, CaseGroup.OPEN, CaseGroup.LEADS)
"""Every household stands in one of these."""


@dataclass(frozen=True, slots=True)
class CaseBoardLine:
    """One household of the list. ``id`` is its case, "" while there are only leads.

    ``light`` is that of its earliest limit, "" without one.
    """

    id: str
    household: str
    label: str
    village: str
    village_name: str
    state: str
    due_words: str
    light: str


@dataclass(frozen=True, slots=True)
class CaseBoard:
    """The list, and how many each group has. ``total``: all cases and households with leads.

    ``homes`` says of each household in which of 新线索, 在办, 办结 its last case stands: what
    a step carries out of a group is followed there.
    """

    lines: tuple[CaseBoardLine, ...]
    groups: Mapping[CaseGroup, int]
    total: int
    homes: Mapping[str, CaseGroup]


def case_board(ctx: AppContext, group: CaseGroup) -> CaseBoard:
    """The households of a group, by village code, then by what is due first."""
    every = [*_of_cases(ctx), *_of_leads(ctx)]
    last = sorted(every, key=lambda one: CaseGroup.CLOSED not in one[1])
    counts = Counter(one for _, groups in every for one in groups)
    return CaseBoard(
        tuple(line for line, groups in every if group in groups),
        {one: counts[one] for one in CaseGroup},
        len(every),
        {line.household: broad for line, groups in last for broad in BROAD if broad in groups},
    )


Sorted = tuple[CaseBoardLine, frozenset[CaseGroup]]


def _of_cases(ctx: AppContext) -> Iterator[Sorted]:
    for one in cases(ctx):
        words = due_words(DueMark.FAR, one.due, ctx.today) if one.due else ""
        line = CaseBoardLine(
            one.id,
            one.household,
            one.household_label,
            one.village,
            one.village_name,
            "待裁决" if one.disputed else one.state_title,
            words + ("（暂定）" if one.tentative else ""),
            one.light,
        )
        yield line, frozenset(_groups(one))


def _groups(one: CaseLine) -> Iterator[CaseGroup]:
    found = [group for group, stages in STAGES.items() if one.state in stages]
    yield from found
    if CaseGroup.CLOSED not in found:
        yield CaseGroup.OPEN
    if one.light == Light.BLACK:
        yield CaseGroup.LATE
    elif one.light in (Light.RED, Light.AMBER):
        yield CaseGroup.SOON


def _of_leads(ctx: AppContext) -> Iterator[Sorted]:
    """Households with leads that nobody has followed up: once each, with all its sources."""
    by_home: dict[str, list[LeadLine]] = {}
    for lead in leads(ctx, only_open=True):
        if lead.state == "new":
            by_home.setdefault(lead.household, []).append(lead)
    for home, found in by_home.items():
        first = found[0]
        words = f"新线索 {len(found)} 条" if len(found) > 1 else f"新线索：{first.channel_title}"
        demanded = min((lead.demanded_due for lead in found if lead.demanded_due), default="")
        due = due_words(DueMark.FAR, demanded, ctx.today) if demanded else ""
        late = any(lead.overdue for lead in found)
        line = CaseBoardLine(
            "", home, first.household_label, first.village, first.village_name, words, due,
            Light.BLACK.value if late else "",
        )  # fmt: skip
        yield line, frozenset({CaseGroup.LEADS})
