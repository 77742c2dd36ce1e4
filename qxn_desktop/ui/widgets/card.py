"""White cards on the quiet ground, and the layouts inside."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.ui.style.tokens import GRID, Tone
from qxn_desktop.ui.widgets.text import label, set_tone

L = TypeVar("L", bound=QBoxLayout)


class Card(QFrame):
    """A card with an optional heading; put things into ``body``."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        self.body.setSpacing(GRID)
        self.head = row()
        self.heading = label(heading, "section", parent=self)  # without one it would be a window
        self.heading.setVisible(bool(heading))
        if heading:
            self.head.addWidget(self.heading)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Note(QFrame):
    """A remark on a coloured ground, with an icon's worth of meaning in its words."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.ACCENT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        set_tone(self, tone)
        self.words = label(text, wrap=True)
        self.body = QHBoxLayout(self)
        self.body.setContentsMargins(12, GRID, 12, GRID)
        self.body.addWidget(self.words, 1)


def line() -> QFrame:
    """A hairline between parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


def row(*widgets: QWidget, spacing: int = GRID) -> QHBoxLayout:
    """Widgets side by side, without margins."""
    return _filled(QHBoxLayout(), widgets, spacing)


def packed(*widgets: QWidget, spacing: int = GRID) -> QHBoxLayout:
    """Widgets side by side at the left; the rest of the row stays empty."""
    made = row(*widgets, spacing=spacing)
    made.addStretch(1)
    return made


def column(*widgets: QWidget, spacing: int = GRID) -> QVBoxLayout:
    """Widgets below each other, without margins."""
    return _filled(QVBoxLayout(), widgets, spacing)


def holder(layout: QLayout) -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made


def scrolling(content: QWidget) -> QScrollArea:
    """``content`` in an area that scrolls downwards only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("kind", "ground")
    area.setWidget(content)
    return area


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            emptied(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _filled(layout: L, widgets: tuple[QWidget, ...], spacing: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
