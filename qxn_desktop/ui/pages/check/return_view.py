"""A filled workbook that came back: what becomes of each row, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qxn_desktop.services.context import AppContext
from qxn_desktop.services.typed_rows import (
    CellFault,
    ReadRow,
    ReadRows,
    RowStatus,
    TakenIn,
    keep_as_drafts,
    record_rows,
)
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.check.sheet_view import taken_words
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, emptied, packed, row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, pill, selectable

TONES = {
    RowStatus.NEW: Tone.DONE,
    RowStatus.ALREADY: Tone.NEUTRAL,
    RowStatus.BLANK: Tone.NEUTRAL,
    RowStatus.INCOMPLETE: Tone.SOON,
    RowStatus.FAULT: Tone.OVERDUE,
}
ORDER = (
    RowStatus.FAULT, RowStatus.INCOMPLETE, RowStatus.NEW, RowStatus.ALREADY, RowStatus.BLANK,
)  # fmt: skip


def _says(line: ReadRow) -> str:
    if line.faults:
        more = f" 等 {len(line.faults)} 处" if len(line.faults) > 1 else ""
        return f"{_short(line.faults[0])}：{line.faults[0].message}{more}"
    if line.openings:
        lead = line.visit is not None and line.visit.check.template.opens == "lead"
        return "会列为线索" if lead else f"会列入 {line.openings} 个问题"
    return "；".join(line.remarks)


def _short(fault: CellFault) -> str:
    """An item by its number: the whole question stands at the side."""
    number, point, _ = fault.title.partition(".")
    return f"第{number}项" if point and number.isdigit() else fault.title


COLUMNS = (
    Column("行", lambda line: str(line.number), 56, numeric=True, sort=lambda line: line.number),
    Column("对象", lambda line: line.called or line.key, 190),
    Column("村", lambda line: line.line.village_name if line.line else "", 110),
    Column("结果", lambda line: line.status.words, 104, tone=lambda line: TONES[line.status]),
    Column("说明", _says),
)


class ReturnView(QWidget):
    """``left``: back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._read: ReadRows | None = None
        self._name = ""
        self._heading = label(kind="section")
        self._counts = QHBoxLayout()
        self._remarks = Note(tone=Tone.SOON)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "收回的各行")
        self.record = button("登记", self._record, "primary", "done")
        self.drafts = button("没填完的先存着", self._keep, icon="save")
        self._detail = Card("这一行")
        self._faults = selectable()
        self._lay_out()
        self.table.chosen.connect(self._show_detail)

    def show_read(self, read: ReadRows, name: str) -> None:
        """What the workbook called ``name`` comes to."""
        self._read, self._name = read, name
        self._heading.setText(f"{read.template.short_title}　{name}")
        self._show_counts(read)
        self._remarks.setVisible(bool(read.remarks))
        self._remarks.words.setText("".join(read.remarks))
        self.model.show(sorted(read.rows, key=lambda r: (ORDER.index(r.status), r.number)))
        new, unfinished = read.counts[RowStatus.NEW], len(self._unfinished(read))
        self.record.setText(f"登记 {new} 份" if new else "登记")
        self.record.setEnabled(new > 0)
        self.drafts.setText(f"没填完的 {unfinished} 份先存着" if unfinished else "没填完的先存着")
        self.drafts.setEnabled(unfinished > 0)
        self.table.go_to(0)
        (self.record if new else self.table).setFocus()

    def _show_counts(self, read: ReadRows) -> None:
        emptied(self._counts)
        for status in ORDER:
            if read.counts[status]:
                self._counts.addWidget(pill(f"{status.words} {read.counts[status]}", TONES[status]))
        self._counts.addStretch(1)

    def _show_detail(self, line: ReadRow | None) -> None:
        self._detail.setVisible(line is not None)
        if line is None:
            return
        self._detail.heading.setText(f"第 {line.number} 行　{line.called}")
        told = [str(fault) for fault in line.faults] or [_says(line) or line.status.words]
        self._faults.setText("\n".join(told))

    def _unfinished(self, read: ReadRows) -> list[ReadRow]:
        statuses = (RowStatus.INCOMPLETE, RowStatus.FAULT)
        return [r for r in read.rows if r.status in statuses and r.draft is not None]

    def _record(self) -> None:
        read = self._read
        if read is not None:
            self.record.setEnabled(False)
            self._shell.do(
                self, "正在登记", lambda ctx, job: record_rows(ctx, read, job), self._recorded
            )

    def _recorded(self, taken: TakenIn) -> None:
        self._shell.say(taken_words(taken), undo=bool(taken.recorded))
        if self._read is not None and not self._unfinished(self._read):
            self.left.emit()

    def _keep(self) -> None:
        read = self._read
        if read is None:
            return
        rows = self._unfinished(read)

        def work(ctx: AppContext, _job: Job) -> int:
            return keep_as_drafts(ctx, rows)

        self._shell.do(self, "正在保存", work, self._kept)

    def _kept(self, count: int) -> None:
        self.drafts.setEnabled(False)
        self._shell.say(f"已存下 {count} 份没填完的，在清单上方可以接着填。")
        if not self.record.isEnabled():
            self.left.emit()

    def _lay_out(self) -> None:
        back = button("返回清单", self.left.emit, "quiet", "back")
        head = row(back, self._heading)
        head.addLayout(self._counts, 1)
        self._detail.body.addWidget(self._faults)
        self._detail.body.addStretch(1)
        self._detail.setFixedWidth(300)
        middle = row(spacing=16)
        middle.addWidget(self.table, 1)
        middle.addWidget(self._detail)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self._remarks)
        body.addLayout(packed(self.record, self.drafts))
        body.addLayout(middle, 1)
