from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.domain.sheet_header import data_rows, find_header, header_at, heading_key

KNOWN = {"序号", "村", "户主姓名", "证件号", "识别时", "备注"}
HEAD = ("序号", "村", "户主姓名", "证件号")
PERSON = ("1", "板万村", "韦建国", "522327199001010010")


def known(title: str) -> bool:
    return title in KNOWN


def test_a_title_a_unit_and_notes_stand_above():
    rows = [("板万村2026年台账", "", ""), ("单位：丫他镇",), ("注：按户填写",), HEAD, PERSON]
    header = find_header(rows, known)
    assert header is not None
    assert (header.first, header.last, header.titles) == (3, 3, HEAD)
    assert data_rows(rows, header) == [4]


def test_a_header_of_unknown_names_is_the_first_wide_row_of_texts():
    rows = [("标题",), ("甲", "乙", "丙"), ("1", 2.0, "丁")]
    header = find_header(rows, known)
    assert header is not None
    assert header.titles == ("甲", "乙", "丙")


def test_no_header_where_there_are_only_numbers():
    assert find_header([(1.0, 2.0), (3.0, 4.0)], known) is None
    assert find_header([], known) is None


def test_two_rows_with_merged_cells_are_joined():
    rows = [
        ("序号", "户主姓名", "识别时", "", "备注"),
        ("", "", "人均纯收入", "人口", ""),
        ("1", "韦建国", 3000.0, 4.0, ""),
    ]
    merged = [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)]
    for areas in (merged, []):
        header = find_header(rows, known, areas)
        assert header is not None
        assert (header.first, header.last) == (0, 1)
        assert header.titles == ("序号", "户主姓名", "识别时/人均纯收入", "识别时/人口", "备注")
        assert data_rows(rows, header) == [2]


def test_a_row_of_texts_below_is_data_not_a_second_header():
    rows = [("村", "户主姓名", "备注"), ("板万村", "韦建国", ""), ("板万村", "韦小", "x")]
    header = find_header(rows, known)
    assert header is not None
    assert (header.first, header.last) == (0, 0)
    assert data_rows(rows, header) == [1, 2]


def test_a_header_may_be_pointed_at():
    rows = [HEAD, PERSON, ("甲", "乙", "丙", "丁")]
    assert header_at(rows, 2).titles == ("甲", "乙", "丙", "丁")


def test_names_that_repeat_carry_a_number():
    rows = [("村", "村", "户主姓名", "村", "村（2）"), PERSON]
    header = find_header(rows, known)
    assert header is not None
    assert header.titles == ("村", "村（3）", "户主姓名", "村（4）", "村（2）")


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "", 12.0, 3.0),
        ("", "合　计", 12.0, ""),
        ("小计：", "", "", ""),
        ("总计", "3户", "", ""),
        ("板万村小计", "", 3.0, ""),
        ("填表人：韦×", "", "审核人：王×", "单位负责人："),
        ("审核人(签字)：", "", "", ""),
        ("注：1.本表一式两份", "", "", ""),
        ("填表说明：按户填写", "", "", ""),
        ("", "　", None, ""),
        HEAD,
    ],
)
def test_rows_that_are_no_data_are_left_out(row):
    rows = [HEAD, PERSON, row, PERSON]
    header = find_header(rows, known)
    assert header is not None
    assert data_rows(rows, header) == [1, 3]


@pytest.mark.parametrize(
    "row",
    [
        ("1", "板万村", "合计明", "x"),
        ("审核人家", "板万村", "x", ""),
        ("合计", "板万村", "韦建国", "522327199001010010"),
    ],
)
def test_a_row_that_only_resembles_a_total_stays(row):
    rows = [HEAD, row]
    header = find_header(rows, known)
    assert header is not None
    assert data_rows(rows, header) == [1]


def test_a_date_tells_that_a_row_is_data():
    rows = [("村", "户主姓名", "", ""), ("板万村", "韦建国", date(2026, 1, 2), "x")]
    header = find_header(rows, known)
    assert header is not None
    assert header.last == 0


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("＊户主\n姓名", "户主姓名"),
        (" 证件号 ", "证件号"),
        ("耕地(亩)：", "耕地（亩）"),
        ("ID", "id"),
    ],
)
def test_headings_are_compared_without_marks_and_spaces(title, key):
    assert heading_key(title) == key
