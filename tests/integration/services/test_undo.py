"""Undo and redo: step by step, whole steps, and only while nobody has built on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import (
    checks,
    conflicts,
    orders,
    records,
    settings,
    tasks,
    templates,
    undo,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import NewOrder
from qxn_desktop.services.records import Wanted
from qxn_desktop.services.routing import draft
from qxn_desktop.store import step_list
from qxn_desktop.store.minter import Origin
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import new_epoch
from tests.builders import VILLAGE, new_office, put, runs_of, sent
from tests.integration.services.rectification_builder import PEOPLE, do, found
from tests.integration.services.visit_builder import (
    FP,
    HC,
    HOUSEHOLD,
    PHOTOS,
    TOILET,
    furnish,
    refused,
    take_photos,
    visit,
)

LEAKING = {**HC, "HC05": ["渗漏"], "HC14": PHOTOS}


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    assert findings(ctx.ws) == []
    door.close()


def household(ctx: AppContext, name: str = "韦国明", **more: str) -> str:
    return records.add(ctx, "household", {"village": VILLAGE, "head_name": name, **more}).id


def shown(ctx: AppContext, row: str, *keys: str) -> list[str]:
    return [records.get(ctx, row).row.text(key) for key in keys]


def back(ctx: AppContext) -> str:
    return undo.back(ctx).words


def forward(ctx: AppContext) -> str:
    return undo.forward(ctx).words


def test_steps_go_back_and_forth_one_after_the_other(ctx: AppContext) -> None:
    row = household(ctx, note="甲")
    records.set_values(ctx, row, {"note": "乙", "phone": "15400010001"})
    records.set_values(ctx, row, {"note": "丙"})
    records.delete(ctx, row)
    assert back(ctx) == "已撤销：删除农户 韦国明"
    assert back(ctx) == "已撤销：修改 韦国明 的备注"
    assert back(ctx) == "已撤销：修改 韦国明 的联系电话、备注"
    assert shown(ctx, row, "note", "phone") == ["甲", ""]
    assert back(ctx) == "已撤销：新增农户 韦国明"
    assert ctx.ws.find(row) is None
    with refused(ctx, "E-OP-103"):
        undo.back(ctx)
    assert forward(ctx) == "已重做：新增农户 韦国明"
    assert shown(ctx, row, "note", "phone") == ["甲", ""]
    forward(ctx)
    assert shown(ctx, row, "note", "phone") == ["乙", "154****0001"]
    back(ctx)
    assert shown(ctx, row, "note", "phone") == ["甲", ""]
    forward(ctx)
    forward(ctx)
    assert shown(ctx, row, "note") == ["丙"]
    assert forward(ctx) == "已重做：删除农户 韦国明"
    with refused(ctx, "E-OP-105"):
        undo.forward(ctx)
    for _ in range(4):
        undo.back(ctx)
    assert ctx.ws.count("household") == 0


def test_something_new_ends_the_way_forward(ctx: AppContext) -> None:
    row = household(ctx, note="甲")
    records.set_values(ctx, row, {"note": "乙"})
    undo.back(ctx)
    records.set_values(ctx, row, {"group": "1组"})
    with refused(ctx, "E-OP-105"):
        undo.forward(ctx)
    assert back(ctx) == "已撤销：修改 韦国明 的组"
    assert back(ctx) == "已撤销：新增农户 韦国明"


def test_one_write_is_one_step_and_earlier_days_are_named(ctx: AppContext) -> None:
    furnish(ctx)
    assert isinstance(ctx.clock, FixedClock)
    ctx.clock.advance(days=1)
    assert (
        back(ctx) == "已撤销（11月23日 12:00 的操作）：新增1条户厕，新增1条农户，"
        "新增1条污水处理设施，新增1条家庭成员"
    )
    assert ctx.ws.count("toilet") + ctx.ws.count("household") + ctx.ws.count("member") == 0
    forward(ctx)
    assert records.get(ctx, HOUSEHOLD).row.text("head_name") == "韦阿甲"


def test_a_check_goes_with_what_it_opened_and_its_photos_stay(
    ctx: AppContext, tmp_path: Path
) -> None:
    furnish(ctx)
    take_photos(tmp_path)
    recorded = checks.record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    assert len(recorded.problems) == 1
    assert back(ctx) == "已撤销：户厕巡查 丫他村HC-0001（连同开出的1个问题）"
    assert [ctx.ws.count(name) for name in ("check", "problem", "photo", "template")] == [
        0, 0, 3, 1,
    ]  # fmt: skip
    forward(ctx)
    assert ctx.ws.find(recorded.id)
    assert records.get(ctx, recorded.problems[0]).row.text("state") == "found"


def test_a_visit_goes_with_its_lead(ctx: AppContext, tmp_path: Path) -> None:
    furnish(ctx)
    take_photos(tmp_path)
    checks.record(ctx, visit(tmp_path, "FP", HOUSEHOLD, {**FP, "FP03": "否", "FP14": ["a.jpg"]}))
    assert back(ctx) == "已撤销：入户监测 丫他村韦阿甲（连同开出的1条线索）"
    assert ctx.ws.count("lead") == 0


def test_a_problem_that_was_handled_holds_its_check(ctx: AppContext, tmp_path: Path) -> None:
    furnish(ctx)
    take_photos(tmp_path)
    recorded = checks.record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    do(ctx, recorded.problems[0], "assign", **PEOPLE)
    with refused(ctx, "E-OP-101"):
        undo.back(ctx)


def test_a_problem_that_a_colleague_handled_holds_its_check(
    ctx: AppContext, tmp_path: Path
) -> None:
    furnish(ctx)
    take_photos(tmp_path)
    recorded = checks.record(ctx, visit(tmp_path, "HC", TOILET, LEAKING))
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(ctx.ws), sent("p1"))
    do(colleague, recorded.problems[0], "assign", **PEOPLE)
    ctx.ws.merge(runs_of(colleague.ws), sent("p2"))
    with refused(ctx, "E-OP-102"):
        undo.back(ctx)
    door.close()


def test_what_others_refer_to_stays(ctx: AppContext) -> None:
    row = household(ctx)
    member = draft(ctx, "member", "m", Kind.PUT, {"village": VILLAGE, "household": row})
    ctx.ws.write_as(Origin("elsewhere", "e"), [member], "同事", 0)
    with refused(ctx, "E-REG-314"):
        undo.back(ctx)


def test_a_change_beside_ours_stops_the_way(ctx: AppContext, tmp_path: Path) -> None:
    row = household(ctx, note="甲")
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(ctx.ws), sent("p1"))
    records.set_values(colleague, row, {"group": "2组"})
    records.set_values(ctx, row, {"note": "乙"})
    ctx.ws.merge(runs_of(colleague.ws), sent("p2"))
    with refused(ctx, "E-OP-102"):
        undo.back(ctx)
    door.close()


def test_a_change_before_ours_stays(ctx: AppContext, tmp_path: Path) -> None:
    row = household(ctx, note="甲")
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(ctx.ws), sent("p1"))
    records.set_values(colleague, row, {"note": "乙"})
    ctx.ws.merge(runs_of(colleague.ws), sent("p2"))
    records.set_values(ctx, row, {"note": "丙"})
    undo.back(ctx)
    assert shown(ctx, row, "note") == ["乙"]
    with refused(ctx, "E-OP-102"):
        undo.back(ctx)
    door.close()


def test_a_settled_conflict_stays(ctx: AppContext, tmp_path: Path) -> None:
    row = household(ctx, note="甲")
    door, colleague = new_office(tmp_path / "v")
    colleague.ws.merge(runs_of(ctx.ws), sent("p1"))
    records.set_values(colleague, row, {"note": "乙"})
    records.set_values(ctx, row, {"note": "丙"})
    ctx.ws.merge(runs_of(colleague.ws), sent("p2"))
    [conflict] = ctx.ws.conflicts()
    conflicts.resolve(ctx, conflict.id, "乙")
    with refused(ctx, "E-OP-101"):
        undo.back(ctx)
    door.close()


def test_acts_settings_and_others_stop_the_way(ctx: AppContext) -> None:
    household(ctx)
    settings.set_value(ctx, settings.START_DATE, "2026-11-01")
    with refused(ctx, "E-OP-101"):
        undo.back(ctx)
    found(ctx)
    assert back(ctx) == "已撤销：登记问题 厕所污水外溢"
    with refused(ctx, "E-OP-101"):
        undo.back(ctx)
    ctx.ws.clerk = "罗秀英"
    household(ctx, "黄")
    ctx.ws.clerk = "韦建国"
    with refused(ctx, "E-OP-104"):
        undo.back(ctx)


def test_orders_and_exceptions_go_back(ctx: AppContext) -> None:
    furnish(ctx)
    orders.assign(ctx, NewOrder("清沟", "文", (VILLAGE,), "2026-12-01", "罗", "覃", "清完"))
    assert back(ctx) == "已撤销：交办任务 清沟"
    templates.confirm(ctx, "HC", "yearly_all", "办公会")
    line = tasks.tasks(ctx).lines[0]
    tasks.skip(ctx, line.id, "已拆除")
    assert back(ctx) == "已撤销：标为不适用 丫他村HC-0001"
    assert tasks.tasks(ctx).lines[0].status == line.status


def test_the_list_of_steps_has_an_end(ctx: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_list, "MOST_STEPS", 2)
    row = household(ctx)
    for note in "甲乙丙":
        records.set_values(ctx, row, {"note": note})
    assert [step.number for step in ctx.ws.steps.all()] == [3, 4]
    undo.back(ctx)
    with refused(ctx, "E-OP-103"):
        undo.back(ctx)


def test_a_workspace_brought_back_begins_anew(ctx: AppContext) -> None:
    household(ctx)
    ctx.ws.steps._epoch = new_epoch()
    assert ctx.ws.steps.all() == []


def test_a_refused_write_is_no_step(ctx: AppContext) -> None:
    row = household(ctx)
    records.delete(ctx, row)
    with refused(ctx, "E-OP-001"):
        ctx.ws.write([put("x", village=VILLAGE), put(row, note="甲")])
    assert back(ctx) == "已撤销：删除农户 韦国明"
    assert records.page(ctx, "household", Wanted()).total == 1
