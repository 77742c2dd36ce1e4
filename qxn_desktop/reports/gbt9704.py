"""The page of GB/T 9704-2012 (党政机关公文格式), in points unless said otherwise.

A monthly report is a document without red head: title, text, signature and page number.
"""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""One millimetre."""

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
"""A4 (5.1)."""

TOP = 37 * MM
LEFT = 28 * MM
"""Top and binding margins, each ±1 mm (5.2.1)."""

AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM
"""Type area 版心 (5.2.1); it leaves 35 mm below and 26 mm to the right."""

BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH

LINES = 22
CHARACTERS = 28
"""Lines a page and characters a line, filling the type area (5.2.3)."""

PITCH = AREA_HEIGHT / LINES
"""28.99 pt from line to line."""

SIZE_2 = 22.0
SIZE_3 = 16.0
SIZE_4 = 14.0
SIZE_SMALL_4 = 12.0
SIZE_5 = 10.5
SIZE_SMALL_5 = 9.0
"""2号, 3号, 4号, 小四, 五号, 小五 (GB/T 148: by custom 22, 16, 14, 12, 10.5, 9 pt)."""

BODY_SIZE = 15.75
"""3号 (5.2.2) that lets 28 characters fit: 28 × 16 = 448 > 442.2 = the type area's width."""

INDENT = 2 * BODY_SIZE
"""Every paragraph opens two characters in (7.3.3)."""

PAGE_NUMBER_SIZE = SIZE_4
PAGE_NUMBER_DROP = 7 * MM
"""4号; the dash stands 7 mm below the type area (7.5)."""

SIGN_RIGHT = 4
"""With a seal the date stands four characters in from the right (7.3.5.1)."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where text may stand on a page: points, measured from its own top left corner."""

    width: float
    height: float
    turned: bool = False


PORTRAIT = Area(AREA_WIDTH, AREA_HEIGHT)
LANDSCAPE = Area(AREA_HEIGHT, AREA_WIDTH, turned=True)
"""A table across keeps the page upright: its head lies at the binding edge of an odd page, at
the cut edge of an even one, both of them left; the page number stays (7.6)."""


def page_number_text(page: int) -> str:
    """``— 1 —`` (7.5)."""
    return f"— {page} —"


def page_number_x(page: int, width: float) -> float:
    """Left end of a page number ``width`` wide.

    Odd pages: one character from the right edge of the type area, even ones: from the left (7.5).
    """
    if page % 2:
        return LEFT + AREA_WIDTH - PAGE_NUMBER_SIZE - width
    return LEFT + PAGE_NUMBER_SIZE
