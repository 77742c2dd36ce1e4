"""Keeps in sight when data were last exchanged, and how many conflicts wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qxn_desktop.services.trust import ExchangeStanding, exchange_standing
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone

if TYPE_CHECKING:
    from qxn_desktop.ui.main_window import MainWindow


class ExchangeWatch(QObject):
    """One for each window."""

    def __init__(self, shell: Shell, window: MainWindow) -> None:
        super().__init__(window)
        self._shell, self._window = shell, window
        shell.changed.connect(self.begin)

    def begin(self) -> None:
        """Tell how it stands; again after each change."""
        self._shell.read(self, exchange_standing, self._show, key="standing")

    def _show(self, standing: ExchangeStanding) -> None:
        self._window.status.show_exchange(standing.words)
        self._window.nav.count({"exchange": (standing.conflicts, Tone.SOON)})
