"""Invented households for demonstrations: each is a function of seed, village and its index.

A village or a household more changes no other one, so a demonstration may grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.demo_family import LARGEST, Sketch, family, renamed
from qxn_desktop.domain.demo_name import (
    DOT,
    demo_dotted_given_name,
    demo_dotted_surname,
    demo_given_name,
)
from qxn_desktop.domain.demo_number import DemoSeat, demo_birth_and_id, demo_phone
from qxn_desktop.domain.seeded_draw import Draw

RARE_EVERY, DOTTED_EVERY = 40, 150
"""One household in so many has a head with such a name; the first of them come early."""
_RARE_AT, _DOTTED_AT = 3, 7
_LABOUR_AGES = range(16, 60)
_SCHOOL_END = 16
_WITH_PHONE = 2


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``phone`` is empty for most."""

    relation: str
    name: str
    gender: str
    nation: str
    age: int
    birth: date
    id_number: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoHousehold:
    """``members`` begin with the head. ``index`` counts from 0 in the village."""

    village: str
    index: int
    group: str
    household_type: str
    monitor_category: str
    risk_open: bool
    residence: str
    members: tuple[DemoPerson, ...]

    @property
    def head(self) -> DemoPerson:
        return self.members[0]

    @property
    def has_labour(self) -> bool:
        return any(person.age in _LABOUR_AGES for person in self.members)


def demo_household(seed: str, village: str, serial: int, index: int, on: date) -> DemoHousehold:
    """Household ``index`` of ``village`` (12 digits), with ages as at ``on``.

    ``serial`` is the place of the village in the division table (``Divisions.village_serial``).
    """
    draw = Draw(seed, "household", village, index)
    sketches = list(family(draw))[:LARGEST]
    if index % DOTTED_EVERY == _DOTTED_AT:
        sketches = renamed(sketches, demo_dotted_surname(draw))
    members = tuple(
        _person(draw, sketch, DemoSeat(seed, serial, index, place), on)
        for place, sketch in enumerate(sketches)
    )
    category = _category(draw)
    return DemoHousehold(
        village=village,
        index=index,
        group=f"{1 + draw.below(8)}组",
        household_type=_type_for(draw, category),
        monitor_category=category,
        risk_open=bool(category) and draw.percent(55),
        residence=draw.weighted((("常住", 84), ("长期外出", 12), ("空户", 4))),
        members=members,
    )


def household_row(household: DemoHousehold, place_name: str) -> dict[str, Json]:
    """Fields of the register ``household``; ``place_name`` is 册亨县丫他镇板万村."""
    head = household.head
    row: dict[str, Json] = {
        "village": household.village,
        "head_name": head.name,
        "id_number": head.id_number,
        "phone": head.phone,
        "group": household.group,
        "household_type": household.household_type,
        "has_labour": _yesno(household.has_labour),
        "population": len(household.members),
        "residence": household.residence,
        "address": f"{place_name}{household.group}",
    }
    if household.monitor_category:
        row["monitor_category"] = household.monitor_category
        row["risk_open"] = _yesno(household.risk_open)
    return row


def member_row(person: DemoPerson, village: str, household_id: str) -> dict[str, Json]:
    """Fields of the register ``member``."""
    row: dict[str, Json] = {
        "household": household_id,
        "village": village,
        "name": person.name,
        "id_number": person.id_number,
        "relation": person.relation,
        "gender": person.gender,
        "birth_date": person.birth.isoformat(),
        "nation": person.nation,
    }
    if person.phone:
        row["phone"] = person.phone
    return row


def _yesno(value: bool) -> str:
    return "是" if value else "否"


def _category(draw: Draw) -> str:
    """Shares for the demonstration only (默认)."""
    if not draw.percent(6):
        return ""
    shares = (("脱贫不稳定户", 4), ("边缘易致贫户", 3), ("突发严重困难户", 3))
    return draw.weighted((*shares, ("防止返贫致贫对象", 2)))


def _type_for(draw: Draw, category: str) -> str:
    """脱贫不稳定户 was poor before, 边缘易致贫户 was not: that is their definition."""
    drawn = draw.weighted((("一般农户", 65), ("脱贫户", 35)))
    return {"脱贫不稳定户": "脱贫户", "边缘易致贫户": "一般农户"}.get(category, drawn)


def _person(draw: Draw, sketch: Sketch, seat: DemoSeat, on: date) -> DemoPerson:
    if sketch.surname.endswith(DOT):
        given = demo_dotted_given_name(seat.household + seat.member)
    else:
        rare = seat.member == 0 and seat.household % RARE_EVERY == _RARE_AT
        given = demo_given_name(draw, sketch.gender, sketch.age, rare)
    birth, id_number = demo_birth_and_id(seat, sketch.gender, sketch.age, on)
    return DemoPerson(
        relation=sketch.relation,
        name=sketch.surname + given,
        gender=sketch.gender,
        nation=sketch.nation,
        age=sketch.age,
        birth=birth,
        id_number=id_number,
        phone=demo_phone(seat) if _reachable(sketch, seat) else "",
    )


def _reachable(sketch: Sketch, seat: DemoSeat) -> bool:
    return seat.member < _WITH_PHONE and sketch.age >= _SCHOOL_END
