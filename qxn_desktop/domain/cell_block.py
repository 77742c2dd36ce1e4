"""A rectangle of cells on a grid, and where the cursor goes: places only, no values.

Rows and columns count from 0. A block is never empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellBlock:
    """From ``top``, ``left`` to ``bottom``, ``right``, both included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell alone."""
        return self.height == self.width == 1

    def sized(self, height: int, width: int) -> CellBlock:
        """The block of this size that begins where this one does."""
        return CellBlock(self.top, self.left, self.top + height - 1, self.left + width - 1)

    def within(self, rows: int, columns: int) -> CellBlock | None:
        """What of it lies on a grid of this size; None where nothing does."""
        cut = CellBlock(
            max(self.top, 0), max(self.left, 0),
            min(self.bottom, rows - 1), min(self.right, columns - 1),
        )  # fmt: skip
        return cut if cut.top <= cut.bottom and cut.left <= cut.right else None

    def cells(self) -> Iterator[tuple[int, int]]:
        """Its cells row by row."""
        return ((row, column) for row in self.rows for column in self.columns)

    def after(self, row: int, column: int, *, down: bool, back: bool) -> tuple[int, int]:
        """The cell that follows within the block, as Enter (``down``) and Tab go round in it."""
        by = -1 if back else 1
        if down:
            place = (column - self.left) * self.height + (row - self.top) + by
            across, along = divmod(place % (self.height * self.width), self.height)
            return self.top + along, self.left + across
        place = (row - self.top) * self.width + (column - self.left) + by
        along, across = divmod(place % (self.height * self.width), self.width)
        return self.top + along, self.left + across


def around(cells: Iterable[CellBlock]) -> CellBlock | None:
    """The smallest block that holds all of ``cells``; None for none."""
    found = list(cells)
    if not found:
        return None
    return CellBlock(
        min(one.top for one in found), min(one.left for one in found),
        max(one.bottom for one in found), max(one.right for one in found),
    )  # fmt: skip
