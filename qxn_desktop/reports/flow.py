"""Boxes from top to bottom, page after page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qxn_desktop.reports.gbt9704 import PITCH, Area


class Mark(NamedTuple):
    """Where a figure stands: its page from 0, and its box in points from the page's bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    figure: Hashable


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page: the top left corner of what is to be drawn.

    ``marks`` gathers the figures that are drawn; they leave no trace in the file.
    """

    canvas: Any
    x: float
    top: float
    marks: list[Mark] = field(default_factory=list)

    def moved(self, right: float, down: float = 0.0) -> Spot:
        return Spot(self.canvas, self.x + right, self.top - down, self.marks)

    def mark(self, width: float, height: float, figure: Hashable) -> None:
        """Note that ``figure`` stands in the box below this corner."""
        corners = (
            self.canvas.absolutePosition(self.x, self.top),
            self.canvas.absolutePosition(self.x + width, self.top - height),
        )
        (left, right), (bottom, top) = (sorted(axis) for axis in zip(*corners, strict=True))
        page = self.canvas.getPageNumber() - 1
        self.marks.append(Mark(page, left, bottom, right, top, figure))


Draw = Callable[[Spot], None]


@dataclass(frozen=True, slots=True)
class Box:
    """A strip as wide as the type area that is not broken. ``height`` in points.

    ``keep_next``: the next box stands on the same page. ``on_grid``: starts on a line of the
    page's grid of 22. ``opens`` is drawn before it where it is the first of a page (the header
    of a table). ``gap``: mere space, dropped where a page begins or ends.
    """

    height: float
    draw: Draw
    keep_next: bool = False
    on_grid: bool = False
    opens: Box | None = None
    gap: bool = False


@dataclass(slots=True)
class Sheet:
    """One page: boxes with the distance of their tops from the top of the area."""

    area: Area
    placed: list[tuple[float, Box]] = field(default_factory=list)
    used: float = 0.0

    def top_of(self, box: Box, used: float) -> float:
        """Where ``box`` would start below ``used`` points."""
        if not box.on_grid:
            return used
        return -(-round(used / PITCH, 4) // 1) * PITCH

    def end_of(self, boxes: Sequence[Box]) -> float:
        """Where ``boxes`` would end."""
        used = self.used
        if not self.placed and boxes and boxes[0].opens:
            used += boxes[0].opens.height
        for box in boxes:
            used = self.top_of(box, used) + box.height
        return used

    def fits(self, boxes: Sequence[Box]) -> bool:
        return self.end_of(boxes) <= self.area.height + 0.01

    def place(self, box: Box) -> None:
        if not self.placed and box.gap:
            return
        if not self.placed and box.opens:
            self.placed.append((0.0, box.opens))
            self.used = box.opens.height
        top = self.top_of(box, self.used)
        self.placed.append((top, box))
        self.used = top + box.height


def paginate(area: Area, boxes: Iterable[Box]) -> list[Sheet]:
    """``boxes`` on as many sheets as they need; none for no boxes."""
    sheets: list[Sheet] = []
    for group in _groups(boxes):
        if not sheets:
            sheets.append(Sheet(area))
        if sheets[-1].placed and not sheets[-1].fits(group):
            if group[0].gap and len(group) == 1:
                continue
            sheets.append(Sheet(area))
        for box in group:
            if sheets[-1].placed and not sheets[-1].fits([box]):
                sheets.append(Sheet(area))
            sheets[-1].place(box)
    return sheets


def _groups(boxes: Iterable[Box]) -> Iterator[list[Box]]:
    """Runs of boxes that stand on one page together."""
    group: list[Box] = []
    for box in boxes:
        group.append(box)
        if not box.keep_next:
            yield group
            group = []
    if group:
        yield group


def space(height: float) -> Box:
    """Empty space between two things."""
    return Box(height, lambda _spot: None, gap=True)
