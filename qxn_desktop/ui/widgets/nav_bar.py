"""The pages at the left edge, each with the number that waits on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.style.tokens import NAV_WIDTH, Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.text import label, pill, set_tone


class NavBar(QFrame):
    """One button a page; ``chosen`` carries its id."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setFixedWidth(NAV_WIDTH)
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, QLabel] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(8, 12, 8, 12)
        body.setSpacing(4)
        for id_, title, icon in entries:
            if id_ == entries[-1][0]:
                body.addStretch(1)
            body.addWidget(self._entry(id_, title, icon))

    def show_page(self, id_: str) -> None:
        """Mark the page that is shown."""
        chosen = self._buttons.get(id_)
        if chosen is not None:
            chosen.setChecked(True)
        for other, one in self._buttons.items():
            set_icon(one, str(one.property("iconName")), "accent" if other == id_ else "text_soft")

    def count(self, numbers: Mapping[str, tuple[int, Tone]]) -> None:
        """Show how much waits on these pages, nothing where nothing does; others stay."""
        for id_ in numbers.keys() & self._badges.keys():
            badge, (number, tone) = self._badges[id_], numbers[id_]
            badge.setText(str(number) if number < 1000 else "999+")
            set_tone(badge, tone)
            badge.setVisible(number > 0)
            name = self._buttons[id_].text()
            self._buttons[id_].setAccessibleName(f"{name}，{number} 项" if number else name)

    def _entry(self, id_: str, title: str, icon: str) -> QPushButton:
        made = button(title, lambda: self.chosen.emit(id_), icon=icon)
        made.setCheckable(True)
        made.setFixedHeight(38)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        badge = pill()
        badge.hide()
        inside = QHBoxLayout(made)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(label(), 1)
        inside.addWidget(badge)
        self._group.addButton(made)
        self._buttons[id_], self._badges[id_] = made, badge
        return made
