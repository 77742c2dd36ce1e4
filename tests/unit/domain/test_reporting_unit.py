from __future__ import annotations

import pytest

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.division import Divisions
from qxn_desktop.domain.reporting_unit import DEFAULT, parse_reporting_unit

DIVISIONS = Divisions.parse(read_resource("divisions/qxn_divisions.csv"))
ONE, TWO = "522301100000", "522301101000"


def test_nothing_is_claimed_before_a_person_says_so() -> None:
    assert parse_reporting_unit(None, DIVISIONS) == (DEFAULT, [])
    assert DEFAULT.members == ()
    assert not DEFAULT.contains(ONE)


def test_members_are_kept_in_code_order() -> None:
    unit, problems = parse_reporting_unit({"name": " 义龙新区 ", "members": [TWO, ONE]}, DIVISIONS)
    assert problems == []
    assert unit is not None
    assert (unit.name, unit.members) == ("义龙新区", (ONE, TWO))
    assert unit.contains(TWO)


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("义龙新区", [("reporting_unit", "E-DIV-010")]),
        ({"towns": []}, [("reporting_unit", "E-DIV-010")]),
        ({"name": " "}, [("reporting_unit.name", "E-DIV-011")]),
        ({"members": ONE}, [("reporting_unit.members", "E-DIV-012")]),
        ({"members": ["522301000000"]}, [("reporting_unit.members[0]", "E-DIV-013")]),
        (
            {"members": [3, ONE, ONE]},
            [
                ("reporting_unit.members[0]", "E-DIV-013"),
                ("reporting_unit.members[2]", "E-DIV-014"),
            ],
        ),
    ],
)
def test_a_faulty_setting_is_named(value: Json, faults: list[tuple[str, str]]) -> None:
    unit, problems = parse_reporting_unit(value, DIVISIONS)
    assert unit is None
    assert [(p.path, p.code) for p in problems] == faults
