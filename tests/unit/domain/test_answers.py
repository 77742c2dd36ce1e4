from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.answers import MAX_TEXT, Answers, parse_answers
from qxn_desktop.domain.decimal_text import canonical_decimal, read_decimal
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_parse import parse_template

TEXT = """
id = "T"
title = "检查表"
short_title = "检查"
domain = "试"
objects = ["village"]
[[item]]
code = "Y"
text = "是否"
type = "yesno"
severity = "minor"
na_allowed = true
basis_default = true
[[item]]
code = "C"
text = "单选"
type = "choice"
options = ["甲", "乙"]
severity = "minor"
basis_default = true
[[item]]
code = "M"
text = "多选"
type = "multi"
options = ["无异常", "渗漏", "破损"]
exclusive = "无异常"
severity = "minor"
basis_default = true
[[item]]
code = "N"
text = "数"
type = "number"
unit = "cm"
min = 0
max = 100.5
severity = "minor"
basis_default = true
[[item]]
code = "S"
text = "文字"
type = "text"
severity = "minor"
basis_default = true
[[item]]
code = "D"
text = "日期"
type = "date"
severity = "minor"
basis_default = true
[[item]]
code = "P"
text = "照片"
type = "photo"
severity = "minor"
basis_default = true
"""


def _template() -> Template:
    template, problems = parse_template(TEXT)
    assert problems == []
    assert template is not None
    return template


TEMPLATE = _template()


@pytest.mark.parametrize(
    ("code", "given_answer", "stored"),
    [
        ("Y", "是", "是"),
        ("Y", {"na": " 无水冲 "}, {"na": "无水冲"}),
        ("C", "乙", "乙"),
        ("M", ["破损", "渗漏", "破损"], ["渗漏", "破损"]),
        ("N", 60, "60"),
        ("N", 60.50, "60.5"),
        ("N", 0.1, "0.1"),
        ("N", "7.250", "7.25"),
        ("N", 0, "0"),
        ("N", -0.0, "0"),
        ("S", " 已通知 ", "已通知"),
        ("D", "2028-02-29", "2028-02-29"),
        ("P", ["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"]),
    ],
)
def test_a_right_answer_is_brought_to_the_form_it_is_stored_in(
    code: str, given_answer: object, stored: object
) -> None:
    answers, problems = parse_answers(TEMPLATE, {code: given_answer})
    assert problems == []
    assert answers.to_json() == {code: stored}
    assert parse_answers(TEMPLATE, answers.to_json()) == (answers, [])


@pytest.mark.parametrize(
    ("code", "given_answer", "fault"),
    [
        ("Y", "对", "E-CHK-108"),
        ("Y", True, "E-CHK-108"),
        ("Y", ["是"], "E-CHK-108"),
        ("Y", {"na": ""}, "E-CHK-105"),
        ("Y", {"na": "  "}, "E-CHK-105"),
        ("Y", {"na": 1}, "E-CHK-103"),
        ("Y", {}, "E-CHK-103"),
        ("Y", {"na": "x", "v": "是"}, "E-CHK-103"),
        ("C", {"na": "不知道"}, "E-CHK-104"),
        ("C", "丙", "E-CHK-108"),
        ("M", "渗漏", "E-CHK-109"),
        ("M", ["渗漏", "塌了"], "E-CHK-108"),
        ("M", ["渗漏", 1], "E-CHK-108"),
        ("M", ["无异常", "渗漏"], "E-CHK-110"),
        ("N", "六十", "E-CHK-111"),
        ("N", True, "E-CHK-111"),
        ("N", "1e5", "E-CHK-111"),
        ("N", "１２", "E-CHK-111"),
        ("N", float("nan"), "E-CHK-111"),
        ("N", float("inf"), "E-CHK-111"),
        ("N", 10**400, "E-CHK-111"),
        ("N", 1e300, "E-CHK-111"),
        ("N", 0.1234567, "E-CHK-111"),
        ("N", [60], "E-CHK-111"),
        ("N", -1, "E-CHK-112"),
        ("N", 100.6, "E-CHK-113"),
        ("S", 5, "E-CHK-106"),
        ("S", "长" * (MAX_TEXT + 1), "E-CHK-107"),
        ("D", "2026-02-31", "E-CHK-114"),
        ("D", "2026-2-3", "E-CHK-114"),
        ("D", "20260203", "E-CHK-114"),
        ("D", 20260203, "E-CHK-114"),
        ("P", "a.jpg", "E-CHK-115"),
        ("P", [1], "E-CHK-115"),
        ("P", ["a.jpg", " "], "E-CHK-115"),
        ("P", ["a.jpg", "a.jpg"], "E-CHK-116"),
        ("P", [f"{n}.jpg" for n in range(21)], "E-CHK-117"),
        ("Z", "是", "E-CHK-102"),
    ],
)
def test_a_wrong_answer_is_refused_by_its_item(code: str, given_answer: object, fault: str) -> None:
    answers, (problem,) = parse_answers(TEMPLATE, {code: given_answer})
    assert (problem.path, problem.code) == (code, fault)
    assert code in problem.message
    assert len(problem.message) < 200
    assert answers == Answers()


@pytest.mark.parametrize("nothing", [None, "", []])
def test_nothing_is_no_answer(nothing: object) -> None:
    assert parse_answers(TEMPLATE, {"M": nothing, "S": nothing}) == (Answers(), [])


@pytest.mark.parametrize("raw", [[], "HC", None, 3])
def test_a_file_that_is_no_object_is_refused(raw: object) -> None:
    _, (problem,) = parse_answers(TEMPLATE, raw)
    assert problem.code == "E-CHK-101"


def test_all_faults_are_told_and_the_right_answers_kept_in_order() -> None:
    answers, problems = parse_answers(TEMPLATE, {"N": 5, "Q": 1, "Y": "是", "C": "丙", "D": "x"})
    assert list(answers.to_json()) == ["Y", "N"]
    assert [problem.path for problem in problems] == ["Q", "C", "D"]


def test_photos_of_all_items_can_be_listed() -> None:
    answers, _ = parse_answers(TEMPLATE, {"P": ["a.jpg"], "M": ["渗漏"]})
    assert answers.photos(TEMPLATE) == ("a.jpg",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["Y", "C", "M", "N", "S", "D", "P", "X"]), JSON))
def test_whatever_is_kept_can_be_stored_and_read_again(raw: dict[str, object]) -> None:
    answers, _ = parse_answers(TEMPLATE, raw)
    stored = json.loads(json.dumps(answers.to_json(), allow_nan=False))
    assert parse_answers(TEMPLATE, stored) == (answers, [])


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_decimal_has_one_text(number: object) -> None:
    read = read_decimal(str(number))
    assert read == number
    assert read is not None
    text = canonical_decimal(read)
    assert not text.endswith(".")
    assert "E" not in text
    assert read_decimal(text) == number
    assert canonical_decimal(read * 1) == text
