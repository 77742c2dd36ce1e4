"""Tables of a web page under the name of a workbook: what many web systems call 导出 Excel."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from qxn_desktop.excel.workbook_bounds import (
    MOST_TABLE_CELLS,
    MOST_TABLE_COLUMNS,
    MOST_TABLE_ROWS,
    too_large_table,
)

Area = tuple[int, int, int, int]
LOOKED_AT: Final = 4_000
"""Signs among which a table of a web page begins."""
BREAKS: Final = frozenset({"br", "p", "div", "li"})
SPANS: Final = ("rowspan", "colspan")
WIDEST: Final = 200

_TAG = re.compile(r"<(/?)(table|tr|td|th|br|p|div|li)\b([^<>]{0,2000})>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPAN = re.compile(r"\b(rowspan|colspan)\s?=\s?[\"']?([0-9]{1,5})", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether a text is a web page with a table."""
    head = text[:LOOKED_AT].lower()
    return head.lstrip().startswith("<") and ("<table" in head or "<html" in head)


def parse(text: str) -> tuple[Sequence[Sequence[str]], tuple[Area, ...]]:
    """The rows of all tables of the page, and the cells that span several.

    Only the tags of tables are looked at: one pass, however the page is damaged.

    Raises:
        UserError: larger than a register can be.
    """
    reader, end = _Reader(), 0
    for tag in _TAG.finditer(text):
        reader.read(text[end : tag.start()])
        reader.tag(tag[2].lower(), tag[3], closes=bool(tag[1]))
        end = tag.end()
    reader.tag("table", "", closes=True)
    return reader.rows, tuple(reader.merged)


class _Reader:
    """Lays the cells of tables out."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Area] = []
        self._open: list[str] | None = None
        self._span = (1, 1)
        self._covered: set[tuple[int, int]] = set()
        self._cells = 0

    def read(self, text: str) -> None:
        """What stands between two tags."""
        if self._open is not None and text:
            self._open.append(html.unescape(_OTHER_TAG.sub("", text)))

    def tag(self, name: str, attributes: str, *, closes: bool) -> None:
        """A tag of a table, or one that breaks a line."""
        if name in BREAKS:
            if self._open is not None and not closes:
                self._open.append("\n")
            return
        self._end_cell()
        if closes:
            return
        if name == "tr":
            self.rows.append([])
            if len(self.rows) > MOST_TABLE_ROWS:
                raise too_large_table()
        elif name in ("td", "th") and self.rows:
            spans = {key.lower(): int(number) for key, number in _SPAN.findall(attributes)}
            down, across = (min(max(spans.get(key, 1), 1), WIDEST) for key in SPANS)
            self._span, self._open = (down, across), []

    def _end_cell(self) -> None:
        if self._open is None:
            return
        text, self._open = "".join(self._open).strip(), None
        at, row = len(self.rows) - 1, self.rows[-1]
        while (at, len(row)) in self._covered:
            row.append("")
        left, (down, across) = len(row), self._span
        row += [text, *[""] * (across - 1)]
        self._cells += down * across
        if len(row) > MOST_TABLE_COLUMNS or self._cells > MOST_TABLE_CELLS:
            raise too_large_table()
        if down > 1 or across > 1:
            self.merged.append((at, left, at + down - 1, left + across - 1))
        if down > 1:
            self._covered |= {(at + n, left + m) for n in range(1, down) for m in range(across)}
