"""What else an invented village keeps: hamlets, cleaners, a batch of toilets, people in charge.

Shares are for the demonstration only (默认).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_name import demo_staff_name
from qxn_desktop.domain.demo_people import DemoHousehold
from qxn_desktop.domain.demo_place import DemoRow, DemoVillage, demo_id, secretary
from qxn_desktop.domain.seeded_draw import Draw

INSANITARY = frozenset({"旱厕", "无厕", "水冲直排或一格池"})
TOWN_STAFF = (("党委书记", "具体责任人"), ("乡镇长（街道主任）", "具体责任人"), ("分管负责人", ""))
WORKERS = (("驻村第一书记", "演示县教育局"), ("工作队员", "演示县交通局"))


def batch_id(seed: str, village: str) -> str:
    """The id of a village's batch of the year."""
    return demo_id(seed, "batch", village)


def village_ledgers(
    seed: str, village: DemoVillage, first_toilet: str, until: date
) -> Iterator[DemoRow]:
    """Rows of one village; ``first_toilet`` is the id of its first toilet, "" where it has none."""
    draw = Draw(seed, "ledgers", village.code)
    yield from _hamlets(seed, village, draw)
    yield from _cleaners(seed, village, until)
    if first_toilet:
        yield _batch(seed, village, first_toilet, until)
    if draw.percent(30):
        yield _dump_site(seed, village, draw, until)
    if draw.percent(20):
        yield _black_water(seed, village, draw)
    yield from _people(seed, village, until)


def town_ledgers(seed: str, unit: str, name: str, until: date) -> Iterator[DemoRow]:
    """Who is responsible in the township itself."""
    for post, title in TOWN_STAFF:
        values: dict[str, Json] = {
            "level": "乡镇",
            "unit_name": name,
            "name": demo_staff_name(seed, unit, post),
            "post": post,
            "title": title or "一般责任人",
            "started_on": f"{until.year - 1}-01-15",
        }
        yield DemoRow("staff", demo_id(seed, "staff", unit, post), values)


def toilet_columns(toilet: str) -> dict[str, Json]:
    """What the household's columns say of its toilet, by the toilet's type."""
    if toilet in INSANITARY:
        return {"sanitary_toilet": "否"}
    return {"sanitary_toilet": "是", "toilet_works": "是"}


def off_farm_row(
    seed: str, ids: tuple[str, str], person: Mapping[str, Json], until: date
) -> DemoRow:
    """The row of ``off_farm_work`` of who works away; ``ids`` are of household and member."""
    household, member = ids
    months = Draw(seed, "months", member).between(3, 10)
    values: dict[str, Json] = {
        "member": member,
        "household": household,
        "village": person["village"],
        "kind": "已外出务工",
        "place": person["work_place"],
        "scope": "县外省内" if str(person["work_place"]).startswith("贵州") else "省外",
        "employer": person["employer"],
        "industry": person["industry"],
        "channel": person["job_channel"],
        "started_on": _month(until, months),
        "months": str(months),
        "income": person["work_income"],
    }
    return DemoRow("off_farm_work", demo_id(seed, "work", member), values)


def income_rows(home: DemoHousehold, seed: str, household: str, until: date) -> Iterator[DemoRow]:
    """The income sheet of a household that is monitored: of when it was identified."""
    if not home.monitor_category:
        return
    draw = Draw(seed, "income", home.village, home.index)
    values: dict[str, Json] = {
        "household": household,
        "village": home.village,
        "kind": "识别",
        "period_from": _month(until, 20),
        "period_to": _month(until, 9),
        "people": len(home.members),
        "wage_work": str(draw.between(120, 260) * 100),
        "business_crops": str(draw.between(10, 60) * 100),
        "cost_crops": str(draw.between(5, 20) * 100),
        "transfer_crops_subsidy": str(draw.between(2, 9) * 100),
        "self_pay": str(draw.between(0, 120) * 100),
    }
    yield DemoRow("income_sheet", demo_id(seed, "income", home.village, home.index), values)


def _month(until: date, back: int) -> str:
    """The month so many before that of ``until``, as YYYY-MM."""
    year, month = divmod(until.year * 12 + until.month - 1 - back, 12)
    return f"{year:04}-{month + 1:02}"


def _hamlets(seed: str, village: DemoVillage, draw: Draw) -> Iterator[DemoRow]:
    for number in range(1, 1 + draw.between(4, 8)):
        households = draw.between(18, 74)
        values: dict[str, Json] = {
            "village": village.code,
            "number": f"{number:02}",
            "name": f"{number}组",
            "households": households,
            "resident_households": households * draw.between(60, 90) // 100,
            "population": households * 4,
            "refuse_covered": "是" if draw.percent(92) else "否",
            "road_hardened": "是",
        }
        yield DemoRow("hamlet", demo_id(seed, "hamlet", village.code, number), values)


def _cleaners(seed: str, village: DemoVillage, until: date) -> Iterator[DemoRow]:
    for number in (1, 2):
        values: dict[str, Json] = {
            "village": village.code,
            "name": demo_staff_name(seed, village.code, "保洁员", str(number)),
            "area_kept": f"{village.short_name}第{number}片区",
            "contract": "是",
            "job_kind": "公益性岗位",
            "pay": "800",
            "started_on": f"{until.year - 2}-03-01",
            "status": "在岗",
        }
        yield DemoRow("cleaner", demo_id(seed, "cleaner", village.code, number), values)


def _batch(seed: str, village: DemoVillage, first: str, until: date) -> DemoRow:
    values: dict[str, Json] = {
        "village": village.code,
        "code": f"{until.year}年{village.short_name}三格式",
        "year": until.year,
        "type": "三格式",
        "crew": "演示施工队1",
        "planned": 12,
        "first": first,
        "keeper": secretary(seed, village.code),
    }
    return DemoRow("toilet_batch", batch_id(seed, village.code), values)


def _dump_site(seed: str, village: DemoVillage, draw: Draw, until: date) -> DemoRow:
    values: dict[str, Json] = {
        "village": village.code,
        "name": f"{village.short_name}河沟边堆放点",
        "code": f"DF-{village.code[6:]}-1",
        "location": draw.pick(("村口河沟", "通村公路边", "废弃砂场")),
        "found_on": f"{until.year - 1}-{draw.between(1, 12):02}-10",
        "kind": draw.pick(("生活垃圾", "建筑垃圾")),
        "volume": str(draw.between(4, 60)),
        "sensitive": ["河道"] if draw.percent(50) else ["无"],
        "treatment": "清运",
        "status": draw.weighted((("已销号", 60), ("整治中", 40))),
    }
    return DemoRow("dump_site", demo_id(seed, "dump_site", village.code), values)


def _black_water(seed: str, village: DemoVillage, draw: Draw) -> DemoRow:
    values: dict[str, Json] = {
        "village": village.code,
        "name": f"{village.short_name}寨脚水塘",
        "code": f"HT-{village.code[6:]}-1",
        "kind": "塘",
        "area": str(draw.between(80, 600)),
        "causes": ["生活污水", "垃圾"],
        "list_level": "未列入",
        "status": draw.pick(("治理中", "已治理")),
    }
    return DemoRow("black_water", demo_id(seed, "black_water", village.code), values)


def _people(seed: str, village: DemoVillage, until: date) -> Iterator[DemoRow]:
    values: dict[str, Json] = {
        "level": "村",
        "unit_name": village.short_name,
        "village": village.code,
        "name": secretary(seed, village.code),
        "post": "村支书",
        "title": "一般责任人",
    }
    yield DemoRow("staff", demo_id(seed, "staff", village.code), values)
    for role, home in WORKERS:
        worker: dict[str, Json] = {
            "village": village.code,
            "role": role,
            "name": demo_staff_name(seed, village.code, role),
            "home_unit": home,
            "started_on": f"{until.year - 1}-07-01",
            "on_duty": "是",
        }
        yield DemoRow("village_worker", demo_id(seed, "worker", village.code, role), worker)
