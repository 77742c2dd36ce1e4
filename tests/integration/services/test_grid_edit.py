"""What the grid does to many cells, on a real office: named by keys, one step each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import grid_edit, record_list, records, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_edit import Order
from qxn_desktop.services.list_query import ListQuery
from tests.builders import new_office

VILLAGE = "522327103200"
NAMES = ("岑天贵", "罗永", "韦国明")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    for name in NAMES:
        raw = {"village": VILLAGE, "head_name": name, "phone": "13800000001", "population": 3}
        records.add(ctx, "household", raw)
    yield ctx
    door.close()


@pytest.fixture
def keys(office: AppContext) -> Sequence[int]:
    return record_list.keys(office, ListQuery("household", sort="head_name"))


def values(office: AppContext, field: str) -> list[object]:
    found = {row.text("head_name"): row for row in office.ws.select("household")}
    return [found[name].values.get(field) for name in NAMES]


def test_texts_land_on_their_cells(office: AppContext, keys: Sequence[int]) -> None:
    order = Order("household", keys[1:], ("group", "population"), (("1", "4"), ("2", "5")))
    found = grid_edit.foresee(office, [order])
    assert (found.rows, found.plan.cells) == (2, 4)
    assert [one.new for one in found.changes if one.title == found.titles["group"]] == ["1", "2"]
    grid_edit.write(office, found)
    assert values(office, "group") == [None, "1", "2"]
    assert values(office, "population") == [3, 4, 5]
    undo.back(office)
    assert values(office, "population") == [3, 3, 3]


def test_one_row_of_texts_is_for_every_row(office: AppContext, keys: Sequence[int]) -> None:
    grid_edit.write(
        office, grid_edit.foresee(office, [Order("household", keys, ("group",), (("7",),))])
    )
    assert values(office, "group") == ["7"] * 3


def test_the_first_row_is_filled_down_whole(office: AppContext, keys: Sequence[int]) -> None:
    first = office.ws.at_keys("household", keys[:1])[0]
    assert first is not None
    records.set_values(office, first.id, {"phone": "13900000002"})
    order = Order("household", keys, ("phone",), down=True)
    grid_edit.write(office, grid_edit.foresee(office, [order]))
    assert values(office, "phone") == ["13900000002"] * 3


def test_a_cell_is_judged_and_written(office: AppContext, keys: Sequence[int]) -> None:
    row = office.ws.at_keys("household", keys[:1])[0]
    assert row is not None
    assert "人口" in grid_edit.fault_of(office, "household", row.id, "population", "三口")
    assert grid_edit.fault_of(office, "household", row.id, "population", "６") == ""
    assert grid_edit.set_cell(office, "household", row.id, "population", "６")
    assert not grid_edit.set_cell(office, "household", row.id, "population", "6")
    with pytest.raises(UserError) as refused:
        grid_edit.set_cell(office, "household", row.id, "population", "三口")
    assert refused.value.code == "E-REG-353"
    assert values(office, "population")[0] == 6


def test_cells_are_copied_masked_and_without_units(office: AppContext, keys: Sequence[int]) -> None:
    spec = office.ws.schema.registers["household"]
    columns = [one for one in spec.fields if one.id in ("population", "phone", "village")]
    texts = record_list.texts(office, "household", keys, columns)
    assert len(texts) == 3
    by_field = dict(zip([one.id for one in columns], texts[0], strict=True))
    assert by_field["population"] == "3"
    assert by_field["phone"] == "138****0001"
