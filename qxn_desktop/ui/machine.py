"""This machine's preferences while the program runs: read once, written at each change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from qxn_desktop.common.errors import AppError, Problem
from qxn_desktop.common.paths import data_folder
from qxn_desktop.common.preferences import (
    Preferences,
    Recent,
    load_preferences,
    save_preferences,
    with_recent,
    without_recent,
)


class Machine(QObject):
    """Preferences of this machine. A disk that cannot be written costs only what was to be kept."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.problems: tuple[Problem, ...] = ()
        self.preferences = Preferences()
        self.read()

    def read(self) -> None:
        """Read the file anew."""
        try:
            loaded = load_preferences(data_folder())
        except AppError:
            return
        self.preferences, self.problems = loaded.preferences, loaded.problems

    def set(self, **values: Any) -> None:
        """Change some preferences and keep them."""
        self._keep(replace(self.preferences, **values))

    def note_opened(self, opened: Recent) -> None:
        """A workspace was opened: it comes first from now on."""
        self._keep(with_recent(self.preferences, opened))

    def forget(self, path: str) -> None:
        """No longer name a workspace; its folder stays."""
        self._keep(without_recent(self.preferences, path))

    def _keep(self, preferences: Preferences) -> None:
        if preferences == self.preferences:
            return
        self.preferences = preferences
        try:
            save_preferences(data_folder(), preferences)
        except AppError as error:
            self.problems = (Problem("", error.code, error.message),)
        self.changed.emit()


def machine() -> Machine:
    """The preferences of the running application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("there is no application")
    known = app.findChild(Machine)
    return known if known is not None else Machine(app)
