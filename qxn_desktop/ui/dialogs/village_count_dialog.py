"""按村统计 over a page: nothing is decided in it, Esc closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.domain.village_count import VillageCount
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.runner import Read
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.village_count_panel import VillageCountPanel

WIDTH = 520
MARGINS = 24, 20, 24, 16
FRAME = 60
"""px that the system takes for a window's frame and its own bar."""


class VillageCountDialog(InReadingOrder, QDialog):
    """``choose`` is told the code of a village that is opened; without it none can be."""

    def __init__(
        self, shell: Shell, parent: QWidget, choose: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("按村统计")
        self.setMinimumWidth(WIDTH)
        self.panel = VillageCountPanel()
        self.panel.copied.connect(shell.say)
        self._choose = choose
        self.panel.wanted.connect(self._open)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button("关闭", self.reject))
        body = QVBoxLayout(self)
        body.setContentsMargins(*MARGINS)
        # Qt takes the least height from the sentence at its narrowest, far more than it needs.
        body.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        body.addWidget(self.panel)
        body.addLayout(foot)
        self._body = body

    def show_count(self, count: VillageCount) -> None:
        """Show the numbers and the dialog."""
        self.panel.show_count(count)
        self._fit()
        self.open()
        self.panel.copy_text.setFocus()

    def _fit(self) -> None:
        """Every column in sight where the screen has the width, and the foot always."""
        room = self.screen().availableGeometry().size()
        wanted = self.panel.table_width + MARGINS[0] + MARGINS[2]
        width = min(max(WIDTH, wanted), room.width() - FRAME)
        over = self._height_at(width) - (room.height() - FRAME)
        if over > 0:
            self.panel.shorten(over)
        self.resize(width, self._height_at(width))

    def _height_at(self, width: int) -> int:
        """How high it is at a width, in px; what the layouts remember is out of date."""
        for one in (self, *self.panel.findChildren(QWidget)):
            one.ensurePolished()
        for layout in (self.panel.layout(), self._body):
            if layout is not None:
                layout.invalidate()
        return self._body.totalHeightForWidth(width)

    def _open(self, code: str) -> None:
        if self._choose is not None:
            self.accept()
            self._choose(code)


def count_by_village(
    shell: Shell, page: QWidget, work: Read, choose: Callable[[str], None] | None = None
) -> None:
    """Count in the background (``work`` gives a ``VillageCount``), then show it over ``page``."""
    dialog = VillageCountDialog(shell, page, choose)
    dialog.finished.connect(dialog.deleteLater)
    shell.read(dialog, work, dialog.show_count)
