from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.row_key import RowKey
from qxn_desktop.services import check_draft, check_sheets, checks
from qxn_desktop.services.check_return import read_file
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import template_for
from qxn_desktop.services.typed_rows import (
    ReadRows,
    RowStatus,
    TypedRow,
    keep_as_drafts,
    read_rows,
    record_rows,
)
from tests.builders import new_office
from tests.integration.services.sheet_builder import GOOD, Stop, due, filled, furnish_toilets
from tests.integration.services.visit_builder import take_photos


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    furnish_toilets(context)
    yield context
    door.close()


@pytest.fixture
def keys(ctx: AppContext) -> list[str]:
    return [line.key for line in due(ctx).lines]


class Village:
    """Somebody who gets a blank workbook and sends it back filled."""

    def __init__(self, ctx: AppContext, folder: Path) -> None:
        self.ctx, self.folder = ctx, folder
        self.blank = folder / "blank.xlsx"
        check_sheets.export_workbook(ctx, check_sheets.gather(ctx, due(ctx)), self.blank)
        items = due(ctx).template.items
        self.codes = {item.code: number for number, item in enumerate(items, 1)}

    def send(self, rows: dict[str, dict[str, object]], day: object = "2026-11-20") -> ReadRows:
        path = filled(self.blank, self.folder / "filled.xlsx", rows, self.codes, day)
        return read_file(self.ctx, path)


@pytest.fixture
def village(ctx: AppContext, tmp_path: Path) -> Village:
    return Village(ctx, tmp_path)


def statuses(read: ReadRows) -> list[str]:
    return [row.status.value for row in read.rows]


def test_a_blank_workbook_comes_back_blank(ctx, village):
    read = read_file(ctx, village.blank)
    assert statuses(read) == ["blank"] * 4
    assert read.remarks == ()
    assert [row.called for row in read.rows][:2] == ["HT-001 韦阿甲", "HT-003 岑阿丙"]


def test_good_rows_are_recorded_in_one_write_and_once_only(ctx, village, keys):
    read = village.send({keys[0]: {**GOOD}, keys[2]: {**GOOD, "HC05": "2、3", "HC14": "a.jpg"}})
    assert statuses(read) == ["new", "blank", "fault", "blank"]  # the photo is not there
    take_photos(village.folder)
    read = village.send({keys[0]: {**GOOD}, keys[2]: {**GOOD, "HC05": "2、3", "HC14": "a.jpg"}})
    assert statuses(read) == ["new", "blank", "new", "blank"]
    assert [row.openings for row in read.having(RowStatus.NEW)] == [0, 1]
    before = ctx.ws.operation_count()
    taken = record_rows(ctx, read)
    assert (len(taken.recorded), taken.already, taken.problems, taken.leads) == (2, 0, 1, 0)
    assert ctx.ws.operation_count() > before
    [check] = checks.checks_of(ctx, object="t0")
    assert check.values["answers"]["HC04"] == {"na": "旱季停水"}
    assert check.values["answers"]["HC08"] == "60"

    again = village.send({keys[0]: {**GOOD}, keys[2]: {**GOOD, "HC05": "2、3", "HC14": "a.jpg"}})
    assert statuses(again) == ["already", "blank", "already", "blank"]
    before = ctx.ws.digest()
    assert record_rows(ctx, read).already == 2  # the same preview, pressed twice
    assert ctx.ws.digest() == before


@pytest.mark.parametrize(
    "day", ["2026年11月20日", "11.20", 46346, "2026/11/20", "２０２６－１１－２０"]
)
def test_dates_come_in_many_dresses(village, keys, day):
    [row] = village.send({keys[1]: {**GOOD}}, day).having(RowStatus.NEW)
    assert row.visit is not None
    assert row.visit.check.date == date(2026, 11, 20)


def test_faults_are_named_by_row_and_column_and_change_nothing(ctx, village, keys):
    before = ctx.ws.digest()
    read = village.send({keys[0]: {**GOOD, "HC08": "很高", "HC05": "1、2"}, keys[1]: {"HC01": "9"}})
    first, second = (row for row in read.rows if row.status is RowStatus.FAULT)
    told = [str(fault) for fault in first.faults]
    assert told == ["第3行L列“7. 排气管高出厕屋顶的高度”：“很高”不是数字，请只填数字。"]
    assert "没有选项“9”" in str(second.faults[0])
    assert ctx.ws.digest() == before
    read = village.send({keys[0]: {**GOOD, "HC05": "1、2"}}, "")
    assert [str(fault) for fault in read.rows[0].faults] == ["第3行D列“检查日期”：没有填检查日期。"]
    read = village.send({keys[0]: {**GOOD, "HC05": "1、2"}}, "2026-12-20")
    assert "在今天" in str(read.rows[0].faults[0])
    read = village.send({keys[0]: {**GOOD, "HC05": "1、2"}})
    assert "不能和其他选项同时选" in str(read.rows[0].faults[0])


def test_what_lacks_answers_can_be_kept_as_a_draft(ctx, village, keys):
    answers = {code: value for code, value in GOOD.items() if code != "HC09"}
    read = village.send({keys[0]: answers, keys[1]: {**GOOD, "HC01": "否"}})
    assert statuses(read)[:2] == ["incomplete", "incomplete"]
    assert "还没有填写" in str(read.rows[0].faults[0])
    assert "照片" in str(read.rows[1].faults[0])
    assert keep_as_drafts(ctx, read.rows) == 2
    assert keep_as_drafts(ctx, read.rows) == 0
    drafts = {draft.object_id: draft for draft in check_draft.drafts(ctx)}
    assert drafts["t0"].date == date(2026, 11, 20)
    assert drafts["t0"].answers["HC08"] == "60"
    assert "HC09" not in drafts["t0"].answers


def test_rows_in_any_order_with_columns_more_and_fewer(ctx, village, keys, tmp_path):
    template = due(ctx).template
    titles = {item.code: item.text for item in template.items}
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write(0, 0, "请填下一张")
        sheet = book.add_worksheet("数据")
        head = ["备注", *(titles[code] for code in GOOD), "检查日期", " 表 号 ", "检查人", "天气"]
        for column, text in enumerate(head):
            sheet.write(2, column, text)
        for row, key in ((4, keys[3]), (9, keys[0])):
            for column, text in enumerate(["无", *GOOD.values(), "20261120", key, "罗阿丙", "晴"]):
                sheet.write(row, column, text)
    read = read_file(ctx, path)
    assert [(row.number, row.status.value) for row in read.rows] == [(5, "new"), (10, "new")]
    assert read.remarks == ("不认识的列没有读：“天气”。",)
    record_rows(ctx, read)
    [check] = checks.checks_of(ctx, object="t3")
    assert check.text("inspector") == "罗阿丙"


def test_a_column_that_is_missing_is_told(ctx, village, keys, tmp_path):
    path = tmp_path / "less.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["表号", "检查日期", "使用状况", "使用状况"])
        sheet.write_row(1, 0, [keys[0], "2026-11-20", "长期无人居住", "闲置"])
    read = read_file(ctx, path)
    assert statuses(read) == ["new"]  # an empty house needs nothing more
    assert any("表里缺少" in remark for remark in read.remarks)


def test_a_formula_is_no_answer(ctx, village, keys, tmp_path):
    path = tmp_path / "sum.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["表号", "检查日期", "排气管高出厕屋顶的高度"])
        sheet.write_row(1, 0, [keys[0], "2026-11-20"])
        sheet.write_formula(1, 2, "=30+30", None, 60)
    [row] = read_file(ctx, path).rows
    assert "是公式" in str(row.faults[0])


def test_keys_that_name_nothing_here(ctx, village, keys, tmp_path):
    other = str(RowKey("LJ", "2026", "48291350"))
    rows = [keys[0][:-1] + "0", "HC-2026Q4-48291350-6", other, "", keys[1], keys[1], keys[1]]
    template, _ = template_for(ctx, "HC", date(2026, 11, 20))
    typed = [
        TypedRow(n, key, {**{k: str(v) for k, v in GOOD.items()}}, "2026-11-20")
        for n, key in enumerate(rows, 1)
    ]
    typed[6] = TypedRow(7, keys[1], {**typed[5].answers, "HC15": "1"}, "2026-11-20")
    read = read_rows(ctx, template, typed)
    assert statuses(read) == ["fault", "fault", "fault", "fault", "new", "already", "fault"]
    told = [str(row.faults[0]) for row in read.rows if row.faults]
    assert [part in text for part, text in zip(
        ("重新抄", "不在台账", "不是户厕巡查的", "没有表号", "同一个对象"), told, strict=True
    )] == [True] * 5  # fmt: skip
    assert record_rows(ctx, read).recorded[0].outcome == "done"


def test_another_answer_for_a_recorded_day_is_a_fault(ctx, village, keys):
    record_rows(ctx, village.send({keys[0]: {**GOOD}}))
    read = village.send({keys[0]: {**GOOD, "HC15": "1"}})
    assert "已登记过一次" in str(read.rows[0].faults[0])


def test_recording_discards_the_draft_of_the_object(ctx, village, keys):
    check_draft.save(ctx, check_draft.CheckDraft("HC", "t0", answers={"HC01": "是"}))
    record_rows(ctx, village.send({keys[0]: {**GOOD}}))
    assert check_draft.drafts(ctx) == ()


def test_other_workbooks_are_refused_in_a_sentence(ctx, tmp_path):
    for head, code in ((["姓名"], "E-XLS-010"), (["表号", "厕屋"], "E-XLS-011")):
        path = tmp_path / "other.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet().write_row(0, 0, head)
        with pytest.raises(UserError) as failure:
            read_file(ctx, path)
        assert failure.value.code == code


def test_taking_back_writes_nothing(ctx, village, keys):
    read = village.send({keys[0]: {**GOOD}})
    before = ctx.ws.digest()
    with pytest.raises(Cancelled):
        record_rows(ctx, read, Stop())
    assert ctx.ws.digest() == before
