"""What stands behind the numbers: a list of them, and the rows of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout

from qxn_desktop.domain.figure_row import FigureKey
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import Card, column, holder, row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from qxn_desktop.services.figure_rows import FigureLine, FigureView

WIDTH = 428
FIGURES = (
    Column("表", lambda line: line.table.partition("　")[0], 56),
    Column("行", lambda line: line.row, 96),
    Column("栏", lambda line: line.column),
    Column("数", lambda line: line.printed, 84, numeric=True),
)
ROWS = (
    Column("村", lambda line: line.village, 88),
    Column("名称", lambda line: line.label),
    Column("说明", lambda line: line.detail),
)


class FigurePanel(Card):
    """``wanted`` carries the key of a figure, ``opened`` a row; ``closed`` puts it away."""

    wanted = Signal(object)
    opened = Signal(object)
    copied = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("报表里的数")
        self.setFixedWidth(WIDTH)
        self.head.addWidget(icon_button("dismiss", "收起（Esc）", self.closed.emit))
        self._lines: Sequence[FigureLine] = ()
        self._view: FigureView | None = None
        self._filter = QLineEdit(placeholderText="筛选：村、栏目，如“板万 不合格”")
        self._filter.setAccessibleName("筛选报表里的数")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._show_lines)
        self._figures = LinesModel(FIGURES, self)
        self.list = TableView(self._figures, "报表里的数")
        self.list.chosen.connect(self._choose)
        self._rows = LinesModel(ROWS, self)
        self.table = TableView(self._rows, "这个数对应的记录")
        self.table.opened.connect(self.opened)
        self._title = label(kind="strong", wrap=True)
        self._counts = label(kind="soft", wrap=True)
        self._note = label(kind="fault", wrap=True)
        self._copy = button("复制", self._copy_clicked, "link", "copy")
        self._lay_out()
        self.show_view(None)

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        """The figures of another draft."""
        self._lines = lines
        self._show_lines()
        self.show_view(None)

    def show_view(self, view: FigureView | None) -> None:
        """What stands behind one figure; None: none is chosen."""
        self._view = view
        self._copy.setVisible(view is not None)
        self._note.setVisible(view is not None and bool(view.note))
        if view is None:
            self._title.setText("点报表里的数，或在上面选一个，这里列出它对应的记录。")
            self._counts.setText("")
            self._rows.show(())
            return
        self._title.setText(f"{view.line.title}　{view.line.printed}")
        self._counts.setText("　".join(f"{name} {count}" for name, count in view.villages))
        self._note.setText(view.note)
        self._rows.show(view.rows)
        self.table.go_to(0)

    def choose(self, key: FigureKey) -> None:
        """Put the cursor of the list on a figure, without asking for it again."""
        keys = [line.key for line in self._figures.lines]
        self.list.blockSignals(True)
        if key in keys:
            self.list.go_to(keys.index(key))
        else:
            self.list.clearSelection()
        self.list.blockSignals(False)

    def _lay_out(self) -> None:
        upper = column(self._filter, self.list)
        lower = QVBoxLayout()
        lower.setContentsMargins(0, GRID, 0, 0)
        head = row(self._title)
        head.setStretch(0, 1)
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        lower.addLayout(head)
        for widget in (self._counts, self._note):
            lower.addWidget(widget)
        lower.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(holder(upper))
        split.addWidget(holder(lower))
        split.setSizes([260, 300])
        self.body.addWidget(split, 1)
        self.body.addWidget(label("回车打开记录，Ctrl+C 复制选中的行。", "faint"))

    def _show_lines(self) -> None:
        words = self._filter.text().split()
        self._figures.show([line for line in self._lines if _matches(line, words)])

    def _choose(self, line: FigureLine | None) -> None:
        if line is not None:
            self.wanted.emit(line.key)

    def _copy_clicked(self) -> None:
        if self._view is not None:
            QGuiApplication.clipboard().setText(self._view.text)
            self.copied.emit()


def _matches(line: FigureLine, words: Sequence[str]) -> bool:
    text = f"{line.table} {line.row} {line.column}"
    return all(word in text for word in words)
