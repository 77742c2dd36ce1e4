"""The clerk's own workbook given back with what is wrong: a column at the end, coloured cells.

An .xlsx keeps its formats, drop-downs, merged cells and other sheets. Of other kinds, and of one
that is too large to be kept in memory with its formats, a new .xlsx holds the same cells.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from qxn_desktop.domain.cell_value import CellRows, CellValue, cell_text, is_blank

HEADING: Final = "导入问题"
AUTHOR: Final = "导入核对"
COLOUR: Final = "FFFFC7CE"
MOST_STYLED: Final = 400_000
"""Cells of a workbook whose formats are kept: some ten seconds' work (默认)."""
WIDTH: Final = 44
FONT: Final = "宋体"
LONGEST_COMMENT: Final = 500

Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is wrong: sentences by row, and by cell. ``header`` is the row of the headings."""

    sheet: str
    header: int
    rows: Mapping[int, str] = field(default_factory=dict)
    cells: Mapping[Place, str] = field(default_factory=dict)


def marked_original(data: bytes, marks: Marks) -> bytes | None:
    """The .xlsx ``data`` with ``marks``; None where its formats cannot be kept."""
    import openpyxl  # noqa: PLC0415 - read when somebody asks for the workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not know, in English
            return _marked(openpyxl, data, marks)
    except Exception:
        return None


def _marked(openpyxl: Any, data: bytes, marks: Marks) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=b"vbaProject.bin" in data)
    _mark(book[marks.sheet], marks)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marked_copy(rows: CellRows, marks: Marks) -> bytes:
    """A new .xlsx that holds ``rows`` with ``marks``."""
    import xlsxwriter  # noqa: PLC0415 - read when somebody asks for the workbook

    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(_safe_name(marks.sheet))
    styles = _styles(book)
    column = _column(rows, marks)
    sheet.set_column(column, column, WIDTH)
    for at, row in enumerate(rows):
        for place, value in enumerate(row[:column]):
            if not is_blank(value):
                _write(sheet, (at, place), value, styles, marks.cells.get((at, place)))
            elif (at, place) in marks.cells:
                sheet.write_blank(at, place, None, styles["fault"])
                sheet.write_comment(at, place, marks.cells[at, place], {"author": AUTHOR})
        if at == marks.header:
            sheet.write_string(at, column, HEADING, styles["head"])
        elif at in marks.rows:
            sheet.write_string(at, column, marks.rows[at], styles["words"])
    sheet.freeze_panes(marks.header + 1, 0)
    book.close()
    return target.getvalue()


def _mark(sheet: Any, marks: Marks) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    fill = PatternFill("solid", start_color=COLOUR)
    _forget_earlier(sheet)
    titles = [sheet.cell(marks.header + 1, at + 1).value for at in range(sheet.max_column)]
    known = [at for at, title in enumerate(titles) if title == HEADING]
    column = (known[0] if known else _end(titles)) + 1
    head = sheet.cell(marks.header + 1, column, HEADING)
    if not known and column > 1:
        head._style = copy(sheet.cell(marks.header + 1, column - 1)._style)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row in range(marks.header + 2, sheet.max_row + 1):
        if known:
            sheet.cell(row, column).value = None
    for row, words in marks.rows.items():
        cell = sheet.cell(row + 1, column, words)
        cell.font, cell.alignment = Font(color="FF9C0006"), Alignment(wrap_text=True)
    for (row, at), words in marks.cells.items():
        cell = sheet.cell(row + 1, at + 1)
        cell.fill = fill
        cell.comment = Comment(words[:LONGEST_COMMENT], AUTHOR, width=320, height=110)


def _forget_earlier(sheet: Any) -> None:
    """Take away the colours and comments of an earlier time; those of other people stay."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                if cell.fill.start_color.rgb == COLOUR:
                    cell.fill = PatternFill()


def _end(titles: list[Any]) -> int:
    """The column after the last heading."""
    filled = [at for at, title in enumerate(titles) if title not in (None, "")]
    return filled[-1] + 1 if filled else 0


def _column(rows: CellRows, marks: Marks) -> int:
    header = [cell_text(value) for value in rows[marks.header]]
    return header.index(HEADING) if HEADING in header else max(map(len, rows))


def _write(sheet: Any, place: Place, value: CellValue, styles: Any, fault: str | None) -> None:
    style = styles["fault"] if fault else None
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        sheet.write_string(*place, cell_text(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, styles["fault_date" if fault else "date"])
    else:
        sheet.write_number(*place, value, style)
    if fault:
        sheet.write_comment(*place, fault[:LONGEST_COMMENT], {"author": AUTHOR, "x_scale": 2.5})


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 11}
    fault = {**base, "bg_color": f"#{COLOUR[2:]}"}
    return {
        "fault": book.add_format(fault),
        "fault_date": book.add_format({**fault, "num_format": "yyyy-mm-dd"}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd"}),
        "head": book.add_format({**base, "bold": True}),
        "words": book.add_format({**base, "font_color": "#9C0006", "text_wrap": True}),
    }


def _safe_name(name: str) -> str:
    """A name that a sheet may bear: no signs of a path, at most 31 of them."""
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in name).strip("'")[:31] or "表"
