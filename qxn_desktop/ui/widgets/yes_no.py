"""是 or 否 as two buttons; keys 1 and 2 answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import packed

ANSWERS = ("是", "否")


class YesNo(QWidget):
    """``changed`` carries the answer."""

    changed = Signal(str)

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self, exclusive=True)
        made = [button(answer, kind="choice") for answer in ANSWERS]
        for at, one in enumerate(made):
            one.setCheckable(True)
            one.setChecked(ANSWERS[at] == value)
            self._group.addButton(one, at)
        self._group.idClicked.connect(self._clicked)
        self.setLayout(packed(*made))
        self.setFocusProxy(made[0])

    @property
    def value(self) -> str:
        """是, 否, or "" while nothing is chosen."""
        at = self._group.checkedId()
        return ANSWERS[at] if at >= 0 else ""

    def choose(self, value: str) -> None:
        """Show an answer."""
        for one in self._group.buttons():
            one.setChecked(one.text() == value)
        self.changed.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}.get(Qt.Key(event.key()))
        if at is None:
            super().keyPressEvent(event)
        else:
            self._group.button(at).click()

    def _clicked(self, _at: int) -> None:
        self.changed.emit(self.value)
