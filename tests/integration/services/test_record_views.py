"""Registers as the window shows them: lists, one row with all that belongs to it, counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import (
    checks,
    record_form,
    record_list,
    record_view,
    records,
    search,
    village_count,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.services.record_view import RecordView
from qxn_desktop.services.routing import draft
from qxn_desktop.store import audit_log
from qxn_desktop.store.condition import Filter, Query
from tests.builders import VILLAGE, new_office
from tests.integration.services.rectification_builder import found
from tests.integration.services.visit_builder import (
    HC,
    HOUSEHOLD,
    MEMBER,
    PHOTOS,
    TOILET,
    furnish,
    refused,
    take_photos,
    visit,
)

OTHER = "522327103202"
PHONE = "15400010001"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    furnish(ctx)
    records.set_values(ctx, TOILET, {"household": HOUSEHOLD})
    records.set_values(ctx, HOUSEHOLD, {"phone": PHONE, "note": "其子 529001198504129047"})
    add(ctx, "h2", "household", village=OTHER, head_name="岑老大", household_type="一般农户")
    yield ctx
    door.close()


def add(ctx: AppContext, row: str, register: str, **values: str) -> None:
    ctx.ws.write([draft(ctx, register, row, Kind.PUT, values)])


def listed(ctx: AppContext, wanted: ListQuery) -> list[RecordLine]:
    found = record_list.lines(ctx, wanted.register, record_list.keys(ctx, wanted))
    return [line for line in found if line is not None]


def ids(ctx: AppContext, **wanted: object) -> list[str]:
    return [line.id for line in listed(ctx, ListQuery("household", **wanted))]  # type: ignore[arg-type]


def related(view: RecordView) -> dict[str, tuple[int, list[str]]]:
    return {one.heading: (one.count, [link.title for link in one.links]) for one in view.related}


def said(view: RecordView, key: str) -> tuple[str, bool]:
    [one] = [field for field in view.fields if field.key == key]
    return one.text, one.masked


def test_lists_show_words_and_hide_numbers(ctx: AppContext) -> None:
    first, second = listed(ctx, ListQuery("household"))
    assert (first.village, second.village) == (VILLAGE, OTHER)
    assert first.cells["phone"] == "154****0001"
    assert first.cells["village"] == "丫他村"
    assert first.cells["group"] == ""
    [toilet] = listed(ctx, ListQuery("toilet"))
    assert toilet.cells["household"] == "韦阿甲"


def test_lists_are_searched_filtered_and_sorted(ctx: AppContext) -> None:
    assert ids(ctx, search="岑") == ["h2"]
    assert ids(ctx, search="cld") == ["h2"]
    assert ids(ctx, search="xyz") == []
    assert ids(ctx, village=OTHER) == ["h2"]
    assert ids(ctx, sort="head_name") == ["h2", HOUSEHOLD]
    assert ids(ctx, sort="head_name", descending=True) == [HOUSEHOLD, "h2"]
    poor = (Filter("household_type", "one_of", ("脱贫户",)),)
    assert ids(ctx, filters=poor) == [HOUSEHOLD]


def test_every_register_can_be_listed(ctx: AppContext, tmp_path: Path) -> None:
    take_photos(tmp_path)
    checks.record(ctx, visit(tmp_path, "HC", TOILET, {**HC, "HC05": ["渗漏"], "HC14": PHOTOS}))
    specs = record_list.listed_registers(ctx)
    assert [spec.id for spec in specs][:2] == ["household", "member"]
    for spec in specs:
        assert 1 <= len(record_list.columns_of(spec)) <= 7
        listed(ctx, ListQuery(spec.id))
    [check] = listed(ctx, ListQuery("check"))
    assert [check.cells[key] for key in ("template", "object", "outcome")] == [
        "户厕巡查", "HC-0001", "已检查",
    ]  # fmt: skip
    assert {one.id for one in record_list.filters_of(specs[0])} == {
        "household_type", "monitor_category", "risk_open",
    }  # fmt: skip


def test_counts_by_village_of_any_list(ctx: AppContext) -> None:
    counted = record_list.count(ctx, ListQuery("household"))
    assert counted.text == "农户：丫他村1、巴金村1，合计2户。"
    assert len(counted.villages) == 12
    only = record_list.count(ctx, ListQuery("household", search="岑"), "岑家")
    assert (only.what, only.totals) == ("岑家", (1,))
    assert village_count.count_codes(ctx, "逾期", [OTHER, OTHER, "不在"]).villages[-1] == (
        village_count.VillageNumbers("", "未登记村", (1,))
    )
    with refused(ctx, "E-REG-340"):
        village_count.count_rows(ctx, "交办", "order", Query())


def test_a_household_with_all_that_belongs_to_it(ctx: AppContext, tmp_path: Path) -> None:
    take_photos(tmp_path)
    checks.record(ctx, visit(tmp_path, "HC", TOILET, {**HC, "HC05": ["渗漏"], "HC14": PHOTOS}))
    found(ctx, "门前积水", object_id=HOUSEHOLD)
    check = record_view.record_view(ctx, ctx.ws.select("check")[0].id)
    assert said(check, "HC05") == ("渗漏　不合格", False)
    assert said(check, "template") == ("户厕巡查", False)
    assert not check.kept_by_hand
    view = record_view.record_view(ctx, HOUSEHOLD)
    assert (view.title, view.subtitle, view.register_title) == ("韦阿甲", "丫他村", "农户")
    assert said(view, "phone") == ("154****0001", True)
    assert said(view, "note") == ("其子 529001********9047", True)
    assert said(view, "head_name") == ("韦阿甲", False)
    assert said(view, "group") == ("", False)
    about = related(view)
    assert about["家庭成员"] == (1, ["韦阿乙"])
    assert about["户厕"] == (1, ["韦阿甲 HC-0001"])
    assert about["检查记录"][0] == 1
    assert about["问题"] == (2, ["门前积水", about["问题"][1][1]])
    assert related(record_view.record_view(ctx, TOILET))["农户"] == (1, ["韦阿甲"])
    assert related(record_view.record_view(ctx, MEMBER))["所属农户"] == (1, ["韦阿甲"])
    village = record_view.record_view(ctx, VILLAGE)
    assert {one.heading: one.count for one in village.related} == {
        "检查记录": 1, "农户": 1, "家庭成员": 1, "问题": 2, "污水处理设施": 1, "户厕": 1,
    }  # fmt: skip
    assert all(one.village == VILLAGE for one in village.related)


def test_history_tells_fields_in_words(ctx: AppContext) -> None:
    assert isinstance(ctx.clock, FixedClock)
    ctx.clock.advance(hours=1)
    records.set_values(ctx, HOUSEHOLD, {"phone": "15400010002", "village": "坪位"})
    past = record_view.record_view(ctx, HOUSEHOLD).past
    assert {(one.title, one.old, one.new) for one in past[:2]} == {
        ("所在村", "丫他村", "坪位村"),
        ("联系电话", "154****0001", "154****0002"),
    }
    assert (past[0].at, past[0].actor, past[0].machine) == ("2026-11-23 13:00", "韦建国", "本机")
    records.delete(ctx, "h2")
    records.restore(ctx, "h2")
    assert [one.title for one in record_view.record_view(ctx, "h2").past[:2]] == ["恢复", "删除"]


def test_seeing_all_takes_a_reason_and_is_logged(ctx: AppContext) -> None:
    with refused(ctx, "E-REG-341"):
        record_view.reveal(ctx, HOUSEHOLD, "  ")
    view = record_view.reveal(ctx, HOUSEHOLD, "入户核对")
    assert said(view, "phone") == (PHONE, False)
    assert said(view, "note")[0] == "其子 529001198504129047"
    assert view.revealed
    [line] = [one for one in audit_log.entries(ctx.ws.db) if one.action == "reveal"]
    assert line.facts["reason"] == "入户核对"


def test_a_form_begins_without_what_is_hidden(ctx: AppContext) -> None:
    start = record_form.present_row(ctx, HOUSEHOLD)
    assert start.title == "修改 韦阿甲"
    assert start.values["head_name"] == "韦阿甲"
    assert start.hidden == {"phone", "note"}
    assert not start.values.keys() & start.hidden
    toilet = record_form.present_row(ctx, TOILET)
    assert toilet.labels == {HOUSEHOLD: "韦阿甲"}
    official = {one.id for one in record_form.present_row(ctx, VILLAGE).fields}
    assert "short_name" in official
    assert not official & {"name", "kind"}


def test_a_new_form_knows_its_village(ctx: AppContext) -> None:
    start = record_form.new_row(ctx, "household", OTHER)
    assert (start.title, start.values) == ("新增农户", {"village": OTHER})
    assert start.villages[OTHER] == "巴金村"
    assert record_form.new_row(ctx, "order").values == {}


def test_a_referred_row_is_found_by_name(ctx: AppContext) -> None:
    [hit] = search.find_in(ctx, "household", "cld")
    assert (hit.id, hit.title) == ("h2", "岑老大")
    assert search.find_in(ctx, "household", "") == ()


def test_what_was_taken_away_can_be_found(ctx: AppContext) -> None:
    records.delete(ctx, "h2")
    [gone] = record_list.deleted(ctx, "household")
    assert (gone.id, gone.label, gone.at, gone.actor) == (
        "h2", "岑老大", "2026-11-23 12:00", "韦建国"
    )  # fmt: skip
    records.restore(ctx, "h2")
    assert record_list.deleted(ctx, "household") == []
