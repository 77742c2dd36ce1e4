"""历史: every change of a row, the latest first; changes of one moment stand together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.services.record_view import Past
from qxn_desktop.ui.widgets.card import emptied, line, scrolling
from qxn_desktop.ui.widgets.text import label, selectable

MOST = 60
"""Moments that are shown."""


class HistoryTab(QWidget):
    """Shows ``Past`` lines."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 8, 8, 8)
        self._body.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def show_past(self, past: Sequence[Past]) -> None:
        """Show these changes."""
        emptied(self._body)
        moments = groupby(past, key=lambda one: (one.at, one.actor, one.machine))
        for number, ((at, actor, machine), changes) in enumerate(moments):
            if number == MOST:
                self._body.addWidget(label("更早的不再列出。", "faint"))
                break
            if number:
                self._body.addWidget(line())
            self._body.addWidget(label(f"{at}　{actor}　{machine}", "faint"))
            self._body.addWidget(selectable("\n".join(map(change_words, changes))))
        if not past:
            self._body.addWidget(label("还没有改动过。", "soft"))
        self._body.addStretch(1)


def change_words(one: Past) -> str:
    """联系电话：154****0001 → 154****0002."""
    if not one.old and not one.new:
        return one.title
    if not one.old:
        return f"{one.title}：{one.new}"
    if one.old == one.new:  # only what is hidden of it differs
        return f"{one.title}：{one.new}（露出的部分没有变）"
    return f"{one.title}：{one.old} → {one.new or '（清空）'}"
