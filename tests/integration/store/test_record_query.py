"""A list of a register: filters, windows by keys, counts by a field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.condition import Filter, Query, Test
from qxn_desktop.store.schema import Schema
from qxn_desktop.store.workspace import Workspace
from tests.builders import delete, new_door, put

PLANT = RegisterSpec(
    id="household",
    title="设施",
    fields=(
        FieldSpec("village", "村", "village"),
        FieldSpec("name", "名称", "text"),
        FieldSpec("people", "人数", "integer"),
        FieldSpec("capacity", "规模", "decimal"),
        FieldSpec("tested", "检测", "date"),
        FieldSpec("tags", "标签", "multi"),
    ),
    village_field="village",
    label_field="name",
)
A, B = "522327103200", "522327103202"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("query") / "w"
    door = new_door(folder, lambda _unit: Schema({"household": PLANT}))
    door.workspace.write(
        [
            put("1", village=B, name="丙", people=9, capacity="10", tested="2026-01-05"),
            put("2", village=A, name="乙", people=10, capacity="9.5", tags=["新", "坏"]),
            put("3", village=A, name="甲_50%", people=9, tested="2026-02-01", tags=["坏"]),
            put("4", village=B, name="丁"),
            put("5", village=B, name="走"),
        ]
    )
    door.workspace.write([delete("5")])
    yield door.workspace
    door.close()


def ids(ws: Workspace, query: Query) -> str:
    rows = ws.at_keys("household", ws.keys("household", query))
    return "".join(row.id if row else "?" for row in rows)


@pytest.mark.parametrize(
    ("field", "test", "values", "found"),
    [
        ("people", "one_of", (9,), "31"),
        ("people", "one_of", (9, 10), "231"),
        ("tags", "one_of", ("坏",), "23"),
        ("tags", "one_of", ("新", "没有"), "2"),
        ("people", "between", (10, ""), "2"),
        ("people", "between", ("", 9), "31"),
        ("capacity", "between", ("9", "9.9"), "2"),
        ("tested", "between", ("2026-01-05", "2026-01-31"), "1"),
        ("tested", "empty", (), "24"),
        ("tested", "filled", (), "31"),
        ("name", "contains", ("_50%",), "3"),
        ("name", "contains", ("%",), "3"),
    ],
)
def test_filters(
    ws: Workspace, field: str, test: Test, values: tuple[str | int, ...], found: str
) -> None:
    assert ids(ws, Query(filters=(Filter(field, test, values),), sort="village")) == found


def test_all_filters_hold_with_search_and_ids(ws: Workspace) -> None:
    filters = (Filter("people", "one_of", (9,)), Filter("tested", "filled"))
    assert ids(ws, Query(filters=filters)) == "13"
    assert ids(ws, Query(filters=filters, search="甲")) == "3"
    assert ids(ws, Query(filters=filters, among=("1", "4"))) == "1"
    assert ids(ws, Query(among=())) == ""


def test_equal_rows_stand_by_village_label_id(ws: Workspace) -> None:
    assert ids(ws, Query(sort="people")) == "4312"
    assert ids(ws, Query(sort="people", descending=True)) == "2314"
    assert ids(ws, Query(sort="capacity")) == "3421"


def test_a_window_gives_the_rows_of_its_keys_in_order(ws: Workspace) -> None:
    keys = ws.keys("household", Query(sort="name"))
    window = ws.at_keys("household", keys[1:3])
    assert [row.text("name") if row else "" for row in window] == ["丙", "乙"]
    assert ws.at_keys("household", [keys[0], 999_999])[1] is None


def test_a_page_goes_down_as_well_as_up(ws: Workspace) -> None:
    first = ws.page("household", Query(sort="people", descending=True, limit=2))
    assert ([row.id for row in first.rows], first.next, first.total) == (["2", "3"], "3", 4)
    rest = ws.page("household", Query(sort="people", descending=True, limit=9, after=first.next))
    assert ([row.id for row in rest.rows], rest.next) == (["1", "4"], None)


def test_counts_by_a_field_in_its_order(ws: Workspace) -> None:
    assert ws.count_by("household", Query(), "village") == {A: 2, B: 2}
    only = Query(filters=(Filter("people", "filled"),))
    assert list(ws.count_by("household", only, "people").items()) == [(9, 2), (10, 1)]
    assert ws.count_by("household", Query(), "tested")[None] == 2
