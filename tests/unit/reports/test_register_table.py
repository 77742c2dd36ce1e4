"""A register on paper: small type, turned where it is wide, refused where no page holds it."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.register_sheet import RegisterSheet, SheetColumn
from qxn_desktop.reports.document import Note, Table
from qxn_desktop.reports.docx import render_docx
from qxn_desktop.reports.pdf import render_pdf
from qxn_desktop.reports.register_table import ACROSS, UPRIGHT, register_document

NUMBER = "522326********0010"
WORDS = "丫他镇丫他社区三组岑家大院旁"


def sheet(count: int) -> RegisterSheet:
    columns = tuple(SheetColumn(f"第{at}列的名称") for at in range(count))
    return RegisterSheet("改厕台账", "单位：丫他镇", columns, "内部资料　严禁外传")


def table_of(count: int, *cells: str) -> Table:
    rows = [tuple(cells[at % len(cells)] for at in range(count))] * 3
    document = register_document(sheet(count), "丫他镇", rows)
    return next(one for one in document.blocks if isinstance(one, Table))


def test_few_columns_stand_upright_and_many_across() -> None:
    few, many = table_of(4, WORDS, "3"), table_of(12, WORDS, "3")
    assert (few.landscape, few.small) == (False, True)
    assert (many.landscape, many.small) == (True, True)
    assert "严禁外传" in many.caption
    assert sum(column.width for column in few.columns) <= UPRIGHT
    assert sum(column.width for column in many.columns) == pytest.approx(ACROSS)


def test_numbers_and_dates_are_not_broken_where_there_is_room() -> None:
    table = table_of(9, NUMBER, "2026-11-25", WORDS)
    assert table.columns[0].width > len(NUMBER)
    assert table.columns[1].width > len("2026-11-25")


def test_more_columns_than_a_page_holds_are_refused() -> None:
    with pytest.raises(UserError, match="选了 60 列，一页印不下"):
        table_of(60, WORDS, "3")


def test_columns_without_content_are_named_and_do_not_count() -> None:
    rows = [("3", *("" for _ in range(59)))]
    document = register_document(sheet(60), "丫他镇", rows)
    note = next(one for one in document.blocks if isinstance(one, Note))
    assert "第59列的名称" in note.items[0]


def test_a_wide_register_begins_on_its_first_page() -> None:
    rows = [tuple(WORDS for _ in range(10))] * 40
    document = register_document(sheet(10), "丫他镇", rows)
    word = docx.Document(io.BytesIO(render_docx(document)))
    assert [one.orientation for one in word.sections] == [WD_ORIENT.LANDSCAPE]
    assert word.paragraphs[0].text.startswith("改厕台账")
    assert {word.tables[0].cell(1, 0).paragraphs[0].style.name} == {"小表格"}


def test_pages_hold_many_rows() -> None:
    rows = [("丫他社区", "3", f"户{at}") for at in range(100)]
    done = render_pdf(register_document(sheet(3), "丫他镇", rows))
    assert done.pages <= 3
