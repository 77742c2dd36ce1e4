"""Keeps the numbers beside 今日 and 问题 up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qxn_desktop.services.waiting import Waiting, waiting
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone

if TYPE_CHECKING:
    from qxn_desktop.ui.main_window import MainWindow


class BadgeKeeper(QObject):
    """One for each window."""

    def __init__(self, shell: Shell, window: MainWindow) -> None:
        super().__init__(window)
        self._shell, self._window = shell, window
        shell.changed.connect(self.count)

    def count(self) -> None:
        """Read the numbers in the background and show them."""
        self._shell.read(self, waiting, self._show, key="waiting")

    def _show(self, found: Waiting) -> None:
        numbers = {
            "today": (found.today, Tone.NEUTRAL),
            "problems": (found.problems, Tone.OVERDUE),
        }
        self._window.nav.count(numbers)
