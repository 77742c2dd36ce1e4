from __future__ import annotations

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.division import CountyClass, Divisions, Level

HEAD = "# 说明\ncode,level,name,parent,county_class\n"
SMALL = HEAD + (
    "522300000000,prefecture,黔西南州,,\n"
    "522327000000,county,册亨县,522300000000,夯实基础\n"
    "522327103000,township,丫他镇,522327000000,\n"
    "522327103200,village,丫他村村民委员会,522327103000,\n"
)


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return Divisions.parse(read_resource("divisions/qxn_divisions.csv"))


def test_the_bundled_table_is_whole(divisions: Divisions) -> None:
    count = {level: sum(unit.level is level for unit in divisions) for level in Level}
    assert count == {
        Level.PREFECTURE: 1,
        Level.COUNTY: 8,
        Level.TOWNSHIP: 140,
        Level.VILLAGE: 1294,
    }
    kinds = [unit.village_kind for unit in divisions]
    assert (kinds.count("行政村"), kinds.count("社区")) == (1001, 293)


def test_the_township_of_the_demonstration(divisions: Divisions) -> None:
    town = divisions.unit("522327103000")
    assert (town.name, town.level, town.parent) == ("丫他镇", Level.TOWNSHIP, "522327000000")
    villages = divisions.villages(town.code)
    assert len(villages) == 12
    assert [village.code for village in villages] == sorted(village.code for village in villages)
    assert villages[0].short_name == "丫他社区"
    assert villages[1].short_name == "丫他村"
    assert divisions.path(villages[1].code) == "册亨县 · 丫他镇 · 丫他村"


def test_short_names_are_unique_in_a_township(divisions: Divisions) -> None:
    for town in divisions:
        if town.level is Level.TOWNSHIP:
            names = [village.short_name for village in divisions.villages(town.code)]
            assert len(set(names)) == len(names), town.name


@pytest.mark.parametrize(
    ("county_class", "counties"),
    [
        (CountyClass.LEADING, {"兴义市", "兴仁市", "安龙县"}),
        (CountyClass.KEY, {"贞丰县", "普安县"}),
        (CountyClass.CONSOLIDATING, {"晴隆县", "册亨县", "望谟县"}),
    ],
)
def test_classes_of_the_counties(
    divisions: Divisions, county_class: CountyClass, counties: set[str]
) -> None:
    found = {
        unit.name
        for unit in divisions
        if unit.level is Level.COUNTY and unit.county_class is county_class
    }
    assert found == counties


def test_every_unit_below_has_the_class_of_its_county(divisions: Divisions) -> None:
    assert divisions.unit("522327103200").county_class is CountyClass.CONSOLIDATING
    assert divisions.unit("522300000000").county_class is None


def test_what_lies_in_what(divisions: Divisions) -> None:
    assert divisions.contains("522327000000", "522327103200")
    assert divisions.contains("522327103000", "522327103000")
    assert not divisions.contains("522327103000", "522327104200")
    assert not divisions.contains("522327103000", "522327103999")
    assert len(divisions.villages("522300000000")) == 1294
    assert [unit.name for unit in divisions.villages("522327103200")] == ["丫他村村民委员会"]


def test_a_code_that_is_not_there(divisions: Divisions) -> None:
    assert divisions.get("522327103999") is None
    assert divisions.path("522327103999") == ""
    with pytest.raises(UserError) as caught:
        divisions.unit("522327103999")
    assert caught.value.code == "E-DIV-002"


def test_the_prefecture_names_itself(divisions: Divisions) -> None:
    assert divisions.path("522300000000") == "黔西南布依族苗族自治州"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E-DIV-001"),
        ("code,name\n", "E-DIV-001"),
        (SMALL + "522327103200,village,又一个,522327103000,\n", "E-DIV-003"),
        (SMALL + "522327103201,village\n", "E-DIV-003"),
        (SMALL + "52232710320,village,短村,522327103000,\n", "E-DIV-004"),
        (SMALL + "522327103201,hamlet,小寨,522327103000,\n", "E-DIV-004"),
        (SMALL + "522327103201,village, ,522327103000,\n", "E-DIV-004"),
        (SMALL + "522327103201,village,远村,522327104000,\n", "E-DIV-005"),
        (SMALL + "522327103201,village,高村,522327000000,\n", "E-DIV-005"),
        (SMALL + "522327104201,village,错村,522327103000,\n", "E-DIV-006"),
        (SMALL + "522327104001,township,错镇,522327000000,\n", "E-DIV-006"),
        (SMALL + "522328000000,county,安龙县,522300000000,领先\n", "E-DIV-007"),
        (SMALL + "522327104000,township,某镇,522327000000,夯实基础\n", "E-DIV-007"),
    ],
)
def test_a_faulty_table_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        Divisions.parse(text)
    assert caught.value.code == code


def test_the_small_table_is_right() -> None:
    assert len(Divisions.parse(SMALL)) == 4
