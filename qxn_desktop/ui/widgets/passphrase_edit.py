"""A field for a passphrase: hidden, shown on demand, a word on caps lock, emptied after use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.style.theme import theme

SHOW = "Ctrl+E"
"""Shows what was typed, or hides it again: the eye is only for the mouse."""
CAPS = "大写锁定（Caps Lock）好像开着。"


class PassphraseEdit(QLineEdit):
    """``caps_seen`` tells whether a letter came in the case that caps lock gives."""

    caps_seen = Signal(bool)

    def __init__(self, says: str = "口令", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(says)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(200)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._eye = self.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip(f"显示或隐藏口令（{SHOW}）")
        self.setAccessibleDescription(f"按 {SHOW} 显示或隐藏")
        self.setPlaceholderText(f"按 {SHOW} 显示口令")
        self._eye.triggered.connect(self._toggle)
        theme().changed.connect(self._draw)

    def take(self) -> str:
        """What was typed; the field is empty from now on."""
        typed = self.text()
        self.wipe()
        return typed

    def wipe(self) -> None:
        """Forget what was typed, also for undo."""
        self.setText("")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.keyCombination()) == QKeySequence(SHOW):
            self._toggle()
            return
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(letter.isupper() != shifted)
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._draw()
        super().hideEvent(event)

    def _toggle(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._draw()

    def _draw(self) -> None:
        if not isValid(self._eye):  # it is hidden once more while its dialog is taken down
            return
        shown = self.echoMode() is QLineEdit.EchoMode.Normal
        self._eye.setIcon(icon("eye_off" if shown else "eye"))
