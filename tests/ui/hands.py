"""A clerk's two hands on the keyboard, and eyes on the window: no mouse, no method of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from qxn_desktop.ui.widgets.elided_label import ElidedLabel

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
MOST_TABS = 80
"""Further than any page has controls."""


class Hands:
    """Presses keys where the keyboard is, and reads what is on the screen.

    ``settled`` tells whether the window has come to rest; each key is followed by waiting for it.
    """

    def __init__(self, qtbot: QtBot, settled: Callable[[], bool]) -> None:
        self._qtbot, self._settled = qtbot, settled

    # --- hands

    @property
    def focus(self) -> QWidget:
        """What the next key goes to: the focused widget, else the active window."""
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None, "no window is active: a key would go nowhere"
        return found

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key."""
        self._qtbot.keyClick(self.focus, key, modifier)  # type: ignore[arg-type]
        self.rest()

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.press(key, CTRL)

    def type(self, text: str) -> None:
        """Type a text; Chinese as an input method gives it."""
        if text.isascii():
            self._qtbot.keyClicks(self.focus, text)
        else:
            typed = QInputMethodEvent()
            typed.setCommitString(text)
            QApplication.sendEvent(self.focus, typed)
        self.rest()

    def tab_to(self, says: str, *, back: bool = False) -> None:
        """Press Tab until a control is reached whose name begins with ``says``."""
        passed = []
        for _ in range(MOST_TABS):
            if name(self.focus).startswith(says):
                return
            passed.append(name(self.focus))
            self.press(Qt.Key.Key_Backtab if back else TAB)
        raise AssertionError(f"Tab does not lead to {says}; it passed {dict.fromkeys(passed)}")

    def until(self, arrived: Callable[[], bool]) -> None:
        """Wait for what takes its time: another window."""
        self._qtbot.waitUntil(arrived, timeout=20_000)

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self._qtbot.waitUntil(self._is_quiet, timeout=20_000)

    def _is_quiet(self) -> bool:
        QApplication.processEvents()
        return self._settled()

    # --- eyes

    def sees(self, *texts: str) -> None:
        """Each of ``texts`` stands somewhere in the active window, now or in a moment."""
        for text in texts:
            try:
                self._qtbot.waitUntil(lambda text=text: text in screen(), timeout=5_000)
            except (AssertionError, TimeoutError):
                raise AssertionError(f"nowhere on the screen: {text}\n{screen()}") from None

    def sees_not(self, text: str) -> None:
        """``text`` stands nowhere in the active window."""
        assert text not in screen(), f"still on the screen: {text}\n{screen()}"


def name(widget: QWidget) -> str:
    """What a control is called: its accessible name, else what is written on it."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else type(widget).__name__


def screen() -> str:
    """All that can be read in the active window, one text a line."""
    window = QApplication.activeWindow()
    if window is None:
        return ""
    seen = [window, *window.findChildren(QWidget)]
    return "\n".join(text for one in seen if one.isVisible() for text in _read(one) if text)


def _read(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        yield widget.whole
    elif isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget.model())


def _cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    for row in range(model.rowCount()):
        cells = (model.index(row, at).data() for at in range(_columns(model)))
        yield "　".join(str(cell) for cell in cells if cell)


def _columns(model: QAbstractItemModel) -> int:
    """Qt keeps a list's number of columns, which is one, to itself."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()
