"""交办任务: orders at the left, where each village stands at the right."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qxn_desktop.domain.order import Progress, Standing
from qxn_desktop.services import orders
from qxn_desktop.services.order_page import OrderLine, VillageLine, order_lines
from qxn_desktop.services.orders import OrderView, ProgressReport
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.problems.new_order import NewOrderPane
from qxn_desktop.ui.pages.problems.problem_list import due_tone
from qxn_desktop.ui.pages.problems.progress_form import ProgressForm
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, holder, packed, scrolling
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

TONES = {
    Standing.DONE: Tone.DONE,
    Standing.OVERDUE: Tone.OVERDUE,
    Standing.NOT_APPLICABLE: Tone.NEUTRAL,
    Standing.OPEN: Tone.ACCENT,
}
ORDERS = (
    Column("任务", lambda line: line.title),
    Column("进展", lambda line: f"{line.settled}/{len(line.villages)} 村", 84, numeric=True),
    Column("期限", lambda line: line.due_words, 112, tone=lambda line: due_tone(line.mark)),
)
VILLAGES = (
    Column("村", lambda line: line.name, 140),
    Column("进展", lambda line: line.words, 100, tone=lambda line: TONES[line.standing]),
    Column("日期", lambda line: line.day, 116),
    Column("说明", lambda line: line.note),
)


class OrdersPane(QWidget):
    """``left``: back to the problems."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.chosen = ""
        self.orders = LinesModel(ORDERS, self)
        self.list = TableView(self.orders, "交办任务清单")
        self.villages = LinesModel(VILLAGES, self)
        self.table = TableView(self.villages, "各村进展")
        self._new: NewOrderPane | None = None
        self.progress = ProgressForm(shell)
        self._title = selectable(kind="section")
        self._facts = label(kind="soft", wrap=True)
        self._standard = selectable()
        self._right = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def new(self) -> NewOrderPane:
        """The form of a new order, built when it is first wanted."""
        if self._new is None:
            self._new = NewOrderPane(self._shell)
            self._new.given.connect(self._given)
            self._new.left.connect(self._leave_new)
            self._right.addWidget(scrolling(self._new))
        return self._new

    def unfinished(self) -> Iterator[str]:
        """What is half typed, in words."""
        if self._new is not None and self._new.is_touched():
            yield "问题：没有交办出去的任务"
        if self.progress.reason.text().strip():
            yield "问题：没有登记的交办进展"

    def refresh(self) -> None:
        """Read the orders anew."""
        self._shell.read(self, order_lines, self.show_orders, key="orders")

    def show_order(self, id_: str) -> None:
        """Choose an order."""
        self.chosen = id_
        self._show_chosen()

    def show_new(self) -> None:
        """Show the form of a new order."""
        new = self.new
        self._right.setCurrentIndex(2)
        new.first.setFocus()

    def go_back(self) -> bool:
        """Out of the form of a new order, which keeps what was typed; False when it is away."""
        if self._right.currentIndex() != 2:
            return False
        self._leave_new()
        self.list.setFocus()
        return True

    def show_orders(self, lines: tuple[OrderLine, ...]) -> None:
        """Show the list."""
        self.list.blockSignals(True)
        self.orders.show(lines)
        self.list.blockSignals(False)
        if not any(line.id == self.chosen for line in lines):
            self.chosen = lines[0].id if lines else ""
        self._show_chosen()

    def _show_chosen(self) -> None:
        lines = self.orders.lines
        row = next((at for at, line in enumerate(lines) if line.id == self.chosen), -1)
        self.list.blockSignals(True)
        self.list.go_to(row)
        self.list.blockSignals(False)
        if row >= 0:
            self._show_line(lines[row])
        elif self._right.currentIndex() != 2:
            self._right.setCurrentIndex(0)

    def _show_line(self, line: OrderLine) -> None:
        self._title.setText(line.title)
        facts = [f"责任人 {line.owner}", f"督办人 {line.supervisor}", f"交办 {line.issued}"]
        self._facts.setText("　".join([*facts, f"期限 {line.due}", f"依据 {line.basis}"]))
        self._standard.setText(f"完成标准：{line.standard}")
        marked = {one.code for one in self.table.chosen_lines()}
        self.villages.show(line.villages)
        for row, one in enumerate(line.villages):
            if one.code in marked and not self.table.chosen_lines():
                self.table.go_to(row)
        self._tell_form()
        if self._right.currentIndex() != 2:
            self._right.setCurrentIndex(1)

    def _lay_out(self) -> None:
        add = button("新交办", self.show_new, icon="add")
        back = button("返回问题", self.left.emit, "quiet", "back")
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(packed(back, add))
        left.addWidget(self.list, 1)
        card = Card()
        for widget in (self._title, self._facts, self._standard):
            card.body.addWidget(widget)
        card.body.addSpacing(4)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.progress)
        empty = EmptyState(
            "orders",
            "还没有交办任务",
            "把一件事交给几个村办，写明责任人、督办人、期限和完成标准，各村进展一目了然。",
            button("新交办", self.show_new, icon="add"),
        )
        self._right.addWidget(empty)
        self._right.addWidget(card)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(holder(left))
        split.addWidget(self._right)
        split.setSizes([440, 720])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(split)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(self._tell_form)
        self.progress.wanted.connect(self._report)

    def _choose(self, line: OrderLine | None) -> None:
        if line is not None:
            self.chosen = line.id
            self._right.setCurrentIndex(1)
            self._show_line(line)

    def _tell_form(self) -> None:
        found: list[VillageLine] = self.table.chosen_lines()
        self.progress.show_villages([one.name for one in found])

    def _report(self, status: Progress, day: str, reason: str) -> None:
        villages = self.table.chosen_lines()
        reports = [ProgressReport(one.code, status, reason, "", day) for one in villages]
        id_, words = self.chosen, f"{len(villages)} 个村" if len(villages) > 1 else villages[0].name
        self._shell.do(
            self,
            "正在登记进展",
            lambda ctx, _job: orders.report_progress(ctx, id_, *reports),
            lambda _view: self._shell.say(f"已登记 {words}：{status}。"),
        )

    def _given(self, view: OrderView) -> None:
        self._right.setCurrentIndex(1)
        self.chosen = view.id
        self._shell.say(f"已交办“{view.order.title}”，共 {len(view.standings)} 个村。")
        self.refresh()

    def _leave_new(self) -> None:
        self._right.setCurrentIndex(1 if self.chosen else 0)
