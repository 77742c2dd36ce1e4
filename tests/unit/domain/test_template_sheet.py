from __future__ import annotations

import pytest

from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.domain.template_sheet import SAMPLE, SheetHead, template_from_rows

HEAD = SheetHead("YS", "农村饮水安全巡查表", "饮水巡查", "农村饮水", ("village",), "某县办法")
NAMES = ["内容", "类型"]


def codes(*rows: list[str]) -> list[tuple[str, str]]:
    text, problems = template_from_rows(HEAD, rows)
    assert text == ""
    return [(problem.path, problem.code) for problem in problems]


def test_the_sample_is_a_checklist():
    text, problems = template_from_rows(HEAD, SAMPLE, 3)
    assert problems == []
    template, _ = parse_template(text)
    assert template is not None
    assert (template.id, template.version, template.objects) == ("YS", 3, ("village",))
    assert [item.code for item in template.items] == ["YS01", "YS02", "YS03", "YS04"]
    assert [str(item.pass_rule) for item in template.items] == [
        *("v == '是'", "None", "v >= 0.05", "count(v) >= 1"),
    ]
    assert [item.required for item in template.items] == [True, True, True, False]
    assert template.items[2].na_allowed
    assert str(template.items[0].basis[0]) == "县饮水办法第六条"
    assert template.items[1].basis_default


def test_two_columns_are_enough():
    text, problems = template_from_rows(HEAD, [NAMES, ["围栏完好", "是否"], [], ["水量", "数字"]])
    assert problems == []
    template, _ = parse_template(text)
    assert template is not None
    assert [item.code for item in template.items] == ["YS01", "YS02"]
    assert [str(item.pass_rule) for item in template.items] == ["v == '是'", "None"]
    assert template.items[0].severity == "major"


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        *[
            ("≥0.3", "v >= 0.3"),
            ("<=5", "v <= 5"),
            ("6-9", "6 <= v <= 9"),
            ("６～９", "6 <= v <= 9"),
        ],
        *[("3", "v == 3"), ("", "None")],
    ],
)
def test_numbers_that_pass(answer, rule):
    text, problems = template_from_rows(HEAD, [[*NAMES, "合格答案"], ["余氯", "数字题", answer]])
    assert problems == []
    template, _ = parse_template(text)
    assert template is not None
    assert str(template.items[0].pass_rule) == rule


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["围栏", "打分题"], "E-TPL-322"),
        (["围栏", "是否题", "", "很重"], "E-TPL-323"),
        (["", "是否题"], "E-TPL-324"),
        (["围栏", "是否题", "", "", "也许"], "E-TPL-325"),
        (["余氯", "数字题", "", "", "", "多些"], "E-TPL-326"),
        (["日子", "日期题", "", "", "", "昨天"], "E-TPL-326"),
        (["方式", "单选题", "只有一个"], "E-TPL-122"),
        (["方式", "单选题", "甲、乙", "", "", "丙"], "E-TPL-121"),
    ],
)
def test_each_fault_names_its_row(row, code):
    head = [*NAMES, "选项", "严重程度", "必填", "合格答案"]
    good = ["供水", "是否题", "", "", "", "是"]
    assert codes(head, good, [""], row) == [("第 4 行", code)]


def test_a_number_used_twice_is_a_fault_of_the_second():
    assert codes(["题号", *NAMES], ["A1", "甲", "文字"], ["A1", "乙", "文字"]) == [
        ("第 3 行", "E-TPL-120")
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "E-TPL-321"), ([["内容"]], "E-TPL-321"), ([NAMES], "E-TPL-320")],
)
def test_what_is_no_sheet_of_questions_is_refused(rows, code):
    assert [found for _, found in codes(*rows)] == [code]


def test_too_many_questions_are_refused():
    rows = [[f"第{n}题", "文字"] for n in range(61)]
    assert codes(NAMES, *rows) == [("", "E-TPL-320")]
