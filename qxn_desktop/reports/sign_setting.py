"""Sets the end of a document: unit, date and room for the seal, then who filled and checked it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qxn_desktop.reports.document import SignBlock
from qxn_desktop.reports.flow import Box, Spot
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import BODY_SIZE, PITCH, SIGN_RIGHT
from qxn_desktop.reports.text_setting import Style, draw_text

BLANK_DATE = "　　　　年　　月　　日"
PEN_WIDTH = 4 * BODY_SIZE
"""Room for a name to be written."""


def sign_boxes(block: SignBlock, width: float, system: Path | None) -> list[Box]:
    """One box: it is never torn from itself."""
    style = Style(Typeface.BODY, BODY_SIZE, system)
    rows = _rows(block, style, width)
    lines = 5 + len(rows) + len(block.facts)

    def draw(spot: Spot) -> None:
        _draw_seal(spot.moved(0, 2 * PITCH), style, block, width)
        here = spot.moved(0, 5 * PITCH)
        for row in rows:
            _draw_people(here, style, row, width)
            here = here.moved(0, PITCH)
        for label, value in block.facts:
            draw_text(here, style, f"{label}：{value}", PITCH)
            here = here.moved(0, PITCH)

    return [Box(lines * PITCH, draw, on_grid=True)]


def _rows(block: SignBlock, style: Style, width: float) -> list[tuple[tuple[str, str], ...]]:
    """People side by side when they fit, else one a line."""
    if sum(_person_width(style, person) for person in block.people) <= width:
        return [block.people]
    return [(person,) for person in block.people]


def _person_width(style: Style, person: tuple[str, str]) -> float:
    """Label, name or room for it, and a character's space."""
    label, name = person
    return style.measure(f"{label}：") + (style.measure(name) or PEN_WIDTH) + style.size


def _draw_seal(spot: Spot, style: Style, block: SignBlock, width: float) -> None:
    """Date four characters in from the right, the unit centred above it (7.3.5.1)."""
    date = block.date or BLANK_DATE
    unit = f"{block.unit}（盖章）"
    half, half_date = style.measure(unit) / 2, style.measure(date) / 2
    centre = min(width - SIGN_RIGHT * BODY_SIZE - half_date, width - half)
    draw_text(spot.moved(centre - half), style, unit, PITCH)
    draw_text(spot.moved(centre - half_date, PITCH), style, date, PITCH)


def _draw_people(spot: Spot, style: Style, people: Sequence[tuple[str, str]], width: float) -> None:
    widths = [_person_width(style, person) for person in people]
    between = (width - sum(widths)) / max(len(people) - 1, 1)
    here = spot
    for (label, name), own in zip(people, widths, strict=True):
        draw_text(here, style, f"{label}：{name}", PITCH)
        if not name:
            start = here.x + style.measure(f"{label}：")
            line = style.baseline(here.top, PITCH) - 2
            here.canvas.setLineWidth(0.5)
            here.canvas.line(start, line, start + PEN_WIDTH, line)
        here = here.moved(own + between)
