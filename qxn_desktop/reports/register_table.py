"""A register on paper: one table in small type, on pages turned by a quarter where it is wide.

Columns in which no row holds anything are left out, and named below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.register_sheet import Cell, RegisterSheet, cell_text
from qxn_desktop.reports.document import Block, Column, Document, Note, Paragraph, Table, Title
from qxn_desktop.reports.gbt9704 import AREA_HEIGHT, AREA_WIDTH, SIZE_SMALL_5

SIGN = SIZE_SMALL_5 / 2
"""pt that a sign of Latin text takes; a hanzi takes two of them."""
PADDING = 2
"""Signs that a column needs besides its words."""
UPRIGHT, ACROSS = AREA_WIDTH / SIGN, AREA_HEIGHT / SIGN
"""Signs that a line of the page holds."""
HEAD_LINES = 3
"""Lines that a head may take."""
WIDEST, NARROWEST, LONGEST_WORD = 24, 4, 20
"""Signs: what a column wants at most, at least; what has no hanzi is not broken up to there."""
DATE = 10
"""Signs of a date, which is never broken."""
WORDS = 8
"""Signs of hanzi that a line of a cell holds at least."""
WATERMARK = "演示"


@dataclass(frozen=True, slots=True)
class _Width:
    """What a column wants, can do with, and can do with where numbers may break; in signs."""

    wanted: float
    least: float
    tight: float


def register_document(sheet: RegisterSheet, org: str, rows: Iterable[Sequence[Cell]]) -> Document:
    """The document of ``rows``.

    Raises:
        UserError: so many columns that no page holds them.
    """
    cells = [tuple(map(cell_text, row)) for row in rows]
    kept = [at for at in range(len(sheet.columns)) if not cells or any(row[at] for row in cells)]
    wanted = [_width(sheet.columns[at].title, [row[at] for row in cells]) for at in kept]
    is_wide = sum(one.wanted for one in wanted) > UPRIGHT
    widths = _fitted(wanted, ACROSS if is_wide else UPRIGHT)
    columns = tuple(
        Column(sheet.columns[at].title, width) for at, width in zip(kept, widths, strict=True)
    )
    table = tuple(tuple(row[at] for at in kept) for row in cells)
    head = "　".join(filter(None, (sheet.line, sheet.warning)))
    blocks: list[Block] = []
    if is_wide:
        caption = f"{sheet.title}　{head}"
        blocks.append(Table(columns, table, caption=caption, landscape=True, small=True))
    else:
        blocks += [Title((sheet.title,)), Paragraph(head, indent=False)]
        blocks.append(Table(columns, table, small=True))
    empty = [column.title for at, column in enumerate(sheet.columns) if at not in kept]
    if empty:
        blocks.append(Note("说明", (f"没有内容的列没有印：{'、'.join(empty)}。",)))
    return Document(sheet.title, org, tuple(blocks), watermark=WATERMARK if sheet.demo else None)


def _width(title: str, texts: Sequence[str]) -> _Width:
    """As its longest cell wants; a head may break into lines, a number or a date had better not."""
    longest = max(map(_signs, texts), default=NARROWEST)
    words = [len(text) for text in texts if text.isascii()]
    unbroken = min(max(words, default=0), LONGEST_WORD)
    head = -(-_signs(title) // HEAD_LINES)
    least = max(min(longest, WORDS), unbroken, head, NARROWEST)
    halved = unbroken if unbroken <= DATE else -(-unbroken // 2)
    tight = max(min(longest, WORDS // 2), halved, head // 2 + 1, NARROWEST)
    wanted = max(min(longest, WIDEST), least)
    return _Width(wanted + PADDING, least + PADDING, tight + PADDING)


def _fitted(columns: Sequence[_Width], room: float) -> list[float]:
    """Widths that fill ``room``: what is short is taken from those that can do with less."""
    wanted, least = [one.wanted for one in columns], [one.least for one in columns]
    tight = [one.tight for one in columns]
    if sum(wanted) <= room:
        return wanted
    if sum(least) <= room:
        return _between(least, wanted, room)
    if sum(tight) <= room:
        return _between(tight, least, room)
    raise UserError(
        "E-EXP-008",
        "选了 {columns} 列，一页印不下。请少选几列，或导出成表格（.xlsx）。",
        columns=len(columns),
    )


def _between(low: Sequence[float], high: Sequence[float], room: float) -> list[float]:
    """Widths between two that together are ``room``, each as far on its way as the others."""
    share = (room - sum(low)) / (sum(high) - sum(low))
    return [start + (end - start) * share for start, end in zip(low, high, strict=True)]


def _signs(text: str) -> int:
    return sum(1 + (ord(sign) > 255) for sign in text)
