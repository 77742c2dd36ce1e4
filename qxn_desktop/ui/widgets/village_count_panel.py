"""按村统计: any list's numbers by village, to be copied as a sentence or as a table."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qxn_desktop.domain.village_count import VILLAGE, VillageCount, VillageNumbers
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.tokens import GRID, ROW
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import packed
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

MOST_ROWS = 14
"""Rows that are seen at once; of more the table scrolls."""
LEAST_ROWS = 4
"""Rows that are seen however little room there is."""
VILLAGE_WIDTH, NUMBER_WIDTH = 132, 96


class VillageCountPanel(QFrame):
    """Shows a ``VillageCount``. ``copied`` tells in words what was put on the clipboard."""

    copied = Signal(str)
    wanted = Signal(str)
    """A village's code was opened: show its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = VillageCount("", ())
        self.heading = label(kind="section")
        self.sentence = selectable()
        self.model = LinesModel(_columns(self._count), self)
        self.table = TableView(self.model, "按村统计")
        self.table.opened.connect(self._open)
        self.copy_text = button("复制文字，发微信", self._copy_text, "primary", "copy")
        self.copy_table = button("复制表格，贴到 WPS", self._copy_table, icon="sheet")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        for widget in (self.heading, self.sentence, self.table):
            body.addWidget(widget)
        body.addLayout(packed(self.copy_text, self.copy_table))
        body.addStretch(1)

    @property
    def table_width(self) -> int:
        """The width that shows every column, in px."""
        bar = self.table.verticalScrollBar().sizeHint().width()
        return VILLAGE_WIDTH + len(self._count.heads) * NUMBER_WIDTH + bar + GRID

    def shorten(self, by: int) -> None:
        """Give up so many px of the table, which scrolls then."""
        least = (LEAST_ROWS + 1) * ROW + GRID
        self.table.setFixedHeight(max(self.table.height() - by, least))

    def show_count(self, count: VillageCount) -> None:
        """Show these numbers."""
        self._count = count
        self.heading.setText(f"{count.what}　按村统计")
        self.sentence.setText(count.text)
        self.model.columns = _columns(count)
        self.model.show([*count.villages, VillageNumbers("", "合计", count.totals)])
        self.table.lay_out()
        rows = min(self.model.rowCount(), MOST_ROWS)
        self.table.setFixedHeight((rows + 1) * ROW + GRID)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._count.text)
        self.copied.emit("已复制文字，到微信里粘贴。")

    def _copy_table(self) -> None:
        data = QMimeData()
        data.setText(self._count.tsv)
        data.setHtml(self._count.html)
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit("已复制表格，到 WPS 里粘贴。")

    def _open(self, line: VillageNumbers) -> None:
        if line.code:
            self.wanted.emit(line.code)


def _columns(count: VillageCount) -> tuple[Column, ...]:
    villages = Column(VILLAGE, lambda line: line.name)
    return (villages, *(_number(at, head) for at, head in enumerate(count.heads)))


def _number(at: int, head: str) -> Column:
    return Column(head, lambda line: str(line.numbers[at]), NUMBER_WIDTH, numeric=True)
