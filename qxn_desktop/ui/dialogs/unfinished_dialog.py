"""Asked before the window closes over something half typed: go on with it, or let it go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label

WIDTH = 440


class UnfinishedDialog(InReadingOrder, QDialog):
    """``dropped``: it is wanted no longer. Esc and Enter go on writing."""

    dropped = Signal()

    def __init__(self, parent: QWidget, words: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("还有写了一半的")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.go_on = button("继续写", self.reject, "primary")
        self.go_on.setDefault(True)
        self.drop = button("不要了，关闭", self._drop)
        foot = row(self.go_on, self.drop)
        foot.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(10)
        body.addWidget(label("还有写了一半、没有保存的：", "section"))
        for one in words:
            body.addWidget(label(one, wrap=True))
        body.addWidget(
            label("现在关闭，这些就没有了。检查里填的不用管，都已自动保存。", "soft", wrap=True)
        )
        body.addLayout(foot)

    def _drop(self) -> None:
        self.accept()
        self.dropped.emit()
