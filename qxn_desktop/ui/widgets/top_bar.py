"""The page's title, the search that finds everything, and help."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.text import label, pill


class TopBar(QFrame):
    """At the top of every page."""

    search_wanted = Signal()
    help_wanted = Signal()
    keys_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, *, demo: bool) -> None:
        super().__init__()
        self.setProperty("kind", "topbar")
        self.setFixedHeight(56)
        self._title = label(kind="title")
        self._subtitle = label(kind="soft")
        body = QHBoxLayout(self)
        body.setContentsMargins(24, 0, 16, 0)
        body.setSpacing(8)
        body.addWidget(self._title)
        body.addSpacing(4)
        body.addWidget(self._subtitle)
        if demo:
            mark = pill("演示数据，人都是虚构的")
            body.addWidget(mark)
        body.addStretch(1)
        self.search = button(
            "搜索人、户、村、动作　Ctrl+K", self.search_wanted.emit, "search", "search"
        )
        body.addWidget(self.search)
        body.addWidget(icon_button("keyboard", "快捷键（?）", self.keys_wanted.emit))
        body.addWidget(icon_button("help", "本页帮助（F1）", self.help_wanted.emit))
        body.addWidget(icon_button("lock", "锁定（Ctrl+L）", self.lock_wanted.emit))

    def show_title(self, title: str, subtitle: str) -> None:
        """The title of the page in front."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
