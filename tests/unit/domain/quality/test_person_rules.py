"""Rules of members 008 to 020, 022 to 027 and 042: a person with values, and what is found."""

from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.domain.quality.parameter import Parameters
from qxn_desktop.domain.quality.rule import Terms
from tests.unit.domain.quality.family import TODAY, born, found, home, id_number, person, terms

HEALTHY, ILL, DISABLED = ["健康"], ["长期慢性病"], ["残疾"]
KEPT = terms(
    *(f"member.{field}" for field in ("nation", "health", "skill", "relation", "education")),
    *(f"member.{field}" for field in ("resident_medical", "work_place", "work_income")),
    *(f"member.{field}" for field in ("employer", "industry", "job_channel")),
)
CARD = id_number(born(40), "男") + "{}"
WHOLE = {"nation": "汉族", "health": HEALTHY, "skill": "普通劳动力"}
WORKER = {
    "working": "是", "work_place": "广东省东莞市", "work_income": "4000", "employer": "某厂",
    "industry": "制造业", "job_channel": "自主外出",
}  # fmt: skip
POOR = {"household_type": "脱贫户"}

CASES = [
    # rule, age, values, first field of what is found ("": nothing)
    (8, 40, WHOLE, ""),
    (8, 40, {**WHOLE, "nation": None}, "nation"),
    (8, 40, {**WHOLE, "health": None, "skill": None}, "health"),
    (8, 40, {**WHOLE, "relation": None}, "relation"),
    (9, 40, {"education": "初中"}, ""),
    (9, 40, {"school": "本科一年级"}, ""),
    (9, 10, {"dropout_reason": "因病"}, ""),
    (9, 40, {}, "education"),
    (9, 16, {"education": "初中", "school": "普通高中一年级"}, "education"),
    (10, 40, {"resident_medical": "是", "employee_medical": "否"}, ""),
    (10, 40, {"employee_medical": "是"}, ""),
    (10, 40, {"resident_medical": "是", "employee_medical": "是"}, "resident_medical"),
    (10, 40, {"resident_medical": "否", "employee_medical": "否"}, "resident_medical"),
    (10, 40, {"resident_medical": "否"}, "resident_medical"),
    (10, 40, {}, "resident_medical"),
    (11, 40, {"resident_medical": "否", "medical_relief": "是"}, "medical_relief"),
    (11, 40, {"resident_medical": "是", "medical_relief": "是"}, ""),
    (11, 40, {"resident_medical": "否", "medical_relief": "否"}, ""),
    (11, 40, {"medical_relief": "是"}, ""),  # nobody said that he is not insured
    (12, 15, {"skill": "无劳动力"}, ""),
    (12, 15, {"skill": "普通劳动力"}, "skill"),
    (12, 15, {"skill": "丧失劳动力"}, "skill"),
    (12, 15, {"working": "是"}, "working"),
    (12, 15, {"public_job": "护林员"}, "working"),
    (12, 16, {"skill": "普通劳动力", "working": "是"}, ""),
    (13, 69, {"public_job": "保洁员"}, ""),
    (13, 70, {"public_job": "保洁员"}, "public_job"),
    (13, 70, {"public_job_months": "3"}, "public_job"),
    (13, 70, {}, ""),
    (14, 16, {"health": HEALTHY, "skill": "无劳动力"}, "skill"),
    (14, 59, {"health": HEALTHY, "skill": "弱劳动力或半劳动力"}, "skill"),
    (14, 15, {"health": HEALTHY, "skill": "无劳动力"}, ""),
    (14, 60, {"health": HEALTHY, "skill": "无劳动力"}, ""),
    (14, 30, {"health": ILL, "skill": "丧失劳动力"}, ""),
    (14, 17, {"health": HEALTHY, "skill": "无劳动力", "school": "普通高中二年级"}, ""),
    (14, 30, {"health": HEALTHY, "skill": "普通劳动力"}, ""),
    (15, 17, {"school": "普通高中二年级", "skill": "普通劳动力"}, "skill"),
    (15, 20, {"school": "本科二年级", "working": "是"}, "working"),
    (15, 20, {"school": "本科二年级", "plans_work": "是"}, "working"),
    (15, 17, {"school": "普通高中二年级", "skill": "无劳动力"}, ""),
    (15, 5, {"school": "学前教育", "skill": "普通劳动力"}, ""),  # 012 tells of it
    (16, 40, {"skill": "丧失劳动力", "working": "是"}, "skill"),
    (16, 40, {"skill": "无劳动力", "public_job": "保洁员"}, "skill"),
    (16, 40, {"skill": "弱劳动力或半劳动力", "working": "是"}, ""),
    (16, 40, {"skill": "无劳动力", "working": "否"}, ""),
    (17, 10, {"dropout_reason": "因病休学", "health": HEALTHY}, "dropout_reason"),
    (17, 10, {"dropout_reason": "因残", "health": HEALTHY}, "dropout_reason"),
    (17, 10, {"dropout_reason": "因残", "health": DISABLED}, ""),
    (17, 10, {"dropout_reason": "厌学", "health": HEALTHY}, ""),
    (18, 40, {"health": DISABLED}, "disability_card"),
    (18, 40, {"health": DISABLED, "disability_card": CARD.format("41")}, ""),
    (18, 40, {"health": DISABLED, "id_number": CARD.format("43B1")}, ""),
    (18, 40, {"health": ILL}, ""),
    (19, 40, {"disability_card": CARD.format("41"), "skill": "普通劳动力"}, "skill"),
    (19, 40, {"disability_card": CARD.format("42B1"), "skill": "普通劳动力"}, "skill"),
    (19, 40, {"disability_card": CARD.format("43"), "skill": "普通劳动力"}, ""),
    (19, 40, {"disability_card": CARD.format("11"), "skill": "普通劳动力"}, ""),
    (19, 40, {"disability_card": CARD.format("41"), "skill": "弱劳动力或半劳动力"}, ""),
    (20, 11, {"school": "七年级"}, "school"),
    (20, 12, {"school": "七年级"}, ""),
    (20, 17, {"school": "九年级"}, ""),
    (20, 18, {"school": "九年级"}, "school"),
    (20, 14, {"school": "中职一年级"}, "school"),
    (20, 15, {"school": "普通高中一年级"}, ""),
    (20, 20, {"school": "中职三年级"}, ""),
    (20, 21, {"school": "普通高中三年级"}, "school"),
    (20, 17, {"school": "高职高专一年级"}, "school"),
    (20, 18, {"school": "本科一年级"}, ""),
    (20, 19, {"school": "硕士研究生"}, "school"),
    (20, 20, {"school": "硕士研究生"}, ""),
    (20, 6, {"school": "学前教育"}, ""),
    (20, 7, {"school": "学龄前儿童"}, "school"),
    (20, 16, {"education": "小学"}, "education"),
    (20, 22, {"education": "文盲或半文盲"}, "education"),
    (20, 23, {"education": "小学"}, ""),
    (20, 15, {"education": "小学"}, ""),
    (20, 18, {"education": "初中"}, ""),
    (22, 40, {"work_income": "99.99"}, "work_income"),
    (22, 40, {"work_income": "100"}, ""),
    (22, 40, {"work_income": "30000"}, ""),
    (22, 40, {"work_income": "30000.01"}, "work_income"),
    (22, 40, {"work_income": "399", "working": "是"}, "work_income"),
    (22, 40, {"work_income": "400", "working": "是"}, ""),
    (22, 40, {}, ""),
    (23, 40, WORKER, ""),
    (23, 40, {**WORKER, "employer": None}, "employer"),
    (23, 40, {**WORKER, "work_place": None, "job_channel": None}, "work_place"),
    (23, 40, {"working": "否"}, ""),
    *((23, 40, {"work_place": place}, "work_place") for place in ("广东省", "北京市", "外省")),
    (23, 40, {"work_place": "广西壮族自治区"}, "work_place"),
    *((23, 40, {"work_place": place}, "") for place in ("广东省东莞市", "上海市松江区", "册亨县")),
    (23, 40, {"work_place": "内蒙古自治区阿拉善左旗"}, ""),
    (24, 40, {"work_from": "2026-03", "work_to": "2026-02"}, "work_from"),
    (24, 40, {"work_from": "2026-03", "work_to": "2026-03"}, ""),
    (24, 40, {"working": "否", "work_from": "2026-03"}, "work_to"),
    (24, 40, {"working": "否", "work_from": "2026-03", "work_to": "2026-05"}, ""),
    (24, 40, {"working": "是", "work_from": "2026-03"}, ""),
    (24, 40, {"working": "否"}, ""),
    (26, 40, {"extreme_poverty": "农村特困", "working": "是", "health": ILL}, "extreme_poverty"),
    (26, 18, {"extreme_poverty": "农村特困", "health": HEALTHY}, "extreme_poverty"),
    (26, 59, {"extreme_poverty": "城市特困", "health": HEALTHY}, "extreme_poverty"),
    (26, 17, {"extreme_poverty": "农村特困", "health": HEALTHY}, ""),
    (26, 60, {"extreme_poverty": "农村特困", "health": HEALTHY}, ""),
    (26, 40, {"extreme_poverty": "农村特困", "health": DISABLED}, ""),
    (26, 18, {"extreme_poverty": "农村特困", "health": HEALTHY, "school": "本科一年级"}, ""),
    (26, 40, {"extreme_poverty": "未享受", "health": HEALTHY, "working": "是"}, ""),
    (27, 40, {"public_job": "护林员"}, "public_job_months"),
    (27, 40, {"public_job_months": "6"}, "public_job"),
    (27, 40, {"public_job": "护林员、保洁员", "public_job_months": "6"}, ""),
    (27, 40, {"public_job": "护林员、保洁员，护路员", "public_job_months": "6"}, "public_job"),
    (27, 40, {}, ""),
    (42, 17, {"school": "中职二年级", "rain_dew": "否"}, "rain_dew"),
    (42, 17, {"school": "中职二年级", "rain_dew": "是"}, ""),
    (42, 19, {"school": "高职高专一年级", "rain_dew": "是"}, ""),
    (42, 19, {"school": "本科一年级", "rain_dew": "是"}, "rain_dew"),
    (42, 40, {"rain_dew": "是"}, "rain_dew"),
    (42, 40, {"rain_dew": "否"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "age", "values", "field"), CASES)
def test_person(rule, age, values, field):
    view = home(person("户主", "男", age, **values), **POOR)
    assert found(rule, view, KEPT) == ([("m0", field)] if field else [])


def test_age_counts_on_the_day():
    turns_today = person("之子", "男", 16, skill="普通劳动力")
    turns_tomorrow = person("之子", "男", 16, skill="普通劳动力")
    tomorrow = born(16, -1)
    turns_tomorrow |= {"birth_date": tomorrow.isoformat(), "id_number": id_number(tomorrow, "男")}
    assert found(12, home(turns_today)) == []
    assert found(12, home(turns_tomorrow)) == [("m0", "skill")]


@pytest.mark.parametrize(("day", "wrong"), [(date(2022, 2, 28), False), (date(2022, 3, 1), True)])
def test_born_on_the_leap_day_grows_older_on_the_first_of_march(day, wrong):
    leap = {"id_number": None, "birth_date": "1952-02-29", "public_job": "保洁员"}
    view = home(person("户主", "男", 70, **leap), today=day)
    assert bool(found(13, view, terms(today=day))) is wrong


def test_unknown_age_is_judged_by_no_rule_of_ages():
    member = person("之子", "男", 10, id_number=None, birth_date=None, skill="普通劳动力")
    assert [rule for rule in (12, 13, 14, 20, 26) if found(rule, home(member))] == []


def test_columns_nobody_keeps_are_not_asked_for():
    bare = home(person("户主", "男", 40, working="是"))
    assert [rule for rule in (8, 9, 10, 23) if found(rule, bare, terms())] == []


def test_unit_may_set_another_age():
    view = home(person("户主", "男", 65, public_job="保洁员"))
    assert found(13, view) == []
    assert found(13, view, terms(numbers={"post_age": 65})) == [("m0", "public_job")]


def test_employment_measure_without_anybody_who_can_work():
    old = person("户主", "男", 80, skill="无劳动力")
    assert found(16, home(old, measure_employment="劳务输出")) == [("h", "measure_employment")]
    assert found(16, home(old, person("之子", "男", 40, skill="普通劳动力"),
                          measure_employment="劳务输出")) == []  # fmt: skip
    assert found(16, home(measure_employment="劳务输出")) == []


@pytest.mark.parametrize(
    ("place", "channel", "wrong"),
    [
        ("广东省东莞市", "公益性岗位", True),
        ("贵州省兴义市", "帮扶车间", True),
        ("贵州省册亨县", "帮扶车间", False),
        ("册亨县丫他镇", "公益性岗位", False),
        ("本县", "公益性岗位", False),
        ("广东省东莞市", "自主外出", False),
        ("广东省东莞市", None, False),
    ],
)
def test_local_channel_far_away(place, channel, wrong):
    here = Terms(TODAY, Parameters({}), frozenset(), {"522327": "册亨县"})
    view = home(person("户主", "男", 40, work_place=place, job_channel=channel))
    assert found(25, view, here) == ([("m0", "job_channel")] if wrong else [])


@pytest.mark.parametrize(
    ("start", "wrong"), [("2026-02", True), ("2026-03", False), ("2026-04", False)]
)
def test_work_begins_after_the_last_has_ended(start, wrong):
    jobs = (
        {"member": "m0", "started_on": start},
        {"member": "m0", "started_on": "2025-09", "ended_on": "2026-03"},
        {"member": "m1", "started_on": "2026-01", "ended_on": "2026-10"},
    )
    man, wife = person("户主", "男", 40), person("配偶", "女", 40)
    assert found(24, home(man, wife, jobs=jobs)) == ([("m0", "work_from")] if wrong else [])


def test_rain_and_dew_is_for_poor_and_monitored_households():
    pupil = person("之子", "男", 17, school="中职二年级", rain_dew="否")
    assert found(42, home(pupil, household_type="一般农户")) == []
    assert found(42, home(pupil, monitor_category="边缘易致贫户")) == [("m0", "rain_dew")]


def test_disability_card_of_somebody_else():
    own = id_number(born(40), "男")
    other = id_number(born(41), "男")
    assert found(3, home(person("户主", "男", 40, disability_card=own + "41"))) == []
    wrong = home(person("户主", "男", 40, disability_card=other + "41"))
    assert found(3, wrong) == [("m0", "disability_card")]
    broken = home(person("户主", "男", 40, disability_card=own + "95"))
    assert found(3, broken) == [("m0", "disability_card")]


def test_who_has_left_is_not_looked_at():
    assert found(12, home(person("之子", "男", 5, working="是", left_how="户籍迁出"))) == []
