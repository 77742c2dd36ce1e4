"""Sets a bar chart: horizontal, in greys that survive a copying machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.reports.document import Bar, BarChart, BarGroup
from qxn_desktop.reports.flow import Box, Spot, space
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import SIZE_5, SIZE_SMALL_4
from qxn_desktop.reports.line_breaker import Line
from qxn_desktop.reports.text_setting import Slot, Style, draw_line, draw_text

GREYS = (0.35, 0.8, 0.6)
BAR = 11.0
BETWEEN = 7.0
TITLE = 24.0
LEGEND = 20.0
LABELS = 96.0
VALUES = 62.0
"""Room for the categories' names on the left and the printed values on the right."""


@dataclass(frozen=True, slots=True)
class _Pens:
    title: Style
    label: Style


def chart_boxes(chart: BarChart, width: float, system: Path | None) -> list[Box]:
    """The chart as one box that is not broken."""
    pens = _Pens(Style(Typeface.HEI, SIZE_SMALL_4, system), Style(Typeface.BODY, SIZE_5, system))
    height = TITLE + LEGEND + sum(_group_height(group) for group in chart.groups) + BETWEEN

    def draw(spot: Spot) -> None:
        line = Line(chart.title, (chart.title,), pens.title.measure(chart.title), last=True)
        draw_line(spot, pens.title, line, Slot(width, TITLE, "center"))
        _draw_legend(spot.moved(0, TITLE), pens.label, chart.series, width)
        _draw_groups(spot.moved(0, TITLE + LEGEND), pens.label, chart, width)

    return [space(BETWEEN), Box(height, draw), space(BETWEEN)]


def _group_height(group: BarGroup) -> float:
    return len(group.bars) * BAR + BETWEEN


def _draw_legend(spot: Spot, style: Style, series: tuple[str, ...], width: float) -> None:
    total = sum(style.measure(name) + 34 for name in series) - 16
    here = spot.moved((width - total) / 2)
    for index, name in enumerate(series):
        _fill(here.moved(0, LEGEND / 2 - 4), index, 12.0, 8.0)
        draw_text(here.moved(18), style, name, LEGEND)
        here = here.moved(style.measure(name) + 34)


def _draw_groups(spot: Spot, style: Style, chart: BarChart, width: float) -> None:
    scale = (width - LABELS - VALUES) / float(chart.maximum)
    here = spot.moved(0, BETWEEN / 2)
    for group in chart.groups:
        _draw_name(here, style, group.title, len(group.bars) * BAR)
        for index, bar in enumerate(group.bars):
            _draw_bar(here.moved(LABELS, index * BAR), style, (index, bar), scale)
        here = here.moved(0, _group_height(group))
    spot.canvas.setStrokeGray(0)
    spot.canvas.setLineWidth(0.7)
    axis = spot.x + LABELS
    spot.canvas.line(axis, spot.top, axis, here.top + BETWEEN / 2)


def _draw_name(spot: Spot, style: Style, name: str, height: float) -> None:
    lines = style.lines(name, LABELS - 8)
    start = (height - len(lines) * BAR) / 2
    for index, line in enumerate(lines):
        draw_line(spot.moved(0, start + index * BAR), style, line, Slot(LABELS - 8, BAR, "right"))


def _draw_bar(spot: Spot, style: Style, numbered: tuple[int, Bar], scale: float) -> None:
    index, bar = numbered
    length = 0.0 if bar.value is None else float(bar.value) * scale
    if length > 0:
        _fill(spot.moved(0, 1), index, length, BAR - 2)
    draw_text(spot.moved(length + 4), style, bar.label, BAR)


def _fill(spot: Spot, index: int, width: float, height: float) -> None:
    canvas = spot.canvas
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setFillGray(GREYS[index % len(GREYS)])
    canvas.rect(spot.x, spot.top - height, width, height, stroke=1, fill=1)
    canvas.restoreState()
