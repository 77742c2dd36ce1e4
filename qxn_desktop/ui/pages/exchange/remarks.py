"""Remarks one below the other, as many as there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.card import Note, emptied


class Remarks(QWidget):
    """Nothing while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(6)
        self.texts: tuple[str, ...] = ()
        self.hide()

    def show_texts(self, texts: Iterable[str], tone: Tone = Tone.SOON) -> None:
        """Say these instead."""
        self.texts = tuple(texts)
        emptied(self._body)
        for text in self.texts:
            self._body.addWidget(Note(text, tone))
        self.setVisible(bool(self.texts))
