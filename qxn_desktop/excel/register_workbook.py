"""A register as a workbook: right types, a frozen head, a filter, drop-downs.

Rows are written one after the other and not kept, so memory stays small at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

from qxn_desktop.domain.register_sheet import Cell, RegisterSheet, SheetColumn

HEAD_ROW = 2
"""Row of the heads: below the title and its line, counted from 0."""
FIRST_ROW = HEAD_ROW + 1
FONT = "宋体"
MOST_LIST = 250
"""Signs that a drop-down may hold in itself."""
HEAD_LINE = 15
"""pt of one line of a head."""
LATIN = 255
PAGE_SIGNS = 230
"""Signs of Latin text that an A4 page across holds at about 60 % of full size."""
SPARE_ROWS = 200
"""Rows below the last one in which drop-downs still help."""

Write = Callable[[int, int, Any, Any], object]


def write_register(target: Path, sheet: RegisterSheet, rows: Iterable[Sequence[Cell]]) -> int:
    """Write the workbook of ``rows`` to ``target``; gives how many there were.

    Raises:
        OSError: ``target`` cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - read when somebody exports, never at the start
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    try:
        book.set_properties({"title": sheet.title})
        page = book.add_worksheet(sheet_name(sheet.title))
        forms = formats(book)
        lay_out(page, sheet, forms)
        count = write_rows(page, sheet, rows, forms)
        finish(page, sheet, count)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args) from error
    return count


def write_rows(
    page: Any, sheet: RegisterSheet, rows: Iterable[Sequence[Cell]], forms: dict[str, Any]
) -> int:
    """Write the cells below the head; gives how many rows there were."""
    shown = [forms[_form(column)] for column in sheet.columns]
    writers: dict[type, Write] = {
        str: page.write_string,
        int: page.write_number,
        Decimal: page.write_number,
        date: page.write_datetime,
        type(None): page.write_blank,
    }
    at = FIRST_ROW - 1
    for at, cells in enumerate(rows, FIRST_ROW):
        for column, cell in enumerate(cells):
            writers[type(cell)](at, column, cell, shown[column])
    return at - FIRST_ROW + 1


def lay_out(page: Any, sheet: RegisterSheet, forms: dict[str, Any]) -> None:
    """What has to stand before the rows: widths, head, page set-up."""
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    page.freeze_panes(FIRST_ROW, sheet.lead)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(_pages_across(sheet), 0)
    page.repeat_rows(HEAD_ROW)
    page.repeat_columns(0, sheet.lead - 1)
    if sheet.warning:
        page.set_header(f"&R{sheet.warning}")
    page.set_footer("&C第 &P 页，共 &N 页")
    title = sheet.title + ("　【演示】" if sheet.demo else "")
    page.set_row(0, 28)
    page.write_string(0, 0, title, forms["title"])
    page.write_string(1, 0, sheet.line, forms["line"])
    page.set_row(HEAD_ROW, HEAD_LINE * max(map(_head_lines, sheet.columns)) + 4)
    for number, column in enumerate(sheet.columns):
        page.write_string(HEAD_ROW, number, column.title, forms["head"])


def _pages_across(sheet: RegisterSheet) -> int:
    """How many pages lie side by side, so that what is printed can be read."""
    lead = sum(column.width for column in sheet.columns[: sheet.lead])
    rest = sum(column.width for column in sheet.columns) - lead
    return max(1, ceil(rest / (PAGE_SIGNS - lead)))


def _head_lines(column: SheetColumn) -> int:
    """Lines that the head of a column takes, two at least."""
    signs = sum(1 + (ord(sign) > LATIN) for sign in column.title)
    return max(2, ceil(signs / (column.width - 1)))


def finish(page: Any, sheet: RegisterSheet, count: int) -> None:
    """What has to know how many rows there are: filter and drop-downs."""
    last = FIRST_ROW + max(count, 1) - 1
    page.autofilter(HEAD_ROW, 0, last, len(sheet.columns) - 1)
    for number, column in enumerate(sheet.columns):
        if column.options and len(",".join(column.options)) <= MOST_LIST:
            rule = {"validate": "list", "source": list(column.options), "show_error": False}
            page.data_validation(FIRST_ROW, number, last + SPARE_ROWS, number, rule)


def _form(column: SheetColumn) -> str:
    return "locked" if column.locked else column.kind


def sheet_name(title: str) -> str:
    """A name that spreadsheets take."""
    return "".join("、" if sign in "[]:*?/\\'" else sign for sign in title)[:31]


def formats(book: Any, *, locked: bool = True) -> dict[str, Any]:
    """The formats of cells by kind; cells of a form that is filled in are not ``locked``."""
    base: dict[str, Any] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    edge = {**base, "border": 1}
    cell = {**edge, "locked": locked}
    right = {"align": "right", "indent": 1}  # not against the text of the next column
    made: dict[str, dict[str, Any]] = {
        "title": {**base, "font_size": 16, "bold": True},
        "line": {**base, "font_size": 10, "font_color": "#555555"},
        "head": {
            **edge, "bold": True, "bg_color": "#EDEDED", "text_wrap": True, "align": "center",
        },
        "locked": {**edge, "bg_color": "#EDEDED", "num_format": "@"},
        "text": {**cell, "num_format": "@"},
        "integer": {**cell, **right, "num_format": "0"},
        "decimal": {**cell, **right, "num_format": "0.00"},
        "date": {**cell, "num_format": "yyyy-mm-dd", "align": "left"},
    }  # fmt: skip
    return {name: book.add_format(form) for name, form in made.items()}
