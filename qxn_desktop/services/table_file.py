"""A small sheet that a person made (.csv, .xlsx), as rows of text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.whole_file import read_bounded
from qxn_desktop.excel import text_table
from qxn_desktop.excel.workbook_reader import read_workbook

MOST_BYTES: Final = 5_000_000


def read_rows(path: Path) -> list[list[str]]:
    """The rows of the sheet at ``path``; empty ones at the end are left out.

    Raises:
        UserError: no such file, too large, of a kind that is not read, or no sheet at all.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _first_sheet(path)
    if kind not in (".csv", ".txt"):
        raise UserError(
            "E-IO-060", "“{name}”不是表格文件，请另存为 .xlsx 或 .csv 后再选。", name=path.name
        )
    return [[*row] for row in text_table.parse(read_bounded(path, MOST_BYTES), path.name)]


def _first_sheet(path: Path) -> list[list[str]]:
    """The first sheet with anything in it; a row keeps its number, so that faults name it."""
    filled = next((sheet.rows for sheet in read_workbook(path) if sheet.rows), ())
    rows: list[list[str]] = []
    for cells in filled:
        rows += [[] for _ in range(cells[0].row - len(rows))]
        rows[-1] = [""] * cells[-1].column
        for cell in cells:
            rows[-1][cell.column - 1] = cell.text
    return rows
