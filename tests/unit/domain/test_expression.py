from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain import expression as ex
from qxn_desktop.domain.expression_check import Known, Vocabulary, check_condition
from qxn_desktop.domain.expression_parse import (
    MAX_DEPTH,
    MAX_LENGTH,
    ExpressionError,
    parse_expression,
)
from qxn_desktop.domain.expression_value import (
    UNKNOWN,
    Facts,
    Truth,
    kleene_and,
    kleene_not,
    kleene_or,
    truth,
    unknown_sources,
    value,
)

TRUTHS = (True, False, UNKNOWN)

CHECKED = {"一级": {"COD": {"value": "60", "checked_by": "王某", "checked_on": "2026-11-01"}}}
FACTS = Facts(
    items={"HC12": "闲置", "N": Decimal("3.50"), "M": ("渗漏", "破损")},
    attributes={"type": "三格式", "users": 5, "volume": "2.5", "day": "2026-02-01", "empty": ""},
    settings={
        "vent": "50",
        "types": ["三格式", "旱厕"],
        "line": {"2023": "7300"},
        "volumes": {"3": "1.5", "6": "2", "9": "2.5"},
        "limits": CHECKED,
        "unchecked": {"一级": {"COD": {"value": "60", "checked_by": "", "checked_on": ""}}},
        "odd": {"一级": "60"},
    },
    year=2023,
)


def result(text: str, answer: object = UNKNOWN) -> Truth:
    facts = Facts(answer, FACTS.items, FACTS.attributes, FACTS.settings, FACTS.year)  # type: ignore[arg-type]
    return truth(parse_expression(text), facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 < 2", True),
        ("0.1 + 0.2 == 0.3", True),
        ("6 <= 7 <= 9", True),
        ("6 <= 10 <= 9", False),
        ("1 < 3 > 2", True),
        ("7 - 2 - 1 == 4", True),
        ("2 + 3 * 4 == 14", True),
        ("(2 + 3) * 4 == 20", True),
        ("-3 < -2", True),
        ("8 / 4 / 2 == 1", True),
        ("1 == 1 or 1 / 0 > 2", True),
        ("1 / 0 > 2", UNKNOWN),
        ("item.HC12 == '闲置'", True),
        ('item.HC12 == "闲置"', True),
        ("item.HC12 in ['闲置', '弃用']", True),
        ("not (item.HC12 in ['闲置'])", False),
        ("item.HC99 == '闲置'", UNKNOWN),
        ("item.N == 3.5", True),
        ("item.M == ['破损', '渗漏']", True),
        ("item.M == ['破损']", False),
        ("item.M != ['破损']", True),
        ("'渗漏' in item.M", True),
        ("count(item.M) == 2", True),
        ("count(object.type) == 2", UNKNOWN),
        ("object.type in setting.types", True),
        ("object.users * 2 == 10", True),
        ("object.volume >= 2.5", True),
        ("object.volume == 2.50", True),
        ("object.type >= 2", UNKNOWN),
        ("object.type == 2", UNKNOWN),
        ("object.type + 1 > 2", UNKNOWN),
        ("object.type", UNKNOWN),
        ("object.empty == ''", UNKNOWN),
        ("object.absent != '旱厕'", UNKNOWN),
        ("object.day < '2026-03-01'", True),
        ("object.day < '三月'", UNKNOWN),
        ("1 in 2", UNKNOWN),
        ("['a'] == 'a'", UNKNOWN),
        ("setting.vent <= 50", True),
        ("setting.absent <= 50", UNKNOWN),
        ("year == 2023", True),
        ("lookup('line', year) == 7300", True),
        ("lookup('line', year + 1) == 7300", UNKNOWN),
        ("lookup('absent', year) == 7300", UNKNOWN),
        ("lookup('vent', year) == 7300", UNKNOWN),
        ("tier('volumes', object.users) == 2", True),
        ("tier('volumes', 3) == 1.5", True),
        ("tier('volumes', 10) == 2.5", UNKNOWN),
        ("tier('volumes', object.type) == 2", UNKNOWN),
        ("limit('limits', '一级', 'COD') == 60", True),
        ("limit('limits', '二级', 'COD') == 60", UNKNOWN),
        ("limit('unchecked', '一级', 'COD') == 60", UNKNOWN),
        ("limit('odd', '一级', 'COD') == 60", UNKNOWN),
        ("1 == 2 and object.absent == 1", False),
        ("1 == 1 and object.absent == 1", UNKNOWN),
    ],
)
def test_a_rule_comes_to_its_value(text: str, expected: Truth) -> None:
    assert result(text) is expected


def test_the_answer_and_a_year_without_one_are_names_too() -> None:
    assert result("v == ['无']", ("无",)) is True
    assert result("v <= setting.vent", Decimal(51)) is False
    assert truth(parse_expression("year > 2000"), Facts()) is UNKNOWN


def test_what_is_unknown_is_named_once_in_the_order_of_writing() -> None:
    rule = parse_expression("object.a > 1 and lookup('line', 1999) < object.a or item.N < 4")
    assert [str(s) for s in unknown_sources(rule, FACTS)] == ["object.a", "lookup('line', 1999)"]


def test_names_and_tables_of_a_rule_can_be_listed() -> None:
    rule = parse_expression("v >= lookup('line', year) and not item.A in [1] or -object.b < 2")
    assert [str(name) for name in ex.names(rule)] == ["v", "year", "item.A", "object.b"]
    assert list(ex.tables(rule)) == ["line"]


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("", 1, "没有写完"),
        ("v ==", 5, "没有写完"),
        ("v = 1", 3, "两个等号"),
        ("（v == 1）", 1, "全角"),
        ("v == 闲置", 6, "引号"),
        ("v == '闲置", 6, "引号没有成对"),
        ("v == 'a\nb'", 6, "引号没有成对"),
        ("foo > 1", 1, "不认识的名称“foo”"),
        ("object > 1", 8, "object.名称"),
        ("object. > 1", 9, "缺少名称"),
        ("__import__('os')", 1, "没有函数"),
        ("count() > 1", 1, "1 个参数"),
        ("lookup(line, year)", 8, "不认识的名称"),
        ("lookup(year, year) > 1", 1, "加引号"),
        ("v in [1,] ", 9, "逗号后面"),
        ("v in [1 2]", 9, "缺少“,”"),
        ("(v == 1", 8, "缺少“)”"),
        ("v == 1 v", 8, "不应有“v”"),
        ("v in [1] in [2]", 10, "连写"),
        ("1. == v", 2, "小数点"),
        ("1" * 16, 1, "数字太长"),
        ("v < 1e5", 6, "不应有“e5”"),
        ("v.real == 1", 2, "不应有“.”"),
        ("and", 1, "不应有“and”"),
        ("(" * (MAX_DEPTH + 1) + "v", MAX_DEPTH + 2, "嵌套太深"),
        ("not " * 60 + "v == 1", 4 * (MAX_DEPTH + 1) + 1, "嵌套太深"),
        ("v == 1 or " * 50 + "v == 1", 501, "太复杂"),
        ("v" * (MAX_LENGTH + 1), MAX_LENGTH, "太长"),
    ],
)
def test_a_broken_rule_is_refused_with_its_place(text: str, position: int, part: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert caught.value.position == position
    assert part in caught.value.message


@given(st.text(alphabet=st.sampled_from("v.item ()[]'\"0123456789,+-*/<>=!andortyecu")) | st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        rule = parse_expression(text)
    except ExpressionError as error:
        position = error.position
    else:
        position = 1
        assert truth(rule, FACTS) in TRUTHS
    assert 1 <= position <= len(text) + 1


NUMBERS = st.integers(0, 999).map(lambda n: ex.Number(Decimal(n) / 10))
TEXTS = st.text(alphabet="是否无'三格 x", max_size=4).map(ex.Text)
NAMES = st.sampled_from(
    [ex.Name("v"), ex.Name("year"), ex.Name("item", "HC12"), ex.Name("object", "in")]
)
CALLS = st.builds(lambda arg: ex.Call("lookup", (ex.Text("line"), arg)), NAMES | NUMBERS)
ATOMS = NUMBERS | TEXTS | NAMES | CALLS | st.lists(TEXTS, max_size=3).map(tuple).map(ex.ListOf)


def _compound(inner: st.SearchStrategy[ex.Expr]) -> st.SearchStrategy[ex.Expr]:
    ops = st.sampled_from([op for op in get_args(ex.CompareOp) if op != "in"])
    links = st.lists(st.tuples(ops, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(ex.Negative, inner),
        st.builds(ex.Not, inner),
        st.builds(ex.Arithmetic, st.sampled_from(get_args(ex.ArithmeticOp)), inner, inner),
        st.builds(ex.Compare, inner, links),
        st.builds(lambda a, b: ex.Compare(a, (("in", b),)), inner, inner),
        st.builds(
            ex.Logic,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3).map(tuple),
        ),
    )


@given(st.recursive(ATOMS, _compound, max_leaves=6))
def test_a_printed_rule_parses_back_to_itself(rule: ex.Expr) -> None:
    assert parse_expression(str(rule)) == rule
    assert value(parse_expression(str(rule)), FACTS) == value(rule, FACTS)


def test_kleene_laws() -> None:
    for a, b, c in product(TRUTHS, repeat=3):
        assert kleene_not(kleene_not(a)) is a
        assert kleene_and([a, b]) is kleene_and([b, a])
        assert kleene_not(kleene_and([a, b])) is kleene_or([kleene_not(a), kleene_not(b)])
        assert kleene_and([a, kleene_and([b, c])]) is kleene_and([a, b, c])
        assert kleene_and([a, kleene_or([b, c])]) is kleene_or(
            [kleene_and([a, b]), kleene_and([a, c])]
        )
    assert kleene_and([False, UNKNOWN]) is False
    assert kleene_and([True, UNKNOWN]) is UNKNOWN
    assert kleene_and([]) is True
    assert kleene_or([]) is False


def test_the_unknown_is_never_taken_for_false() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


VOCABULARY = Vocabulary(
    names={
        "v": Known("number"),
        "item.A": Known("text", ("是", "否")),
        "item.M": Known("list", ("无", "渗漏")),
        "item.D": Known("date"),
        "object.type": Known("any"),
        "setting.types": Known("list"),
        "year": Known("number"),
    },
    tables={"line": "table", "DB": "limits"},
)


@pytest.mark.parametrize(
    "text",
    [
        "6 <= v <= 9",
        "item.D >= '2026-01-01'",
        "item.A in ['是', '否'] and item.M == ['无']",
        "object.type in setting.types",
        "object.type in ['a'] or object.type > 3 or object.type == 'x'",
        "v >= lookup('line', year) and v <= limit('DB', object.type, 'COD')",
        "count(item.M) + 1 > -v",
    ],
)
def test_a_sound_rule_has_no_faults(text: str) -> None:
    assert check_condition(parse_expression(text), VOCABULARY) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("v", "这里要的是判断"),
        ("v and v > 1", "这里要的是判断"),
        ("not 3", "这里要的是判断"),
        ("v == '是'", "不能这样比较"),
        ("item.A > 1", "不能这样比较"),
        ("item.A < '是'", "不能这样比较"),
        ("item.M == '无'", "不能这样比较"),
        ("item.A == '对'", "“对”不在选项中"),
        ("item.A in ['是', '对']", "“对”不在选项中"),
        ("item.M == ['没有']", "“没有”不在选项中"),
        ("'没有' in item.M", "“没有”不在选项中"),
        ("v in item.A", "右边应是列表"),
        ("item.D == 3", "不能这样比较"),
        ("(v > 1) == (v > 2)", "不能这样比较"),
        ("item.A + 1 > 2", "这里要的是数字"),
        ("count(v) > 1", "这里要的是列表"),
        ("item.B == '是'", "没有题号“B”"),
        ("object.users > 1", "[attributes]"),
        ("setting.x > 1", "没有参数“x”"),
        ("lookup('DB', year) > 1", "没有类型为 table 的参数“DB”"),
        ("v <= limit('line', object.type, 'COD')", "没有类型为 limits 的参数“line”"),
        ("v > lookup('line', item.M)", "这里要的是数字或文字"),
        ("v in [item.M]", "这里要的是数字或文字或日期"),
    ],
)
def test_a_clash_is_seen_before_anybody_answers(text: str, part: str) -> None:
    messages = check_condition(parse_expression(text), VOCABULARY)
    assert len(messages) == 1
    assert part in messages[0]


def test_a_rule_that_may_not_ask_for_the_answer_says_so() -> None:
    (message,) = check_condition(parse_expression("v > 1"), Vocabulary())
    assert "item.题号" in message
    (message,) = check_condition(parse_expression("year > 1"), Vocabulary())
    assert "year" in message
