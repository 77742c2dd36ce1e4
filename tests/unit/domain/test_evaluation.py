from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.answers import parse_answers
from qxn_desktop.domain.evaluation import (
    Evaluation,
    Outcome,
    Subject,
    Verdict,
    evaluate,
    open_items,
)
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_parse import parse_template


@cache
def shipped(code: str) -> Template:
    template, problems = parse_template(read_resource(f"templates/{code}.toml"))
    assert problems == []
    assert template is not None
    return template


def judged(
    code: str,
    raw: Mapping[str, object],
    attributes: Mapping[str, object] | None = None,
    *,
    register: str = "",
    settings: Mapping[str, Json] | None = None,
    year: int = 2026,
) -> Evaluation:
    template = shipped(code)
    answers, problems = parse_answers(template, raw)
    assert problems == []
    subject = Subject(register or template.objects[0], attributes or {})
    return evaluate(template, answers, subject, settings or {}, year)


def verdict(evaluation: Evaluation, code: str) -> Verdict:
    return next(item.verdict for item in evaluation.items if item.code == code)


def reason(evaluation: Evaluation, code: str) -> str:
    return next(item.reason for item in evaluation.items if item.code == code)


GOOD: dict[str, dict[str, object]] = {
    "HC": {
        "HC01": "是",
        "HC02": "是",
        "HC04": "是",
        "HC05": ["无异常"],
        "HC06": "正常",
        "HC07": "是",
        "HC08": 60,
        "HC09": "农户自行还田",
        "HC10": 3,
        "HC12": "正常使用",
        "HC15": "满意",
    },
    "FP": {
        "FP01": "是",
        "FP02": {"na": "没有适龄子女"},
        "FP03": "是",
        "FP04": "A级",
        "FP05": "是",
        "FP06": 100,
        "FP07": 9000,
        "FP08": "稳定",
        "FP09": ["无"],
        "FP15": "无风险",
    },
    "WS": {
        "WS02": "正常运行",
        "WS03": "是",
        "WS04": "是",
        "WS07": 0,
        "WS08": 60,
        "WS12": "是",
        "WS13": "否",
        "WS15": "是",
    },
    "SC": {
        **{f"SC{n:02}": "是" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 13)},
        "SC06": 2,
        "SC11": 1.2,
        "SC12": 100,
        "SC14": ["a", "b", "c"],
        "SC15": "过关",
    },
    "LJ": {
        "LJ02": 0,
        "LJ03": "是",
        "LJ04": 8,
        "LJ05": 7,
        "LJ06": 1,
        "LJ07": "是",
        "LJ08": 2,
        "LJ09": "是",
        "LJ10": 0,
        "LJ13": "是",
        "LJ14": "是",
    },
    "GC": {
        "GC01": "是",
        "GC02": "是",
        "GC03": 2,
        "GC04": "是",
        "GC05": "是",
        "GC06": ["全部完好"],
        "GC08": "是",
        "GC09": "是",
        "GC10": "是",
    },
}
OBJECTS: dict[str, dict[str, object]] = {
    "HC": {"type": "三格式"},
    "FP": {"household_type": "脱贫户", "risk_open": "否"},
    "SC": {"users": 4},
}


@pytest.mark.parametrize("code", sorted(GOOD))
def test_a_good_visit_is_complete_without_photos_and_opens_nothing(code: str) -> None:
    evaluation = judged(code, GOOD[code], OBJECTS.get(code))
    assert evaluation.outcome is Outcome.DONE
    assert evaluation.missing == evaluation.failed == evaluation.opens == ()
    assert set(evaluation.unverified) <= {"FP07"}
    assert set(evaluation.to_json().values()) <= {"pass", "na", "noted", "unverified"}


@pytest.mark.parametrize(
    ("item", "answer", "attributes", "expected"),
    [
        ("HC05", ["渗漏"], {}, Verdict.FAIL),
        ("HC05", ["渗漏", "破损"], {}, Verdict.FAIL),
        ("HC06", "装反", {}, Verdict.FAIL),
        ("HC06", "无法开盖查看", {}, Verdict.PASS),
        ("HC06", "装反", {"type": "旱厕"}, Verdict.NA),
        ("HC06", "装反", {"type": ""}, Verdict.FAIL),
        ("HC07", "否", {}, Verdict.FAIL),
        ("HC08", 49.9, {}, Verdict.FAIL),
        ("HC08", 50, {}, Verdict.PASS),
        ("HC08", 0, {"type": "完整下水道水冲式"}, Verdict.NA),
        ("HC09", "直接外排", {}, Verdict.FAIL),
        ("HC09", "资源化利用点", {}, Verdict.PASS),
        ("HC10", 12, {}, Verdict.PASS),
        ("HC10", 13, {"third_tank_full": "否"}, Verdict.PASS),
        ("HC10", 13, {"third_tank_full": "是"}, Verdict.FAIL),
        ("HC10", 13, {}, Verdict.UNVERIFIED),
        ("HC10", 13, {"type": "无厕"}, Verdict.NA),
        ("HC12", "闲置", {}, Verdict.FAIL),
        ("HC12", "偶尔使用", {}, Verdict.PASS),
        ("HC15", "不满意", {}, Verdict.FAIL),
        ("HC04", {"na": "无水冲"}, {}, Verdict.NA),
    ],
)
def test_household_toilet_rules(
    item: str, answer: object, attributes: dict[str, object], expected: Verdict
) -> None:
    evaluation = judged("HC", {**GOOD["HC"], item: answer}, {**OBJECTS["HC"], **attributes})
    assert verdict(evaluation, item) is expected


def test_a_failed_item_asks_for_photos_and_a_critical_one_opens_a_problem() -> None:
    bad = {**GOOD["HC"], "HC05": ["渗漏"], "HC01": "否"}
    evaluation = judged("HC", bad, OBJECTS["HC"])
    assert evaluation.failed == ("HC01", "HC05")
    assert evaluation.opens == ("HC05",)
    assert evaluation.missing == ("HC14",)
    (problem,) = open_items(shipped("HC"), evaluation)
    assert "HC14" in problem.message
    assert "照片" in problem.message
    complete = judged("HC", {**bad, "HC14": ["a", "b", "c"]}, OBJECTS["HC"])
    assert complete.missing == ()
    assert verdict(complete, "HC14") is Verdict.PASS


def test_photos_that_nobody_asked_for_are_kept_and_not_judged() -> None:
    evaluation = judged("HC", {**GOOD["HC"], "HC14": ["a"]}, OBJECTS["HC"])
    assert verdict(evaluation, "HC14") is Verdict.NA
    assert evaluation.failed == ()


def test_items_left_open_are_named_one_by_one() -> None:
    evaluation = judged("HC", {"HC01": "是"}, OBJECTS["HC"])
    assert evaluation.missing == tuple(c for c in GOOD["HC"] if c != "HC01")
    messages = [problem.message for problem in open_items(shipped("HC"), evaluation)]
    assert messages[0] == "HC02“厕屋内清洁，基本无臭、无蝇蛆、无粪便暴露”还没有填写。"
    assert len(messages) == 10


def test_an_item_may_stay_open_where_nobody_knows_whether_it_applies() -> None:
    known = {c: a for c, a in GOOD["HC"].items() if c not in ("HC04", "HC06", "HC08", "HC10")}
    assert judged("HC", known).missing == ()
    assert judged("HC", known, {"type": "双瓮漏斗式"}).missing == ("HC04", "HC08", "HC10")


def test_nobody_at_home_leaves_the_object_due_and_asks_for_nothing() -> None:
    evaluation = judged("HC", {"HC15": "户主不在", "HC05": ["破损"]}, OBJECTS["HC"])
    assert evaluation.outcome is Outcome.AWAY
    assert evaluation.missing == ()
    assert evaluation.opens == ("HC05",)  # what was seen from outside was seen
    assert judged("FP", {"FP15": "户主不在"}).outcome is Outcome.AWAY


def test_an_empty_house_is_no_failure() -> None:
    evaluation = judged("HC", {"HC12": "长期无人居住", "HC15": "户主不在"}, OBJECTS["HC"])
    assert evaluation.outcome is Outcome.VACANT
    assert evaluation.missing == evaluation.failed == evaluation.opens == ()


def test_what_leaks_at_an_empty_house_is_recorded_and_opens_nothing() -> None:
    answers = {"HC12": "长期无人居住", "HC05": ["渗漏"], "HC01": "是"}
    evaluation = judged("HC", answers, OBJECTS["HC"])
    assert evaluation.outcome is Outcome.VACANT
    assert evaluation.failed == evaluation.opens == ()
    assert evaluation.having(Verdict.NOTED) == ("HC05",)


@pytest.mark.parametrize(
    ("volume", "users", "expected"),
    [
        (1.4, 2, Verdict.FAIL),
        (1.4, None, Verdict.FAIL),
        (1.5, 3, Verdict.PASS),
        (1.5, 4, Verdict.FAIL),
        (2, 6, Verdict.PASS),
        (2.4, 7, Verdict.FAIL),
        (2.5, 9, Verdict.PASS),
        (9, 10, Verdict.UNVERIFIED),
        (2, None, Verdict.UNVERIFIED),
    ],
)
def test_the_tank_grows_with_its_users(volume: float, users: int | None, expected: Verdict) -> None:
    evaluation = judged("SC", {**GOOD["SC"], "SC06": volume}, {"users": users})
    assert verdict(evaluation, "SC06") is expected


def test_the_first_toilet_always_needs_its_photos() -> None:
    without = {code: answer for code, answer in GOOD["SC"].items() if code != "SC14"}
    assert judged("SC", without, OBJECTS["SC"]).missing == ("SC14",)
    two = judged("SC", {**GOOD["SC"], "SC14": ["a", "b"]}, OBJECTS["SC"])
    assert two.failed == ("SC14",)


def test_an_income_line_that_nobody_set_leaves_the_item_unverified() -> None:
    attributes = OBJECTS["FP"]
    missing = judged("FP", {**GOOD["FP"], "FP07": 100}, attributes, year=2026)
    assert verdict(missing, "FP07") is Verdict.UNVERIFIED
    assert "2026" in reason(missing, "FP07")
    assert "收入线" in reason(missing, "FP07")
    assert missing.opens == ()
    known = judged("FP", {**GOOD["FP"], "FP07": 7299.99}, attributes, year=2023)
    assert known.opens == known.failed == ("FP07",)
    assert judged("FP", {**GOOD["FP"], "FP07": 7300}, attributes, year=2023).failed == ()
    line: dict[str, Json] = {"income_line": {"2026": "9000"}}
    assert judged("FP", {**GOOD["FP"], "FP07": 8999}, attributes, settings=line).failed == ("FP07",)


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("FP01", "否"),
        ("FP02", "否"),
        ("FP03", "否"),
        ("FP04", "C级"),
        ("FP04", "未鉴定"),
        ("FP05", "否"),
        ("FP06", 5000),
        ("FP08", "失业3个月以上"),
        ("FP09", ["大病重病", "失业"]),
    ],
)
def test_a_failed_household_item_opens_a_lead(item: str, answer: object) -> None:
    evaluation = judged("FP", {**GOOD["FP"], item: answer, "FP14": ["a"]}, OBJECTS["FP"])
    assert shipped("FP").opens == "lead"
    assert evaluation.opens == (item,)
    assert evaluation.missing == ()


def test_the_warning_line_depends_on_the_kind_of_household() -> None:
    spent = {**GOOD["FP"], "FP06": 19999}
    assert judged("FP", spent, {**OBJECTS["FP"], "household_type": "一般农户"}).failed == ()
    assert judged("FP", spent, {"risk_open": "否"}).unverified == ("FP06", "FP07")
    assert "户类型" in reason(judged("FP", spent, {"risk_open": "否"}), "FP06")


def test_measures_are_asked_for_where_a_risk_is_open() -> None:
    assert judged("FP", GOOD["FP"], {**OBJECTS["FP"], "risk_open": "是"}).missing == ("FP10",)
    assert judged("FP", GOOD["FP"], {"household_type": "脱贫户"}).missing == ()


CHECKED: dict[str, Json] = {
    "DB52/1424": {
        "一级": {"COD": {"value": "50.5", "checked_by": "王某", "checked_on": "2026-11-01"}}
    }
}


@pytest.mark.parametrize(
    ("attributes", "settings", "expected", "part"),
    [
        ({"class": "一级"}, {}, Verdict.UNVERIFIED, "未核对"),
        ({}, CHECKED, Verdict.UNVERIFIED, "执行级别"),
        ({"class": "二级"}, CHECKED, Verdict.UNVERIFIED, "二级、COD"),
        ({"class": "一级"}, CHECKED, Verdict.FAIL, ""),
    ],
)
def test_no_limit_is_exceeded_before_a_person_has_checked_it(
    attributes: dict[str, object], settings: dict[str, Json], expected: Verdict, part: str
) -> None:
    raw = {**GOOD["WS"], "WS09": 51, "WS17": 7}
    evaluation = judged("WS", raw, attributes, register="sewage_facility", settings=settings)
    assert verdict(evaluation, "WS09") is expected
    assert verdict(evaluation, "WS17") is Verdict.UNVERIFIED
    assert part in reason(evaluation, "WS09")


def test_a_village_and_a_facility_are_asked_different_things() -> None:
    assert judged("WS", {}).missing == ("WS07", "WS08", "WS12", "WS13", "WS15")
    with_facility = judged("WS", {}, {"has_facility": "是"})
    assert with_facility.missing == ("WS02", "WS07", "WS08", "WS12", "WS13", "WS15")
    facility = judged("WS", {}, register="sewage_facility")
    assert facility.missing == ("WS02", "WS03", "WS04", "WS07", "WS12", "WS15")
    assert judged("LJ", {}).missing == tuple(GOOD["LJ"])
    point = judged("LJ", {"LJ06": 0}, register="garbage_point")
    assert point.missing == ("LJ02", "LJ03", "LJ04", "LJ05", "LJ09")
    assert verdict(point, "LJ06") is Verdict.NA


@pytest.mark.parametrize(
    ("code", "item", "answer"),
    [
        ("WS", "WS02", "停运"),
        ("WS", "WS08", 59.9),
        ("WS", "WS12", "否"),
        ("WS", "WS13", "是"),
        ("LJ", "LJ03", "否"),
        ("LJ", "LJ04", 7),
        ("LJ", "LJ05", 8),
        ("LJ", "LJ06", 0.99),
        ("LJ", "LJ08", 3),
        ("LJ", "LJ09", "否"),
        ("LJ", "LJ10", 1),
        ("GC", "GC01", "否"),
        ("GC", "GC03", 1),
        ("GC", "GC06", ["门锁坏"]),
    ],
)
def test_red_lines_of_villages_open_problems(code: str, item: str, answer: object) -> None:
    evaluation = judged(code, {**GOOD[code], item: answer}, {"has_facility": "是"})
    assert evaluation.failed == evaluation.opens == (item,)


def test_a_setting_of_the_unit_takes_the_place_of_the_default() -> None:
    raw = {**GOOD["HC"], "HC08": 45}
    assert judged("HC", raw, OBJECTS["HC"]).failed == ("HC08",)
    assert judged("HC", raw, OBJECTS["HC"], settings={"vent_min_cm": "40"}).failed == ()
    spoiled = judged("HC", raw, OBJECTS["HC"], settings={"vent_min_cm": "高"})
    assert spoiled.unverified == ("HC08",)


FIELDS = st.sampled_from(["type", "third_tank_full", "users", "class", "household_type"])
VALUES = st.none() | st.text(max_size=4) | st.integers() | st.floats() | st.lists(st.text())


@given(st.sampled_from(sorted(GOOD)), st.dictionaries(FIELDS, VALUES), st.integers())
def test_no_attribute_breaks_an_evaluation(
    code: str, attributes: dict[str, object], year: int
) -> None:
    evaluation = judged(code, GOOD[code], attributes, year=year)
    assert len(evaluation.items) == len(shipped(code).items)
    assert set(evaluation.opens) <= set(evaluation.failed)


@given(st.sets(st.sampled_from(sorted(GOOD["HC"]))))
def test_one_answer_more_never_leaves_more_open(left_out: set[str]) -> None:
    fewer = {code: answer for code, answer in GOOD["HC"].items() if code not in left_out}
    evaluation = judged("HC", fewer, OBJECTS["HC"])
    assert set(evaluation.missing) == left_out
