"""Choosing a village, a household, a toilet … by typing part of its name or pinyin initials."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from qxn_desktop.services.search import Group, Hit, search
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.widgets.escape_hold import EscapeHold

KINDS = ("人和户", "村和设施")
MOST = 8
HIT = Qt.ItemDataRole.UserRole


class ObjectPicker(QLineEdit):
    """``picked`` carries the ``Hit``, or None as soon as the text is changed again."""

    picked = Signal(object)

    def __init__(self, shell: Shell, says: str) -> None:
        super().__init__(clearButtonEnabled=True)
        self._shell = shell
        self.hit: Hit | None = None
        self.setAccessibleName(says)
        self.setPlaceholderText("村、户主、设施的名字，或拼音首字母")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)  # its own texts come back by ``activated`` only
        EscapeHold(self._completer, self)
        taken: Any = self._completer.activated  # one signal for texts, one for places in a list
        taken[QModelIndex].connect(self._take)
        self.textEdited.connect(self._look)

    def show_hit(self, hit: Hit | None) -> None:
        """Show what is chosen."""
        self.hit = hit
        self.setText(f"{hit.title}　{hit.subtitle}" if hit else "")
        self.setCursorPosition(0)
        self.picked.emit(hit)

    def show_found(self, groups: tuple[Group, ...]) -> None:
        """Offer what was found."""
        self._found.clear()
        hits = [hit for group in groups if group.heading in KINDS for hit in group.hits]
        for hit in hits:
            item = QStandardItem(f"{hit.title}　{hit.subtitle}")
            item.setData(hit, HIT)
            self._found.appendRow(item)
        offered = self._completer.popup()
        if hits and self.hasFocus():
            self._completer.complete()
        elif offered is not None:
            offered.hide()  # an empty list would lie over what is below

    def _look(self, text: str) -> None:
        if self.hit is not None:
            self.hit = None
            self.picked.emit(None)
        if text.strip():
            self._shell.read(self, lambda ctx: search(ctx, text, MOST), self.show_found, key="find")

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if isinstance(hit, Hit):
            self.show_hit(hit)
