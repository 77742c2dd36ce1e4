"""The road of a case for somebody who walks it: the one next step, what it lacks, whose it is.

The road is the chain of docs/domain.md B.5 and B.7; all else that a stage allows is a byway.
Whether a step can be taken is always asked of the state machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qxn_desktop.domain.case_machine import CASE, RULES
from qxn_desktop.domain.legal_event import SETTLE, Replay
from qxn_desktop.domain.monitor_case import Case, CaseStage
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import Need

S = CaseStage
ROAD: Mapping[CaseStage, str] = {
    S.LEAD: "assign",
    S.ASSIGNED: "visit",
    S.VISITED: "compare",
    S.COMPARED: "review",
    S.REVIEWED: "publicize",
    S.PUBLICIZED: "publicity_end",
    S.OBJECTION: "answer",
    S.TOWN_OK: "county",
    S.COUNTY_OK: "announce",
    S.ANNOUNCED: "register",
    S.REGISTERED: "measure",
    S.MEASURES: "removal_visit",
    S.REMOVAL_VISITED: "removal_review",
    S.REMOVAL_REVIEWED: "removal_publicize",
    S.REMOVAL_PUBLICIZED: "removal_publicity_end",
    S.REMOVAL_TOWN_OK: "removal_county",
    S.REMOVAL_COUNTY_OK: "removal_announce",
    S.REMOVED: "follow",
}
"""The event that carries a stage on; of two that share a stage the first one."""
COMPUTED: Mapping[str, frozenset[str]] = {
    "publicity_end": frozenset({"counted"}),
    "removal_publicity_end": frozenset({"counted"}),
    "removal_visit": frozenset({"labour", "indicators"}),
}
"""Facts that nobody types: they are counted by the calendar or read from the registers."""

VILLAGE, TOWNSHIP, COUNTY = "village", "township", "county"
OF_VILLAGE = frozenset(
    {
        "assign", "authorize", "visit", "compare", "review", "publicize", "publicity_end",
        "object", "answer", "measure", "emergency", "follow", "removal_visit", "removal_review",
        "removal_publicize", "removal_publicity_end", "removal_stop", SETTLE,
    }
)  # fmt: skip
"""What a village may enter: up to 评议 and 公示 (docs/domain.md B.5)."""
OF_COUNTY = frozenset({"county", "removal_county", "return", "roll_back", SETTLE})


def may_do(role: str, event: str) -> bool:
    """Whether a workspace of ``role`` enters ``event``.

    A township enters everything: for a village without a laptop, and what the county decided on
    paper.
    """
    if role == TOWNSHIP:
        return True
    return event in {VILLAGE: OF_VILLAGE, COUNTY: OF_COUNTY}.get(role, frozenset())


def whose(event: str) -> str:
    """Who enters ``event``, for a workspace that may not."""
    if event in OF_VILLAGE:
        return "村或乡镇"
    return "乡镇或县" if event in OF_COUNTY else "乡镇"


def next_on_road(replayed: Replay[Case]) -> str:
    """The event that comes next: a decision while there is a dispute, "" at the end.

    After a vote against it is 不符合, with its reason.
    """
    if replayed.disputes:
        return SETTLE
    state = replayed.state
    if state.stage in (S.ASSIGNED, S.VISITED) and "authorize" not in state.done:
        return "authorize"
    if state.stage is S.COMPARED and "review" in state.done:
        return "reject"
    if state.stage is S.PUBLICIZED and state.publicity.end is not None:
        return "town"
    if state.stage is S.REMOVAL_PUBLICIZED and state.removal_publicity.end is not None:
        return "removal_town"
    return ROAD.get(state.stage, "")


def typed_needs(event: str) -> tuple[Need, ...]:
    """The facts of ``event`` that a person types."""
    rule = RULES.get(event)
    computed = COMPUTED.get(event, frozenset())
    return tuple(need for need in rule.needs if need.key not in computed) if rule else ()


def missing_for(event: str) -> tuple[str, ...]:
    """What a person has to bring for ``event`` done here, by title: facts and papers."""
    needs = typed_needs(event)
    return tuple(n.title for n in needs if n.required or n.kind in ("photos", "sheet"))


def offers(replayed: Replay[Case], actor: str, role: str, today: date) -> tuple[NextEvent, ...]:
    """Every event, whether ``actor`` in a workspace of ``role`` may enter it now, why not."""
    return tuple(_offer(one, role) for one in CASE.next_events(replayed, actor, today))


def _offer(one: NextEvent, role: str) -> NextEvent:
    needs = typed_needs(one.event) if one.event in RULES else one.needs
    if one.allowed and not may_do(role, one.event):
        reason = f"“{one.title}”由{whose(one.event)}办理。"
        return NextEvent(one.event, one.title, False, reason, needs)
    return NextEvent(one.event, one.title, one.allowed, one.reason, needs if one.allowed else ())
