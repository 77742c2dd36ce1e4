"""Waiting for the window: until nothing is under way and all pages show what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from qxn_desktop.ui.shell import Shell

if TYPE_CHECKING:  # a probe measures what it imports
    from pytestqt.qtbot import QtBot


def settle(qtbot: QtBot, shell: Shell, timeout: int = 10_000) -> None:
    """Let the window's loop run until no result is awaited and no refresh is due."""

    def quiet() -> bool:
        for _ in range(2):  # what the first round delivers may ask for more
            QApplication.processEvents()
            if not is_settled(shell):
                return False
        return True

    qtbot.waitUntil(quiet, timeout=timeout)


def is_settled(shell: Shell) -> bool:
    """Whether no result is awaited and no refresh is due."""
    return shell.runner.is_idle and not _due()


def _due() -> bool:
    """Whether a zero timer (``Page.refresh_soon``) waits."""
    windows = QApplication.topLevelWidgets()
    timers = [timer for window in windows for timer in window.findChildren(QTimer)]
    return any(timer.isActive() and timer.interval() == 0 for timer in timers)
