from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.template import Approval, Basis, Template
from qxn_desktop.domain.template_parse import MAX_ITEMS, parse_template
from qxn_desktop.domain.template_setting import SCORING_SETTINGS, read_setting

HEAD = """
id = "YS"
title = "饮水巡查表"
short_title = "饮水"
domain = "饮水"
objects = ["village", "household"]
"""
ITEM = """
[[item]]
code = "A"
text = "围栏完好"
type = "yesno"
severity = "major"
pass = "v == '是'"
basis_default = true
"""


def parsed(text: str) -> Template:
    template, problems = parse_template(text)
    assert problems == []
    assert template is not None
    return template


def faults(text: str) -> list[tuple[str, str]]:
    template, problems = parse_template(text)
    assert template is None
    assert all(problem.message.endswith("。") for problem in problems)
    return [(problem.path, problem.code) for problem in problems]


def test_the_smallest_checklist_has_quiet_defaults() -> None:
    template = parsed(HEAD + ITEM)
    assert (template.id, template.version, template.scored) == ("YS", 1, False)
    assert (template.opens, template.problem_severity) == ("problem", "major")
    assert template.approval == Approval()
    assert not template.approval.complete
    assert template.settings == template.frequencies == ()
    (item,) = template.items
    assert item.options == ("是", "否")
    assert item.required
    assert item.basis_text == "默认"
    assert template.item("B") is None
    assert list(template.defaults()) == ["检查项：A 围栏完好"]


def test_everything_a_checklist_can_say_is_read() -> None:
    template = parsed(
        HEAD.replace("YS", "YS2")
        + """
version = 3
scored = true
opens = "lead"
problem_severity = "critical"
effective_from = "2026-02-28"
away = "item.B == '不在'"
vacant = "item.B == '空户'"
basis = [{ name = "某办法", clause = "第三条" }]
[approval]
basis = "某文〔2026〕1号"
unit = "某县政府"
disabled_on = 2027-12-31
[attributes]
users = "人数"
[[frequency]]
id = "q"
title = "每季抽查"
register = "household"
period = "quarter"
share = 10
min = 2
where = "object.users > 3 and object.register == 'household'"
basis_default = true
[[setting]]
key = "line"
title = "收入线"
type = "table"
default = { 2023 = 7300.50 }
basis = [{ name = "某文" }]
[[setting]]
key = "min_samples"
title = "最少次数"
type = "number"
default = 5
[[item]]
code = "B"
text = "在家情况"
type = "choice"
options = ["在家", "不在", "空户"]
severity = "minor"
basis = [{ name = "某办法", clause = "第四条" }, { name = "某标准" }]
basis_default = true
[[item]]
code = "C"
text = "照片"
type = "photo"
photos = 2
when_failed = true
severity = "minor"
basis_default = true
[[item]]
code = "D"
text = "余氯"
type = "number"
unit = "mg/L"
min = 0
max = 0.8
severity = "critical"
na_allowed = true
required = false
applies = "item.B == '在家'"
pass = "v <= lookup('line', year)"
hint = "按报告填"
basis_default = true
"""
    )
    assert template.version == 3
    assert template.effective_from == date(2026, 2, 28)
    assert template.basis == (Basis("某办法", "第三条"),)
    assert template.approval.complete
    assert template.approval.disabled_on == date(2027, 12, 31)
    (frequency,) = template.frequencies
    assert (frequency.register, frequency.period, frequency.share) == ("household", "quarter", 10)
    assert frequency.basis_default
    line = template.setting("line")
    assert line is not None
    assert line.default == {"2023": "7300.5"}
    assert [s.key for s in template.settings] == ["line", "min_samples", "weights", "grades"]
    assert template.setting_values({"min_samples": "4", "other": "1"}) == {
        "line": {"2023": "7300.5"},
        "min_samples": "4",
        "weights": SCORING_SETTINGS[0].default,
        "grades": SCORING_SETTINGS[1].default,
    }
    choice, photo, number = template.items
    assert choice.pass_rule is None
    assert choice.basis_text == "某办法 第四条；某标准（默认）"
    assert (photo.photos, photo.when_failed, str(photo.pass_rule)) == (2, True, "count(v) >= 2")
    assert str(number.max) == "0.8"
    assert str(number.applies) == "item.B == '在家'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id = \n", [("第 1 行", "E-TPL-102")]),
        (HEAD + "effective_from = 2026-02-31\n" + ITEM, [("第 7 行", "E-TPL-102")]),
        ("a = " + "[" * 5000, [("", "E-TPL-102")]),
        ("a = " + "9" * 5000, [("", "E-TPL-102")]),
        ("#" * 300_000, [("", "E-TPL-101")]),
        (
            "",
            [
                ("objects", "E-TPL-103"),
                ("id", "E-TPL-103"),
                ("title", "E-TPL-103"),
                ("short_title", "E-TPL-103"),
                ("domain", "E-TPL-103"),
                ("item", "E-TPL-117"),
            ],
        ),
        (HEAD + 'tilte = "x"' + ITEM, [("tilte", "E-TPL-112")]),
        (HEAD + "scored = 1" + ITEM, [("scored", "E-TPL-104")]),
        (HEAD + "version = true" + ITEM, [("version", "E-TPL-104")]),
        (HEAD + "version = 0" + ITEM, [("version", "E-TPL-107")]),
        (HEAD + 'effective_from = "2026-02-31"' + ITEM, [("effective_from", "E-TPL-109")]),
        (HEAD + "effective_from = 20260131" + ITEM, [("effective_from", "E-TPL-109")]),
        (HEAD + "effective_from = 2026-01-31T08:00:00" + ITEM, [("effective_from", "E-TPL-109")]),
        (HEAD + 'opens = "case"' + ITEM, [("opens", "E-TPL-110")]),
        (HEAD + 'approval = "x"' + ITEM, [("approval", "E-TPL-104")]),
        (HEAD + "basis = [1]" + ITEM, [("basis[1]", "E-TPL-111")]),
        (HEAD + "basis = [{ clause = '1' }]" + ITEM, [("basis[1].name", "E-TPL-103")]),
        (HEAD.replace("YS", "饮水") + ITEM, [("id", "E-TPL-113")]),
        (HEAD.replace('"household"', '""') + ITEM, [("objects", "E-TPL-105")]),
        (HEAD.replace("household", "village") + ITEM, [("objects", "E-TPL-106")]),
        (HEAD + ITEM + ITEM, [("item[2]", "E-TPL-120")]),
        (HEAD + "[attributes]\nregister = '台账'" + ITEM, [("attributes.register", "E-TPL-114")]),
        (HEAD + ITEM.replace("major", "grave"), [("item[1].severity", "E-TPL-110")]),
        (HEAD + ITEM.replace("v ==", "v ="), [("item[1].pass", "E-TPL-119")]),
        (HEAD + ITEM.replace("'是'", "'对'"), [("item[1].pass", "E-TPL-121")]),
        (HEAD + ITEM.replace("v ==", "item.Z =="), [("item[1].pass", "E-TPL-121")]),
        (HEAD + ITEM.replace("v ==", "setting.z =="), [("item[1].pass", "E-TPL-121")]),
        (HEAD + ITEM.replace("v ==", "object.z =="), [("item[1].pass", "E-TPL-121")]),
        (HEAD + ITEM + "applies = \"v == '是'\"", [("item[1].applies", "E-TPL-121")]),
        (HEAD + "away = \"v == '是'\"" + ITEM, [("away", "E-TPL-121")]),
        (
            HEAD + ITEM + "options = ['有', '无']",
            [("item[1].pass", "E-TPL-121"), ("item[1].options", "E-TPL-123")],
        ),
        (HEAD + ITEM + "exclusive = '是'", [("item[1].exclusive", "E-TPL-124")]),
        (HEAD + ITEM + "min = 1", [("item[1].min", "E-TPL-125")]),
        (HEAD + ITEM + "photos = 1", [("item[1].photos", "E-TPL-127")]),
        (HEAD + ITEM.replace("basis_default = true", ""), [("item[1].basis", "E-TPL-128")]),
        (
            HEAD + ITEM.replace("yesno", "multi") + "options = ['是']",
            [("item[1].pass", "E-TPL-121"), ("item[1].options", "E-TPL-122")],
        ),
        (
            HEAD + ITEM.replace("yesno", "number").replace("'是'", "1") + "min = 2\nmax = 1.5",
            [("item[1].min", "E-TPL-126")],
        ),
        (
            HEAD + ITEM.replace("yesno", "number").replace("'是'", "1") + "min = 'x'\nmax = nan",
            [("item[1].min", "E-TPL-108"), ("item[1].max", "E-TPL-108")],
        ),
        (HEAD + ITEM.replace("yesno", "photo"), [("item[1].pass", "E-TPL-118")]),
        (
            HEAD + ITEM * (MAX_ITEMS + 1),
            [("item", "E-TPL-117")]
            + [(f"item[{n}]", "E-TPL-120") for n in range(2, MAX_ITEMS + 1)],
        ),
        (
            HEAD
            + ITEM
            + "[[frequency]]\nid='q'\ntitle='频次'\nperiod='day'\nshare=101\nregister='x'",
            [
                ("frequency[1].share", "E-TPL-115"),
                ("frequency[1].register", "E-TPL-110"),
                ("frequency[1].period", "E-TPL-110"),
            ],
        ),
        (
            HEAD
            + ITEM
            + "[[frequency]]\nid='q'\ntitle='频次'\nperiod='once'\nwhere=\"item.A == '是'\"",
            [("frequency[1].where", "E-TPL-121")],
        ),
        (
            HEAD + ITEM + "[[setting]]\nkey = 's'\ntitle = '参数'\ntype = 'number'\ndefault = '多'",
            [("setting[1].default", "E-TPL-116")],
        ),
        (
            HEAD
            + ITEM
            + "[[setting]]\nkey='s'\ntitle='参数'\ntype='limits'\ndefault={ a = { b = 1 } }",
            [("setting[1].default", "E-TPL-116")],
        ),
    ],
)
def test_each_fault_is_named_with_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


def test_all_faults_are_told_at_once() -> None:
    broken = (
        HEAD.replace("饮水巡查表", "") + "opens = 'x'" + ITEM.replace("v ==", "v =") + "min = 1"
    )
    assert {path for path, _ in faults(broken)} == {"title", "opens", "item[1].pass", "item[1].min"}


def test_the_sentence_on_a_broken_file_names_the_line() -> None:
    _, (problem,) = parse_template(HEAD + "effective_from = 2026-02-31")
    assert "第 7 行" in problem.message
    assert "日期不存在" in problem.message


def test_a_byte_order_mark_as_windows_writes_it_does_no_harm() -> None:
    assert parsed("\ufeff" + HEAD + ITEM).id == "YS"


@given(st.text(alphabet=st.sampled_from("abv=[]{}'\"\n.1 #饮-:,")) | st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    template, problems = parse_template(text)
    assert (template is None) == bool(problems)


VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=5) | st.sampled_from(["''", "[]", "{}"]),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["id", "version", "title", "objects", "away", "effective_from", "item", "setting", "basis"]
)


@given(st.dictionaries(KEYS, VALUES))
def test_no_wrong_type_breaks_the_reader(entries: dict[str, object]) -> None:
    lines = (f"{key} = {_toml(entry)}" for key, entry in entries.items())
    template, problems = parse_template("\n".join(lines))
    assert template is None
    assert problems


def _toml(entry: object) -> str:
    if isinstance(entry, bool):
        return str(entry).lower()
    if isinstance(entry, list):
        return f"[{', '.join(map(_toml, entry))}]"
    if isinstance(entry, int):
        return str(entry)
    kept = "".join(char for char in str(entry) if char.isprintable() and char not in '"\\')
    return f'"{kept}"'


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("number", 1.50, "1.5"),
        ("number", "-3.20", "-3.2"),
        ("number", True, None),
        ("number", float("nan"), None),
        ("number", 10**12, None),
        ("number", "1e3", None),
        ("text", "x", "x"),
        ("text", 1, None),
        ("list", ["a"], ["a"]),
        ("list", ["a", 1], None),
        ("list", "a", None),
        ("table", {"2026": 9000}, {"2026": "9000"}),
        ("table", {"2026": "x"}, None),
        ("table", [], None),
        (
            "limits",
            {"一级": {"COD": {"value": 60, "checked_by": "王某", "checked_on": date(2026, 1, 2)}}},
            {"一级": {"COD": {"value": "60", "checked_by": "王某", "checked_on": "2026-01-02"}}},
        ),
        (
            "limits",
            {"一级": {"COD": {"value": 60}}},
            {"一级": {"COD": {"value": "60", "checked_by": "", "checked_on": ""}}},
        ),
        ("limits", {"一级": {"COD": 60}}, None),
        ("limits", {"一级": 60}, None),
        ("limits", {"一级": {"COD": {"value": 60, "checked_on": "2026-02-31"}}}, None),
        ("limits", {"一级": {"COD": {"value": 60, "checked_by": 1}}}, None),
        ("limits", {"一级": {"COD": {"value": 60, "by": "王某"}}}, None),
    ],
)
def test_a_setting_is_brought_to_one_form(kind: str, raw: object, expected: object) -> None:
    assert read_setting(kind, raw) == expected  # type: ignore[arg-type]
