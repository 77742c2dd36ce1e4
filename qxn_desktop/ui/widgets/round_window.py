"""Round corners of a window without a frame, where nobody blends windows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBitmap, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

UNBLENDED = frozenset({"xcb"})
"""Platforms where a translucent corner may come out black: X11 without a compositor."""


def round_off(window: QWidget, radius: int) -> None:
    """Cut the corners of a window of fixed size; where windows are blended they are left alone."""
    if QGuiApplication.platformName() in UNBLENDED:
        window.setMask(round_mask(window, radius))


def round_mask(window: QWidget, radius: int) -> QBitmap:
    """What is left of ``window`` without its corners."""
    mask = QBitmap(window.size())
    mask.clear()
    painter = QPainter(mask)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(QRectF(window.rect()), radius, radius)
    painter.end()
    return mask
