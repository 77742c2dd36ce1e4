"""The filters in force, each a chip that takes itself away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qxn_desktop.services.list_filter import Chip
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import emptied
from qxn_desktop.ui.widgets.flow_layout import FlowLayout


class ChipRow(QWidget):
    """``taken_away`` carries the query left without a filter. Hidden while there is none."""

    taken_away = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, GRID)
        self._shown: tuple[Chip, ...] = ()
        self.hide()

    def show_chips(self, found: Sequence[Chip]) -> None:
        """Show these."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        emptied(self._flow)
        for one in found:
            made = button(one.words, partial(self.taken_away.emit, one.rest), "chip", "dismiss")
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands at the end
            made.setAccessibleName(f"去掉筛选：{one.words}")
            made.setToolTip("去掉这个筛选")
            self._flow.addWidget(made)
        self.setVisible(bool(found))
        self.updateGeometry()
