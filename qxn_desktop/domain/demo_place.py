"""What an invented village keeps: its figures, toilets, collection points and sewage facilities.

Every row is a function of seed, village and its own place in it. Shares are for the
demonstration only (默认); streets, crews and companies are named 演示.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_name import demo_staff_name
from qxn_desktop.domain.demo_number import MAX_HOUSEHOLDS, DemoSeat, demo_phone
from qxn_desktop.domain.demo_people import DemoHousehold
from qxn_desktop.domain.seeded_draw import Draw

NO_TOILET = "无厕"
TOILET_TYPES = (
    ("三格式", 74),
    ("完整下水道水冲式", 10),
    ("三联通沼气池式", 4),
    ("双瓮漏斗式", 3),
    ("水冲直排或一格池", 4),
    ("旱厕", 3),
    (NO_TOILET, 2),
)
_FLUSHED_AWAY = frozenset({"完整下水道水冲式"})
_BUILT_FROM = 2015


@dataclass(frozen=True, slots=True)
class DemoVillage:
    """A real village that holds invented people. ``serial`` is its place in the division table."""

    code: str
    serial: int
    short_name: str


@dataclass(frozen=True, slots=True)
class DemoRow:
    """A row of a register."""

    register: str
    id: str
    values: dict[str, Json]


def demo_id(seed: str, *parts: str | int) -> str:
    """The id of an invented row, from what it is and never from when it was made."""
    return hashed_id("demo", seed, *(str(part) for part in parts))


def secretary(seed: str, village: str) -> str:
    """The village's party secretary: responsible for its problems."""
    return demo_staff_name(seed, village, "村支书")


def village_figures(seed: str, village: DemoVillage) -> DemoRow:
    """The figures that a village declares once."""
    draw = Draw(seed, "figures", village.code)
    households = draw.between(420, 980)
    hamlets = draw.between(3, 11)
    covered = hamlets - draw.weighted(((0, 60), (1, 30), (2, 10)))
    mode = draw.weighted((("纳管", 2), ("集中处理", 4), ("分散处理", 3), ("资源化利用", 3)))
    values: dict[str, Json] = {
        "registered_households": households,
        "resident_households": households * draw.between(62, 84) // 100,
        "population": households * draw.between(40, 47) // 10,
        "hamlets30": hamlets,
        "hamlets30_covered": covered,
        "cleaners": draw.between(3, 7),
        "sewage_mode": mode,
        "sewage_done": "是" if draw.percent(55) else "否",
        "party_secretary": secretary(seed, village.code),
        "contact_phone": _phone(seed, village, 0),
    }
    return DemoRow("village", village.code, values)


def village_places(seed: str, village: DemoVillage) -> Iterator[DemoRow]:
    """Public toilets, collection points and sewage facilities of one village."""
    draw = Draw(seed, "places", village.code)
    for number in range(1, 1 + draw.weighted(((1, 70), (2, 30)))):
        yield _public_toilet(seed, village, number)
    for number in range(1, 1 + draw.between(2, 4)):
        yield _garbage_point(seed, village, number)
    for number in range(1, 1 + draw.weighted(((0, 35), (1, 45), (2, 20)))):
        yield _sewage_facility(seed, village, number)


def demo_toilet(seed: str, household: DemoHousehold, household_id: str, until: date) -> DemoRow:
    """The toilet of a house; the first house of a village has this year's first of a batch."""
    draw = Draw(seed, "toilet", household.village, household.index)
    kind = draw.weighted(TOILET_TYPES)
    first = household.index == 0
    if first:
        kind = "三格式"
    values: dict[str, Json] = {
        "village": household.village,
        "household": household_id,
        "code": f"{household.village[6:]}-{household.index + 1:04}",
        "type": kind,
        "users": len(household.members),
    }
    if kind != NO_TOILET:
        values |= _built(draw, kind, household, until, first)
    return DemoRow("toilet", demo_id(seed, "toilet", household.village, household.index), values)


def _built(
    draw: Draw, kind: str, household: DemoHousehold, until: date, first: bool
) -> dict[str, Json]:
    year = until.year if first else draw.between(_BUILT_FROM, until.year - 1)
    values: dict[str, Json] = {
        "year": year,
        "built_as": "新建" if first or draw.percent(60) else "改建",
        "crew": f"演示施工队{1 + draw.below(3)}",
        "sewage_to": _sewage_to(draw, kind),
        "status": _status(draw, household.residence, first),
    }
    if first:
        values["first_of_batch"] = "是"
    if kind == "三格式":
        values["third_tank_full"] = "是" if draw.percent(12) else "否"
    if year < until.year:
        values["accepted_on"] = date(year, draw.between(6, 12), draw.between(1, 28)).isoformat()
    return values


def _sewage_to(draw: Draw, kind: str) -> str:
    if kind in _FLUSHED_AWAY:
        return "接入污水管网或设施"
    if kind == "水冲直排或一格池":
        return draw.weighted((("直接外排", 50), ("自行还田", 50)))
    return draw.weighted((("自行还田", 82), ("集中清掏转运", 15), ("资源化利用点", 3)))


def _status(draw: Draw, residence: str, first: bool) -> str:
    drawn = draw.weighted((("正常使用", 940), ("偶尔使用", 40), ("闲置", 12), ("改作他用", 8)))
    if first:
        return "正常使用"
    return {"空户": "长期无人居住", "长期外出": "偶尔使用"}.get(residence, drawn)


def _public_toilet(seed: str, village: DemoVillage, number: int) -> DemoRow:
    draw = Draw(seed, "public_toilet", village.code, number)
    values: dict[str, Json] = {
        "village": village.code,
        "name": f"{village.short_name}第{number}公厕",
        "code": f"GC-{village.code[6:]}-{number}",
        "location": draw.pick(("村委会旁", "文化广场", "村口", "集市")),
        "built_year": draw.between(2014, 2024),
        "men_places": draw.between(2, 4),
        "women_places": draw.between(2, 6),
        "accessible": "是" if draw.percent(45) else "否",
        "sewage_to": draw.pick(("集中清掏转运", "接入污水管网或设施")),
        "keeper": demo_staff_name(seed, village.code, "公厕管护员", str(number)),
        "keeper_phone": _phone(seed, village, number),
        "status": "正常",
    }
    return DemoRow("public_toilet", demo_id(seed, "public_toilet", village.code, number), values)


def _garbage_point(seed: str, village: DemoVillage, number: int) -> DemoRow:
    draw = Draw(seed, "garbage_point", village.code, number)
    containers = draw.between(2, 8)
    values: dict[str, Json] = {
        "village": village.code,
        "name": f"{village.short_name}{number}号收集点",
        "code": f"LJ-{village.code[6:]}-{number}",
        "group": f"{1 + draw.below(8)}组",
        "kind": draw.weighted((("垃圾箱", 60), ("垃圾桶", 30), ("垃圾池", 10))),
        "containers": containers,
        "broken": draw.weighted(((0, 75), (1, 25))),
        "haul_unit": "演示环卫公司",
        "hauls_per_week": draw.pick(("2", "3", "3.5")),
        "status": "正常",
    }
    return DemoRow("garbage_point", demo_id(seed, "garbage_point", village.code, number), values)


def _sewage_facility(seed: str, village: DemoVillage, number: int) -> DemoRow:
    draw = Draw(seed, "sewage_facility", village.code, number)
    planned = draw.between(30, 120)
    status = draw.weighted((("正常运行", 86), ("间歇运行", 8), ("停运", 3), ("损坏", 3)))
    values: dict[str, Json] = {
        "village": village.code,
        "name": f"{village.short_name}{number}号污水处理设施",
        "code": f"WS-{village.code[6:]}-{number}",
        "group": f"{1 + draw.below(8)}组",
        "mode": draw.weighted((("集中处理", 70), ("分散处理", 30))),
        "process": draw.pick(("A/O＋人工湿地", "厌氧＋人工湿地", "一体化设备", "生物滤池")),
        "capacity": str(draw.between(2, 12) * 5),
        "served_households": planned * draw.between(55, 95) // 100,
        "planned_households": planned,
        "powered": "是" if draw.percent(60) else "否",
        "class": draw.pick(("一级", "二级", "三级")),
        "outlet": draw.pick(("农灌沟渠", "村旁小河")),
        "operator": "演示运维公司",
        "status": status,
    }
    id_ = demo_id(seed, "sewage_facility", village.code, number)
    return DemoRow("sewage_facility", id_, values)


def _phone(seed: str, village: DemoVillage, number: int) -> str:
    """A number that no household has: the last seat of the village."""
    return demo_phone(DemoSeat(seed, village.serial, MAX_HOUSEHOLDS - 1, number))
