from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from qxn_desktop.common.errors import AppError, UserError
from qxn_desktop.excel import table_reader, workbook_bounds
from qxn_desktop.excel.table_reader import read_table_file
from qxn_desktop.excel.workbook_bounds import Seen
from tests.unit.excel.test_workbook_reader import HEAD, book, forged

ROWS = [["村", "户主姓名"], ["板万村", "韦建国"], ["丫他村", "王小明"]]


def refused(path: Path) -> str:
    with pytest.raises(AppError) as failure:
        read_table_file(path)
    assert failure.value.exit_code == 3
    return failure.value.code


def texts(data: bytes, tmp_path: Path, name: str = "台账.csv") -> list[list[str]]:
    (tmp_path / name).write_bytes(data)
    found = read_table_file(tmp_path / name)
    assert found.kind == "csv"
    return [[*map(str, row)] for row in found.sheets[0].rows]


def test_a_workbook_comes_as_values_with_merged_areas_and_hidden_sheets(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("户")
        dated = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, 2, "台账")
        sheet.write_row(2, 1, ["韦建国", 5.0])
        sheet.write_datetime(2, 3, datetime(2026, 1, 2), dated)  # noqa: DTZ001
        sheet.write_formula(2, 4, "=1+1", None, 2)
        sheet.write_url(2, 5, "external:c:\\x.xlsx", string="见附件")
        made.add_worksheet("存根").hide()
    found = read_table_file(path)
    assert (found.kind, found.seen) == ("xlsx", Seen())
    first, second = found.sheets
    assert first.merged == ((0, 0, 0, 2),)
    assert list(first.rows[2]) == ["", "韦建国", 5.0, date(2026, 1, 2), 2.0, "见附件"]
    assert (second.name, second.hidden) == ("存根", True)


def test_formulas_without_a_result_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet().write_formula(0, 0, "=1+1", None, "")
    assert read_table_file(path).seen == Seen(unsolved=True)


def test_formulas_that_failed_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet().write_formula(0, 0, "=NA()", None, "#N/A")
    assert read_table_file(path).seen == Seen(errors=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_in_every_encoding_and_with_every_separator(tmp_path, encoding, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(ROWS)
    assert texts(out.getvalue().encode(encoding), tmp_path) == ROWS


def test_commas_inside_quotes_do_not_decide(tmp_path):
    data = '姓名;备注\n韦建国;"一,二,三,四"\n'.encode()
    assert texts(data, tmp_path) == [["姓名", "备注"], ["韦建国", "一,二,三,四"]]


def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path):
    assert texts("村\t户主\n板万村\t韦建国\n".encode("gb18030"), tmp_path, "导出.xls") == [
        ["村", "户主"],
        ["板万村", "韦建国"],
    ]


def test_neither_utf8_nor_gb18030_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\xff\x00\x01")
    assert refused(tmp_path / "a.csv") == "E-IO-062"


def test_a_quotation_mark_that_never_closes_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(('a,"' + "x" * 100_000).encode())
    assert refused(tmp_path / "a.csv") == "E-IO-061"


def test_more_columns_than_any_register_are_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a," * 5_000)
    assert refused(tmp_path / "a.csv") == "E-XLS-020"


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(table_reader, "MOST_BYTES", 100)
    assert refused(book(tmp_path / "a.xlsx", ("a",))) == "E-XLS-021"


def test_a_missing_file_and_an_empty_one(tmp_path):
    assert refused(tmp_path / "none.xlsx") == "E-IO-050"
    (tmp_path / "a.csv").write_bytes(b"")
    assert read_table_file(tmp_path / "a.csv").sheets[0].rows == []


@pytest.mark.parametrize(
    "inner",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="A999999"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="199999"><c r="CW199999"><v>1</v></c></row>',
        "<row r='1'/>" + '<row r="2"/>' * 200_001,
    ],
    ids=["last corner", "far right", "far down", "large rectangle", "empty rows"],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(tmp_path, inner):
    sheet = f"{HEAD}<sheetData>{inner}</sheetData></worksheet>".encode()
    assert refused(forged(tmp_path / "b.xlsx", sheet, book(tmp_path / "a.xlsx"))) == "E-XLS-020"


@pytest.mark.parametrize("cell", ["<c><v>1</v></c>", "<c\n><v>1</v></c>", "<x:c><v>1</v></x:c>"])
def test_cells_that_hide_their_place_are_refused(tmp_path, cell):
    inner = f'<sheetData><row r="1">{cell}</row></sheetData>'
    forgery = forged(tmp_path / "b.xlsx", f"{HEAD}{inner}".encode(), book(tmp_path / "a.xlsx"))
    assert refused(forgery) == "E-XLS-001"


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_bounds, "MOST_TABLE_UNPACKED", 1_000_000)
    path = forged(tmp_path / "b.xlsx", b"<a/>" * 400_000, book(tmp_path / "a.xlsx"))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(size, (1_000).to_bytes(4, "little")))
    assert refused(path) == "E-XLS-020"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04" * 500]
)
def test_what_is_no_workbook_is_refused(tmp_path, data):
    (tmp_path / "a.xlsx").write_bytes(data)
    assert refused(tmp_path / "a.xlsx") == "E-XLS-001"


def test_wide_sheets_within_the_bounds_are_read(tmp_path):
    path = book(tmp_path / "a.xlsx", tuple(f"列{n}" for n in range(300)))
    assert len(read_table_file(path).sheets[0].rows[0]) == 300


def test_a_locked_workbook_says_so(tmp_path):
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(UserError, match="密码"):
        read_table_file(tmp_path / "a.xlsx")


def test_a_reader_that_panics_is_not_heard(tmp_path, capfd):
    """The directory of a compound file that is cut short makes the reader panic."""
    whole = (Path(__file__).parents[2] / "data" / "import" / "改厕台账.xls").read_bytes()
    for size in range(len(whole) - 200, len(whole), 50):
        (tmp_path / "a.xls").write_bytes(whole[:size])
        with contextlib.suppress(UserError):
            read_table_file(tmp_path / "a.xls")
    assert capfd.readouterr().err == ""


def test_a_long_text_that_a_million_cells_share_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for row in range(200):
            sheet.write_string(row, 0, "长" * 10_000)
    assert len(read_table_file(path).sheets[0].rows) == 200
    monkeypatch.setattr(workbook_bounds, "MOST_TABLE_UNPACKED", 1_000_000)
    assert refused(path) == "E-XLS-020"


def test_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path):
    page = (
        "<html><head><meta charset='gb2312'></head><body><table border=1>"
        "<tr><td colspan=3>户信息</td></tr>"
        "<tr><th rowspan=2>村<th colspan=2>户主</tr><tr><td>姓名<td>证件号</tr>"
        "<tr><td>板万村</td><td>韦<br/>建国&nbsp;</td><td>522327199001010018</td></tr>"
        "</table></body></html>"
    )
    path = tmp_path / "导出.xls"
    path.write_bytes(page.encode("gb18030"))
    found = read_table_file(path)
    assert found.kind == "html"
    assert [[*row] for row in found.sheets[0].rows] == [
        ["户信息", "", ""],
        ["村", "户主", ""],
        ["", "姓名", "证件号"],
        ["板万村", "韦\n建国", "522327199001010018"],
    ]
    assert found.sheets[0].merged == ((0, 0, 0, 2), (1, 0, 2, 0), (1, 1, 1, 2))


def test_a_web_page_that_spans_too_much_is_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"<table><tr>" + b"<td colspan=200>x" * 50)
    assert refused(path) == "E-XLS-020"
