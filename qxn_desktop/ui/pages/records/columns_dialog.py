"""Which columns the grid shows, in which order, and how many of them stay put."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QVBoxLayout, QWidget

from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.grid_layout import GridLayout
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.tick_list import TickList

MOST_FROZEN = 4
HINT = "勾上的显示。拖动，或按 Alt+↑、Alt+↓ 换次序。"


class OrderedTicks(TickList):
    """As ``TickList``; its lines are moved by dragging or with Alt and the arrows."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def move_current(self, by: int) -> None:
        """Move the current line up or down."""
        here = self.currentRow()
        there = here + by
        if here >= 0 and 0 <= there < self.count():
            self.blockSignals(True)
            self.insertItem(there, self.takeItem(here))
            self.setCurrentRow(there)
            self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(by)
        else:
            super().keyPressEvent(event)


class ColumnsDialog(InReadingOrder, QDialog):
    """``wanted`` carries the layout that was chosen; without columns: the usual ones."""

    wanted = Signal(object)

    def __init__(
        self,
        fields: Sequence[FieldSpec],
        shown: Sequence[FieldSpec],
        layout: GridLayout,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._layout = layout
        self.setWindowTitle("显示哪些列")
        self.resize(400, 560)
        self.ticks = OrderedTicks("列")
        hidden = [one for one in fields if one not in shown]
        self.ticks.show_options(
            [(one.id, one.title) for one in (*shown, *hidden)], [one.id for one in shown]
        )
        self.frozen = QComboBox()
        self.frozen.setAccessibleName("冻结")
        for count in range(MOST_FROZEN + 1):
            self.frozen.addItem(f"冻结前 {count} 列" if count else "不冻结", count)
        self.frozen.setCurrentIndex(min(layout.frozen, MOST_FROZEN))
        self.keep = button("确定", self._take, "primary")
        self.ticks.changed.connect(self._judge)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.addWidget(label(self.windowTitle(), "section"))
        body.addWidget(label(HINT, "soft", wrap=True))
        body.addWidget(self.ticks, 1)
        up = button("上移", lambda: self.ticks.move_current(-1), icon="up")
        down = button("下移", lambda: self.ticks.move_current(1), icon="down")
        turn = row(up, down)
        turn.addStretch(1)
        turn.addWidget(self.frozen)
        body.addLayout(turn)
        foot = row(button("恢复默认", self._reset, "quiet"))
        foot.addStretch(1)
        foot.addWidget(button("取消", self.reject))
        foot.addWidget(self.keep)
        body.addLayout(foot)
        self.ticks.setFocus()

    def _judge(self) -> None:
        self.keep.setEnabled(bool(self.ticks.ticked))

    def _take(self) -> None:
        frozen = int(self.frozen.currentData())
        self.wanted.emit(GridLayout(self.ticks.ticked, self._layout.widths, frozen))
        self.accept()

    def _reset(self) -> None:
        self.wanted.emit(GridLayout())
        self.accept()
