from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.division import Divisions, Level
from qxn_desktop.domain.division_search import match_villages, search_units

DIVISIONS = Divisions.parse(read_resource("divisions/qxn_divisions.csv"))
YATA = "522327103000"
TOWNS = (Level.TOWNSHIP,)


@pytest.mark.parametrize(
    "query",
    [
        "丫他镇",
        " 丫他 ",
        "ytz",
        "YTZ",
        "yatazhen",
        "522327103",
        "522327103000",
        "册亨 丫他",
        "ch yt",
        "册亨县　ytz",
    ],
)
def test_a_township_is_found_by_name_pinyin_or_code(query: str) -> None:
    found = search_units(DIVISIONS, query, TOWNS)
    assert [(entry.unit.code, entry.path) for entry in found] == [(YATA, "册亨县 · 丫他镇")]


def test_results_are_in_code_order_and_namesakes_are_marked() -> None:
    found = search_units(DIVISIONS, "团结村", within="522326000000")
    assert [entry.path for entry in found] == [
        "望谟县 · 打易镇 · 团结村",
        "望谟县 · 乐旺镇 · 团结村",
        "望谟县 · 大观镇 · 团结村",
    ]
    assert all(entry.namesakes for entry in found)


def test_the_full_official_name_is_found_too() -> None:
    found = search_units(DIVISIONS, "丫他村村民委员会")
    assert [entry.unit.code for entry in found] == ["522327103200"]


def test_an_empty_query_finds_all_and_a_limit_cuts() -> None:
    assert len(search_units(DIVISIONS, "", TOWNS)) == 140
    assert len(search_units(DIVISIONS, "", TOWNS, limit=5)) == 5
    assert len(search_units(DIVISIONS, "", within=YATA)) == 13


@pytest.mark.parametrize("query", ["无此地", "qqqq", "9", "兴义 丫他", "522327103999"])
def test_nothing_is_found(query: str) -> None:
    assert search_units(DIVISIONS, query, TOWNS) == []


@given(st.text(max_size=8))
def test_any_query_is_answered_in_code_order(query: str) -> None:
    codes = [entry.unit.code for entry in search_units(DIVISIONS, query, TOWNS)]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("板万村", ["522327103213"]),
        ("板万村村委会", ["522327103213"]),
        ("板 万", ["522327103213"]),
        ("丫他村", ["522327103200"]),
        ("丫他", ["522327103001", "522327103200"]),
        ("５２２３２７１０３２００", ["522327103200"]),
        ("522327103200.0", ["522327103200"]),
        ("者楼", []),
        ("", []),
    ],
)
def test_names_in_sheets(name: str, codes: list[str]) -> None:
    assert [unit.code for unit in match_villages(DIVISIONS, YATA, name)] == codes
