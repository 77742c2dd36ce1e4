"""A narrow list: an item that is too long ends in …, its tooltip has the whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget


def one_line(widget: QListWidget) -> None:
    """Let no item make the list scroll sideways."""
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setTextElideMode(Qt.TextElideMode.ElideRight)
    widget.setWordWrap(False)
