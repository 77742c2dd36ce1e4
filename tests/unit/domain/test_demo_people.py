from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.common.errors import Bug
from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.demo_name import RARE, demo_staff_name
from qxn_desktop.domain.demo_number import (
    MAX_HOUSEHOLDS,
    MEMBER_PLACES,
    DemoSeat,
    demo_birth_and_id,
    demo_phone,
)
from qxn_desktop.domain.demo_people import (
    DemoHousehold,
    demo_household,
    household_row,
    member_row,
)
from qxn_desktop.domain.division import Divisions
from qxn_desktop.domain.id_number import age, parse_id_number
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.register_parse import parse_register
from qxn_desktop.domain.row_input import clean_row, missing_fields
from qxn_desktop.services.catalog import code_tables

ON = date(2026, 11, 23)
VILLAGE, SERIAL = "522327103213", 901


def households(count: int, seed: str = "演示", serial: int = SERIAL) -> list[DemoHousehold]:
    return [demo_household(seed, VILLAGE, serial, index, ON) for index in range(count)]


def register(name: str) -> RegisterSpec:
    spec, problems = parse_register(read_resource(f"registers/{name}.toml"), code_tables())
    assert spec is not None, problems
    return spec


def test_a_household_is_the_same_on_every_machine() -> None:
    household = households(1)[0]
    assert [(p.relation, p.name, p.id_number) for p in household.members] == [
        ("户主", "郑香", "523901199408169223"),
        ("配偶", "何航轩", "523901199804279678"),
        ("之父", "郑贵廷", "523901197001069117"),
        ("之母", "李香玉", "523901196309179529"),
        ("之子", "何飞梓", "523901201405299970"),
        ("之女", "何琪涵", "523901201702079405"),
    ]


def test_more_households_change_none_before() -> None:
    assert households(60)[:30] == households(30)


def test_another_seed_gives_other_people() -> None:
    names = {h.head.name for h in households(40)}
    others = {h.head.name for h in households(40, seed="另一套")}
    assert len(names & others) < 10


def test_every_number_is_right_and_belongs_to_the_person() -> None:
    for household in households(300):
        for person in household.members:
            parsed, problem = parse_id_number(person.id_number, ON)
            assert problem is None
            assert parsed is not None
            assert (parsed.birth, parsed.gender) == (person.birth, person.gender)
            assert age(person.birth, ON) == person.age


def test_numbers_are_of_no_real_region_and_from_the_reserved_sequence() -> None:
    for household in households(50, serial=0) + households(50, serial=1293):
        for person in household.members:
            assert person.id_number[:2] == "52"
            assert 30 <= int(person.id_number[2:4]) <= 99
            assert int(person.id_number[14:17]) >= 900
            assert person.phone[:3] in ("", "154")


def test_no_two_seats_of_a_village_share_a_number() -> None:
    seats = [
        DemoSeat("演示", SERIAL, household, member)
        for household in range(MAX_HOUSEHOLDS)
        for member in range(MEMBER_PLACES)
    ]
    numbers = {demo_birth_and_id(seat, "女", 30, ON)[1] for seat in seats}
    assert len(numbers) == len(seats)
    phones = {demo_phone(seat) for seat in seats if seat.member < 4}
    assert len(phones) == MAX_HOUSEHOLDS * 4


def test_two_villages_share_no_number() -> None:
    one, other = (
        {p.id_number for h in households(100, serial=serial) for p in h.members}
        for serial in (SERIAL, SERIAL + 1)
    )
    assert not one & other


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2024, 2, 29), date(2026, 12, 31)])
def test_a_newborn_is_not_born_tomorrow(on: date) -> None:
    for household in range(400):
        birth, _ = demo_birth_and_id(DemoSeat("演示", 0, household, 0), "男", 0, on)
        assert birth <= on
        assert age(birth, on) == 0


def test_a_seat_beyond_the_house_is_a_mistake() -> None:
    with pytest.raises(Bug):
        DemoSeat("演示", 0, MAX_HOUSEHOLDS, 0)
    with pytest.raises(Bug):
        DemoSeat("演示", 0, 0, MEMBER_PLACES)


def test_families_are_believable() -> None:
    sizes = set()
    for household in households(600):
        sizes.add(len(household.members))
        assert household.head.relation == "户主"
        by_relation = {person.relation: person for person in household.members}
        for person in household.members:
            assert 0 <= person.age <= 95
        couple = [household.head, by_relation.get("配偶", household.head)]
        mother = min(couple, key=lambda person: person.gender == "男")
        for child in household.members:
            if child.relation in ("之子", "之女"):
                assert 20 <= mother.age - child.age <= 42
            if child.relation in ("之孙子", "之孙女"):
                assert by_relation["之儿媳"].age - child.age >= 20
            if child.relation in ("之父", "之母"):
                assert child.age - household.head.age >= 20
        assert len(couple) < 2 or couple[0] is couple[1] or couple[0].gender != couple[1].gender
    assert sizes == {1, 2, 3, 4, 5, 6, 7}


def test_categories_agree_with_the_kind_of_household() -> None:
    watched = [h for h in households(1500) if h.monitor_category]
    assert 40 < len(watched) < 160
    for household in watched:
        if household.monitor_category == "脱贫不稳定户":
            assert household.household_type == "脱贫户"
        if household.monitor_category == "边缘易致贫户":
            assert household.household_type == "一般农户"
    assert not any(h.risk_open for h in households(300) if not h.monitor_category)


def test_rare_and_dotted_names_come_early() -> None:
    heads = [household.head.name for household in households(10)]
    assert any(char in RARE for name in heads for char in name)
    dotted = next(h for h in households(10) if "·" in h.head.name)
    given = [p.name for p in dotted.members]
    assert len(set(given)) == len(given)


def test_rows_are_what_the_registers_would_keep() -> None:
    village = Divisions.parse(read_resource("divisions/qxn_divisions.csv")).unit(VILLAGE)
    for household in households(200):
        row = household_row(household, f"册亨县丫他镇{village.short_name}")
        assert clean_row(register("household"), row, ON) == (row, [])
        assert missing_fields(register("household"), row) == []
        for person in household.members[1:]:
            values = member_row(person, household.village, "0" * 32)
            assert clean_row(register("member"), values, ON) == (values, [])
            assert missing_fields(register("member"), values) == []


def test_the_serial_of_a_village_is_its_place_in_the_table() -> None:
    divisions = Divisions.parse(read_resource("divisions/qxn_divisions.csv"))
    serials = [divisions.village_serial(v.code) for v in divisions.villages("522327103000")]
    assert serials == list(range(serials[0], serials[0] + 12))


def test_staff_have_names_by_role() -> None:
    names = {demo_staff_name("演示", VILLAGE, role) for role in ("村支书", "保洁员", "管护人")}
    assert len(names) == 3
    assert demo_staff_name("演示", VILLAGE, "村支书") in names
