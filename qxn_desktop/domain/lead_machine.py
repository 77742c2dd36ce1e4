"""What becomes of a lead: it is taken into a case, or answered without one (docs/domain.md B.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.lead import LeadState
from qxn_desktop.domain.legal_event import SETTLE, Refusal, Replay
from qxn_desktop.domain.operation import Event
from qxn_desktop.domain.procedure import Procedure, Rule
from qxn_desktop.domain.procedure_step import Need, Step

L = LeadState
RESULTS = ("属实", "不属实", "已纳入", "转问题台账")
"""核查结果 of the warning ledger (docs/domain.md B.4); the last: about no household."""


@dataclass(frozen=True, slots=True)
class LeadFile:
    """One lead at one moment. ``case`` is the id of the case it was taken into."""

    state: LeadState = LeadState.NEW
    case: str = ""
    result: str = ""

    def values(self) -> dict[str, Json]:
        """The derived fields of its row; a new lead has none."""
        return {
            "state": None if self.state is L.NEW else self.state.value,
            "case": self.case or None,
            "result": self.result or None,
        }


def _join(state: LeadFile, step: Step) -> LeadFile:
    return replace(state, state=L.IN_CASE, case=step.text("case"))


def _answer(state: LeadFile, step: Step) -> LeadFile:
    return replace(state, state=L.ANSWERED, result=step.text("result"))


LEAD_RULES: Mapping[str, Rule[LeadFile]] = {
    "join": Rule(
        "并入个案",
        frozenset({L.NEW}),
        _join,
        needs=(Need("case", "个案"),),
        decides=("case",),
    ),
    "answer": Rule(
        "答复",
        frozenset({L.NEW, L.IN_CASE}),
        _answer,
        needs=(Need("result", "核查结果", options=RESULTS), Need("text", "核查和答复情况")),
        decides=("result",),
    ),
}


def _bar(state: LeadFile, _step: Step, rule: Rule[LeadFile]) -> Refusal | None:
    if state.state in rule.stages:
        return None
    return Refusal("E-MON-050", f"这条线索{state.state.words}，不能再办“{rule.title}”。")


def _any_day(_state: LeadFile, _step: Step) -> Refusal | None:
    return None


def _unknown(name: str) -> Refusal:
    listed = "、".join([*LEAD_RULES, SETTLE])
    return Refusal("E-MON-051", f"线索没有“{name}”这种办理，可用的有：{listed}。")


LEAD: Procedure[LeadFile] = Procedure(LEAD_RULES, _bar, _any_day, _unknown)


def replay_lead(events: Iterable[Event], before: Before) -> Replay[LeadFile]:
    """State, history and disputes of one lead."""
    return LEAD.replayed(LeadFile(), events, before)
