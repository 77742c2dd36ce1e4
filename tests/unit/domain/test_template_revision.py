from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qxn_desktop.domain.expression_parse import parse_expression
from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.domain.template_revision import (
    ItemDraft,
    Revision,
    changes,
    closed,
    draft_of,
    next_code,
    pass_rule,
    passing_answers,
    revised,
)
from qxn_desktop.services.catalog import shipped_templates

DAY = date(2026, 12, 1)
HC, TEXT = shipped_templates()["HC"]
DRAFTS = tuple(map(draft_of, HC.items))


@pytest.mark.parametrize("id_", sorted(shipped_templates()))
def test_an_edit_of_nothing_keeps_every_question(id_):
    template, text = shipped_templates()[id_]
    drafts = tuple(map(draft_of, template.items))
    again, problems = parse_template(revised(text, template.version + 1, Revision(drafts, DAY)))
    assert problems == []
    assert again is not None
    assert again == replace(template, version=template.version + 1, effective_from=DAY)


def test_a_question_is_changed_added_and_taken_out():
    changed = replace(
        DRAFTS[0], text="厕屋完整", severity="critical", hint="看门窗", required=False
    )
    fresh = ItemDraft("HC99", "门牌", "choice", "minor", ("有", "无"), passes=("有",))
    photo = next(one for one in DRAFTS if one.type == "photo")
    kept = [changed, *DRAFTS[1:], fresh, replace(photo, used=False)]
    items = tuple(one for one in kept if one != photo)
    template, problems = parse_template(revised(TEXT, 2, Revision(items, DAY)))
    assert problems == []
    assert template is not None
    first, last = template.items[0], template.items[-1]
    assert (first.text, first.severity, first.hint, first.required) == (
        *("厕屋完整", "critical", "看门窗"),
        False,
    )
    assert first.basis == HC.items[0].basis
    assert (last.code, last.options, str(last.pass_rule)) == ("HC99", ("有", "无"), "v == '有'")
    assert last.basis_default
    assert photo.code not in [item.code for item in template.items]
    assert changes(HC, items) == (
        "修改 HC01：厕屋完整",
        "新增 HC99：门牌",
        f"不再使用 {photo.code}：{photo.text}",
    )


def test_an_option_that_a_rule_still_names_is_a_fault():
    at = next(n for n, one in enumerate(DRAFTS) if one.passes and one.type == "choice")
    broken = replace(DRAFTS[at], options=("甲", "乙"), passes=("丙",))
    items = (*DRAFTS[:at], broken, *DRAFTS[at + 1 :])
    _, problems = parse_template(revised(TEXT, 2, Revision(items, DAY)))
    assert [problem.path for problem in problems] == [f"item[{at + 1}].pass"]


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ("v == '是'", ("是",)),
        ("v in ['正常', '无法开盖查看']", ("正常", "无法开盖查看")),
        ("v == ['无异常']", ("无异常",)),
        ("v >= 3", None),
        ("v == '是' or v == '否'", None),
        ("item.A == '是'", None),
        ("'是' == v", None),
    ],
)
def test_simple_rules_are_lists_of_answers(rule, answers):
    assert passing_answers(parse_expression(rule)) == answers


@pytest.mark.parametrize("kind", ["yesno", "choice", "multi"])
@pytest.mark.parametrize("answers", [(), ("是",), ("是", "否")])
def test_answers_make_a_rule_that_says_them(kind, answers):
    rule = pass_rule(kind, answers)
    assert passing_answers(parse_expression(rule) if rule else None) == answers


def test_an_end_and_a_new_beginning():
    ended, _ = parse_template(closed(TEXT, 2, DAY, date(2026, 12, 31)))
    assert ended is not None
    assert ended.approval.disabled_on == date(2026, 12, 31)
    again, _ = parse_template(closed(closed(TEXT, 2, DAY, DAY), 3, DAY, None))
    assert again == replace(HC, version=3, effective_from=DAY)


@pytest.mark.parametrize(
    ("codes", "code"), [(["HC01", "HC15", "HC07"], "HC16"), ([], "XX01"), (["甲"], "XX01")]
)
def test_a_new_question_gets_the_next_number(codes, code):
    assert next_code(codes, "XX") == code
