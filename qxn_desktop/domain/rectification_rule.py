"""The events of a rectification: when each may happen, what it needs and what it changes.

Stages and byways: docs/domain.md A.3
(发现→交办→整改中→一销→二销→回访→归档; 退回、延期、反弹、移交问责).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from qxn_desktop.domain.legal_event import Refusal
from qxn_desktop.domain.procedure import Rule
from qxn_desktop.domain.procedure_step import Need, Step, person
from qxn_desktop.domain.rectification import METHODS, Rectification, Stage

OVERDUE, REBOUND, FALSE_CLOSING = "逾期", "反弹", "虚假销号"

# -- 交办


def _check_assign(state: Rectification, step: Step) -> Refusal | None:
    owner, supervisor = step.text("owner"), step.text("supervisor")
    if owner == supervisor:
        return Refusal(
            "E-PRB-004", f"督办责任人不能与整改责任人是同一人（{owner}），请另指定一人。"
        )
    due, demanded = step.day("due"), state.finding.demanded
    if due and due < state.finding.found_on:
        found = state.finding.found_on
        return Refusal("E-PRB-007", f"整改期限不能早于发现日期（{found}），请改期限（due）。")
    if due and demanded and not state.rebounds and due > max(demanded, state.due):
        return Refusal(
            "E-PRB-008", f"上级要求 {demanded} 前办结，期限不能更晚；确需延后请办延期（extend）。"
        )
    return None


def _assign(state: Rectification, step: Step) -> Rectification:
    method = step.text("method") or state.method
    due = step.day("due")
    usual = state.default_due(state.counted_from, method) if state.due_default else state.due
    return replace(
        state,
        stage=Stage.ASSIGNED,
        owner=step.text("owner"),
        supervisor=step.text("supervisor"),
        method=method,
        due=due or usual,
        due_default=state.due_default and due is None,
    )


# -- 整改、延期


def _work(state: Rectification, _step: Step) -> Rectification:
    return replace(state, stage=Stage.WORKING)


def _check_extend(state: Rectification, step: Step) -> Refusal | None:
    due = step.day("due")
    if due is None or due <= state.due:
        return Refusal("E-PRB-009", f"新期限应晚于现期限（{state.due}），请改期限（due）。")
    if step.text("approved_by") == state.owner:
        return Refusal("E-PRB-010", f"延期不能由整改责任人{state.owner}自己审批，请换审批人。")
    return None


def _extend(state: Rectification, step: Step) -> Rectification:
    due = step.day("due") or state.due
    return replace(state, due=due, due_default=False, extended=state.extended + 1)


# -- 一销


def _check_apply(state: Rectification, step: Step) -> Refusal | None:
    if not step.facts.get("photos") and not step.facts.get("sheet"):
        return Refusal(
            "E-PRB-011", "申请销号须有证据：请附整改后照片（photos）或证明材料（sheet）。"
        )
    if step.by == state.supervisor:
        return Refusal(
            "E-PRB-012", f"{step.by}是督办责任人，不能自己申请销号，请由整改一方的人（by）申请。"
        )
    if (step.day("done_on") or step.on) < state.finding.found_on:
        found = state.finding.found_on
        return Refusal("E-PRB-013", f"完成日期不能早于发现日期（{found}），请核对（done_on）。")
    return None


def _apply(state: Rectification, step: Step) -> Rectification:
    return replace(
        state,
        stage=Stage.APPLIED,
        applied_by=step.by,
        applied_account=step.actor,
        done_on=step.day("done_on") or step.on,
    )


def _return(state: Rectification, _step: Step) -> Rectification:
    return replace(state, stage=Stage.WORKING, applied_by="", applied_account="", done_on=None)


# -- 二销


def _bar_confirm(state: Rectification, step: Step) -> Refusal | None:
    """The supervisor's own account, or a signed sheet.

    A supervisor's account that also entered the 一销 proves one person, not two.
    """
    if step.facts.get("signed_sheet"):
        return None
    who = state.supervisor
    if person(step.actor) != who:
        return Refusal("E-PRB-014", f"须由督办责任人{who}本人销号，或附签字单（signed_sheet）。")
    if state.applied_account == step.actor:
        return Refusal(
            "E-PRB-015", f"一销也是用{who}的账号录入的，二销须附{who}的签字单（signed_sheet）。"
        )
    return None


def _check_confirm(state: Rectification, step: Step) -> Refusal | None:
    if step.by == state.applied_by:
        return Refusal("E-PRB-016", f"{step.by}已申请一销，二销须由另一人办理。")
    if step.by != state.supervisor:
        return Refusal("E-PRB-017", f"只有督办责任人{state.supervisor}能二销，请写明销号人（by）。")
    return None


def _confirm(state: Rectification, step: Step) -> Rectification:
    return replace(state, stage=Stage.CONFIRMED, closed_on=step.on)


# -- 回访、反弹、归档


def _check_revisit(_state: Rectification, step: Step) -> Refusal | None:
    if step.text("ok") == "否" and not step.text("note"):
        return Refusal("E-PRB-018", "回访不合格须写明情况，请补说明（note）。")
    return None


def _revisit(state: Rectification, step: Step) -> Rectification:
    if step.text("ok") == "否":
        return _reopen(state, step)
    return replace(state, stage=Stage.REVISITED)


def _reopen(state: Rectification, step: Step) -> Rectification:
    """反弹: a new round with the same persons; the limit counts anew from this day."""
    due = step.day("due")
    return replace(
        state,
        stage=Stage.ASSIGNED,
        rebounds=state.rebounds + 1,
        counted_from=step.on,
        due=due or state.default_due(step.on, state.method),
        due_default=due is None,
        applied_by="",
        applied_account="",
        done_on=None,
        closed_on=None,
    )


def _archive(state: Rectification, _step: Step) -> Rectification:
    return replace(state, stage=Stage.ARCHIVED)


# -- 移交问责


def _check_refer(state: Rectification, step: Step) -> Refusal | None:
    ground, last = step.text("ground"), state.closed_on or step.on
    if ground in state.referred:
        return Refusal("E-PRB-019", f"已因{ground}移交问责，不必重复移交。")
    if ground == OVERDUE and last <= state.due:
        return Refusal("E-PRB-020", f"期限是 {state.due}，没有逾期，请核对事由（ground）。")
    if ground == REBOUND and not state.rebounds:
        return Refusal("E-PRB-021", "没有反弹记录，请核对事由（ground），或先重新打开（reopen）。")
    return None


def _refer(state: Rectification, step: Step) -> Rectification:
    return replace(state, referred=(*state.referred, step.text("ground")))


IN_WORK = frozenset({Stage.ASSIGNED, Stage.WORKING})
CLOSED = frozenset({Stage.CONFIRMED, Stage.REVISITED, Stage.ARCHIVED})
REASON = Need("reason", "理由")

RULES: Mapping[str, Rule[Rectification]] = {
    "assign": Rule(
        "交办",
        frozenset({Stage.FOUND, *IN_WORK}),
        _assign,
        touches=frozenset({"stage", "due"}),
        needs=(
            Need("owner", "整改责任人"),
            Need("supervisor", "督办责任人"),
            Need("due", "整改期限", "date", required=False),
            Need("method", "整改方式", required=False, options=METHODS),
        ),
        check=_check_assign,
        decides=("owner", "supervisor", "due", "method"),
    ),
    "work": Rule(
        "整改",
        IN_WORK,
        _work,
        touches=frozenset(),
        needs=(Need("photos", "照片", "photos", required=False),),
    ),
    "apply": Rule(
        "申请销号（一销）",
        IN_WORK,
        _apply,
        needs=(
            Need("text", "整改情况"),
            Need("photos", "整改后照片", "photos", required=False),
            Need("sheet", "证明材料", "sheet", required=False),
            Need("done_on", "完成日期", "date", required=False),
            Need("confirm_anyway", "仍要申请的理由", required=False),
        ),
        check=_check_apply,
    ),
    "confirm": Rule(
        "复核销号（二销）",
        frozenset({Stage.APPLIED}),
        _confirm,
        barrier=_bar_confirm,
        check=_check_confirm,
        decides=(),
    ),
    "return": Rule("退回", frozenset({Stage.APPLIED}), _return, needs=(REASON,)),
    "extend": Rule(
        "延期",
        IN_WORK,
        _extend,
        touches=frozenset({"due"}),
        needs=(Need("due", "新期限", "date"), REASON, Need("approved_by", "审批人")),
        check=_check_extend,
        decides=("due",),
    ),
    "revisit": Rule(
        "回访",
        frozenset({Stage.CONFIRMED, Stage.REVISITED}),
        _revisit,
        touches=frozenset({"stage", "due"}),
        needs=(Need("ok", "是否合格", "yesno"),),
        check=_check_revisit,
        decides=("ok",),
    ),
    "reopen": Rule(
        "重新打开（反弹）",
        CLOSED,
        _reopen,
        touches=frozenset({"stage", "due"}),
        needs=(REASON, Need("due", "新期限", "date", required=False)),
    ),
    "archive": Rule("归档", frozenset({Stage.REVISITED}), _archive, decides=()),
    "refer": Rule(
        "移交问责",
        frozenset(Stage),
        _refer,
        touches=frozenset({"referral"}),
        needs=(Need("ground", "事由", options=(OVERDUE, REBOUND, FALSE_CLOSING)), REASON),
        check=_check_refer,
        decides=("ground",),
    ),
}


def bar(state: Rectification, step: Step, rule: Rule[Rectification]) -> Refusal | None:
    """Why this event cannot happen now to this account, whatever its facts."""
    if state.stage is Stage.FOUND and state.stage not in rule.stages:
        missing = "督办责任人" if step.name in ("confirm", "return") else "整改责任人"
        return Refusal("E-PRB-002", f"还没有指定{missing}，请先交办（assign）。")
    if state.stage not in rule.stages:
        listed = "、".join(f"“{stage.words}”" for stage in Stage if stage in rule.stages)
        return Refusal(
            "E-PRB-001", f"现在是“{state.stage.words}”，{rule.title}只能在{listed}时办理。"
        )
    return rule.barrier(state, step)


def check_day(state: Rectification, step: Step) -> Refusal | None:
    """A date that was given may not lie before the finding; the machine's clock may be wrong."""
    day: date | None = step.day("on")
    if day and day < state.finding.found_on:
        found = state.finding.found_on
        return Refusal("E-PRB-022", f"日期不能早于发现日期（{found}），请核对（on）。")
    return None
