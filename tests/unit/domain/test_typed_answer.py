from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.answers import parse_answers
from qxn_desktop.domain.template import YESNO_OPTIONS, Item, Template
from qxn_desktop.domain.typed_answer import option_digits, read_day, read_typed

YES = Item("A1", "能用", "yesno", "major", options=YESNO_OPTIONS)
YES_NA = Item("A2", "有水", "yesno", "major", options=YESNO_OPTIONS, na_allowed=True)
ONE = Item("A3", "去向", "choice", "major", options=("还田", "接入污水管网/设施", "外排"))
MANY = Item(
    "A4", "外观", "multi", "major", options=("无异常", "渗漏", "破损", "塌陷"), exclusive="无异常"
)
LONG = Item(
    "A5", "情况", "multi", "minor", options=tuple(f"情形{n}" for n in "甲乙丙丁戊己庚辛壬癸子")
)
CM = Item("A6", "高度", "number", "minor", unit="cm", min=Decimal(0), na_allowed=True)
DAY = Item("A7", "日期", "date", "minor")
WORDS = Item("A8", "说明", "text", "minor", required=False)
PHOTO = Item("A9", "照片", "photo", "minor", photos=1)
EVERY = (YES, YES_NA, ONE, MANY, LONG, CM, DAY, WORDS, PHOTO)
FORM = Template("A", 1, "表", "表", "厕所", ("toilet",), EVERY)


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        (YES, "1", "是"),
        (YES, "２", "否"),
        (YES, " 是 ", "是"),
        (YES, "√", "是"),
        (YES, "×", "否"),
        (YES, "", None),
        (YES, "—", None),
        (YES_NA, "0 旱季停水", {"na": "旱季停水"}),
        (YES_NA, "不适用：旱季停水", {"na": "旱季停水"}),
        (YES_NA, "不适用（旱季停水）", {"na": "旱季停水"}),
        (ONE, "2", "接入污水管网/设施"),
        (ONE, "接入污水管网/设施", "接入污水管网/设施"),
        (ONE, "3.外排", None),
        (MANY, "2,3", ["渗漏", "破损"]),
        (MANY, "23", ["渗漏", "破损"]),
        (MANY, "2 3", ["渗漏", "破损"]),
        (MANY, "渗漏、破损", ["渗漏", "破损"]),
        (MANY, "渗漏，3；塌陷", ["渗漏", "破损", "塌陷"]),
        (MANY, "渗漏 破损", ["渗漏", "破损"]),
        (MANY, "2、2", ["渗漏"]),
        (LONG, "1 3", ["情形甲", "情形丙"]),
        (LONG, "11", ["情形子"]),
        (CM, "60.0", "60"),
        (CM, "６０", "60"),
        (CM, "60cm", "60"),
        (CM, "1,200.50", "1200.5"),
        (CM, "0", "0"),
        (CM, "/ 没有管", {"na": "没有管"}),
        (DAY, "2026-11-20", "2026-11-20"),
        (DAY, "2026年11月2日", "2026-11-02"),
        (DAY, "11.20", "2026-11-20"),
        (DAY, "20261120", "2026-11-20"),
        (DAY, "46346", "2026-11-20"),
        (DAY, "2026/11/20 00:00:00", "2026-11-20"),
        (WORDS, "0 处有裂", "0 处有裂"),
        (WORDS, "1、见照片", "1、见照片"),
        (PHOTO, "a.jpg、b c.png", ["a.jpg", "b c.png"]),
    ],
)
def test_a_typed_text_means(item, text, value):
    read = read_typed(item, text, 2026)
    if value is None and text not in ("", "—"):
        assert read.problem is not None
    else:
        assert (read.value, read.problem) == (value, None)


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        (YES, "0", "E-CHK-130"),
        (YES_NA, "0", "E-CHK-131"),
        (YES_NA, "不适用", "E-CHK-131"),
        (ONE, "1 3", "E-CHK-132"),
        (MANY, "、", "E-CHK-133"),
        (MANY, "渗漏水", "E-CHK-134"),
        (MANY, "9", "E-CHK-134"),
        (ONE, "4", "E-CHK-134"),
        (CM, "六十", "E-CHK-135"),
        (CM, "1e3", "E-CHK-135"),
        (DAY, "2026-02-30", "E-CHK-136"),
        (DAY, "昨天", "E-CHK-136"),
        (PHOTO, "../a.jpg", "E-CHK-137"),
        (PHOTO, "C:\\a.jpg", "E-CHK-137"),
    ],
)
def test_what_is_no_answer_says_why(item, text, code):
    read = read_typed(item, text, 2026)
    assert read.value is None
    assert read.problem is not None
    assert (read.problem.path, read.problem.code) == (item.code, code)


def test_the_rows_own_reason_serves_where_a_cell_has_none():
    assert read_typed(YES_NA, "0", 2026, " 停水 ").value == {"na": "停水"}
    assert read_typed(YES_NA, "0 另有", 2026, "停水").value == {"na": "另有"}


def test_digits_stand_beside_the_boxes():
    assert option_digits(YES_NA) == (("1", "是"), ("2", "否"), ("0", "不适用"))
    assert option_digits(CM) == ()


def test_a_date_without_a_year_takes_the_given_one():
    assert read_day("3-5", 2027) == date(2027, 3, 5)
    assert read_day("25/3/5", 2027) == date(2025, 3, 5)
    assert read_day("13-1", 2027) is None


@given(st.sampled_from(EVERY), st.text(max_size=30))
def test_any_text_is_an_answer_or_a_fault_and_never_both(item, text):
    read = read_typed(item, text, 2026)
    assert read.value is None or read.problem is None


@given(
    st.lists(st.sampled_from(MANY.options[1:]), min_size=1, unique=True), st.sampled_from("、,; ")
)
def test_options_written_out_read_back(options, separator):
    typed = read_typed(MANY, separator.join(options), 2026)
    answers, problems = parse_answers(FORM, {"A4": typed.value})
    assert problems == []
    assert set(answers.by_code["A4"].value) == set(options)
