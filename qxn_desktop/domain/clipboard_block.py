"""A block of cells as spreadsheets put it on the clipboard, and as it lands on a grid.

WPS and Excel copy text with a tab between cells and a line end between rows. A cell that holds a
tab, a line end or a quotation mark stands in quotation marks, these doubled.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

Block = tuple[tuple[str, ...], ...]
"""Rows of cells, all of one length."""

_LINE_START = re.compile(r"(?<=\n)")
_QUOTED = re.compile(r'[\t\n"]')


def parse_block(text: str) -> Block:
    """The cells of a copied text; empty for an empty one. Short rows are filled up."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not lines:
        return ()
    rows = _rows(lines)
    width = max(map(len, rows))
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)


def block_text(block: Sequence[Sequence[str]]) -> str:
    """The text that spreadsheets read ``block`` from."""
    return "\n".join("\t".join(map(_cell, row)) for row in block)


def spread(block: Block, rows: int, columns: int) -> Block:
    """``block`` as it lands on ``rows`` × ``columns`` marked cells.

    It is repeated where it fits into them a whole number of times, as spreadsheets do; else it
    lands once, whatever is marked.
    """
    if not block:
        return ()
    height, width = len(block), len(block[0])
    down = rows // height if rows % height == 0 else 1
    across = columns // width if columns % width == 0 else 1
    return tuple(row * max(across, 1) for row in block) * max(down, 1)


def _rows(lines: str) -> list[list[str]]:
    try:
        found = list(csv.reader(_LINE_START.split(lines), delimiter="\t", strict=True))
    except csv.Error:  # a stray quotation mark: what was copied is no spreadsheet's text
        found = [line.split("\t") for line in lines.split("\n")]
    return [row or [""] for row in found]


def _cell(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    doubled = plain.replace('"', '""')
    return f'"{doubled}"' if _QUOTED.search(plain) else plain
