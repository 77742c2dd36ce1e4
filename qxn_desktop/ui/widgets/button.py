"""Buttons by what they are for. There is one blue one on a page: what can be done now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qxn_desktop.ui.style.icon import set_icon

INK = {"primary": "on_accent", "danger": "overdue", "link": "accent", "chip": "accent"}


class Button(QPushButton):
    """A button that Enter presses too, as in a dialog; not a choice, where Enter goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.property("kind") != "choice":
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    run: Callable[[], None] | None = None,
    kind: str = "",
    icon: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A button that says a verb. ``kind``: primary, quiet, danger, link, row, choice, chip."""
    made = Button(text, parent)
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        set_icon(made, icon, INK.get(kind, "text_soft"))
    if kind == "row":
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def icon_button(
    icon: str, says: str, run: Callable[[], None] | None = None, parent: QWidget | None = None
) -> QPushButton:
    """A button that is only an icon; ``says`` is its tooltip and its accessible name."""
    made = button("", run, "quiet", icon, parent)
    made.setToolTip(says)
    made.setAccessibleName(says)
    made.setFixedSize(QSize(34, 34))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
