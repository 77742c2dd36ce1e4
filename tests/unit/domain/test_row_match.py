from __future__ import annotations

import pytest

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.row_match import Doubt, Match, RowIndex
from qxn_desktop.services.catalog import registers

HOUSEHOLD = RegisterSpec(
    "household",
    "农户",
    tuple(
        FieldSpec(name, name, "text")
        for name in ("national_code", "id_number", "village", "group", "head_name")
    ),
    identity="id_number",
    label_field="head_name",
)
TOILET = RegisterSpec(
    "toilet",
    "户厕",
    tuple(FieldSpec(name, name, "text") for name in ("village", "household", "code")),
    label_field="code",
)


def index(spec: RegisterSpec = HOUSEHOLD, **rows: dict) -> RowIndex:
    found = RowIndex(spec)
    for id_, values in rows.items():
        found.add(id_, values)
    return found


WEI = {"village": "v", "group": "一组", "head_name": "韦建国"}


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ({"national_code": "1", "head_name": "别名"}, "a"),
        ({"id_number": "X", "village": "别村"}, "a"),
        ({"national_code": "1", "id_number": "X"}, "a"),
        ({"national_code": "2", "id_number": "X"}, "a"),
        (WEI, "a"),
        ({"village": "v", "head_name": "韦建国"}, "a"),
        ({**WEI, "group": "二组"}, ""),
        ({**WEI, "id_number": "Y"}, ""),
        ({**WEI, "village": "w"}, ""),
        ({"head_name": "韦建国"}, ""),
        ({}, ""),
    ],
)
def test_a_code_a_number_or_a_name_in_its_place_names_the_row(line, id_):
    known = index(a={"national_code": "1", "id_number": "X", **WEI})
    assert known.find(line) == Match(id_)


def test_namesakes_are_told_apart_by_group_or_not_at_all():
    known = index(a=WEI, b={**WEI, "group": "二组"})
    assert known.find(WEI).id == "a"
    assert known.find({"village": "v", "head_name": "韦建国"}) == Match(
        "", Doubt.SEVERAL, ("a", "b")
    )


def test_a_code_and_a_number_of_two_rows_contradict():
    known = index(a={"national_code": "1"}, b={"id_number": "X"})
    found = known.find({"national_code": "1", "id_number": "X"})
    assert (found.doubt, found.candidates) == (Doubt.CONTRADICTION, ("a", "b"))


def test_a_placeholder_number_is_many_peoples():
    known = index(a={"id_number": "999999190001010000", **WEI})
    assert known.find({"id_number": "999999190001010000", "village": "v"}).id == ""


def test_the_toilet_of_a_household_needs_no_code():
    known = index(TOILET, a={"household": "h", "village": "v"}, b={"household": "k", "code": "1"})
    assert known.find({"household": "h", "village": "v"}).id == "a"
    assert known.find({"household": "h", "code": "7"}).id == "a"
    assert known.find({"household": "k", "code": "7"}).id == ""
    assert known.find({"village": "v"}).id == ""


def test_a_code_that_people_give_themselves_holds_within_its_village():
    known = index(TOILET, a={"village": "v", "code": "1号"})
    assert known.find({"village": "v", "code": "1号"}).id == "a"
    assert known.find({"village": "w", "code": "1号"}).id == ""


def test_one_person_may_hold_two_posts_and_one_household_many_years():
    staff = registers()["staff"]
    known = index(staff, a={"level": "乡镇", "name": "韦建国", "post": "镇长"})
    assert known.find({"level": "乡镇", "name": "韦建国", "post": "镇长"}).id == "a"
    assert known.find({"level": "乡镇", "name": "韦建国", "post": "书记"}).id == ""
    sheet = {"household": "h", "kind": "x", "period_from": "1"}
    years = index(registers()["income_sheet"], a=sheet)
    assert years.find({"household": "h", "kind": "x", "period_from": "1"}).id == "a"
    assert years.find({"household": "h", "kind": "x", "period_from": "2"}).id == ""
