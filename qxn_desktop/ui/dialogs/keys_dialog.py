"""The sheet of keys, made from the actions themselves: here and everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from qxn_desktop.ui.action import Action
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, emptied, holder, row
from qxn_desktop.ui.widgets.text import label

WIDTH, KEY_WIDTH = 680, 84
FIRST = "本页"
IN_LISTS = (
    ("↑ ↓", "上一行、下一行"),
    ("回车", "打开"),
    ("Ctrl+C", "复制选中的行，可贴到 WPS"),
    ("Tab", "下一格"),
    ("Esc", "返回"),
)
"""What Qt and ``TableView`` do everywhere without an action."""


class KeysDialog(InReadingOrder, QDialog):
    """Groups of keys in two columns; any of Esc and ? closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.setMinimumWidth(WIDTH)
        self._groups = row(spacing=16)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        body.addLayout(self._groups, 1)
        foot = row(label("按 ? 随时打开这一页", "faint"))
        foot.addStretch(1)
        self._close = button("关闭", self.reject)
        foot.addWidget(self._close)
        body.addLayout(foot)

    def show_actions(self, actions: Sequence[Action], here: str) -> None:
        """Show the keys of ``actions``; ``here`` is the title of the page in front."""
        emptied(self._groups)
        groups: dict[str, list[tuple[str, str]]] = {FIRST: []}
        for action in actions:
            if action.keys:
                words = "　".join(key_words(keys) for keys in action.keys)
                groups.setdefault(action.group, []).append((words, action.title))
        groups["清单和表格里"] = list(IN_LISTS)
        titled = [
            (f"本页 · {here}" if name == FIRST else name, keys) for name, keys in groups.items()
        ]
        cards = [_card(name, keys) for name, keys in titled if keys]
        for half in (cards[::2], cards[1::2]):
            side = column(*half, spacing=12)
            side.addStretch(1)
            self._groups.addWidget(holder(side), 1)
        self.open()
        self._close.setFocus()


def _card(name: str, keys: Sequence[tuple[str, str]]) -> Card:
    made = Card(name)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, KEY_WIDTH)
    for at, (words, title) in enumerate(keys):
        key = label(words, "key")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(key, at, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(title), at, 1)
    made.body.addLayout(grid)
    return made
