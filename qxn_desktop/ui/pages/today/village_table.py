"""各村: what each village has to do in each field of work, in code order; no ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from qxn_desktop.services.village_work import Cell, VillageWork
from qxn_desktop.ui.models.column import LINE, Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.tokens import ROW, Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card
from qxn_desktop.ui.widgets.table_view import PillDelegate, TableView

NAME_WIDTH = 168


class VillageTable(Card):
    """``opened`` carries a village's line and which field of it."""

    opened = Signal(object, int)

    def __init__(self, count: Callable[[], None]) -> None:
        super().__init__("各村")
        self.head.addWidget(button("按村统计，复制", count, "link"))
        self.model = LinesModel((), self)
        self.table = TableView(self.model, "各村今天的工作")
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table)

    def show_villages(self, fields: Sequence[str], villages: Sequence[VillageWork]) -> None:
        """Show the villages under these fields; all rows at once, the page scrolls."""
        self.model.columns = (
            Column("村", lambda one: one.name, NAME_WIDTH),
            *(_column(at, name) for at, name in enumerate(fields)),
        )
        self.model.show(villages)
        self.table.lay_out()
        self.table.setFixedHeight((len(villages) + 1) * ROW + 8)

    def _open(self, line: VillageWork) -> None:
        at = self.table.currentIndex().column() - 1
        if at >= 0:
            self.opened.emit(line, at)


class CellDelegate(PillDelegate):
    """Draws what is overdue and soon as pills, and what is merely due beside them."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(LINE)
        if index.column() == 0 or not isinstance(line, VillageWork):
            super().paint(painter, option, index)
            return
        self.draw_ground(painter, option, index)
        left = 0
        for words, tone in parts_of(line.cells[index.column() - 1]):
            left += self.draw_part(painter, option, words, tone, left)


def _column(at: int, name: str) -> Column:
    return Column(name, lambda one: cell_words(one.cells[at]))


def cell_words(cell: Cell) -> str:
    """逾期3 · 待办12; nothing where nothing is to be done."""
    return "　".join(words for words, _ in parts_of(cell))


def parts_of(cell: Cell) -> list[tuple[str, Tone | None]]:
    """What a cell says, each part with its tone; None for plain words."""
    parts = (
        ("逾期", cell.overdue, Tone.OVERDUE),
        ("临期", cell.soon, Tone.SOON),
        ("待办", cell.due, None),
    )
    return [(f"{word} {number}", tone) for word, number, tone in parts if number]
