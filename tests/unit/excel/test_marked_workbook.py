from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from qxn_desktop.excel.marked_workbook import (
    AUTHOR,
    COLOUR,
    HEADING,
    Marks,
    marked_copy,
    marked_original,
)

MARKS = Marks("户", 1, {2: "缺少姓名。"}, {(2, 1): "缺少姓名。"})
ROWS = [["台账", ""], ["村", "姓名"], ["板万村", ""], ["丫他村", "=王"]]


def original() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "户"
    for row in ROWS:
        sheet.append(row)
    sheet["B4"].data_type = "s"
    sheet["A2"].font = Font(bold=True, name="黑体")
    sheet["A4"].comment = Comment("去年迁入", "韦建国")
    sheet.merge_cells("A1:B1")
    choices = DataValidation(type="list", formula1='"板万村,丫他村"')
    choices.add("A3:A9")
    sheet.add_data_validation(choices)
    sheet.freeze_panes = "A3"
    book.create_sheet("说明")["A1"] = "填表说明"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_original_keeps_everything_and_gets_a_column():
    made = marked_original(original(), MARKS)
    assert made is not None
    book = opened(made)
    sheet = book["户"]
    assert [cell.value for [cell] in sheet["C2:C4"]] == [
        HEADING,
        "缺少姓名。",
        None,
    ]
    assert sheet["B3"].fill.start_color.rgb == COLOUR
    assert sheet["B3"].comment.text == "缺少姓名。"
    assert sheet["A2"].font.name == "黑体"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet.data_validations.dataValidation[0].formula1 == '"板万村,丫他村"'
    assert (sheet.freeze_panes, book["说明"]["A1"].value) == ("A3", "填表说明")


def test_marked_again_only_the_new_faults_stand():
    first = marked_original(original(), MARKS)
    assert first is not None
    again = marked_original(first, Marks("户", 1, {3: "姓名不对。"}, {(3, 1): "姓名不对。"}))
    assert again is not None
    sheet = opened(again)["户"]
    assert [cell.value for [cell] in sheet["C2:C4"]] == [
        HEADING,
        None,
        "姓名不对。",
    ]
    assert sheet["D2"].value is None
    assert sheet["B3"].comment is None
    assert sheet["B3"].fill.start_color.rgb != COLOUR
    assert sheet["A4"].comment.author == "韦建国"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04no"])
def test_what_cannot_be_kept_is_told(data):
    assert marked_original(data, MARKS) is None


def test_a_copy_holds_the_same_cells_as_text_and_numbers():
    rows = [["台账"], ["村", "姓名"], ["板万村", ""], ["丫他村", "=王"], [5.0, True]]
    sheet = opened(marked_copy(rows, Marks("户/[1]", 1, MARKS.rows, MARKS.cells))).active
    assert sheet.title == "户__1_"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["台账", None, None],
        ["村", "姓名", HEADING],
        ["板万村", None, "缺少姓名。"],
        ["丫他村", "=王", None],
        [5, "是", None],
    ]
    assert sheet["B4"].data_type == "s"
    assert sheet["B3"].comment.author == AUTHOR
