"""Reads any table that somebody sent: .xlsx, .xls, .et, .csv, .html; values only, within bounds.

What a file is, its content says: programs save .csv under the name .xls, and WPS .xlsx under .et.
Formulas come as their last result, links are never followed, macros are not looked at.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.common.whole_file import read_bounded, refuse_missing
from qxn_desktop.domain.cell_value import CellRows
from qxn_desktop.excel import binary_bounds, html_table, text_table, workbook_bounds
from qxn_desktop.excel.workbook_bounds import Seen

MOST_BYTES: Final = 100_000_000
NOTHING_SEEN: Final = Seen()
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet as a rectangle from its cell A1 on. ``merged``: areas (top, left, bottom, right).

    All counted from 0.
    """

    name: str
    rows: CellRows
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of tables. ``kind``: ``xlsx``, ``xls`` (also .et), ``csv``, ``html``.

    ``seen``: what its cells do not tell.
    """

    kind: str
    sheets: tuple[TableSheet, ...] = field(default=())
    seen: Seen = NOTHING_SEEN


def read_table_file(path: Path, progress: Progress = SILENT) -> TableFile:
    """Everything in the file at ``path``.

    Raises:
        UserError: no such file, none that is read, damaged, locked by a password, too large.
        EnvironmentProblem: it cannot be read. Cancelled: the user took it back.
    """
    progress.report(0, 0, "正在读取表格")
    data = _content(path)
    if data.startswith(ZIP):
        seen = workbook_bounds.measured_table(data)
        progress.report(0, 0, "正在读取表格")
        return TableFile("xlsx", _sheets(data), seen)
    if data.startswith(COMPOUND):
        binary_bounds.check(data)
        return TableFile("xls", _sheets(data))
    text = text_table.decoded(data, path.name)
    if html_table.is_html(text):
        rows, merged = html_table.parse(text)
        return TableFile("html", (TableSheet(path.stem, rows, merged),))
    return TableFile("csv", (TableSheet(path.stem, text_table.rows_of(text, path.name)),))


def _content(path: Path) -> bytes:
    refuse_missing(path)
    if path.stat().st_size > MOST_BYTES:
        raise UserError("E-XLS-021", "表格文件超过 100 MB，请分成几份再导入。")
    return read_bounded(path, MOST_BYTES)


def _sheets(data: bytes) -> tuple[TableSheet, ...]:
    import python_calamine  # noqa: PLC0415 - read when somebody opens a workbook

    book = _asked(partial(python_calamine.CalamineWorkbook.from_filelike, io.BytesIO(data)))
    found = []
    for at, about in enumerate(book.sheets_metadata):
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            sheet = _asked(partial(book.get_sheet_by_index, at))
            found.append(TableSheet(about.name, _rows(sheet), _merged(sheet), hidden))
    return tuple(found)


def _rows(sheet: Any) -> Sequence[Sequence[Any]]:
    rows, columns = sheet.total_height, sheet.total_width
    if rows * columns > workbook_bounds.MOST_TABLE_CELLS:
        raise workbook_bounds.too_large_table()
    rectangle: Sequence[Sequence[Any]] = _asked(partial(sheet.to_python, skip_empty_area=False))
    return rectangle


def _merged(sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
    areas = sheet.merged_cell_ranges or []
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in areas)


@contextmanager
def _unheard() -> Iterator[None]:
    """Without what the reader itself writes to the terminal when it panics, in English."""
    try:
        kept = os.dup(2)
    except OSError:  # a window has no terminal
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _asked(work: Callable[[], T]) -> T:
    """What the reader answers; whatever it does on a damaged file is one failure."""
    try:
        with _unheard():
            return work()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        if type(error).__name__ == "PasswordError":
            raise workbook_bounds.locked() from error
        raise workbook_bounds.no_workbook() from error
