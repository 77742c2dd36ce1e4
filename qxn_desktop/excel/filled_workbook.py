"""Somebody else's blank workbook filled with rows; its look, drop-downs and print set-up stay.

Where its empty rows do not suffice, more are put in above what follows (totals, signatures), in
the look of the first one; sums over the rows go on to the last.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.register_sheet import Cell, cell_text

_ROW_OF_REFERENCE = re.compile(r"(?<![A-Za-z0-9_])(\$?[A-Z]{1,3}\$?)([0-9]+)(?![0-9(A-Za-z_])")
_PRINT_END = re.compile(r"([0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Room:
    """Where rows go: the first row (from 1) and how many empty ones there are in the form."""

    first: int
    count: int

    @property
    def last(self) -> int:
        return self.first + self.count - 1


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that the form's drop-down does not offer; the cell was left empty."""

    row: int
    column: int
    text: str


Values = Mapping[int, Cell]
"""Cells of a row by column (from 1)."""


class FilledWorkbook:
    """One form being filled. Columns and rows count from 1."""

    def __init__(self, data: bytes, sheet: str) -> None:
        """Open the form.

        Raises:
            UserError: it cannot be opened with its formats.
        """
        import openpyxl  # noqa: PLC0415 - read when somebody fills a form

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it does not know, in English
                self._book: Any = openpyxl.load_workbook(
                    io.BytesIO(data), keep_vba=b"vbaProject.bin" in data
                )
            self._sheet = self._book[sheet]
        except Exception as error:
            raise UserError(
                "E-XLS-070", "这个表格打不开，格式会丢失。请在 WPS 里另存为 .xlsx 再试。"
            ) from error

    def put_rows(self, room: Room, rows: Sequence[Values]) -> list[Misfit]:
        """Write ``rows`` from the first empty row on."""
        extra = max(len(rows) - room.count, 0)
        if extra:
            self._make_room(room, extra)
        misfits = []
        for at, values in enumerate(rows):
            row = room.first + at
            if at:
                self._look_like(room.first, row)
            misfits += self._put(row, values)
        return misfits

    def put_cells(self, row: int, values: Values) -> list[Misfit]:
        """Write into the empty cells of a row that is there."""
        empty = {
            column: cell
            for column, cell in values.items()
            if self._sheet.cell(row, column).value in (None, "")
        }
        return self._put(row, empty)

    def data(self) -> bytes:
        """The workbook as a file."""
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()

    def _put(self, row: int, values: Values) -> list[Misfit]:
        misfits = []
        for column, value in values.items():
            cell = self._sheet.cell(row, column)
            if value is None or type(cell).__name__ == "MergedCell" or cell.data_type == "f":
                continue
            offered = self._offered(cell.coordinate)
            if offered and cell_text(value) not in offered:
                misfits.append(Misfit(row, column, cell_text(value)))
                continue
            _write(cell, value)
        return misfits

    def _offered(self, place: str) -> frozenset[str]:
        """What the drop-down of a cell offers; empty where it has none of its own words."""
        for rule in self._sheet.data_validations.dataValidation:
            words = str(rule.formula1 or "")
            if rule.type == "list" and words.startswith('"') and place in rule.sqref:
                return frozenset(word.strip() for word in words.strip('"').split(","))
        return frozenset()

    def _look_like(self, model: int, row: int) -> None:
        from openpyxl.formula.translate import Translator  # noqa: PLC0415

        sheet = self._sheet
        height = sheet.row_dimensions[model].height
        if height is not None:
            sheet.row_dimensions[row].height = height
        for column in range(1, sheet.max_column + 1):
            source, cell = sheet.cell(model, column), sheet.cell(row, column)
            if type(cell).__name__ == "MergedCell":
                continue
            if source.has_style:
                cell._style = copy(source._style)  # openpyxl's way to copy a style
            if source.data_type == "f" and cell.value in (None, ""):
                moved = Translator(str(source.value), source.coordinate)
                cell.value = moved.translate_formula(cell.coordinate)

    def _make_room(self, room: Room, extra: int) -> None:
        """Move everything below the empty rows down by ``extra`` rows."""
        sheet, below = self._sheet, room.last + 1
        heights = {
            row: one.height
            for row, one in sheet.row_dimensions.items()
            if row >= below and one.height is not None
        }
        areas = [area for area in sheet.merged_cells.ranges if area.min_row >= below]
        for area in areas:
            sheet.unmerge_cells(str(area))
        if sheet.max_row >= below:
            last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
            sheet.move_range(f"A{below}:{last}", rows=extra)
        for area in areas:
            area.shift(row_shift=extra)
            sheet.merge_cells(str(area))
        for row in heights:
            sheet.row_dimensions[row].height = None
        for row, height in heights.items():
            sheet.row_dimensions[row + extra].height = height
        self._stretch(room, extra)

    def _stretch(self, room: Room, extra: int) -> None:
        """Let sums, drop-downs, filter and print area reach the last row."""
        sheet = self._sheet
        for row in sheet.iter_rows(min_row=room.last + 1 + extra):
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = _shifted(cell.value, room.last, extra)
        for rule in sheet.data_validations.dataValidation:
            for area in [*rule.sqref.ranges]:
                if area.min_row <= room.first and room.last <= area.max_row:
                    rule.add(
                        f"{_letters(area)[0]}{room.last + 1}:{_letters(area)[1]}{room.last + extra}"
                    )
        if sheet.auto_filter.ref:
            sheet.auto_filter.ref = _longer(sheet.auto_filter.ref, room.last, extra)
        if sheet.print_area:
            area = str(sheet.print_area).rpartition("!")[2].replace("$", "")
            sheet.print_area = _longer(area, room.last, extra)


def _write(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"  # a text, whatever it begins with
        if cell.number_format == "General" and value.isdecimal() and len(value) > 11:
            cell.number_format = "@"
        return
    cell.value = float(value) if isinstance(value, Decimal) else value
    if isinstance(value, date) and cell.number_format == "General":
        cell.number_format = "yyyy-mm-dd"


def _shifted(formula: str, last: int, extra: int) -> str:
    """A formula below the rows: what it says of the last row or of rows below it moves along."""

    def moved(found: re.Match[str]) -> str:
        row = int(found[2])
        return f"{found[1]}{row + extra if row >= last else row}"

    return _ROW_OF_REFERENCE.sub(moved, formula)


def _longer(area: str, last: int, extra: int) -> str:
    """An area that reaches the last row or beyond, made longer."""
    found = _PRINT_END.search(area)
    if found is None or int(found[1]) < last:
        return area
    return f"{area[: found.start()]}{int(found[1]) + extra}"


def _letters(area: Any) -> tuple[str, str]:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return get_column_letter(area.min_col), get_column_letter(area.max_col)
