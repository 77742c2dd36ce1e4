"""Sets tables: ruled, the header repeated on every page, the total kept with its rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from qxn_desktop.reports.document import Align, Table
from qxn_desktop.reports.flow import Box, Spot, space
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import SIZE_5, SIZE_SMALL_4, SIZE_SMALL_5
from qxn_desktop.reports.line_breaker import Line
from qxn_desktop.reports.text_setting import Slot, Style, draw_line

PADDING_X: dict[Align, float] = {"left": 4.0, "center": 2.0, "right": 4.0}
RULE = 0.5
AFTER = 8.0
CAPTION = 22.0

Cell = tuple[list[Line], Align]


class Look(NamedTuple):
    """Size of type, pitch from line to line, padding above and below; size of the caption."""

    size: float
    line: float
    padding: float
    caption: float


USUAL = Look(SIZE_SMALL_4, 15.0, 3.0, SIZE_SMALL_4)
SMALL = Look(SIZE_SMALL_5, 11.5, 2.0, SIZE_5)


def table_boxes(table: Table, width: float, system: Path | None) -> list[Box]:
    """Caption, header, rows, total. At least two rows stand together at either end."""
    look = SMALL if table.small else USUAL
    head = Style(Typeface.HEI, look.size, system)
    body = Style(Typeface.BODY, look.size, system)
    widths = column_widths(table, width)
    titles = [column.title for column in table.columns]
    cells = [_cell(head, t, w, "center") for t, w in zip(titles, widths, strict=True)]
    header = _row_box(head, cells, widths, look, keep=True)
    boxes = [header]
    texts = [(body, row) for row in table.rows]
    texts += [(head, table.total)] if table.total else []
    for index, (style, row) in enumerate(texts):
        cells = _cells(style, row, table, widths)
        keep = index == 0 < len(texts) - 1 or index == len(texts) - 2
        box = _row_box(style, cells, widths, look, keep=keep, opens=header)
        if table.figures:
            box = _marked(box, widths, table.figures[index])
        boxes.append(box)
    style = Style(Typeface.HEI, look.caption, system)
    caption = _caption_box(table.caption, width, style) if table.caption else space(AFTER / 2)
    return [caption, *boxes, space(AFTER)]


def column_widths(table: Table, width: float) -> list[float]:
    """The columns' widths in points; together ``width``."""
    share = width / sum(column.width for column in table.columns)
    return [column.width * share for column in table.columns]


def _cells(style: Style, row: Sequence[str], table: Table, widths: list[float]) -> list[Cell]:
    return [
        _cell(style, text, width, column.align)
        for text, width, column in zip(row, widths, table.columns, strict=True)
    ]


def _cell(style: Style, text: str, width: float, align: Align) -> Cell:
    room = width - 2 * PADDING_X[align]
    total = style.measure(text)
    if total <= room and "\n" not in text:
        return [Line(text, (text,), total, last=True)], align
    lines = style.lines(text, room)
    return (_balanced(style, text, room, lines) if align == "center" else lines), align


def _balanced(style: Style, text: str, room: float, lines: list[Line]) -> list[Line]:
    """As many lines, of about one length: 户主 / 不在."""
    narrow = max(style.measure(text) / len(lines), style.size)
    while narrow < room:
        tried = style.lines(text, narrow)
        if len(tried) <= len(lines):
            return tried
        narrow += style.size / 2
    return lines


def _row_box(  # noqa: PLR0913 - a row as it is set
    style: Style,
    cells: list[Cell],
    widths: list[float],
    look: Look,
    *,
    keep: bool,
    opens: Box | None = None,
) -> Box:
    height = max(len(lines) for lines, _ in cells) * look.line + 2 * look.padding
    draw = partial(_draw_row, style, cells, widths, look.line)
    return Box(height, partial(draw, height), keep_next=keep, opens=opens)


def _marked(box: Box, widths: list[float], figures: Sequence[Hashable | None]) -> Box:
    """``box``, that notes where each of the row's figures stands."""

    def draw(spot: Spot) -> None:
        box.draw(spot)
        left = 0.0
        for width, figure in zip(widths, figures, strict=True):
            if figure is not None:
                spot.moved(left).mark(width, box.height, figure)
            left += width

    return replace(box, draw=draw)


def _draw_row(  # noqa: PLR0913, PLR0917 - a row as it is drawn
    style: Style, cells: list[Cell], widths: list[float], pitch: float, height: float, spot: Spot
) -> None:
    _rule(spot, widths, height)
    left = 0.0
    for (lines, align), width in zip(cells, widths, strict=True):
        start = (height - len(lines) * pitch) / 2
        pad = PADDING_X[align]
        slot = Slot(width - 2 * pad, pitch, align)
        for index, line in enumerate(lines):
            draw_line(spot.moved(left + pad, start + index * pitch), style, line, slot)
        left += width


def _rule(spot: Spot, widths: list[float], height: float) -> None:
    spot.canvas.setLineWidth(RULE)
    x, top = spot.x, spot.top
    right, bottom = x + sum(widths), top - height
    lines = [(x, top, right, top), (x, bottom, right, bottom), (x, top, x, bottom)]
    edge = x
    for width in widths:
        edge += width
        lines.append((edge, top, edge, bottom))
    spot.canvas.lines(lines)


def _caption_box(caption: str, width: float, style: Style) -> Box:
    lines = style.lines(caption, width)

    def draw(spot: Spot) -> None:
        for at, line in enumerate(lines):
            draw_line(spot.moved(0, at * CAPTION), style, line, Slot(width, CAPTION, "center"))

    return Box(CAPTION * len(lines), draw, keep_next=True)
