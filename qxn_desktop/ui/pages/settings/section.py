"""What every section of the settings is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.card import scrolling


class Section(QWidget):
    """Heirs put cards into ``body`` and fill them in ``refresh``."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 12, 0)
        self.body.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(self._content)
        whole.addWidget(self._area)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll until ``widget`` is seen, once it has its place."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(widget, 0, 24))

    def refresh(self) -> None:
        """Read anew what is shown."""

    def unfinished(self) -> Sequence[str]:
        """What is half typed here and kept nowhere else, in words."""
        return ()

    def leave(self) -> None:
        """Another section, or another page, is shown: what must not stay on the screen goes."""
