"""The events by which a risk is found removed, and what follows (docs/domain.md B.7).

A removal needs half a year since recognition, at least one measure, an income that is told to be
stable, the thirteen indicators, and a household with labour; the same publicity as recognition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qxn_desktop.domain.case_step import (
    NO,
    OUTSIDE,
    REASON,
    YES,
    brings,
    check_publicity,
    lacks_papers,
    passed,
    to,
)
from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.monitor_case import REMOVING, Case, CaseStage, Publicity, months_between
from qxn_desktop.domain.procedure import Rule
from qxn_desktop.domain.procedure_step import Need, Step

S = CaseStage
UNDONE = frozenset(
    {
        "removal_visit", "removal_review", "removal_publicize", "removal_publicity_end",
        "removal_town", "removal_county",
    }
)  # fmt: skip
"""Steps that have to be taken anew after a removal was stopped."""
INDICATORS = 13
"""What has to be filled in at a removal (质量规则 1_11_004, S1)."""


def _bar_visit(state: Case, step: Step) -> Refusal | None:
    recognised, months = state.recognised_on, state.terms.removal_months
    if recognised is None or months_between(recognised, step.on) < months:
        return Refusal(
            "E-MON-020", f"识别未满{months}个月（{recognised or '没有识别日期'}），不能消除。"
        )
    if "measure" not in state.done and "take_over" not in state.done:
        return Refusal("E-MON-021", "还没有落实过帮扶措施，不能消除。")
    return None


def _check_visit(_state: Case, step: Step) -> Refusal | None:
    if step.text("labour") == NO:
        return Refusal("E-MON-022", "整户没有劳动力，落实保障后也暂不消除，请持续跟踪。")
    for key, words in (("stable", "收入持续稳定"), ("guaranteed", "三保障和饮水安全持续巩固")):
        if step.text(key) != YES:
            return Refusal("E-MON-023", f"没有做到“{words}”，不能消除。")
    if step.text("indicators") != str(INDICATORS):
        return Refusal("E-MON-024", f"消除指标{INDICATORS}项要全部填好，请先在农户台账里补齐。")
    if step.text("visitor1") == step.text("visitor2"):
        return Refusal("E-MON-025", "消除核查要两个人，请写另一位核查人。")
    return lacks_papers(step, ("photos", "入户照片"))


def _review(state: Case, step: Step) -> Case:
    agreed = step.text("agreed") == YES
    return passed(state, step, S.REMOVAL_REVIEWED if agreed else S.MEASURES)


def _publicize(state: Case, step: Step) -> Case:
    moved = passed(state, step, S.REMOVAL_PUBLICIZED)
    return replace(moved, removal_publicity=Publicity(step.on))


def _check_taken_down(state: Case, step: Step) -> Refusal | None:
    return check_publicity(state.terms, step, state.removal_publicity.start)


def _taken_down(state: Case, step: Step) -> Case:
    publicity = Publicity(state.removal_publicity.start, step.on)
    return replace(passed(state, step, S.REMOVAL_PUBLICIZED), removal_publicity=publicity)


def _bar_town(state: Case, _step: Step) -> Refusal | None:
    if state.removal_publicity.end is None:
        return Refusal("E-MON-026", "消除公示还没有结束，不能审核。")
    return None


def _stop(state: Case, step: Step) -> Case:
    """消除中止: back to monitoring; what was done of the removal does not count any more."""
    moved = passed(state, step, S.MEASURES)
    kept = {name: day for name, day in moved.done.items() if name not in UNDONE}
    return replace(moved, done=kept, removal_publicity=Publicity())


def _follow(state: Case, _step: Step) -> Case:
    return state


REMOVAL_RULES: Mapping[str, Rule[Case]] = {
    "removal_visit": Rule(
        "消除核查",
        frozenset({S.MEASURES}),
        to(S.REMOVAL_VISITED),
        needs=(
            Need("visitor1", "核查人"),
            Need("visitor2", "另一位核查人"),
            Need("stable", "收入持续稳定超过监测范围", "yesno"),
            Need("guaranteed", "三保障和饮水安全持续巩固", "yesno"),
            Need("labour", "有劳动力", "yesno"),
            Need("indicators", "已填消除指标数"),
            Need("photos", "入户照片", "photos", required=False),
            *OUTSIDE,
        ),
        barrier=_bar_visit,
        check=_check_visit,
    ),
    "removal_review": Rule(
        "消除评议",
        frozenset({S.REMOVAL_VISITED}),
        _review,
        needs=(
            Need("agreed", "评议通过", "yesno"),
            Need("sheet", "会议记录", "sheet", required=False, stays=True),
            *OUTSIDE,
        ),
        check=brings(("sheet", "会议记录和签到")),
        decides=("agreed",),
    ),
    "removal_publicize": Rule(
        "开始消除公示",
        frozenset({S.REMOVAL_REVIEWED}),
        _publicize,
        needs=(Need("photos", "公示照片", "photos", required=False), *OUTSIDE),
        check=brings(("photos", "公示照片")),
    ),
    "removal_publicity_end": Rule(
        "消除公示期满",
        frozenset({S.REMOVAL_PUBLICIZED}),
        _taken_down,
        needs=(
            Need("counted", "公示天数"),
            Need("photos", "公示照片", "photos", required=False),
            *OUTSIDE,
        ),
        check=_check_taken_down,
    ),
    "removal_town": Rule(
        "消除乡镇审核",
        frozenset({S.REMOVAL_PUBLICIZED}),
        to(S.REMOVAL_TOWN_OK),
        needs=(Need("opinion", "审核意见"), *OUTSIDE),
        barrier=_bar_town,
        decides=(),
    ),
    "removal_county": Rule(
        "消除县级审定",
        frozenset({S.REMOVAL_TOWN_OK}),
        to(S.REMOVAL_COUNTY_OK),
        needs=(Need("number", "批复文号"), *OUTSIDE),
        decides=("number",),
    ),
    "removal_announce": Rule(
        "消除公告",
        frozenset({S.REMOVAL_COUNTY_OK}),
        to(S.REMOVED),
        needs=(Need("photos", "公告照片", "photos", required=False), *OUTSIDE),
        check=brings(("photos", "公告照片")),
        decides=(),
    ),
    "removal_stop": Rule("消除中止", REMOVING, _stop, needs=(REASON,)),
    "follow": Rule(
        "跟踪走访",
        frozenset({S.REGISTERED, S.MEASURES, S.REMOVED}),
        _follow,
        touches=frozenset(),
        needs=(Need("result", "走访情况"),),
    ),
}
