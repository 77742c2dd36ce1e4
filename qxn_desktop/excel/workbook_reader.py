"""Reads a workbook that somebody sent: cells as text with their places, within bounds."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.whole_file import read_bounded
from qxn_desktop.domain.cell_value import cell_text
from qxn_desktop.excel import workbook_bounds
from qxn_desktop.excel.workbook_bounds import MOST_COLUMNS, MOST_ROWS, column_letters


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: ``row`` and ``column`` from 1, its content as a person would type it."""

    row: int
    column: int
    text: str
    formula: bool = False

    @property
    def place(self) -> str:
        """第5行B列."""
        return f"第{self.row}行{column_letters(self.column)}列"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The filled cells of a sheet, row by row; rows without any are left out."""

    name: str
    rows: tuple[tuple[Cell, ...], ...] = field(default=())


def read_workbook(path: Path) -> tuple[SheetCells, ...]:
    """All sheets of the workbook at ``path``. Only .xlsx: what WPS, Excel and phones save.

    Raises:
        UserError: no such file, no workbook, damaged, or larger than a filled form can be.
        EnvironmentProblem: it cannot be read.
    """
    if path.is_file() and path.stat().st_size > workbook_bounds.MOST_BYTES:
        raise UserError("E-XLS-003", "表格文件超过 20 MB，不像填好的检查表，请核对后再试。")
    data = read_bounded(path, workbook_bounds.MOST_BYTES)
    formulas = workbook_bounds.measured(data)
    return tuple(_sheets(data, formulas))


def _sheets(
    data: bytes, formulas: Mapping[str, frozenset[tuple[int, int]]]
) -> Iterator[SheetCells]:
    for name, rows in _values(data):
        yield SheetCells(name, tuple(_rows(rows, formulas.get(name, frozenset()))))


def _values(data: bytes) -> list[tuple[str, Sequence[Sequence[object]]]]:
    import python_calamine  # noqa: PLC0415 - read when somebody opens a workbook

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS))
            for name in book.sheet_names
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise workbook_bounds.no_workbook() from error


def _rows(
    rows: Sequence[Sequence[object]], formulas: frozenset[tuple[int, int]]
) -> Iterator[tuple[Cell, ...]]:
    for number, values in enumerate(rows, 1):
        cells = tuple(
            Cell(number, column, text, (number, column) in formulas)
            for column, value in enumerate(values[:MOST_COLUMNS], 1)
            if (text := cell_text(value).strip())
        )
        if cells:
            yield cells
