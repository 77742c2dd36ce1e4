"""A fingerprint in eight groups, large enough to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from qxn_desktop.ui.widgets.text import set_style

ACROSS = 4


class FingerprintRow(QWidget):
    """Groups as tiles; with ``ticking`` each can be ticked once it was heard."""

    ticked = Signal()

    def __init__(self, *, ticking: bool = False) -> None:
        super().__init__()
        self._ticking = ticking
        self._groups: tuple[str, ...] = ()
        self._tiles: list[QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(ACROSS, 1)

    @property
    def ticks(self) -> list[bool]:
        """Which groups were ticked."""
        return [tile.isChecked() for tile in self._tiles]

    def show_groups(self, groups: Sequence[str]) -> None:
        """Show another fingerprint; the same one keeps its ticks."""
        if tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [self._tile(at, group) for at, group in enumerate(groups)]

    def show_marks(self, marks: Sequence[bool | None]) -> None:
        """Colour each group by whether what was typed of it is right; a sign goes with it."""
        for tile, group, mark in zip(self._tiles, self._groups, marks, strict=True):
            tone = {True: "done", False: "overdue", None: ""}[mark]
            sign = {True: " ✓", False: " ✗", None: ""}[mark]
            if mark is None and tile.isChecked():
                tone, sign = "done", " ✓"
            tile.setText(f"{group}{sign}")
            set_style(tile, "tone", tone)

    def _tile(self, at: int, group: str) -> QPushButton:
        tile = QPushButton(group)
        tile.setAutoDefault(False)
        tile.setProperty("kind", "group")
        tile.setAccessibleName(f"第 {at + 1} 组 {' '.join(group)}")
        tile.setCheckable(self._ticking)
        tile.setEnabled(self._ticking)
        tile.clicked.connect(lambda _checked=False: self.ticked.emit())
        self._grid.addWidget(tile, at // ACROSS, at % ACROSS)
        return tile
