"""Second step of an import: what becomes of each line; then written, at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from qxn_desktop.services import import_preview
from qxn_desktop.services.import_plan import ImportPlan, LineStatus
from qxn_desktop.services.import_preview import PreviewLine
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.windowed_table_model import WindowedTableModel
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, holder, packed, row, scrolling
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

SIDE_WIDTH = 340
MOST_OFFERED = 6
"""Rows that a line may be about, which are offered."""
TONES = {
    LineStatus.NEW: Tone.DONE,
    LineStatus.CHANGED: Tone.ACCENT,
    LineStatus.SAME: Tone.NEUTRAL,
    LineStatus.REJECTED: Tone.OVERDUE,
}
ORDER = (LineStatus.REJECTED, LineStatus.NEW, LineStatus.CHANGED, LineStatus.SAME)

COLUMNS = (
    Column("行", lambda line: str(line.number), 64, numeric=True),
    Column("对象", lambda line: line.label, 120),
    Column("村", lambda line: line.village, 100),
    Column("结果", lambda line: line.status.words, 92, tone=lambda line: TONES[line.status]),
    Column("说明", lambda line: line.says),
)


class ImportLines(QWidget):
    """``going_on``: write it. ``chosen``: a line (position) is about a row, "" a new one."""

    going_on = Signal()
    going_back = Signal()
    saved_back = Signal()
    finished = Signal()
    chosen = Signal(int, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._plan: ImportPlan | None = None
        self._status: LineStatus | None = None
        self._group = QButtonGroup(self)
        self.groups = {status: self._group_button(status) for status in (None, *ORDER)}
        self.told = Note(tone=Tone.DONE)
        self.model = WindowedTableModel(COLUMNS, self._fetch, self)
        self.table = TableView(self.model, "表里的各行")
        self.side = Card("这一行")
        self.words = selectable()
        self.which = label("是下面哪一条？", "strong")
        self.offers = [button("", partial(self._offer, at), "row") for at in range(MOST_OFFERED)]
        self._offered: tuple[int, list[str]] = (0, [])
        self.take = button("导入", self.going_on.emit, "primary", "done")
        self.back = button("上一步：各列", self.going_back.emit, icon="back")
        self.save = button("存回带批注的原表", self.saved_back.emit, icon="save")
        self.done = button("完成", self.finished.emit, "primary", "done")
        self._lay_out()
        self.table.chosen.connect(self._show_line)

    def show_plan(self, plan: ImportPlan, written: str = "") -> None:
        """Show what would be written; after that ``written`` says what was."""
        self._plan = plan
        counts = plan.counts
        spec = plan.cleaned.layout.register
        goes = counts[LineStatus.NEW] + counts[LineStatus.CHANGED]
        self.told.setVisible(bool(written))
        self.told.words.setText(written)
        for one in (self.take, self.back):
            one.setVisible(not written)
        self.done.setVisible(bool(written))
        self.take.setText(f"导入 {goes} {spec.counter}" if goes else "没有要写入的")
        self.take.setAccessibleName("导入")
        self.take.setEnabled(goes > 0)
        self.save.setEnabled(bool(plan.faults) or bool(plan.findings))
        self._status = self._status if counts[self._status] else None  # type: ignore[index]
        self._show_counts(plan)
        self._show_lines()

    def _show_counts(self, plan: ImportPlan) -> None:
        for status, made in self.groups.items():
            number = plan.counts[status] if status else plan.cleaned.size
            made.setText(f"{status.words if status else '全部'} {number}")
            made.setVisible(status is None or number > 0)
            made.setChecked(status is self._status)

    def _choose_status(self, status: LineStatus | None) -> None:
        self._status = status
        self._show_lines()

    def _show_lines(self) -> None:
        if self._plan is not None:
            self.model.show(import_preview.positions(self._plan, self._status))
            self.table.go_to(0)

    def _fetch(self, keys: Sequence[int]) -> Sequence[PreviewLine | None]:
        if self._plan is None:
            return [None] * len(keys)
        with self._shell.here() as ctx:
            return import_preview.lines(ctx, self._plan, keys)

    def _show_line(self, line: PreviewLine | None) -> None:
        self.side.setVisible(line is not None)
        if line is None:
            return
        self.side.heading.setText(f"第 {line.number} 行　{line.label}")
        self.words.setText("\n".join(line.told) or f"{line.status.words}。")
        offers = (*line.candidates[: MOST_OFFERED - 1], ("", "都不是，新增一条"))
        self.which.setVisible(bool(line.candidates))
        for at, made in enumerate(self.offers):
            made.setVisible(bool(line.candidates) and at < len(offers))
            if at < len(offers):
                made.setText(offers[at][1])
                made.setToolTip(offers[at][1])
        self._offered = (line.at, [id_ for id_, _ in offers])

    def _offer(self, at: int) -> None:
        position, ids = self._offered
        if at < len(ids):
            self.chosen.emit(position, ids[at])

    def _group_button(self, status: LineStatus | None) -> QPushButton:
        made = button("全部", partial(self._choose_status, status), "choice")
        made.setCheckable(True)
        self._group.addButton(made)
        return made

    def _lay_out(self) -> None:
        inside = column(self.words, self.which, *self.offers, spacing=12)
        inside.addStretch(1)
        self.side.body.addWidget(scrolling(holder(inside)), 1)
        self.side.setFixedWidth(SIDE_WIDTH)
        middle = row(spacing=16)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.side)
        below = row(self.back, self.save)
        below.addStretch(1)
        below.addWidget(self.take)
        below.addWidget(self.done)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self.told)
        body.addLayout(packed(*self.groups.values()))
        body.addLayout(middle, 1)
        body.addLayout(below)
        self.setFocusProxy(self.table)
