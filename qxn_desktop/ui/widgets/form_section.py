"""The head of a part of a long form: its title, how much of it is filled; opens and closes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.ui.style.icon import set_icon

OPEN, CLOSED = "down", "right"
"""Icons."""


class FormSection(QPushButton):
    """``turned`` is told of the section whenever it was opened or closed."""

    def __init__(
        self, title: str, fields: Sequence[FieldSpec], turned: Callable[[FormSection], None]
    ) -> None:
        super().__init__()
        self.title, self.fields = title, tuple(fields)
        self.is_open = False
        self._filled = 0
        self._turned = turned
        self.setProperty("kind", "row")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.turn)
        self._say()

    def count(self, values: Mapping[str, Json], hidden: Collection[str]) -> None:
        """Say how many of its fields are filled; hidden ones hold something."""
        held = [one for one in self.fields if one.id in hidden or values.get(one.id) is not None]
        self._filled = len(held)
        self._say()

    def open(self) -> None:
        """Show its fields."""
        if not self.is_open:
            self.turn()

    def turn(self) -> None:
        """Open it, or close it."""
        self.is_open = not self.is_open
        self._say()
        self._turned(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter turns it, Right opens and Left closes it, as in a tree."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.turn()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            if self.is_open != (key == Qt.Key.Key_Right):
                self.turn()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        filled = f"　已填 {self._filled}/{len(self.fields)}" if self._filled else ""
        self.setText(f"{self.title}{filled or f'　{len(self.fields)} 项'}")
        state = "已展开" if self.is_open else "已收起，回车展开"
        self.setAccessibleName(f"{self.title}，{state}")
        set_icon(self, OPEN if self.is_open else CLOSED, "text_soft")
