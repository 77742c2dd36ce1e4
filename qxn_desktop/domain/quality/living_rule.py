"""Rules of land, house and road: docs/domain.md B.10 043 and 044."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView

FIELDS = {"farmland": "耕地", "grassland": "牧草地", "water_area": "水面"}
WOODS = {"forest": "林地", "returned_forest": "退耕还林", "orchard": "林果"}
ROAD = {"road_distance": "与村主干路距离"}
LIVING = {
    "sanitary_toilet": "有无卫生厕所",
    "safe_water": "安全饮用水",
    "housing_area": "住房面积",
    "road_type": "入户路类型",
    "power": "生活用电",
}


def dq_043_odd_area(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """面积、距离超出范围或空着."""
    numbers = terms.parameters
    for titles, limit, unit in (
        (FIELDS, numbers["field_area"], "亩"),
        (WOODS, numbers["wood_area"], "亩"),
        (ROAD, numbers["road_distance"], "公里"),
    ):
        for field, title in titles.items():
            size = home.number(field)
            if size is not None and not 0 <= size <= limit:
                yield home.fault(
                    field,
                    f"{title}{'' if field in ROAD else '面积'}{size}{unit}，超出0至{limit}{unit}，"
                    "请核对数字和单位。",
                )
    empty = {f: t for f, t in {**FIELDS, **WOODS, **ROAD}.items() if terms.asks(home, f)}
    if empty:
        yield home.fault(" ".join(empty), f"{'、'.join(empty.values())}没有填；没有的请填0。")


def dq_044_living_unknown(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """有无卫生厕所、饮水、住房面积、入户路、用电空着."""
    empty = {f: t for f, t in LIVING.items() if terms.asks(home, f)}
    if empty:
        yield home.fault(" ".join(empty), f"{'、'.join(empty.values())}没有填，请补上。")


RULES = (
    Rule(
        43, "面积和距离异常", Severity.WARNING,
        "面积异常：耕地、牧草、水面 ∉[0,100] 亩；林地、退耕、林果 ∉[0,200] 亩；"
        "距主干路 >5 公里；空值",
        "5_14_001–021",
        columns("household", " ".join((*FIELDS, *WOODS, *ROAD))), dq_043_odd_area,
        parameters=("field_area", "wood_area", "road_distance"),
    ),
    Rule(
        44, "生活条件没有填", Severity.WARNING,
        "有无卫生厕所为空；饮水、住房面积、入户路、用电为空",
        "3_02_002–009, 5_15_002, 5_19_002–006",
        columns("household", " ".join(LIVING)), dq_044_living_unknown,
    ),
)  # fmt: skip
