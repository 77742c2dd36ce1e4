"""Rows of a register as a sheet that leaves the program: columns, and cells of plain types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

CellKind = Literal["text", "integer", "decimal", "date"]
Cell = str | int | Decimal | date | None
"""A cell: None is empty; a text is never taken for a formula."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that spreadsheets may take for a formula."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column.

    ``options``: what a drop-down offers; ``locked``: not to be changed by whoever fills the sheet.
    ``width`` counts signs of Latin text.
    """

    title: str
    kind: CellKind = "text"
    width: float = 12
    options: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """The head of a sheet. ``line`` stands below the title: unit, date, purpose.

    ``warning`` is printed on every page of what may not be handed on. ``lead``: how many columns
    at the left say whose a row is; they stay in sight and stand on every page.
    """

    title: str
    line: str
    columns: tuple[SheetColumn, ...]
    warning: str = ""
    demo: bool = False
    lead: int = 1


def cell_text(cell: Cell) -> str:
    """A cell as text files and documents write it."""
    return "" if cell is None else str(cell)


def harmless(cell: Cell) -> str:
    """A cell as a text file may hold it: nothing in it is taken for a formula."""
    text = cell_text(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(RISKY) else text
