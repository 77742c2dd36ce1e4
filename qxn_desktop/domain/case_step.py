"""What the steps of a case have in common: papers, work done elsewhere, days of publicity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.monitor_case import Case, CaseStage
from qxn_desktop.domain.monitor_rules import Terms
from qxn_desktop.domain.procedure_step import Need, Step

YES, NO = "是", "否"

OUTSIDE = (
    Need("outside", "系统外办理", "yesno", required=False),
    Need("source", "依据的材料", required=False),
)
"""A step done elsewhere: which paper says so."""
REASON = Need("reason", "理由")


def passed(state: Case, step: Step, stage: CaseStage) -> Case:
    """The case one step on, with the day of the step."""
    outside = state.outside | {step.name} if is_outside(step) else state.outside
    return replace(state, stage=stage, done={**state.done, step.name: step.on}, outside=outside)


def is_outside(step: Step) -> bool:
    """Whether the step was done elsewhere."""
    return step.text("outside") == YES


def lacks_papers(step: Step, *titled: tuple[str, str]) -> Refusal | None:
    """The papers that a step done here has to bring; one done elsewhere names its source."""
    if is_outside(step):
        if step.text("source"):
            return None
        return Refusal("E-MON-003", "系统外办理的要写明依据的材料（source），如会议记录编号。")
    absent = [title for key, title in titled if not step.facts.get(key)]
    if absent:
        return Refusal("E-MON-004", f"还缺：{'、'.join(absent)}。在别处办过的请选系统外办理。")
    return None


def split_risks(text: str) -> tuple[str, ...]:
    """Risks as they are written in one fact: 因病、因残."""
    return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))


def publicity_unit(terms: Terms) -> str:
    """What days of publicity are counted in."""
    return "个工作日" if terms.publicity_working else "天"


def check_publicity(terms: Terms, step: Step, start: date | None) -> Refusal | None:
    """Whether a notice hung long enough.

    ``counted``: days that whoever wrote counted by the calendar of then; so every machine judges
    alike, whatever table of holidays it has.
    """
    days, unit = terms.publicity_days, publicity_unit(terms)
    counted = step.text("counted")
    if start is None or not counted.isdecimal():
        return Refusal("E-MON-010", "公示天数（counted）要写数字。")
    if (step.on - start).days < min(int(counted), days) or int(counted) < days:
        return Refusal("E-MON-011", f"公示未满{days}{unit}（{start} 起），还不能结束。")
    return lacks_papers(step, ("photos", "公示结束时的照片"))


def to(stage: CaseStage) -> Callable[[Case, Step], Case]:
    """The change of a step that only leads on to ``stage``."""
    return lambda state, step: passed(state, step, stage)


def brings(*titled: tuple[str, str]) -> Callable[[Case, Step], Refusal | None]:
    """The check of a step that only has to bring these papers."""
    return lambda _state, step: lacks_papers(step, *titled)
