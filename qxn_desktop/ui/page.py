"""What every page is: a widget that reads what it shows, and again when something changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.target import Target


class Page(QWidget):
    """Heirs build their widgets once in ``__init__`` and fill them in ``refresh``.

    ``refresh`` asks ``self.shell.read(self, …)`` and shows what comes; it is called when the page
    is shown first, when something changed while it is shown, or before it is shown again.
    """

    retitled = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.title = ""
        self.subtitle = ""
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.body.setSpacing(12)
        self.setProperty("kind", "ground")
        self._stale = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh_now)
        shell.changed.connect(self._note)

    def open(self, target: Target) -> None:
        """Show what ``target`` names; called after the page is in front, before ``refresh``."""

    def refresh(self) -> None:
        """Read anew what is shown."""

    def concerns(self, _changes: ChangeSet) -> bool:
        """Whether a change can alter what is shown; a page that knows better says no."""
        return True

    def actions_here(self) -> Sequence[Action]:
        """What keys and the palette offer while the page is shown."""
        return ()

    def unfinished(self) -> Sequence[str]:
        """What is half typed here and kept nowhere else, in words (问题：写了一半的登记)."""
        return ()

    def say_title(self, title: str, subtitle: str = "") -> None:
        """What stands at the top of the window."""
        self.title, self.subtitle = title, subtitle
        self.retitled.emit()

    def refresh_soon(self) -> None:
        """Refresh once, after all that is under way in the window's loop."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def _note(self, changes: ChangeSet) -> None:
        if self.concerns(changes):
            self.refresh_soon()

    def _refresh_now(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()
