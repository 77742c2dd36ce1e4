"""First run, 1: which unit; a county, then a township, or one search for both."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qxn_desktop.domain.division import Level
from qxn_desktop.services.first_run import UnitChoice, counties, unit_choices
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label, set_style

CHOICE = Qt.ItemDataRole.UserRole
COUNTY_WIDTH = 168


class SearchEdit(QLineEdit):
    """A search field whose arrow keys go on into a list."""

    def __init__(self, hint: str, results: QListWidget) -> None:
        super().__init__()
        self._list = results
        self.setPlaceholderText(hint)
        self.setAccessibleName("搜索单位")
        self.setProperty("verbatim", True)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class UnitStep(QWidget):
    """``confirmed`` is Enter or a double click on a unit."""

    confirmed = Signal()
    title = "您是哪个单位？"

    def __init__(self) -> None:
        super().__init__()
        self._counties = QListWidget()
        self._counties.setAccessibleName("县（市）")
        self._counties.setFixedWidth(COUNTY_WIDTH)
        self._towns = QListWidget()
        self._towns.setAccessibleName("单位")
        self.search = SearchEdit("打乡镇名或拼音首字母，如 ytz；也可以“册亨 丫他”", self._towns)
        self._picked = label("", "soft")
        self._empty = label("没有找到。请检查写法，或从左边选县。", "soft", wrap=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.search)
        lists = row(self._counties)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._empty)
        right.addWidget(self._towns, 1)
        lists.addLayout(right, 1)
        body.addLayout(lists, 1)
        body.addWidget(self._picked)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._confirm)
        self._counties.currentItemChanged.connect(self._browse)
        self._towns.currentItemChanged.connect(self._tell)
        self._towns.itemActivated.connect(self._confirm)
        self.setFocusProxy(self.search)
        self._fill(self._counties, counties(), full=False)
        self._counties.setCurrentRow(0)

    @property
    def unit(self) -> UnitChoice | None:
        """The unit that is chosen."""
        item = self._towns.currentItem()
        found = item.data(CHOICE) if item is not None else None
        return found if isinstance(found, UnitChoice) else None

    @property
    def is_ready(self) -> bool:
        """Whether a unit is chosen."""
        return self.unit is not None

    def say_missing(self) -> None:
        """Say that a unit must be chosen, and how."""
        set_style(self._picked, "kind", "fault")
        self._picked.setText("请先选单位：在上面打乡镇名，或在右边的列表里点一个。")
        self.search.setFocus()

    def _browse(self) -> None:
        item = self._counties.currentItem()
        if item is None:
            return
        county: UnitChoice = item.data(CHOICE)
        if self.search.text():
            self.search.clear()
        found = (county, *unit_choices("", county.code))
        self._show(found, full=False)

    def _search(self, text: str) -> None:
        if not text.strip():
            if self._counties.currentItem() is None:
                self._counties.setCurrentRow(0)
            return
        self._counties.setCurrentRow(-1)
        found = unit_choices(text)
        self._show(found, full=True)
        self._towns.setCurrentRow(0 if len(found) == 1 else -1)

    def _show(self, found: tuple[UnitChoice, ...], *, full: bool) -> None:
        self._fill(self._towns, found, full=full)
        self._empty.setVisible(not found)
        self._tell()

    def _fill(self, into: QListWidget, found: tuple[UnitChoice, ...], *, full: bool) -> None:
        into.clear()
        for one in found:
            words = one.path if full else one.name
            if into is self._towns:
                words = f"{_whole(one, words)}　{_size(one)}"
            item = QListWidgetItem(words)
            item.setData(CHOICE, one)
            into.addItem(item)

    def _tell(self) -> None:
        unit = self.unit
        set_style(self._picked, "kind", "soft")
        words = f"已选：{_whole(unit, unit.path)}，{_size(unit)}" if unit else "还没有选单位"
        self._picked.setText(words)

    def _confirm(self) -> None:
        if self.unit is None and self.search.text().strip() and self._towns.count():
            self._towns.setCurrentRow(0)
        elif self.unit is None:
            self.say_missing()
        elif self.unit is not None:
            self.confirmed.emit()


def _whole(unit: UnitChoice, words: str) -> str:
    """``words`` for a unit; among its townships a county is said to be all of it (全县, 全市)."""
    if unit.level != Level.COUNTY.label:
        return words
    return f"{words}（全{unit.name[-1]}）"


def _size(unit: UnitChoice) -> str:
    return f"{unit.villages}个村（社区）"
