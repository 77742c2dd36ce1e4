"""The events of a monitoring case up to help: when each may happen, what it needs and changes.

Steps, papers and byways: docs/domain.md B.5 (安徽、甘肃、贵州的办法汇编). Times are no barrier but
where the law makes them one (公示不少于 5 天): they are clocks (``case_clock``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qxn_desktop.domain.case_step import (
    OUTSIDE,
    REASON,
    YES,
    brings,
    check_publicity,
    lacks_papers,
    passed,
    publicity_unit,
    split_risks,
    to,
)
from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.monitor_case import (
    BEFORE_COUNTY,
    MONITORED,
    RECOGNISED,
    Case,
    CaseStage,
    Publicity,
)
from qxn_desktop.domain.procedure import Rule
from qxn_desktop.domain.procedure_step import Need, Step

S = CaseStage
MOST_RISKS = 5
"""Of one household (S1, S2)."""
ROLL_BACK_REASONS = ("识别不准", "弄虚作假", "信息错误")
NATURAL_REASONS = ("整户死亡", "整户迁出", "整户合并到别户")
EMERGENCY_REASONS = ("因灾", "因意外事故", "突发重病", "其他突发事件")

# -- 派查、授权、入户


def _assign(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.ASSIGNED), owner=step.text("owner"))


def _authorize(state: Case, step: Step) -> Case:
    return passed(state, step, state.stage)


def _check_visit(_state: Case, step: Step) -> Refusal | None:
    if step.text("visitor1") == step.text("visitor2"):
        return Refusal("E-MON-005", "入户核查要两个人，请写另一位核查人（visitor2）。")
    return lacks_papers(step, ("photos", "入户照片"))


# -- 比对、评议


def _bar_compare(state: Case, _step: Step) -> Refusal | None:
    if "authorize" in state.done:
        return None
    return Refusal("E-MON-006", "还没有申请及承诺授权书，不能查询比对。请先登记授权。")


def _bar_review(state: Case, _step: Step) -> Refusal | None:
    if "review" in state.done:
        return Refusal("E-MON-007", "民主评议只评一次，已经评过了。")
    return None


def _check_review(_state: Case, step: Step) -> Refusal | None:
    risks = split_risks(step.text("risks"))
    if step.text("agreed") == YES and not 0 < len(risks) <= MOST_RISKS:
        return Refusal("E-MON-008", f"致贫返贫风险要写1到{MOST_RISKS}项（risks），用顿号隔开。")
    if not all(step.text(key).isdecimal() for key in ("votes_for", "votes_against")):
        return Refusal("E-MON-009", "赞成票、反对票要写数字。")
    return lacks_papers(step, ("sheet", "会议记录和签到"))


def _review(state: Case, step: Step) -> Case:
    """A vote against leaves the case where it was: what follows is 不符合, with its reason."""
    if step.text("agreed") != YES:
        return passed(state, step, S.COMPARED)
    moved = passed(state, step, S.REVIEWED)
    risks = split_risks(step.text("risks"))
    return replace(moved, category=step.text("category"), risks=risks)


# -- 公示、异议


def _publicize(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.PUBLICIZED), publicity=Publicity(step.on))


def _check_taken_down(state: Case, step: Step) -> Refusal | None:
    return check_publicity(state.terms, step, state.publicity.start)


def _taken_down(state: Case, step: Step) -> Case:
    publicity = Publicity(state.publicity.start, step.on)
    return replace(passed(state, step, S.PUBLICIZED), publicity=publicity)


def _answer(state: Case, step: Step) -> Case:
    """异议: one that holds leads back, and what came after has to be done anew."""
    if step.text("holds") != YES:
        return passed(state, step, S.PUBLICIZED)
    return _sent_back(state, step)


def _sent_back(state: Case, step: Step) -> Case:
    back = passed(state, step, S.ASSIGNED)
    kept = {name: day for name, day in back.done.items() if name not in REDONE}
    return replace(back, done=kept, publicity=Publicity(), category="", risks=())


REDONE = frozenset({"visit", "compare", "review", "publicize", "publicity_end", "town"})
"""Steps that are taken again after an objection that holds, or when the township sends back."""


# -- 乡镇审核、县级审定、公告、标注


def _bar_town(state: Case, _step: Step) -> Refusal | None:
    if state.publicity.end is None:
        least = f"{state.terms.publicity_days}{publicity_unit(state.terms)}"
        return Refusal("E-MON-012", f"公示还没有结束（不少于{least}），不能审核。")
    return None


def _county(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.COUNTY_OK), county_number=step.text("number"))


def _register(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.REGISTERED), national_code=step.text("national_code"))


# -- 帮扶、绿色通道


def _bar_measure(state: Case, _step: Step) -> Refusal | None:
    if state.stage in (S.REGISTERED, S.MEASURES) or state.emergency_on:
        return None
    return Refusal("E-MON-013", "还没有录入标注，不能登记帮扶。紧急情况请先走绿色通道。")


def _measure(state: Case, step: Step) -> Case:
    """Help that went first leaves the case at its step: the papers still have to come."""
    stage = S.MEASURES if state.stage in (S.REGISTERED, S.MEASURES) else state.stage
    first = state.done.get("measure", step.on)
    return replace(state, stage=stage, done={**state.done, "measure": min(first, step.on)})


def _bar_emergency(state: Case, _step: Step) -> Refusal | None:
    return Refusal("E-MON-014", "已经走了绿色通道，不用重复。") if state.emergency_on else None


def _emergency(state: Case, step: Step) -> Case:
    return replace(state, emergency_on=step.on, done={**state.done, step.name: step.on})


# -- 不符合、回退、自然减少、既有对象


def _reject(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.REJECTED), reason=step.text("reason"))


def _roll_back(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.ROLLED_BACK), reason=step.text("reason"))


def _natural_end(state: Case, step: Step) -> Case:
    return replace(passed(state, step, S.NATURAL_END), reason=step.text("reason"))


def _check_take_over(_state: Case, step: Step) -> Refusal | None:
    risks = split_risks(step.text("risks"))
    if len(risks) > MOST_RISKS:
        return Refusal("E-MON-015", f"致贫返贫风险最多{MOST_RISKS}项，请核对（risks）。")
    return None


def _take_over(state: Case, step: Step) -> Case:
    """A household recognised before: every step before is 系统外办理, with its source."""
    helped = step.text("helped") == YES
    moved = passed(state, step, S.MEASURES if helped else S.REGISTERED)
    return replace(
        moved,
        outside=moved.outside | OUTSIDE_STEPS,
        category=step.text("category"),
        risks=split_risks(step.text("risks")),
        national_code=step.text("national_code"),
    )


OUTSIDE_STEPS = frozenset(
    {
        "authorize", "visit", "compare", "review", "publicize", "publicity_end", "town", "county",
        "announce", "register",
    }
)  # fmt: skip

CASE_RULES: Mapping[str, Rule[Case]] = {
    "assign": Rule(
        "派查",
        frozenset({S.LEAD, S.ASSIGNED}),
        _assign,
        needs=(Need("owner", "核查责任人"),),
        decides=("owner",),
    ),
    "authorize": Rule(
        "申请及承诺授权",
        frozenset({S.LEAD, S.ASSIGNED, S.VISITED}),
        _authorize,
        touches=frozenset({"authorization"}),
        needs=(
            Need("sheet", "申请及承诺授权查询书", "sheet", required=False, stays=True),
            Need("filled_by", "代填人", required=False),
            *OUTSIDE,
        ),
        check=brings(("sheet", "签字并按手印的申请及承诺授权查询书")),
        decides=(),
    ),
    "visit": Rule(
        "入户核查",
        frozenset({S.ASSIGNED}),
        to(S.VISITED),
        needs=(
            Need("visitor1", "核查人"),
            Need("visitor2", "另一位核查人"),
            Need("result", "核查情况"),
            Need("photos", "入户照片", "photos", required=False),
            *OUTSIDE,
        ),
        check=_check_visit,
    ),
    "compare": Rule(
        "信息比对",
        frozenset({S.VISITED}),
        to(S.COMPARED),
        needs=(Need("result", "比对结果"), *OUTSIDE),
        barrier=_bar_compare,
        check=brings(),
    ),
    "review": Rule(
        "民主评议",
        frozenset({S.COMPARED}),
        _review,
        needs=(
            Need("agreed", "评议通过", "yesno"),
            Need("category", "对象类别"),
            Need("risks", "致贫返贫风险"),
            Need("votes_for", "赞成票"),
            Need("votes_against", "反对票"),
            Need("sheet", "会议记录", "sheet", required=False, stays=True),
            *OUTSIDE,
        ),
        barrier=_bar_review,
        check=_check_review,
        decides=("agreed", "category", "risks"),
    ),
    "publicize": Rule(
        "开始公示",
        frozenset({S.REVIEWED}),
        _publicize,
        needs=(Need("photos", "公示照片", "photos", required=False), *OUTSIDE),
        check=brings(("photos", "公示照片")),
    ),
    "publicity_end": Rule(
        "公示期满",
        frozenset({S.PUBLICIZED}),
        _taken_down,
        needs=(
            Need("counted", "公示天数"),
            Need("photos", "公示照片", "photos", required=False),
            *OUTSIDE,
        ),
        check=_check_taken_down,
    ),
    "object": Rule(
        "登记异议",
        frozenset({S.PUBLICIZED}),
        to(S.OBJECTION),
        needs=(Need("who", "提出人"), Need("text", "异议内容")),
    ),
    "answer": Rule(
        "异议处理",
        frozenset({S.OBJECTION}),
        _answer,
        needs=(Need("holds", "异议成立", "yesno"), Need("text", "核实和答复")),
        decides=("holds",),
    ),
    "town": Rule(
        "乡镇审核",
        frozenset({S.PUBLICIZED}),
        to(S.TOWN_OK),
        needs=(Need("opinion", "审核意见"), *OUTSIDE),
        barrier=_bar_town,
        decides=(),
    ),
    "return": Rule(
        "退回重办",
        frozenset({S.REVIEWED, S.PUBLICIZED, S.TOWN_OK}),
        _sent_back,
        needs=(REASON,),
    ),
    "county": Rule(
        "县级审定",
        frozenset({S.TOWN_OK}),
        _county,
        needs=(Need("number", "批复文号"), *OUTSIDE),
        decides=("number",),
    ),
    "announce": Rule(
        "公告",
        frozenset({S.COUNTY_OK}),
        to(S.ANNOUNCED),
        needs=(Need("photos", "公告照片", "photos", required=False), *OUTSIDE),
        check=brings(("photos", "公告照片")),
        decides=(),
    ),
    "register": Rule(
        "录入标注",
        frozenset({S.ANNOUNCED}),
        _register,
        needs=(Need("national_code", "国家系统户编号"),),
        decides=("national_code",),
    ),
    "measure": Rule(
        "落实帮扶",
        BEFORE_COUNTY | RECOGNISED,
        _measure,
        needs=(Need("measures", "帮扶措施"),),
        barrier=_bar_measure,
    ),
    "emergency": Rule(
        "绿色通道",
        BEFORE_COUNTY | {S.COUNTY_OK, S.ANNOUNCED},
        _emergency,
        touches=frozenset({"emergency"}),
        needs=(Need("ground", "事由", options=EMERGENCY_REASONS), REASON),
        barrier=_bar_emergency,
        decides=(),
    ),
    "reject": Rule(
        "不符合",
        BEFORE_COUNTY,
        _reject,
        needs=(REASON, Need("told", "告知方式", required=False), *OUTSIDE),
        check=brings(("told", "告知农户的方式")),
        decides=(),
    ),
    "roll_back": Rule(
        "回退",
        MONITORED | {S.REMOVED},
        _roll_back,
        needs=(
            Need("ground", "事由", options=ROLL_BACK_REASONS),
            REASON,
            Need("number", "县级批准文号"),
        ),
        decides=(),
    ),
    "natural_end": Rule(
        "整户自然减少",
        BEFORE_COUNTY | MONITORED | {S.REMOVED},
        _natural_end,
        needs=(REASON, Need("ground", "事由", options=NATURAL_REASONS)),
        decides=(),
    ),
    "take_over": Rule(
        "既有对象",
        frozenset({S.LEAD}),
        _take_over,
        needs=(
            Need("source", "来源"),
            Need("category", "对象类别"),
            Need("risks", "致贫返贫风险", required=False),
            Need("national_code", "国家系统户编号", required=False),
            Need("helped", "已落实帮扶", "yesno", required=False),
        ),
        check=_check_take_over,
    ),
}
