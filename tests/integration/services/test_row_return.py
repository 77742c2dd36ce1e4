"""A village's rows go out as a workbook and come back changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.excel.row_form_workbook import KEY, SENT
from qxn_desktop.services import block_edit, records, row_return, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.row_return import CellState
from tests.builders import new_office

NUMBER = "529000199003079035"
VILLAGE = "522327103200"
PATHS = ("village", "head_name", "id_number", "population", "identified_on", "note")
QUERY = ListQuery("household", village=VILLAGE)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    home = {"village": VILLAGE, "head_name": "韦国明", "id_number": NUMBER, "population": "5"}
    records.add(ctx, "household", home | {"identified_on": "2023-05-01"})
    records.add(ctx, "household", {"village": VILLAGE, "head_name": "罗永"})
    yield ctx
    door.close()


@pytest.fixture
def form(office: AppContext, tmp_path: Path) -> Path:
    path = tmp_path / "丫他村.xlsx"
    assert row_return.send(office, QUERY, PATHS, path) == 2
    return path


def fill(path: Path, change: Callable[[Any], object]) -> Path:
    """What a village does to the workbook, on another name."""
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path.with_name("收回.xlsx"))
    return path.with_name("收回.xlsx")


def row_of(sheet: Any, name: str) -> int:
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value == name)


def test_keys_are_locked_and_cells_are_not(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet, sent = book.worksheets
    assert (sent.title, sent.sheet_state) == (SENT, "veryHidden")
    assert sheet.protection.sheet
    assert sheet.cell(3, 7).value == KEY.title
    assert [sheet.cell(4, column).protection.locked for column in (1, 2, 4, 7)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert "韦国明" in {sheet.cell(row, 2).value for row in (4, 5)}


def test_a_form_that_comes_back_as_it_went_changes_nothing(office: AppContext, form: Path) -> None:
    found = row_return.read(office, fill(form, lambda _sheet: None))
    assert (found.plan.values, found.changes, found.remarks) == ({}, (), ())


def test_what_was_filled_in_is_shown_and_then_taken(office: AppContext, form: Path) -> None:
    def change(sheet: Any) -> None:
        row = row_of(sheet, "罗永")
        sheet.cell(row, 4).value = 3
        sheet.cell(row, 5).value = datetime(2024, 2, 29)  # noqa: DTZ001 - as cells hold dates
        sheet.cell(row_of(sheet, "韦国明"), 4).value = "五"

    found = row_return.read(office, fill(form, change))
    assert [(one.row, one.title, one.new) for one in found.changes] == [
        ("罗永", "家庭人口数", "3人"),
        ("罗永", "认定日期", "2024-02-29"),
    ]
    assert [fault.row for fault in found.plan.faults] == ["韦国明"]
    block_edit.write(office, found.plan)
    (row,) = office.ws.select("household", {"head_name": "罗永"})
    assert (row.values["population"], row.values["identified_on"]) == (3, "2024-02-29")
    undo.back(office)
    (row,) = office.ws.select("household", {"head_name": "罗永"})
    assert "population" not in row.values


def test_what_was_changed_here_since_is_not_set_back(office: AppContext, form: Path) -> None:
    (row,) = office.ws.select("household", {"head_name": "韦国明"})
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.advance(days=1)
    records.set_values(office, row.id, {"population": "6", "note": "新的"})

    def change(sheet: Any) -> None:
        at = row_of(sheet, "韦国明")
        sheet.cell(at, 4).value = 7
        sheet.cell(at, 5).value = None

    back = fill(form, change)
    found = row_return.read(office, back)
    assert found.plan.values == {row.id: {"identified_on": None}}
    assert [(one.title, one.old, one.new) for one in found.clashes] == [
        ("家庭人口数", "6人", "7人")
    ]
    whole = row_return.read(office, back, take_clashes=True)
    assert whole.plan.values == {row.id: {"population": 7, "identified_on": None}}


def test_cells_that_both_changed_are_taken_one_by_one(office: AppContext, form: Path) -> None:
    (row,) = office.ws.select("household", {"head_name": "韦国明"})
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.advance(days=1)
    records.set_values(office, row.id, {"population": "6", "note": "新的"})

    def change(sheet: Any) -> None:
        at = row_of(sheet, "韦国明")
        sheet.cell(at, 4).value = 7
        sheet.cell(at, 5).value = "不是日子"
        sheet.cell(at, 6).value = "村里的"

    found = row_return.read(office, fill(form, change))
    assert [(one.state, one.title, one.old, one.new) for one in found.lines] == [
        (CellState.CLASH, "家庭人口数", "6人", "7人"),
        (CellState.CLASH, "备注", "新的", "村里的"),
        (CellState.FAULT, "认定日期", "", "不是日子"),
    ]
    assert found.lines[2].sentence
    taken = row_return.take(office, found, [(row.id, "note")])
    assert (taken.rows, taken.cells) == (1, 1)
    now = office.ws.get("household", row.id)
    assert now is not None
    assert (now.values["population"], now.values["note"]) == (6, "村里的")
    undo.back(office)
    before = office.ws.get("household", row.id)
    assert before is not None
    assert before.values["note"] == "新的"


def test_rows_that_were_not_sent_are_named(office: AppContext, form: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(6, 2).value = "新户"
        sheet.cell(7, 2).value = "生户"
        sheet.cell(7, 7).value = "made-up"
        for column in range(1, 8):
            sheet.cell(8, column).value = sheet.cell(4, column).value

    found = row_return.read(office, fill(form, change))
    assert found.plan.values == {}
    assert [remark[:4] for remark in found.remarks] == ["第6行没", "第7行的", "第4、8"]


def test_rows_may_be_sorted_and_columns_taken_away(office: AppContext, form: Path) -> None:
    def change(sheet: Any) -> None:
        first = [sheet.cell(4, column).value for column in range(1, 8)]
        for column in range(1, 8):
            sheet.cell(4, column).value = sheet.cell(5, column).value
            sheet.cell(5, column).value = first[column - 1]
        sheet.delete_cols(3)

    found = row_return.read(office, fill(form, change))
    assert (found.plan.values, found.plan.faults, found.remarks) == ({}, (), ())


def test_another_workbook_is_no_form(office: AppContext, tmp_path: Path, form: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "别的.xlsx")
    with pytest.raises(UserError, match="发给村里填"):
        row_return.read(office, tmp_path / "别的.xlsx")
    with pytest.raises(UserError, match="不见了"):
        row_return.read(office, fill(form, lambda sheet: sheet.delete_cols(7)))


def test_a_form_of_nothing_is_not_sent(office: AppContext, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="0 行"):
        row_return.send(office, ListQuery("toilet"), (), tmp_path / "a.xlsx")
