"""The line at the bottom: who works where, and whether all is saved, backed up and exchanged."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar

from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.text import label, set_tone


class StatusLine(QStatusBar):
    """Facts of trust, always in sight."""

    def __init__(self, unit: str, clerk: str) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._saved = label("做完一步，存好一步")
        self._backup = label()
        self._exchange = label()
        self.addWidget(label(f"{unit}　{clerk}"))
        for one in (self._exchange, self._backup, self._saved):
            self.addPermanentWidget(one)

    def show_saved(self, time: str) -> None:
        """The last change was saved at ``time`` (10:32)."""
        self._saved.setText(f"已保存 {time}")

    def show_backup(self, words: str, *, stale: bool = False) -> None:
        """When the last backup was made, in words; ``stale``: too long ago."""
        self._backup.setText(f"⚠ {words}" if stale else words)
        set_tone(self._backup, Tone.SOON if stale else Tone.NEUTRAL)

    def show_exchange(self, words: str) -> None:
        """When data were last exchanged, in words."""
        self._exchange.setText(words)
