"""Blocks of cells in a real office: pasted, filled down, taken back at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import block_edit, records, undo
from qxn_desktop.services.block_edit import plan, same_for_all, write
from qxn_desktop.services.context import AppContext
from tests.builders import new_office

NUMBER = "529000199003079035"
OTHER = "529001198504129047"
VILLAGE = "522327103200"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


@pytest.fixture
def homes(office: AppContext) -> list[str]:
    rows = [{"village": VILLAGE, "head_name": name} for name in ("韦国明", "罗永", "岑天贵")]
    return [records.add(office, "household", raw).id for raw in rows]


def test_a_block_is_one_step(office: AppContext, homes: list[str]) -> None:
    before = office.ws.digest()
    typed = {id_: {"population": "５", "group": "3"} for id_ in homes}
    found = plan(office, "household", typed)
    assert (found.cells, found.same, found.faults) == (6, 0, ())
    write(office, found)
    assert [row.values["population"] for row in office.ws.select("household")] == [5, 5, 5]
    again = plan(office, "household", typed)
    assert (again.cells, again.same, dict(again.values)) == (0, 6, {})
    assert undo.back(office).words == "已撤销：修改3条农户"
    assert office.ws.digest().state == before.state
    undo.forward(office)
    assert [row.values["population"] for row in office.ws.select("household")] == [5, 5, 5]


def test_a_faulty_cell_leaves_the_others_valid(office: AppContext, homes: list[str]) -> None:
    found = plan(office, "household", {homes[0]: {"population": "五口", "group": "3"}})
    (fault,) = found.faults
    assert (fault.id, fault.field, fault.row) == (homes[0], "population", "韦国明")
    assert found.values == {homes[0]: {"group": "3"}}
    assert office.ws.get("household", homes[0]).values.get("group") is None  # type: ignore[union-attr]


def test_a_required_cell_is_not_emptied(office: AppContext, homes: list[str]) -> None:
    found = plan(office, "household", {homes[1]: {"head_name": ""}})
    assert found.values == {}
    assert found.faults[0].field == "head_name"


def test_a_masked_cell_pasted_back_changes_nothing(office: AppContext, homes: list[str]) -> None:
    records.set_values(office, homes[0], {"id_number": NUMBER})
    shown = str(records.get(office, homes[0]).row.values["id_number"])
    same = plan(office, "household", {homes[0]: {"id_number": shown}})
    assert (same.values, same.faults, same.same) == ({}, (), 1)
    other = plan(office, "household", {homes[1]: {"id_number": shown, "group": "1"}})
    assert other.values == {homes[1]: {"group": "1"}}
    assert "遮盖" in other.faults[0].sentence


def test_one_number_for_two_rows_is_refused(office: AppContext, homes: list[str]) -> None:
    found = plan(office, "household", same_for_all(homes[:2], "id_number", NUMBER))
    assert found.values == {}
    assert len(found.faults) == 2
    records.set_values(office, homes[2], {"id_number": NUMBER})
    taken = plan(office, "household", {homes[0]: {"id_number": NUMBER}})
    assert taken.values == {}
    assert "岑天贵" in taken.faults[0].sentence


def test_a_row_that_is_gone_is_named(office: AppContext, homes: list[str]) -> None:
    records.delete(office, homes[0])
    found = plan(office, "household", {homes[0]: {"group": "1"}, homes[1]: {"group": "1"}})
    assert [*found.values] == [homes[1]]
    assert found.faults[0].id == homes[0]


def test_registers_that_come_of_work_are_not_pasted_into(office: AppContext) -> None:
    with pytest.raises(UserError, match="办理过程"):
        plan(office, "problem", {"x": {"title": "y"}})


def test_the_changes_are_shown_before_they_are_made(office: AppContext, homes: list[str]) -> None:
    records.set_values(office, homes[0], {"id_number": OTHER})
    found = plan(office, "household", {homes[0]: {"id_number": NUMBER, "village": VILLAGE}})
    (change,) = block_edit.changes(office, found, 10)
    assert (change.row, change.title) == ("韦国明", "户主证件号")
    assert (change.old, change.new) == ("529001********9047", "529000********9035")
