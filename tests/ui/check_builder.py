"""The page of checks over a demonstration, and keys as a clerk presses them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qxn_desktop.services.check_round import RoundLine
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.check_page import CheckPage
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from tests.ui.settling import settle

PAGES = (
    PageSpec("check", "检查", "checks", "qxn_desktop.ui.pages.check_page", "CheckPage"),
    PageSpec("problems", "问题", "problems", "tests.ui.sample_page", "SamplePage"),
)
ENTER = Qt.Key.Key_Return
GC = {
    "GC01": "1", "GC02": "1", "GC03": "2", "GC04": "1", "GC05": "1", "GC06": "1",
    "GC08": "1", "GC09": "1", "GC10": "1",
}  # fmt: skip
"""Good answers to all items of GC but its photos, as they are typed."""


class Desk:
    """A clerk at the page of checks."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot, self.shell = qtbot, shell
        self.window = MainWindow(shell, PAGES)
        qtbot.addWidget(self.window)
        self.window.show()
        self.settle()

    @property
    def page(self) -> CheckPage:
        assert isinstance(self.window.page, CheckPage)
        return self.window.page

    def settle(self) -> None:
        settle(self.qtbot, self.shell)

    def choose(self, template: str, frequency: str = "", village: str = "") -> None:
        """Choose a round as another page would."""
        facts = {"template": template, "frequency": frequency, "village": village}
        self.shell.go(Target("check", facts=facts))
        self.settle()

    def begin(self, template: str, frequency: str = "") -> RoundLine:
        """Choose a round and begin with its first object."""
        self.choose(template, frequency)
        self.page.rounds.begin.click()
        self.settle()
        line = self.page.entry.line
        assert line is not None
        return line

    def press(self, *keys: object, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press keys, or type texts, where the keyboard is on the form."""
        for key in keys:
            target = self._target()
            if isinstance(key, str) and key.isascii():
                self.qtbot.keyClicks(target, key)
            elif isinstance(key, str):
                typed = QInputMethodEvent()
                typed.setCommitString(key)
                QApplication.sendEvent(target, typed)
            else:
                chosen = modifier or Qt.KeyboardModifier.NoModifier
                self.qtbot.keyClick(target, key, chosen)  # type: ignore[arg-type]

    def answer(self, *texts: str) -> None:
        """Each text and Enter."""
        for text in texts:
            self.press(text, ENTER)

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)

    def _target(self) -> QWidget:
        form = self.page.entry.form
        row = form.current
        return (row.editor.field if row else None) or form
