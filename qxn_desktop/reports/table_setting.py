"""Sets tables: ruled, the header repeated on every page, the total kept with its rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from qxn_desktop.reports.document import Align, Table
from qxn_desktop.reports.flow import Box, Spot, space
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import SIZE_SMALL_4
from qxn_desktop.reports.line_breaker import Line
from qxn_desktop.reports.text_setting import Slot, Style, draw_line

PADDING_X: dict[Align, float] = {"left": 4.0, "center": 2.0, "right": 4.0}
PADDING_Y = 3.0
LINE = 15.0
"""Pitch inside a cell, for 小四."""

RULE = 0.5
AFTER = 8.0
CAPTION = 22.0

Cell = tuple[list[Line], Align]


def table_boxes(table: Table, width: float, system: Path | None) -> list[Box]:
    """Caption, header, rows, total. At least two rows stand together at either end."""
    head = Style(Typeface.HEI, SIZE_SMALL_4, system)
    body = Style(Typeface.BODY, SIZE_SMALL_4, system)
    widths = column_widths(table, width)
    titles = [column.title for column in table.columns]
    cells = [_cell(head, t, w, "center") for t, w in zip(titles, widths, strict=True)]
    header = _row_box(head, cells, widths, keep=True)
    boxes = [header]
    texts = [(body, row) for row in table.rows]
    texts += [(head, table.total)] if table.total else []
    for index, (style, row) in enumerate(texts):
        cells = _cells(style, row, table, widths)
        keep = index == 0 < len(texts) - 1 or index == len(texts) - 2
        box = _row_box(style, cells, widths, keep=keep, opens=header)
        if table.figures:
            box = _marked(box, widths, table.figures[index])
        boxes.append(box)
    caption = _caption_box(table.caption, width, system) if table.caption else space(AFTER / 2)
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


def _row_box(
    style: Style, cells: list[Cell], widths: list[float], *, keep: bool, opens: Box | None = None
) -> Box:
    height = max(len(lines) for lines, _ in cells) * LINE + 2 * PADDING_Y
    draw = partial(_draw_row, style, cells, widths, height)
    return Box(height, draw, keep_next=keep, opens=opens)


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


def _draw_row(
    style: Style, cells: list[Cell], widths: list[float], height: float, spot: Spot
) -> None:
    _rule(spot, widths, height)
    left = 0.0
    for (lines, align), width in zip(cells, widths, strict=True):
        start = (height - len(lines) * LINE) / 2
        pad = PADDING_X[align]
        slot = Slot(width - 2 * pad, LINE, align)
        for index, line in enumerate(lines):
            draw_line(spot.moved(left + pad, start + index * LINE), style, line, slot)
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


def _caption_box(caption: str, width: float, system: Path | None) -> Box:
    style = Style(Typeface.HEI, SIZE_SMALL_4, system)
    line = style.lines(caption, width)[0]

    def draw(spot: Spot) -> None:
        draw_line(spot, style, line, Slot(width, CAPTION, "center"))

    return Box(CAPTION, draw, keep_next=True)
