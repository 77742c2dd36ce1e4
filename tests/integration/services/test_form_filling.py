"""A department's blank workbook filled from the registers, its look kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import form_filling, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.form_filling import Form
from qxn_desktop.services.list_query import ListQuery
from tests.builders import new_office

NUMBERS = ("529000199003079035", "529001198504129047")
VILLAGE = "522327103200"
QUERY = ListQuery("household")
HEADS = ("序号", "村", "户主姓名", "身份证号", "家庭人口数", "户类型", "宅基地面积")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    for at, name in enumerate(("韦国明", "罗永", "岑天贵", "王明")):
        raw = {"village": VILLAGE, "head_name": name, "population": str(at + 2)}
        raw |= {"household_type": "脱贫户" if at == 1 else "一般农户"}
        raw |= {"id_number": NUMBERS[at]} if at < len(NUMBERS) else {}
        records.add(ctx, "household", raw)
    yield ctx
    door.close()


def blank(path: Path, room: int = 2, named: tuple[str, ...] = ()) -> Path:
    """A form as departments send them: merged title, two empty rows, a total, signatures."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "农户情况"
    sheet["A1"] = "××镇农户基本情况调查表"
    sheet.merge_cells("A1:G1")
    sheet.append(HEADS)
    for column in range(1, 8):
        sheet.cell(3, column).font = Font(name="楷体", size=13)
    for at, name in enumerate(named):
        sheet.cell(3 + at, 3).value = name
    sheet.row_dimensions[3].height = 33
    total = 3 + max(room, len(named))
    sheet.cell(total, 1).value = "合计"
    sheet.cell(total, 5).value = f"=SUM(E3:E{total - 1})"
    sheet.cell(total + 1, 1).value = "填表人：　　　　审核人："
    sheet.merge_cells(start_row=total + 1, start_column=1, end_row=total + 1, end_column=7)
    sheet.row_dimensions[total + 1].height = 44
    rule = DataValidation(type="list", formula1='"一般农户,监测户"')
    rule.add(f"F3:F{total - 1}")
    sheet.add_data_validation(rule)
    sheet.print_area = f"A1:G{total + 1}"
    sheet.page_setup.orientation = "landscape"
    book.save(path)
    return path


def filled(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_what_will_be_filled_is_said_before(office: AppContext, tmp_path: Path) -> None:
    found = form_filling.look(office, Form(blank(tmp_path / "表.xlsx"), QUERY))
    assert (found.rows, found.named, found.empty) == (4, False, ("宅基地面积",))
    sources = {one.title: one.source for one in found.columns}
    assert sources["身份证号"] == "农户台账 · 户主证件号"
    assert sources["序号"] == "按顺序编号"


def test_rows_are_put_in_and_the_look_stays(office: AppContext, tmp_path: Path) -> None:
    target = tmp_path / "填好.xlsx"
    done = form_filling.fill(office, Form(blank(tmp_path / "表.xlsx"), QUERY), target)
    sheet = filled(target)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert {row[2] for row in rows} == {"韦国明", "罗永", "岑天贵", "王明"}
    assert {row[4] for row in rows} == {2, 3, 4, 5}
    assert {row[3] for row in rows} >= {"529000********9035", None}
    assert sheet["A7"].value == "合计"
    assert sheet["E7"].value == "=SUM(E3:E6)"
    assert sheet["A8"].value.startswith("填表人")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:G1", "A8:G8"}
    assert (sheet.row_dimensions[8].height, sheet.row_dimensions[6].height) == (44, 33)
    assert sheet["C6"].font.name == "楷体"
    assert sheet.print_area.endswith("$G$8")
    assert sheet.page_setup.orientation == "landscape"
    assert "F6" in sheet.data_validations.dataValidation[0].sqref
    assert done.rows == 4
    assert "宅基地面积" in done.remarks[0]
    assert "脱贫户" in done.remarks[1]
    assert "脱贫户" not in {row[5] for row in rows}


def test_a_form_with_room_enough_grows_not(office: AppContext, tmp_path: Path) -> None:
    form = Form(blank(tmp_path / "表.xlsx", room=10), QUERY)
    form_filling.fill(office, form, tmp_path / "填好.xlsx")
    sheet = filled(tmp_path / "填好.xlsx")
    assert sheet["A13"].value == "合计"
    assert sheet["E13"].value == "=SUM(E3:E12)"
    assert sheet["C7"].value is None


def test_a_form_that_names_people_is_filled_up(office: AppContext, tmp_path: Path) -> None:
    path = blank(tmp_path / "表.xlsx", named=("岑天贵", "何人", "韦国明"))
    found = form_filling.look(office, Form(path, QUERY))
    assert (found.named, found.rows, found.unknown) == (True, 2, ("第4行 何人",))
    done = form_filling.fill(office, Form(path, QUERY), tmp_path / "填好.xlsx", "上报民政部门")
    sheet = filled(tmp_path / "填好.xlsx")
    people = [(sheet.cell(row, 3).value, sheet.cell(row, 5).value) for row in (3, 4, 5)]
    assert people == [("岑天贵", 4), ("何人", None), ("韦国明", 2)]
    assert sheet["D5"].value == NUMBERS[0]
    assert any("何人" in remark for remark in done.remarks)


def test_the_form_itself_is_not_overwritten(office: AppContext, tmp_path: Path) -> None:
    path = blank(tmp_path / "表.xlsx")
    before = path.read_bytes()
    with pytest.raises(UserError, match="覆盖"):
        form_filling.fill(office, Form(path, QUERY), path)
    assert path.read_bytes() == before


def test_what_is_no_form_of_ours_is_said(office: AppContext, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("村,户主姓名\n", "utf-8")
    with pytest.raises(UserError, match="另存为"):
        form_filling.look(office, Form(tmp_path / "a.xlsx", QUERY))
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["机房", "带宽", "机柜"])
    sheet.append([None, None, "1"])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(UserError):
        form_filling.look(office, Form(tmp_path / "b.xlsx", QUERY))
