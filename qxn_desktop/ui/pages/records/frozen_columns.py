"""The first columns of the grid, laid over it so that they stay when it is scrolled sideways.

A second view on the same rows and the same selection; whatever is done stays with the grid: it has
the keyboard, and typing in a column that stays put opens the editor in the grid beneath.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from qxn_desktop.ui.style.tokens import ROW


class FrozenColumns(QTableView):
    """Lies over ``grid``; ``freeze`` says how many columns."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self._grid = grid
        self.count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(grid)
        self.setAccessibleName("")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "frozen")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFixedHeight(ROW + 2)
        self.horizontalHeader().setSectionsClickable(True)
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(lambda _value: self.settle())
        grid.horizontalHeader().sectionResized.connect(lambda *_sizes: self.settle())
        grid.viewport().installEventFilter(self)
        self.horizontalHeader().sectionClicked.connect(grid.horizontalHeader().sectionClicked)
        self.doubleClicked.connect(self._edit)
        self.hide()

    def _edit(self, index: QModelIndex) -> None:
        self._grid.horizontalScrollBar().setValue(0)
        self._grid.edit(index)

    def freeze(self, count: int) -> None:
        """Keep so many columns in sight."""
        self.count = count
        self.settle()

    def settle(self) -> None:
        """Lie where the columns of the grid would be; out of the way while it is not scrolled."""
        grid, header = self._grid, self._grid.horizontalHeader()
        shown = self.count > 0 and grid.horizontalScrollBar().value() > 0
        self.setVisible(shown and grid.state() is not grid.State.EditingState)
        if not self.isVisible():
            return
        columns = header.count()
        width = 0
        for at in range(columns):
            frozen = at < self.count
            self.setColumnHidden(at, not frozen)
            if frozen:
                self.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(at, header.sectionSize(at))
                width += header.sectionSize(at)
        order = header.sortIndicatorSection()
        self.horizontalHeader().setSortIndicatorShown(
            header.isSortIndicatorShown() and order < self.count
        )
        self.horizontalHeader().setSortIndicator(order, header.sortIndicatorOrder())
        left = grid.verticalHeader().width() + grid.frameWidth()
        height = header.height() + grid.viewport().height()
        self.setGeometry(left, grid.frameWidth(), width + 1, height)
        self.verticalScrollBar().setValue(grid.verticalScrollBar().value())
        self.raise_()

    def width_over(self) -> int:
        """Px of the grid that lie beneath."""
        return self.width() if self.isVisible() else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)
