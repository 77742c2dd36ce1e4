"""A register on paper: one table, on pages turned by a quarter where it is wide.

Columns in which no row holds anything are left out, and named below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qxn_desktop.domain.register_sheet import Cell, RegisterSheet, cell_text
from qxn_desktop.reports.document import Block, Column, Document, Note, Paragraph, Table, Title

WIDE = 7
"""Columns from which on the page is turned."""
WATERMARK = "演示"


def register_document(sheet: RegisterSheet, org: str, rows: Iterable[Sequence[Cell]]) -> Document:
    """The document of ``rows``."""
    cells = [tuple(map(cell_text, row)) for row in rows]
    kept = [at for at in range(len(sheet.columns)) if not cells or any(row[at] for row in cells)]
    columns = tuple(_column(sheet, cells, at) for at in kept)
    table = tuple(tuple(row[at] for at in kept) for row in cells)
    head = "　".join(filter(None, (sheet.line, sheet.warning)))
    blocks: list[Block] = []
    if len(columns) >= WIDE:
        blocks.append(Table(columns, table, caption=f"{sheet.title}　{head}", landscape=True))
    else:
        blocks += [Title((sheet.title,)), Paragraph(head, indent=False), Table(columns, table)]
    empty = [column.title for at, column in enumerate(sheet.columns) if at not in kept]
    if empty:
        blocks.append(Note("说明", (f"没有内容的列没有印：{'、'.join(empty)}。",)))
    return Document(sheet.title, org, tuple(blocks), watermark=WATERMARK if sheet.demo else None)


def _column(sheet: RegisterSheet, cells: Sequence[Sequence[str]], at: int) -> Column:
    """As wide as its longest cell wants, within bounds; a head may break into lines."""
    longest = max((sum(1 + (ord(sign) > 255) for sign in row[at]) for row in cells), default=4)
    head = len(sheet.columns[at].title)
    return Column(sheet.columns[at].title, min(max(longest, head, 5), 24))
