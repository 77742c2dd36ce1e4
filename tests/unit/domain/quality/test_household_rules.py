"""Rules of households 028 to 041, 043 to 046: values, and what is found."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.examination import examine_home, examine_village
from qxn_desktop.domain.quality.finding import Severity
from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.rule import Terms
from qxn_desktop.domain.quality.state import MEASURES
from qxn_desktop.domain.quality.view import RowView
from tests.unit.domain.quality.family import TODAY, found, home, person, terms

MONITORED = {"monitor_category": "边缘易致贫户", "risk_open": "是"}
REMOVED = {
    **MONITORED,
    "risk_open": "否",
    "identified_month": "2024-01",
    "removed_month": "2024-12",
}
LINES = Terms(TODAY, Parameters({}, {2023: Decimal(7300)}), frozenset())
STRONG = {"skill": "普通劳动力"}
WEAK = {"skill": "无劳动力"}
NOT_ONE = {"measure_health": "健康帮扶"}


def check(rule, wrong, *members, given=None, **values):
    fields = [field for _, field in found(rule, home(*members, **values), given or LINES)]
    assert fields == ([wrong] if wrong else [])


def man(age=40, **values):
    return person("户主", "男", age, **values)


def child(age=10, **values):
    return person("之子", "男", age, **values)


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("", {}),
        ("dwelling_grade", {"dangerous_house": "是"}),
        ("dwelling_grade", {"dwelling_grade": "C级"}),
        ("", {"dwelling_grade": "B级", "dangerous_house": "否"}),
        ("safe_water", {"safe_water": "否"}),
        ("", {"safe_water": "是"}),
        ("net_income_per_head", {"income_year": 2023, "net_income_per_head": "7299.99"}),
        ("", {"income_year": 2023, "net_income_per_head": "7300"}),
        ("", {"income_year": 2024, "net_income_per_head": "100"}),  # a line is never borrowed
        ("", {"net_income_per_head": "100"}),
        ("", {"dangerous_house": "是", **MONITORED}),
        ("", {"dangerous_house": "是", **REMOVED}),
    ],
)
def test_028_not_monitored(wrong, values):
    check(28, wrong, **values)


def test_028_income_of_the_latest_sheet_where_the_household_has_none():
    def sheets(*incomes):
        return tuple({"period_to": f"{year}-09", "net_income_per_head": n} for year, n in incomes)

    low, high = sheets((2022, "9000"), (2023, "7299")), sheets((2022, "100"), (2023, "7300"))
    assert found(28, home(incomes=low), LINES) == [("h", "net_income_per_head")]
    assert found(28, home(incomes=high), LINES) == []
    assert found(28, home(incomes=sheets((2024, "100"))), LINES) == []
    own = {"income_year": 2023, "net_income_per_head": "8000"}
    assert found(28, home(incomes=low, **own), LINES) == []


@pytest.mark.parametrize(
    ("wrong", "member"),
    [
        (True, {"resident_medical": "否"}),
        (False, {"resident_medical": "是"}),
        (False, {}),
        (True, {"dropout_reason": "厌学"}),
        (False, {"dropout_reason": "因身体原因不具备学习条件"}),
        (False, {"dropout_reason": "送教上门"}),
        (False, {"school": "小学"}),
    ],
)
def test_028_members(wrong, member):
    check(28, "monitor_category" if wrong else "", child(**member))


@pytest.mark.parametrize(("age", "wrong"), [(5, False), (6, True), (15, True), (16, False)])
def test_028_age_for_school(age, wrong):
    check(28, "monitor_category" if wrong else "", child(age), given=terms("member.school"))


def test_028_is_one_hint_with_all_its_reasons():
    view = home(child(resident_medical="否"), dangerous_house="是", safe_water="否")
    [finding] = examine_home(view, LINES, [RULES[28]])
    assert finding.severity is Severity.LEAD
    assert finding.proposes
    assert finding.sentence == (
        "没有纳入监测，但住房是危房、安全饮用水没有解决、1人没有参加医保。请入户核实，需要的开线索。"
    )


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("", REMOVED),
        ("removed_housing_unsafe", {**REMOVED, "removed_housing_unsafe": "是"}),
        ("removed_dropout", {**REMOVED, "removed_dropout": "是"}),
        ("", {**REMOVED, "removed_dropout": "否"}),
        ("safe_water", {**REMOVED, "safe_water": "否"}),
        ("", {**MONITORED, "removed_housing_unsafe": "是"}),
    ],
)
def test_029_after_removal(wrong, values):
    check(29, wrong, **values)


@pytest.mark.parametrize(
    ("risk", "member", "values", "wrong"),
    [
        ("因残", {"health": ["健康"]}, {}, True),
        ("因残", {"health": ["残疾"]}, {}, False),
        ("因残", {}, {}, False),  # nobody's health is known
        ("因病", {"health": ["健康"]}, {}, True),
        ("因病", {"health": ["大病"]}, {}, False),
        ("因病", {"health": ["长期慢性病"]}, {"identified_self_pay": "0"}, True),
        ("因病", {"health": ["长期慢性病"]}, {"identified_self_pay": "5000"}, False),
        ("因学", {"school": "学前教育"}, {}, True),
        ("因学", {"school": "本科一年级"}, {}, False),
        ("因学", {}, {}, False),
        ("因务工就业不稳", WEAK, {}, True),
        ("因务工就业不稳", {"working": "否"}, {}, True),
        ("因务工就业不稳", {"working": "否", "work_from": "2026-01", **STRONG}, {}, False),
        ("因务工就业不稳", {"working": "是", **STRONG}, {}, False),
        ("因意外事故", {"health": ["健康"]}, {}, False),
        ("因残", {"health": ["健康"]}, {"risk_open": "否"}, False),
    ],
)
def test_030_ground_of_a_risk(risk, member, values, wrong):
    check(30, "risk1" if wrong else "", man(**member), **{**MONITORED, "risk1": risk, **values})


@pytest.mark.parametrize(
    ("strong", "people", "wrong"),
    [(0, 2, False), (1, 3, True), (1, 4, False), (2, 4, False), (3, 4, True), (3, 6, False)],
)
def test_031_share_of_labour(strong, people, wrong):
    members = [man(**STRONG)] * strong + [man(80, **WEAK)] * (people - strong)
    check(31, "risk1" if wrong else "", *members, **MONITORED, risk1="缺劳动力")
    check(31, "", *members, **MONITORED, risk1="因病")


def test_031_waits_until_everybodys_skill_is_known():
    check(31, "", man(**STRONG), man(), **MONITORED, risk1="缺劳动力")


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("risk_note", {"risk1": "其他"}),
        ("", {"risk1": "其他", "risk_note": "债务"}),
        ("disaster_kinds", {"risk3": "因自然灾害"}),
        ("", {"risk3": "因自然灾害", "disaster_kinds": ["洪涝"]}),
        ("risk_note", {"risk3": "因自然灾害", "disaster_kinds": ["其他"]}),
        ("", {"risk1": "因病"}),
    ],
)
def test_032_risk_explained(wrong, values):
    check(32, wrong, **MONITORED, **values)


@pytest.mark.parametrize(
    ("field", "risk"),
    [
        ("identified_housing_unsafe", "因安全住房"),
        ("identified_water_unsafe", "因安全饮水"),
        ("identified_dropout", "因学"),
        ("identified_uninsured", "因病"),
    ],
)
def test_033_safety(field, risk):
    check(33, field, **MONITORED, **{field: "是"}, risk1="因残")
    check(33, "", **MONITORED, **{field: "是"}, risk2=risk)
    check(33, "", **MONITORED, **{field: "否"})
    check(33, "", **{field: "是"})


@pytest.mark.parametrize(
    ("risk", "measure", "answered"),
    [
        ("因病", "measure_health", True),
        ("因病", "measure_society", True),
        ("因病", "measure_support", False),
        ("因学", "measure_compulsory_education", True),
        ("因学", "measure_education", True),
        ("因学", "measure_industry", False),
        ("因残", "measure_support", True),
        ("因残", "measure_society", True),
        ("因残", "measure_health", False),
        ("因安全住房", "measure_housing", True),
        ("因安全住房", "measure_relocation", True),
        ("因安全住房", "measure_living", False),
        ("因安全饮水", "measure_water", True),
        ("因安全饮水", "measure_infrastructure", False),
        ("缺劳动力", "measure_support", True),
        ("其他", "measure_finance", True),
    ],
)
def test_034_measure_of_a_risk(risk, measure, answered):
    values = {**MONITORED, "risk1": risk, measure: "有"}
    assert bool(found(34, home(**values))) is not answered


def test_034_support_answers_illness_once_the_risk_is_removed():
    values = {"risk1": "因病", "measure_support": "低保"}
    assert found(34, home(**MONITORED, **values)) != []
    assert found(34, home(**REMOVED, **values)) == []


def test_034_says_nothing_of_a_household_without_any_measure():
    assert found(34, home(**MONITORED, risk1="因病")) == []
    assert found(34, home(**MONITORED, risk1="因病", measure_industry="无")) == []


def test_034_dropout_and_insurance():
    check(34, "measure_compulsory_education", **MONITORED, **NOT_ONE, identified_dropout="是")
    check(34, "measure_health", **MONITORED, measure_water="有", identified_uninsured="是")
    check(34, "", **MONITORED, **NOT_ONE, identified_uninsured="是")


@pytest.mark.parametrize(
    ("support", "member", "wrong"),
    [
        ("低保", {"allowance": "未享受"}, True),
        ("低保", {"allowance": "农村低保"}, False),
        (None, {"allowance": "农村低保"}, True),
        ("低保", {}, False),  # nobody's allowance is known
        ("特困供养", {"extreme_poverty": "未享受"}, True),
        (None, {"extreme_poverty": "城市特困"}, True),
        ("残疾人补贴", {"disability_allowance": "否"}, True),
        ("残疾人补贴", {"disability_allowance": "是"}, False),
    ],
)
def test_035_support(support, member, wrong):
    values = {**MONITORED, **NOT_ONE, "measure_support": support}
    check(35, "measure_support" if wrong else "", man(**member), **values)


def test_036_only_support():
    check(36, "measure_support", man(**STRONG), **MONITORED, measure_support="低保")
    check(36, "", man(**WEAK), **MONITORED, measure_support="低保")
    check(36, "measure_support", **MONITORED, has_labour="是", measure_support="低保")


@pytest.mark.parametrize(
    ("day", "measures", "wrong"),
    [
        ("2026-05-23", {}, True),
        ("2026-05-24", {}, False),
        ("2026-05-23", {"measure_industry": "种植"}, False),
        ("2026-05-23", {"measure_employment": "其他"}, True),
        ("2026-05-23", {"measure_employment": "技能培训、其他"}, True),
        ("2026-05-23", {"measure_employment": "技能培训、劳务输出"}, False),
    ],
)
def test_036_development_after_half_a_year(day, measures, wrong):
    values = {**MONITORED, **NOT_ONE, "identified_on": day, **measures}
    check(36, "development_help" if wrong else "", man(**STRONG), **values)


def test_036_fewer_measures_than_risks():
    values = {**MONITORED, "measure_industry": "种植", "risk1": "因病"}
    check(36, "", man(**STRONG), **values)
    check(36, "risk1", man(**STRONG), **values, risk2="因学")


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ({"identified_on": "2026-10-23"}, True),
        ({"identified_on": "2026-10-24"}, False),
        ({"identified_month": "2026-09"}, True),
        ({"identified_month": "2026-10"}, False),  # perhaps on the last day of it
        ({}, False),
    ],
)
def test_037_no_measure_after_a_month(when, wrong):
    check(37, "development_help" if wrong else "", **MONITORED, **when)
    check(37, "", **MONITORED, **when, **NOT_ONE)
    check(37, "", **when)


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2024-01", "2024-07", False),
        ("2024-01", "2024-06", True),
        ("2024-01", "2024-01", True),
        ("2024-01", "2024-02", True),
        ("2023-12", "2024-06", False),
        ("2021-01", "2022-03", False),
        ("2021-12", "2022-03", False),  # six months are asked for since 2022-04
        ("2021-12", "2022-04", True),
        ("2022-02", "2022-03", True),
        ("2024-02", "2024-01", True),
    ],
)
def test_038_months_to_removal(start, end, wrong):
    values = {**REMOVED, "identified_month": start, "removed_month": end}
    check(38, "removed_month" if wrong else "", **values)
    check(38, "", **values, removal_way="自然消除")
    check(38, "", **{**values, "risk_open": "是"})


def test_038_income_and_labour_at_removal():
    late = {**REMOVED, "identified_month": "2022-01", "removed_month": "2023-12"}
    low = {"removed_net_income_per_head": "7299.99"}
    check(38, "removed_net_income_per_head", **late, **low)
    check(38, "", **late, removed_net_income_per_head="7300")
    check(38, "", **REMOVED, **low)  # no line for 2024
    check(38, "removed_month", man(80, **WEAK), **REMOVED)
    check(38, "removed_month", **REMOVED, has_labour="否")
    check(38, "", man(**STRONG), **REMOVED)


def test_039_indicators():
    kept = terms("household.removed_self_pay", "household.monitor_phone")
    assert found(39, home(**REMOVED), kept) == [("h", "removed_self_pay"), ("h", "monitor_phone")]
    assert found(39, home(**REMOVED), terms()) == []
    whole = {"removed_self_pay": "0", "monitor_phone": "13800001234"}
    assert found(39, home(**REMOVED, **whole), kept) == []
    assert found(39, home(**REMOVED, removal_way="自然消除"), kept) == []
    assert found(39, home(**MONITORED), kept) == []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"measure_employment": "劳务输出", "removed_wage_income": "0"}, "removed_wage_income"),
        ({"measure_public_job": "保洁员", "removed_wage_income": "9600"}, ""),
        ({"measure_employment": "劳务输出"}, ""),
        ({"measure_support": "低保", "removed_transfer_income": "0"}, "removed_transfer_income"),
        ({"removed_transfer_income": "0"}, ""),
        ({"measure_industry": "种植", "removed_business_income": "0"}, "removed_business_income"),
        ({"measure_industry": "种植", "removed_business_income": "1"}, ""),
    ],
)
def test_040_income_against_measures(values, wrong):
    check(40, wrong, **REMOVED, **values)
    check(40, "", **MONITORED, **values)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"identified_net_income_per_head": "20000"}, False),
        ({"identified_net_income_per_head": "20000.01"}, True),
        ({"identified_net_income_per_head": "4000"}, False),
        ({"identified_net_income_per_head": "3999.99"}, True),
        ({"identified_wage_income": "0"}, False),
        ({"identified_wage_income": "1"}, True),
        ({"identified_wage_income": "99"}, True),
        ({"identified_wage_income": "100"}, False),
    ],
)
def test_041_odd_income(values, wrong):
    check(41, next(iter(values)) if wrong else "", **values)


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("farmland", "100"), ("grassland", "100"), ("water_area", "100"),
        ("forest", "200"), ("returned_forest", "200"), ("orchard", "200"), ("road_distance", "5"),
    ],
)  # fmt: skip
def test_043_areas(field, most):
    check(43, "", **{field: most})
    check(43, "", **{field: "0"})
    check(43, field, **{field: f"{most}.01"})
    check(43, "")
    check(43, field, given=terms(f"household.{field}"))


def test_044_living():
    fields = ("sanitary_toilet", "safe_water", "housing_area", "road_type", "power")
    kept = terms(*(f"household.{field}" for field in fields))
    whole = {"sanitary_toilet": "否", "safe_water": "是", "housing_area": "90",
             "road_type": "水泥路", "power": "是"}  # fmt: skip
    check(44, "", given=kept, **whole)
    for field in fields:
        check(44, field, given=kept, **{**whole, field: None})


def test_045_nobody_can_work():
    old = {**WEAK, "allowance": "未享受"}
    assert found(45, home(man(80, **old), **MONITORED)) == [
        ("h", "has_labour"), ("h", "support_only"),
    ]  # fmt: skip
    supported = {**WEAK, "allowance": "农村低保"}
    check(45, "", man(80, **supported), **MONITORED, support_only="是")
    check(45, "", man(80, **WEAK, extreme_poverty="农村特困"), **MONITORED, support_only="是")
    check(45, "", man(80, **old))  # not monitored: an old couple is no case
    check(45, "", man(**STRONG), man(80, **old), **MONITORED)


VILLAGE = {
    "registered_households": 300, "population": 1200, "public_toilets": 0, "clinics": 1,
    "collective_income": "5.5", "hard_road": "是", "bus": "是", "dangerous_households": 300,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"registered_households": 0, "dangerous_households": 0}, ["registered_households"]),
        ({"population": 0}, ["population"]),
        ({"dangerous_households": 301}, ["dangerous_households"]),
        ({"unsafe_water_households": 301}, ["unsafe_water_households"]),
        ({"public_toilets": None}, ["public_toilets"]),
        ({"population": None, "clinics": None}, ["population"]),
        ({"collective_income": "0"}, ["collective_income"]),
        ({"hard_road": "否", "bus": "否"}, ["hard_road", "bus"]),
    ],
)
def test_046_village(change, fields):
    values = {key: value for key, value in {**VILLAGE, **change}.items() if value is not None}
    kept = terms(*(f"village.{field}" for field in ("population", "public_toilets", "clinics")))
    view = RowView("village", "522327103200", values, "板万村")
    findings = list(examine_village(view, kept, [RULES[46]]))
    assert [finding.fields[0] for finding in findings] == fields
    assert all(finding.village == view.id for finding in findings)


def test_measures_are_the_fourteen_columns_of_the_export():
    assert len(MEASURES) == 14
