"""A filled workbook that comes back: which of its columns are what, row by row to typed texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.template import Template
from qxn_desktop.excel.workbook_reader import Cell, read_workbook
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.typed_rows import (
    DATE,
    INSPECTOR,
    KEY,
    ReadRows,
    TypedRow,
    item_label,
    read_rows,
    template_of,
)

HEADER_WITHIN = 10
"""The header stands among the first rows: people put titles above it."""
NAMED = 5
REASON = "reason"
FIXED = {
    "表号": KEY,
    "检查日期": DATE,
    "日期": DATE,
    "检查人": INSPECTOR,
    "不适用的理由": REASON,
}
OF_THE_OBJECT = frozenset({"对象", "村", "序号", "户主", "组", "备注"})
"""Columns that need not be read."""

_NUMBER = re.compile(r"\d+[.、．]")


@dataclass(frozen=True, slots=True)
class _Grid:
    """The filled cells of a sheet: texts, and which are formulas, by (row, column)."""

    texts: Mapping[tuple[int, int], str]
    formulas: frozenset[tuple[int, int]]

    @property
    def row_numbers(self) -> list[int]:
        return sorted({row for row, _ in self.texts})

    def row(self, number: int) -> dict[int, str]:
        """Texts of a row by column."""
        return {column: text for (row, column), text in self.texts.items() if row == number}


def read_file(ctx: AppContext, path: Path, progress: Progress = SILENT) -> ReadRows:
    """What the filled workbook at ``path`` comes to, row by row; nothing is written.

    Raises:
        UserError: no workbook of ours, damaged, too large.
        EnvironmentProblem: it cannot be read. Cancelled: the user took it back.
    """
    progress.report(0, 0, "正在读取表格")
    grid, header = _find_sheet(path)
    keys = (text.strip() for text in _keys(grid, header))
    template = next((t for text in keys if (t := template_of(ctx, text)) is not None), None)
    if template is None:
        raise UserError(
            "E-XLS-011", "表里没有一个能认的表号，这不是本程序导出的表，或表号被改过，请核对。"
        )
    columns, remarks = _columns(grid.row(header), template)
    rows = list(_rows(grid, header, columns, template))
    return replace(read_rows(ctx, template, rows, path.parent, progress), remarks=tuple(remarks))


def _find_sheet(path: Path) -> tuple[_Grid, int]:
    """The sheet with a column 表号, and the row of its header."""
    for sheet in read_workbook(path):
        cells = [cell for row in sheet.rows for cell in row]
        grid = _Grid(
            {(cell.row, cell.column): cell.text for cell in cells},
            frozenset((cell.row, cell.column) for cell in cells if cell.formula),
        )
        for number in grid.row_numbers[:HEADER_WITHIN]:
            if any(FIXED.get(_plain(text)) == KEY for text in grid.row(number).values()):
                return grid, number
    raise UserError(
        "E-XLS-010", "表里没有“表号”这一列，不知道各行是谁的。请用本程序导出的表格填写。"
    )


def _keys(grid: _Grid, header: int) -> Iterator[str]:
    column = next(c for c, text in grid.row(header).items() if FIXED.get(_plain(text)) == KEY)
    return (text for (row, at), text in grid.texts.items() if at == column and row > header)


def _columns(header: Mapping[int, str], template: Template) -> tuple[dict[str, int], list[str]]:
    """Columns by item code or fixed name; remarks on what was not found, known or is twice."""
    wanted = {_plain(item.text): item.code for item in template.items}
    found: dict[str, int] = {}
    strange = []
    for column, text in sorted(header.items()):
        title = _plain(text.split("\n")[0])
        code = FIXED.get(title) or wanted.get(_plain(_NUMBER.sub("", title, count=1)))
        if code is not None and code not in found:
            found[code] = column
        elif title not in OF_THE_OBJECT:
            strange.append(text.split("\n")[0].strip()[:20])
    lacking = [
        item_label(template, item)
        for item in template.items
        if item.code not in found and item.type != "photo"
    ]
    return found, [*_remark("不认识的列没有读：", strange), *_remark("表里缺少：", lacking)]


def _remark(words: str, titles: Iterable[str]) -> Iterator[str]:
    listed = list(titles)
    if listed:
        more = f" 等{len(listed)}列" if len(listed) > NAMED else ""
        yield f"{words}{'、'.join(f'“{title}”' for title in listed[:NAMED])}{more}。"


def _rows(
    grid: _Grid, header: int, columns: Mapping[str, int], template: Template
) -> Iterator[TypedRow]:
    codes = {item.code for item in template.items} & columns.keys()
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in grid.texts.items():
        if row > header:
            by_row.setdefault(row, {})[column] = text
    for number, texts in sorted(by_row.items()):

        def at(code: str, texts: Mapping[int, str] = texts) -> str:
            return texts.get(columns.get(code, 0), "")

        yield TypedRow(
            number,
            at(KEY),
            {code: at(code) for code in codes},
            at(DATE),
            at(INSPECTOR),
            at(REASON),
            {code: Cell(number, column, "").place for code, column in columns.items()},
            frozenset(c for c in codes if (number, columns[c]) in grid.formulas),
        )


def _plain(text: str) -> str:
    return half_width(text)
