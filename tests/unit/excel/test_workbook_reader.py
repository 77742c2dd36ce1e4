from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from qxn_desktop.common.errors import AppError
from qxn_desktop.domain.cell_value import cell_text
from qxn_desktop.excel import workbook_bounds
from qxn_desktop.excel.workbook_reader import read_workbook

HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def book(path: Path, *rows: tuple[object, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("表一")
        dated = made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, dated)
                elif value is not None:
                    sheet.write(at, column, value)
    return path


def forged(path: Path, sheet: bytes, whole: Path) -> Path:
    """The workbook ``whole`` with other content for its first sheet."""
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            data = source.read(entry)
            out.writestr(entry.filename, sheet if entry.filename.endswith("sheet1.xml") else data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(AppError) as failure:
        read_workbook(path)
    assert failure.value.exit_code == 3
    return failure.value.code


def test_cells_come_as_typed_with_their_places(tmp_path):
    path = book(
        tmp_path / "a.xlsx", ("题目",), (), (None, 60.0, date(2026, 11, 20), True, 0.1 + 0.2)
    )
    [sheet] = read_workbook(path)
    assert sheet.name == "表一"
    assert [[(c.place, c.text) for c in row] for row in sheet.rows] == [
        [("第1行A列", "题目")],
        [("第3行B列", "60"), ("第3行C列", "2026-11-20"), ("第3行D列", "是"), ("第3行E列", "0.3")],
    ]


def test_a_formula_is_told_from_a_value(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("甲").write_formula(4, 1, "=1+1", None, 2)
        made.add_worksheet("乙").write_number(4, 1, 2)
    first, second = read_workbook(path)
    assert [(cell.text, cell.formula) for row in first.rows for cell in row] == [("2", True)]
    assert [(cell.text, cell.formula) for row in second.rows for cell in row] == [("2", False)]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(tmp_path, data):
    (tmp_path / "a.xlsx").write_bytes(data)
    assert refused(tmp_path / "a.xlsx") == "E-XLS-001"


def test_a_missing_file_is_told(tmp_path):
    assert refused(tmp_path / "none.xlsx") == "E-IO-050"


def test_a_bomb_is_refused_before_it_unfolds(tmp_path):
    path = forged(
        tmp_path / "b.xlsx", HEAD.encode() + b" " * 150_000_000, book(tmp_path / "a.xlsx")
    )
    assert path.stat().st_size < 1_000_000
    assert refused(path) == "E-XLS-002"


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1048576"/>',
        "<row/>" * 20_000,
        '<row r="1">' + '<c r="A1"/>' * 1_010_000 + "</row>",
    ],
    ids=["last corner", "far right", "far down", "empty rows", "too many cells"],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(tmp_path, inner):
    sheet = f"{HEAD}<sheetData>{inner}</sheetData></worksheet>".encode()
    assert refused(forged(tmp_path / "b.xlsx", sheet, book(tmp_path / "a.xlsx"))) == "E-XLS-002"


@pytest.mark.parametrize("before", [0, 1 << 20, (1 << 20) - 300])
def test_cells_that_hide_their_place_are_refused(tmp_path, before):
    padding = "<!--" + "x" * before + "-->"
    sheet = (
        f"{HEAD}<sheetData>{padding}<row r='9999999'><c><v>1</v></c></row></sheetData></worksheet>"
    )
    forgery = forged(tmp_path / "b.xlsx", sheet.encode(), book(tmp_path / "a.xlsx"))
    assert refused(forgery) == "E-XLS-001"


def test_damaged_xml_is_refused(tmp_path):
    sheet = f'{HEAD}<sheetData><row r="1"><c r="A1" t="s"><v>99</v>'.encode()
    path = forged(tmp_path / "b.xlsx", sheet, book(tmp_path / "a.xlsx"))
    with pytest.raises(AppError):
        read_workbook(path)


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_bounds, "MOST_BYTES", 100)
    assert refused(book(tmp_path / "a.xlsx", ("a",))) == "E-XLS-003"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (60.0, "60"),
        (60.5, "60.5"),
        (5.22327e17, "522327000000000000"),
        (float("inf"), "inf"),
        (False, "否"),
        (datetime(2026, 11, 20), "2026-11-20"),  # noqa: DTZ001
        (datetime(2026, 11, 20, 8, 30), "2026-11-20 08:30:00"),  # noqa: DTZ001
        (date(2026, 11, 20), "2026-11-20"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_a_value_as_a_person_would_type_it(value, text):
    assert cell_text(value) == text


def test_columns_are_named_as_in_the_workbook():
    names = [workbook_bounds.column_letters(n) for n in (1, 26, 27, 256)]
    assert names == ["A", "Z", "AA", "IV"]
    assert [workbook_bounds.column_number(name) for name in names] == [1, 26, 27, 256]
