"""The steps of a rectification as a form shows them: what each takes, what is usual, what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.domain.legal_event import SETTLE, Branch, Replay
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.domain.procedure_step import EVERY_EVENT, Need, step_of
from qxn_desktop.domain.rectification import Rectification, Stage
from qxn_desktop.domain.rectification_guide import lacking, next_on_road, usual_facts
from qxn_desktop.domain.rectification_machine import next_events
from qxn_desktop.services.problem_list import ProblemLine

VERBS: Mapping[str, str] = {
    "assign": "交办",
    "work": "记录整改",
    "apply": "申请销号",
    "confirm": "复核销号",
    "return": "退回",
    "extend": "延期",
    "revisit": "登记回访",
    "reopen": "重新打开",
    "archive": "归档",
    "refer": "移交问责",
    SETTLE: "裁决",
}
"""What the button of a step says."""

PERSONS = frozenset({"owner", "supervisor", "by", "approved_by"})
LONG = frozenset({"text", "reason", "note", "confirm_anyway"})
SELDOM = frozenset({"method", "sheet", "confirm_anyway", "by", "on", "note", "signed_sheet"})
"""Facts that stand behind 更多 unless the step needs them."""
OPENLY = {"work": "note", "confirm": "note", "revisit": "note", "archive": "note", "apply": "by"}
"""What is seldom typed elsewhere and often here; who applies for closing is always shown."""


BEGUN = "没有必填的：记下来就是“整改中”了。照片、说明有就附上，以后还可以再记。"
"""Why a first 整改 takes nothing: docs/domain.md A.3 asks for evidence only with 一销."""
AGAIN, TELLING = "已经在整改中，再记一次要写说明或附照片。", ("note", "photos", "signed_sheet")


@dataclass(frozen=True, slots=True)
class FormField:
    """One line of a step's form.

    ``kind``: text, long, person, choice, date, yesno, photos, sheet. ``options`` are (value, words)
    of a choice. ``folded``: shown behind 更多.
    """

    key: str
    title: str
    kind: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    usual: str = ""
    hint: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step: its button's words, its form, and why it cannot be done now ("" when it can).

    ``needs_sheet``: a signed sheet lifts the barrier that ``reason`` names. ``remark``: why it can
    be done with nothing typed, "" where that needs no word.
    """

    event: str
    title: str
    verb: str
    allowed: bool
    reason: str
    fields: tuple[FormField, ...]
    needs_sheet: bool = False
    remark: str = ""

    @property
    def possible(self) -> bool:
        """Whether its form is worth filling in."""
        return self.allowed or self.needs_sheet


@dataclass(frozen=True, slots=True)
class Guide:
    """What an account may do with one problem today; asks the state machine, not the store."""

    replayed: Replay[Rectification]
    actor: str
    today: date
    usual_people: Mapping[str, str]

    @property
    def steps(self) -> tuple[StepForm, ...]:
        """Every step, the next one on the road first."""
        following = next_on_road(self.replayed)
        found = [self._form(event) for event in next_events(self.replayed, self.actor, self.today)]
        return tuple(sorted(found, key=lambda step: step.event != following))

    @property
    def next(self) -> StepForm | None:
        """The one next step; None once the problem is filed away."""
        following = next_on_road(self.replayed)
        return next((step for step in self.steps if step.event == following), None)

    @property
    def others(self) -> tuple[StepForm, ...]:
        """All other steps that are possible now."""
        following = next_on_road(self.replayed)
        return tuple(s for s in self.steps if s.event != following and s.possible)

    def lacking(self, event: str, facts: Mapping[str, Json]) -> tuple[str, ...]:
        """What is missing for ``event`` with ``facts`` as typed so far; () when it can be done.

        A photo or sheet that is chosen counts by any stand-in of the right form. The machine takes
        整改 again and again with nothing in it; a form that would only add an empty line does not.
        """
        again = event == "work" and self.replayed.state.stage is Stage.WORKING
        if again and not any(facts.get(key) for key in TELLING):
            return (AGAIN,)
        return lacking(self.replayed, event, facts, self.actor, self.today)

    def _form(self, event: NextEvent) -> StepForm:
        usual = dict(usual_facts(self.replayed.state, event.event, self.today))
        usual = {key: value or self.usual_people.get(key, "") for key, value in usual.items()}
        stage = self.replayed.state.stage
        needs_sheet = event.unless == "signed_sheet"
        wanted = [*event.needs, *(EVERY_EVENT if event.event != SETTLE else ())]
        return StepForm(
            event.event,
            event.title,
            self._verb(event),
            event.allowed,
            without_keys(event.reason),
            tuple(
                self._field(need, usual.get(need.key, ""), needs_sheet, OPENLY.get(event.event))
                for need in wanted
            ),
            needs_sheet,
            BEGUN if event.event == "work" and stage is Stage.ASSIGNED else "",
        )

    def _verb(self, event: NextEvent) -> str:
        if event.event == "assign" and self.replayed.state.stage is not Stage.FOUND:
            return "改派"
        return VERBS.get(event.event, event.title)

    def _field(self, need: Need, usual: str, needs_sheet: bool, openly: str | None) -> FormField:
        wanted = need.required or (needs_sheet and need.key in ("signed_sheet", "by"))
        return FormField(
            need.key,
            need.title,
            _kind(need),
            wanted,
            tuple(self._options(need)),
            usual,
            self._hint(need),
            need.key in SELDOM and not wanted and need.key != openly,
        )

    def _options(self, need: Need) -> Iterator[tuple[str, str]]:
        if need.key == "take":
            branches = [b for dispute in self.replayed.disputes for b in dispute.branches]
            yield from ((str(n), branch_words(b)) for n, b in enumerate(branches, start=1))
        yield from ((option, option) for option in need.options)

    def _hint(self, need: Need) -> str:
        if need.key == "due" and not need.required:
            return f"不填即 {self.replayed.state.due}"
        return {"on": "不填即今天", "by": "不填即本账户"}.get(need.key, "")


def done_words(event: str, line: ProblemLine) -> str:
    """What to say after ``event`` was done; ``line`` is the problem as it then stands."""
    if event == "revisit" and line.state == Stage.ASSIGNED:
        return f"回访不合格，已重新打开，{line.due} 前再整改。"
    return {
        "assign": f"已交给{line.owner}整改，{line.due} 前办结。",
        "work": "已记录整改。",
        "apply": f"已申请销号，等{line.supervisor}复核。",
        "confirm": "已复核销号，接下来回访。",
        "return": f"已退回，请{line.owner}再整改。",
        "extend": f"期限已延到 {line.due}。",
        "revisit": "已登记回访，可以归档了。",
        "reopen": f"已重新打开，{line.due} 前再整改。",
        "archive": "已归档，这个问题办完了。",
        "refer": "已登记移交问责。",
        SETTLE: "已裁决。",
    }.get(event, "已办理。")


def branch_words(branch: Branch) -> str:
    """One of the branches that a person decides between."""
    return "、".join(
        f"{step_of(event).by}{VERBS.get(event.name, event.name)}" for event in branch.events
    )


def _kind(need: Need) -> str:
    if need.options or need.key == "take":
        return "choice"
    if need.key in PERSONS:
        return "person"
    return "long" if need.key in LONG else need.kind
