"""A whole number that is typed or stepped with the arrow keys."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox, QWidget

INSET = 7
"""px beside the number; the style sheet's padding does not reach the field within."""


class NumberField(QSpinBox):
    """From ``least`` to ``most``, ``width`` px wide."""

    def __init__(self, least: int, most: int, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setFixedWidth(width)
        self.lineEdit().setTextMargins(INSET, 0, INSET, 0)
