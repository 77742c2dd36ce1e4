"""A clerk leaves: what is open in that name goes to another by the proper events, in one write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import check_draft, handover, orders, problems, settings
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import NewOrder, ProgressReport
from tests.builders import VILLAGE, new_office
from tests.integration.services.rectification_builder import (
    OWNER,
    PEOPLE,
    SUPERVISOR,
    applied,
    do,
    found,
)

NEW = "岑接手"
REASON = "岗位调整"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def given(ctx: AppContext) -> str:
    return orders.assign(
        ctx,
        NewOrder(
            "沟渠清理", "镇〔2026〕9号", (VILLAGE,), "2026-12-20", OWNER, SUPERVISOR, "清理干净"
        ),
    ).id


def assigned(ctx: AppContext, **more: str) -> str:
    id_ = found(ctx)
    do(ctx, id_, "assign", **{**PEOPLE, **more})
    return id_


def test_everything_open_goes_over_in_one_write(ctx):
    one, other = assigned(ctx, due="2026-12-05"), assigned(ctx)
    do(ctx, other, "work", note="已约工人")
    order = given(ctx)
    settings.set_value(ctx, settings.REVIEWER, OWNER)
    before, dues = (
        ctx.ws.operation_count(),
        [problems.describe(ctx, p).line.due for p in (one, other)],
    )
    done = handover.hand_over(ctx, OWNER, NEW, REASON)
    assert [(item.kind, item.role_title) for item in done.moved] == [
        ("problem", "整改责任人"),
        ("problem", "整改责任人"),
        ("order", "责任人"),
        ("setting", "报表审核人"),
    ]
    assert done.words == "已将 4 项移交给岑接手。"
    assert ctx.ws.operation_count() - before == 4
    views = [problems.describe(ctx, p) for p in (one, other)]
    assert [(view.line.owner, view.line.supervisor) for view in views] == [(NEW, SUPERVISOR)] * 2
    assert [view.line.due for view in views] == dues
    assert views[0].history[-1].facts["note"] == f"{OWNER}移交{NEW}：{REASON}"
    assert orders.order_view(ctx, order).order.owner == NEW
    assert settings.text(ctx, settings.REVIEWER) == NEW
    assert handover.open_work(ctx, OWNER) == ()


def test_a_supervisor_hands_over_too(ctx):
    id_ = assigned(ctx)
    (item,) = handover.preview(ctx, SUPERVISOR, NEW)
    assert (item.role, item.obstacle) == ("supervisor", "")
    handover.hand_over(ctx, SUPERVISOR, NEW, REASON, {item.key})
    line = problems.describe(ctx, id_).line
    assert (line.owner, line.supervisor) == (OWNER, NEW)


def test_what_may_not_change_now_stays_and_says_why(ctx, tmp_path):
    waiting = applied(ctx, tmp_path)
    movable = assigned(ctx)
    done = handover.hand_over(ctx, OWNER, NEW, REASON)
    assert [item.id for item in done.moved] == [movable]
    assert [item.id for item in done.left] == [waiting]
    assert "申请销号" in done.left[0].obstacle
    assert "（" not in done.left[0].obstacle.replace("（一销）", "")
    assert problems.describe(ctx, waiting).line.owner == OWNER


def test_nobody_supervises_himself(ctx):
    assigned(ctx)
    given(ctx)
    before = ctx.ws.operation_count()
    assert all("同一人" in item.obstacle for item in handover.preview(ctx, OWNER, SUPERVISOR))
    with pytest.raises(UserError) as caught:
        handover.hand_over(ctx, OWNER, SUPERVISOR, REASON)
    assert caught.value.code == "E-PRB-083"
    assert ctx.ws.operation_count() == before


def test_only_what_was_chosen_goes(ctx):
    one, other = assigned(ctx), assigned(ctx)
    handover.hand_over(ctx, OWNER, NEW, REASON, {f"problem:{one}:owner"})
    assert problems.describe(ctx, one).line.owner == NEW
    assert [item.id for item in handover.open_work(ctx, OWNER)] == [other]


def test_an_order_that_is_done_is_nobodys_work(ctx):
    order = given(ctx)
    assert handover.people_with_work(ctx) == tuple(sorted((OWNER, SUPERVISOR)))
    orders.report_progress(ctx, order, ProgressReport(VILLAGE, "已完成"))
    assert handover.people_with_work(ctx) == ()
    assert handover.open_work(ctx, OWNER) == ()


def test_a_problem_closed_is_nobodys_work(ctx, tmp_path):
    id_ = applied(ctx, tmp_path)
    do(ctx, id_, "return", reason="照片不清")
    assert len(handover.open_work(ctx, OWNER)) == 1


@pytest.mark.parametrize(
    ("taker", "reason", "code"),
    [
        ("  ", REASON, "E-PRB-080"),
        (f" {OWNER}", REASON, "E-PRB-081"),
        (NEW, " ", "E-PRB-082"),
        (NEW, "x" * 501, "E-PRB-082"),
    ],
)
def test_a_wrong_wish_changes_nothing(ctx, taker, reason, code):
    assigned(ctx)
    before = ctx.ws.operation_count()
    with pytest.raises(UserError) as caught:
        handover.hand_over(ctx, OWNER, taker, reason)
    assert (caught.value.code, ctx.ws.operation_count()) == (code, before)


def test_a_half_filled_check_goes_along(ctx):
    check_draft.save(ctx, CheckDraft("HC", "a", "韦家厕所", VILLAGE, inspector=OWNER))
    check_draft.save(ctx, CheckDraft("HC", "b", "罗家厕所", VILLAGE, inspector="别人"))
    before = ctx.ws.operation_count()
    done = handover.hand_over(ctx, OWNER, NEW, REASON)
    assert [item.title for item in done.moved] == ["没填完的检查：韦家厕所"]
    assert ctx.ws.operation_count() == before
    assert {one.label: one.inspector for one in check_draft.drafts(ctx)} == {
        "韦家厕所": NEW,
        "罗家厕所": "别人",
    }
