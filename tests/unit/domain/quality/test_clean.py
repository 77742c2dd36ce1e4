"""A household that is filled in as it should be gives no finding, whatever its people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.demo_people import demo_household, household_row, member_row
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.duplicate import papers_of, shared_papers
from qxn_desktop.domain.quality.examination import examine_home
from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.rule import Terms
from qxn_desktop.domain.quality.view import household_view, member_view

VILLAGE = "522327103200"
EVERY = frozenset(column for rule in RULES.values() for column in rule.fields)


def schooling(age):
    if age < 3:
        return {"school": "学龄前儿童"}
    if age < 7:
        return {"school": "学前教育"}
    if age < 12:
        return {"school": "小学"}
    if age < 15:
        return {"school": "八年级"}
    if age < 18:
        return {"school": "普通高中二年级"}
    return {"education": "初中"}


def filled(person):
    """A member with every column that is asked for."""
    able = 18 <= person.age < 60
    return {
        **schooling(person.age),
        "health": ["健康"],
        "skill": "普通劳动力" if able else "无劳动力",
        "resident_medical": "是",
        "employee_medical": "否",
        "working": "否",
        "rain_dew": "否",
        "allowance": "未享受",
        "extreme_poverty": "未享受",
    }


LIVING = {
    "farmland": "3.5", "grassland": "0", "water_area": "0", "forest": "2", "returned_forest": "0",
    "orchard": "1", "road_distance": "0.5", "sanitary_toilet": "是", "safe_water": "是",
    "housing_area": "120", "road_type": "水泥路", "power": "是", "dwelling_grade": "A级",
    "dangerous_house": "否", "income_year": 2026, "net_income_per_head": "15000",
}  # fmt: skip


@given(
    seed=st.text("abc", min_size=1, max_size=3),
    index=st.integers(0, 2000),
    day=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_clean_household_gives_no_finding(seed, index, day):
    house = demo_household(seed, VILLAGE, 7, index, day)
    people = [
        member_view(str(at), {**member_row(one, VILLAGE, "h"), **filled(one)}, day)
        for at, one in enumerate(house.members)
    ]
    values = {**household_row(house, "册亨县丫他镇板万村"), **LIVING}
    for key in ("monitor_category", "risk_open"):
        values.pop(key, None)
    view = household_view("h", values, people)
    terms = Terms(day, Parameters({}, {2026: Decimal(8000)}), EVERY)
    assert [(f.rule, f.who, f.sentence) for f in examine_home(view, terms, RULES.values())] == []
    assert list(shared_papers(papers_of(view))) == []
