"""How invented people live, learn, work and are insured; and the slips in their records.

Shares are for the demonstration only (默认). What is drawn here is drawn apart, so that the people
themselves stay as they are. One household in a dozen has one slip, of a kind that 数据体检 finds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_people import DemoHousehold, DemoPerson
from qxn_desktop.domain.seeded_draw import Draw

Values = dict[str, Json]

SLIP_EVERY = 12
_YES, _NO = "是", "否"
CHILD = "无劳动力"
_PLACES = ("广东省东莞市", "浙江省义乌市", "贵州省兴义市", "广东省佛山市", "福建省晋江市")
_EMPLOYERS = (
    ("某电子厂", "制造业"),
    ("某制衣厂", "制造业"),
    ("某建筑工地", "建筑业"),
    ("某餐馆", "餐饮业"),
)
_STAGES = (
    (3, "学龄前儿童"), (7, "学前教育"), (12, "小学"), (13, "七年级"), (14, "八年级"),
    (15, "九年级"), (16, "普通高中一年级"), (17, "普通高中二年级"), (18, "普通高中三年级"),
)  # fmt: skip
"""Below which age at which school."""
_RISKS = (
    (("因病", "measure_health", "参加城乡居民基本医疗保险个人缴费补贴"), 4),
    (("因意外事故", "measure_society", "临时救助"), 1),
    (("因产业项目失败", "measure_industry", "种植补助"), 1),
    (("因自然灾害", "measure_living", "灾后修缮"), 1),
)  # fmt: skip


def living_row(seed: str, household: DemoHousehold, on: date) -> Values:
    """How a household lives: house, water, land; for a monitored one its risk and measures."""
    draw = Draw(seed, "living", household.village, household.index)
    row: Values = {
        "dwelling_grade": draw.weighted((("A级", 60), ("B级", 40))),
        "dangerous_house": _NO,
        "safe_water": _YES,
        "power": _YES,
        "housing_area": str(draw.between(60, 180)),
        "road_type": draw.weighted((("水泥路", 80), ("砂石路", 15), ("泥土路", 5))),
        "road_distance": f"0.{draw.between(1, 9)}",
        "farmland": f"{draw.between(1, 9)}.5",
        "grassland": "0",
        "water_area": "0",
        "forest": str(draw.between(0, 12)),
        "returned_forest": str(draw.between(0, 4)),
        "orchard": str(draw.between(0, 3)),
    }
    if household.monitor_category:
        row |= _monitored(draw, household, on)
    return row


def person_row(seed: str, household: DemoHousehold, place: int) -> Values:
    """Schooling, health, labour, work and insurance of the member at a place."""
    person = household.members[place]
    draw = Draw(seed, "person", household.village, household.index, place)
    ill = draw.percent(2 + max(0, person.age - 45))
    schooling = _schooling(person, draw)
    row: Values = {
        **schooling,
        "health": ["长期慢性病" if ill else "健康"],
        "skill": CHILD if "school" in schooling else _skill(person.age, draw, ill=ill),
        "resident_medical": _YES,
        "employee_medical": _NO,
        "allowance": "农村低保" if draw.percent(4) else "未享受",
        "extreme_poverty": "未享受",
    }
    away = row["skill"] in ("普通劳动力", "技能劳动力") and draw.percent(35)
    row["working"] = _YES if away else _NO
    if away:
        employer, industry = draw.pick(_EMPLOYERS)
        row |= {
            "work_place": draw.pick(_PLACES),
            "work_income": str(100 * draw.between(25, 60)),
            "employer": employer,
            "industry": industry,
            "job_channel": draw.pick(("自主外出", "亲友介绍", "劳务输出")),
        }
    return row


def slipped(
    seed: str, household: DemoHousehold, home: Values, people: list[Values]
) -> tuple[Values, list[Values]]:
    """The rows as somebody wrote them down: in one household of a dozen with one slip."""
    draw = Draw(seed, "slip", household.village, household.index)
    if draw.below(SLIP_EVERY):
        return home, people
    home, people = {**home}, [{**one} for one in people]
    draw.pick(_SLIPS)(home, people)
    return home, people


def _monitored(draw: Draw, household: DemoHousehold, on: date) -> Values:
    (risk, measure, words) = draw.weighted(_RISKS)
    months = draw.between(3, 20)
    row: Values = {"identified_month": _months_before(on, months), "risk1": risk, measure: words}
    if risk == "因自然灾害":
        row["disaster_kinds"] = ["洪涝"]
    if household.has_labour and not draw.percent(15):
        row["measure_employment"] = "劳务输出"
    row["identified_net_income_per_head"] = str(100 * draw.between(48, 75))
    if not household.risk_open:
        row["identified_month"] = _months_before(on, months + 12)
        row["removed_month"] = _months_before(on, months)
        row["removal_way"] = "帮扶消除"
    return row


def _schooling(person: DemoPerson, draw: Draw) -> Values:
    for below, stage in _STAGES:
        if person.age < below:
            return {"school": stage}
    if person.age < 22 and draw.percent(50):
        return {"school": "本科二年级"}
    young = person.age < 35
    shares = (("初中", 60), ("高中", 25), ("大专", 15)) if young else (("小学", 45), ("初中", 55))
    return {"education": draw.weighted(shares)}


def _skill(age: int, draw: Draw, *, ill: bool) -> str:
    if age < 18 or age >= 75:
        return CHILD
    if age >= 60 or ill:
        return draw.weighted((("弱劳动力或半劳动力", 70), (CHILD, 30)))
    return draw.weighted((("普通劳动力", 85), ("技能劳动力", 15)))


def _months_before(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year}-{month + 1:02}"


# --- slips


def _wrong_gender(_home: Values, people: list[Values]) -> None:
    people[-1]["gender"] = "女" if people[-1]["gender"] == "男" else "男"


def _wrong_birth(_home: Values, people: list[Values]) -> None:
    born = date.fromisoformat(str(people[0]["birth_date"]))
    people[0]["birth_date"] = born.replace(year=born.year - 1, day=1).isoformat()


def _two_insurances(_home: Values, people: list[Values]) -> None:
    people[0]["employee_medical"] = _YES


def _not_insured(_home: Values, people: list[Values]) -> None:
    people[-1]["resident_medical"] = _NO


def _small_wage(_home: Values, people: list[Values]) -> None:
    people[0] |= {"work_income": "35", "working": _NO}


def _where_unknown(_home: Values, people: list[Values]) -> None:
    people[0] |= {"working": _YES, "work_place": "广东省", "employer": None}


def _nothing_of_health(_home: Values, people: list[Values]) -> None:
    people[-1] |= {"health": None, "nation": None}


def _two_heads(_home: Values, people: list[Values]) -> None:
    people[-1]["relation"] = "户主"


def _much_land(home: Values, _people: list[Values]) -> None:
    home["farmland"] = "350"


def _no_water(home: Values, _people: list[Values]) -> None:
    home["safe_water"] = _NO


def _dangerous(home: Values, _people: list[Values]) -> None:
    home |= {"dwelling_grade": "D级", "dangerous_house": _YES}


_SLIPS: tuple[Callable[[Values, list[Values]], None], ...] = (
    _wrong_gender, _wrong_birth, _two_insurances, _not_insured, _small_wage, _where_unknown,
    _nothing_of_health, _two_heads, _much_land, _no_water, _dangerous,
)  # fmt: skip
