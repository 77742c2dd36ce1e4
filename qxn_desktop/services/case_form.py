"""The steps of a case as a form shows them: what each takes, what is usual, what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from qxn_desktop.common.clock import CHINA, millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.domain.case_guide import next_on_road, offers, typed_needs
from qxn_desktop.domain.case_machine import CASE, RULES
from qxn_desktop.domain.case_removal_rule import INDICATORS
from qxn_desktop.domain.case_step import YES, is_outside
from qxn_desktop.domain.legal_event import SETTLE, Branch, Refusal, Replay
from qxn_desktop.domain.monitor_case import Case
from qxn_desktop.domain.operation import Event, OpId
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need, step_of
from qxn_desktop.services.problem_step import FormField, StepForm

VERBS: Mapping[str, str] = {
    "assign": "派人核查",
    "authorize": "登记授权书",
    "visit": "登记入户核查",
    "compare": "登记比对结果",
    "review": "登记评议",
    "publicize": "开始公示",
    "publicity_end": "结束公示",
    "town": "审核通过",
    "county": "登记县级审定",
    "announce": "登记公告",
    "register": "登记户编号",
    "measure": "登记帮扶",
    "removal_visit": "登记消除核查",
    "removal_review": "登记消除评议",
    "removal_town": "消除审核通过",
    "removal_county": "登记消除审定",
    "follow": "登记走访",
    "reject": "登记不符合",
    SETTLE: "裁决",
}
"""What the button of a step says; of the others its title."""
PERSONS = frozenset({"owner", "visitor1", "visitor2", "by", "filled_by", "who"})
LONG = frozenset({"result", "reason", "opinion", "measures", "text", "note"})
SELDOM = frozenset({"outside", "source", "by", "note", "signed_sheet", "filled_by"})
"""Facts that stand behind 更多, unless the step needs them."""
HINTS = {"by": "不填即本账户", "risks": "如 因病、因残，最多 5 项", "told": "如 当面告知"}
REMARKS = {
    "publicity_end": "公示天数由程序照节假日表数。",
    "removal_publicity_end": "公示天数由程序照节假日表数。",
    "removal_visit": "有无劳动力、13 项消除指标从农户台账读。",
}
STAND_INS: Mapping[str, Json] = {"labour": YES, "indicators": str(INDICATORS)}
"""What the registers say is asked when the step is done; until then it hinders none."""
FILES = ("photos", "sheet")
DAY = Need("on", "办理日期", "date")


@dataclass(frozen=True, slots=True)
class CaseGuide:
    """What an account of an office may do with one case today; asks the state machine only.

    ``categories`` are those of its rule set; ``notice_due``: the first day on which a notice has
    hung long enough.
    """

    replayed: Replay[Case]
    actor: str
    role: str
    today: date
    categories: tuple[str, ...]
    notice_due: date | None = None

    @property
    def steps(self) -> tuple[StepForm, ...]:
        """Every step, the next one on the road first."""
        following = next_on_road(self.replayed)
        every = offers(self.replayed, self.actor, self.role, self.today)
        return tuple(sorted(map(self._form, every), key=lambda step: step.event != following))

    @property
    def next(self) -> StepForm | None:
        """The one next step that this office may do; None where there is none."""
        following = next_on_road(self.replayed)
        return next((s for s in self.steps if s.event == following and s.allowed), None)

    @property
    def others(self) -> tuple[StepForm, ...]:
        """All other steps that are possible now."""
        following = next_on_road(self.replayed)
        return tuple(s for s in self.steps if s.event != following and s.allowed)

    @property
    def hindrance(self) -> str:
        """Why the next step on the road cannot be done here and now; "" when it can."""
        following = next_on_road(self.replayed)
        return next((s.reason for s in self.steps if s.event == following and not s.allowed), "")

    def lacking(self, event: str, facts: Mapping[str, Json]) -> tuple[str, ...]:
        """What is missing for ``event`` with ``facts`` as typed so far; () when it can be done."""
        if event == SETTLE:
            return () if facts.get("take") else ("请选定采用哪一条记录。",)
        noon = datetime.combine(self.today, time(12), CHINA)
        told = {**facts, **self._stand_ins(event)}
        wished = Event(OpId(0, "", "", "", 0), event, told, self.actor, millis(noon))
        step = step_of(wished)
        outside = is_outside(step)
        absent = [
            need.title
            for need in (DAY, *typed_needs(event))
            if not facts.get(need.key) and (need.required or (need.kind in FILES and not outside))
        ]
        if absent:
            return (f"还缺：{'、'.join(absent)}。",)
        if step.on > self.today:
            return ("办理日期还没有到。",)
        if event.endswith("publicity_end") and self.notice_due and step.on < self.notice_due:
            return (f"公示到 {self.notice_due} 才满，还不能结束。",)
        refusal = CASE.try_event(self.replayed, wished)
        return (without_keys(refusal.reason),) if isinstance(refusal, Refusal) else ()

    def _stand_ins(self, event: str) -> Mapping[str, Json]:
        if event.endswith("publicity_end"):
            return {"counted": str(self.replayed.state.terms.publicity_days)}
        return STAND_INS if event == "removal_visit" else {}

    def _form(self, offer: NextEvent) -> StepForm:
        needs = typed_needs(offer.event) if offer.event in RULES else offer.needs
        rest = [need for need in EVERY_EVENT if need.key != DAY.key]
        every = (DAY, *needs, *rest) if offer.event != SETTLE else (*needs, DAY)
        return StepForm(
            offer.event,
            offer.title,
            VERBS.get(offer.event, offer.title),
            offer.allowed,
            without_keys(offer.reason),
            tuple(self._field(need) for need in every),
            remark=REMARKS.get(offer.event, ""),
        )

    def _field(self, need: Need) -> FormField:
        return FormField(
            need.key,
            need.title,
            self._kind(need),
            need.required or (need.kind in FILES and need.key != "signed_sheet"),
            self._options(need),
            self.today.isoformat() if need.key == DAY.key else self._usual(need),
            HINTS.get(need.key, ""),
            need.key in SELDOM and not need.required,
        )

    def _usual(self, need: Need) -> str:
        if need.key == "visitor1":
            return self.replayed.state.owner
        return self.categories[0] if need.key == "category" and len(self.categories) == 1 else ""

    def _kind(self, need: Need) -> str:
        if need.options or need.key in ("take", "category"):
            return "choice"
        if need.key in PERSONS:
            return "person"
        return "long" if need.key in LONG else need.kind

    def _options(self, need: Need) -> tuple[tuple[str, str], ...]:
        if need.key == "take":
            branches = [b for dispute in self.replayed.disputes for b in dispute.branches]
            return tuple((str(n), _branch_words(b)) for n, b in enumerate(branches, start=1))
        options = self.categories if need.key == "category" else need.options
        return tuple((one, one) for one in options)


def _branch_words(branch: Branch) -> str:
    """One of the branches that a person decides between."""
    told = (f"{step_of(one).by}{VERBS.get(one.name, one.name)}" for one in branch.events)
    return "、".join(told)
