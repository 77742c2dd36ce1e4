"""Sets text: lines on the page's grid, justified, in the typefaces of the standard."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from qxn_desktop.reports import fonts
from qxn_desktop.reports.document import Heading, Note, Paragraph, Title
from qxn_desktop.reports.flow import Box, Draw, Spot, space
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import (
    BODY_SIZE,
    INDENT,
    PITCH,
    SIZE_2,
    SIZE_3,
    SIZE_SMALL_4,
)
from qxn_desktop.reports.line_breaker import SQUEEZED, Line, break_lines

NOTE_PITCH = 18.0
WIDEST_STRETCH = 0.5
"""A line is justified while each gap grows by at most this part of a character."""

HEADING_FACES = {1: Typeface.HEI, 2: Typeface.KAI, 3: Typeface.BODY, 4: Typeface.BODY}
"""一级黑体, 二级楷体, 三、四级仿宋 (GB/T 9704-2012 7.3.3)."""

Placing = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Style:
    """A typeface at a size; ``system`` as in ``fonts.font_name``."""

    typeface: Typeface
    size: float
    system: Path | None = None

    def measure(self, text: str) -> float:
        return fonts.text_width(text, self.typeface, self.size, self.system)

    def lines(
        self, text: str, width: float, first: float | None = None, *, squeeze: bool = False
    ) -> list[Line]:
        return break_lines(text, width, self.measure, first, squeeze=squeeze)

    def use_on(self, canvas: Any) -> None:
        canvas.setFont(fonts.font_name(self.typeface, self.system), self.size)

    def baseline(self, top: float, height: float) -> float:
        """Baseline that centres characters in a line ``height`` high below ``top``.

        A hanzi fills its em from 0.12 below to 0.88 above the baseline.
        """
        return top - height / 2 - 0.38 * self.size


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for a line: its width, its height and where in it the text goes."""

    width: float
    height: float
    placing: Placing = "left"


def draw_text(spot: Spot, style: Style, text: str, height: float) -> None:
    """``text`` in a line ``height`` high."""
    style.use_on(spot.canvas)
    spot.canvas.drawString(spot.x, style.baseline(spot.top, height), text)


def draw_line(spot: Spot, style: Style, line: Line, slot: Slot) -> None:
    """``line`` in ``slot``."""
    slack = slot.width - line.width
    if slack < -0.01 and slot.placing == "justify":
        signs = sum(char in SQUEEZED for char in line.text) or 1
        _draw_runs(spot, style, _squeezed_runs(line, slack / signs), slot.height)
        return
    gaps = len(line.pieces) - 1
    stretch = slack / gaps if gaps and slot.placing == "justify" and not line.last else 0.0
    if 0 < stretch <= WIDEST_STRETCH * style.size:
        _draw_runs(spot, style, _stretched_runs(line, stretch), slot.height)
        return
    offset = {"center": slack / 2, "right": slack}.get(slot.placing, 0.0)
    draw_text(spot.moved(offset), style, line.text.rstrip(" \t"), slot.height)


def _draw_runs(spot: Spot, style: Style, runs: Iterable[tuple[float, str]], height: float) -> None:
    """Runs of text, each with the space that follows every character of it."""
    style.use_on(spot.canvas)
    target = spot.canvas.beginText(spot.x, style.baseline(spot.top, height))
    for gap, run in runs:
        target.setCharSpace(gap)
        target.textOut(run)
    target.setCharSpace(0)
    spot.canvas.drawText(target)


def _squeezed_runs(line: Line, share: float) -> Iterator[tuple[float, str]]:
    """Signs that give ``share`` (below 0) of their blank half, and what stands between."""
    text = line.text.rstrip(" \t")
    for gives, run in groupby(text, lambda char: char in SQUEEZED):
        yield (share if gives else 0.0), "".join(run)


def _stretched_runs(line: Line, stretch: float) -> Iterator[tuple[float, str]]:
    """Runs of characters with the space that follows each: only pieces are pulled apart."""
    run, gap = "", stretch
    for piece in line.pieces:
        for part, wanted in ((piece[:-1], 0.0), (piece[-1:], stretch)):
            if part and wanted != gap:
                if run:
                    yield gap, run
                run, gap = "", wanted
            run += part
    yield gap, run.rstrip(" \t")


def paragraph_boxes(block: Paragraph, width: float, system: Path | None) -> list[Box]:
    """A paragraph of 3号仿宋; no single line of it is left alone on a page."""
    style = Style(Typeface.BODY, BODY_SIZE, system)
    indent = INDENT if block.indent else 0.0
    lines = style.lines(block.text, width, width - indent, squeeze=True)
    boxes = []
    said = _said_in(block, lines)
    for index, line in enumerate(lines):
        offset = indent if index == 0 else 0.0
        slot = Slot(width - offset, PITCH, "justify")
        draw: Draw = partial(_draw_offset, style, line, slot, offset)
        if said[index]:
            draw = partial(_draw_said, draw, (style, line, slot), offset, said[index])
        keep = len(lines) > 1 and index in (0, len(lines) - 2)
        boxes.append(Box(PITCH, draw, keep_next=keep, on_grid=True))
    return boxes


Said = list[tuple[int, int, Hashable]]
"""Figures in a line: from which character to which, and the figure's name."""


def _said_in(block: Paragraph, lines: Sequence[Line]) -> list[Said]:
    """For each line the figures that it says, wholly or in part."""
    spans = [
        (at, at + len(words), figure)
        for words, figure in block.figures
        if (at := block.text.find(words)) >= 0
    ]
    found: list[Said] = []
    end = 0
    for line in lines:
        start = block.text.find(line.text, end)
        end = start + len(line.text)
        found.append(
            [
                (max(a, start) - start, min(b, end) - start, figure)
                for a, b, figure in spans
                if a < end and b > start
            ]
        )
    return found


def _draw_said(
    draw: Draw, set_as: tuple[Style, Line, Slot], offset: float, said: Said, spot: Spot
) -> None:
    """Draw a line and note where its figures stand, as it is stretched or squeezed."""
    style, line, slot = set_as
    draw(spot)
    share = 1.0 if line.last or not line.width else slot.width / line.width
    for first, last, figure in said:
        left = offset + style.measure(line.text[:first]) * share
        right = offset + style.measure(line.text[:last]) * share
        spot.moved(left).mark(right - left, slot.height, figure)


def _draw_offset(style: Style, line: Line, slot: Slot, offset: float, spot: Spot) -> None:
    draw_line(spot.moved(offset), style, line, slot)


def heading_boxes(block: Heading, width: float, system: Path | None) -> list[Box]:
    """A heading, numbered; it stays with what follows."""
    style = Style(HEADING_FACES[block.level], BODY_SIZE, system)
    boxes = []
    for index, line in enumerate(style.lines(block.text, width, width - INDENT)):
        offset = INDENT if index == 0 else 0.0
        slot = Slot(width - offset, PITCH, "justify")
        draw = partial(_draw_offset, style, line, slot, offset)
        if index == 0:
            draw = partial(_draw_marked, draw, block.text, block.level)
        boxes.append(Box(PITCH, draw, keep_next=True, on_grid=True))
    return boxes


def _draw_marked(draw: Draw, text: str, level: int, spot: Spot) -> None:
    """Draw a heading and enter it into the file's outline."""
    key = f"h{spot.canvas.getPageNumber()}-{spot.top:.0f}"
    spot.canvas.bookmarkPage(key, fit="XYZ", left=0, top=spot.top, zoom=0)
    spot.canvas.addOutlineEntry(text, key, level=min(level, 2) - 1)
    draw(spot)


def title_boxes(block: Title, width: float, system: Path | None) -> list[Box]:
    """2号小标宋, centred, a blank line below."""
    style = Style(Typeface.TITLE, SIZE_2, system)
    lines = [line for text in block.lines for line in style.lines(text, width)]
    boxes = [_centred(style, line, width, 1.2 * PITCH) for line in lines]
    small = Style(Typeface.KAI, SIZE_3, system)
    if block.subtitle:
        boxes += [
            _centred(small, line, width, PITCH) for line in small.lines(block.subtitle, width)
        ]
    return [*boxes, Box(PITCH / 2, lambda _spot: None, keep_next=True)]


def _centred(style: Style, line: Line, width: float, height: float) -> Box:
    draw = partial(_draw_offset, style, line, Slot(width, height, "center"), 0.0)
    return Box(height, draw, keep_next=True)


def note_boxes(block: Note, width: float, system: Path | None) -> list[Box]:
    """Small print, its items numbered and hanging."""
    head = Style(Typeface.HEI, SIZE_SMALL_4, system)
    style = Style(Typeface.BODY, SIZE_SMALL_4, system)
    title = head.lines(block.title, width)[0]
    hang = style.measure("10. ")
    boxes = [space(NOTE_PITCH / 2), _note_line(head, "", title, (0.0, width))]
    for number, item in enumerate(block.items, 1):
        lines = style.lines(item, width - hang)
        for index, line in enumerate(lines):
            label = f"{number}." if index == 0 else ""
            boxes.append(_note_line(style, label, line, (hang, width - hang)))
        boxes[-1] = replace(boxes[-1], keep_next=False)
    return boxes


def _note_line(style: Style, label: str, line: Line, span: tuple[float, float]) -> Box:
    def draw(spot: Spot) -> None:
        if label:
            draw_text(spot, style, label, NOTE_PITCH)
        draw_line(spot.moved(span[0]), style, line, Slot(span[1], NOTE_PITCH, "justify"))

    return Box(NOTE_PITCH, draw, keep_next=True)
