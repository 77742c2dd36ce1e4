"""发给村里填: which village, which columns; afterwards how to send it, and what to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from qxn_desktop.services import export_offer, register_rows, row_return
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.export_offer import ExportOffer
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, column, holder, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.tick_list import TickList

SIZE = 760, 500
COLUMNS_WIDTH = 300
LOCKED = "（只看）"
ALL = "全部村，做成一个表"
HOW = (
    "表里灰色的列和“行标识”锁着，村里只能填白格；有选项的格子点一下就能选。证件号、电话照样遮着，"
    "村里要改就填完整的。"
)
WECHAT = (
    "在电脑微信里打开和村里的聊天，把这个表拖进去发送；请村里用 WPS 填好，存盘后原样发回。"
    "收到后在台账按“填表”→“收回填好的表”。"
)


@dataclass(frozen=True, slots=True)
class _Start:
    """The offer of the list, the villages, the sheet's title; ``locked``: paths only to be read."""

    offer: ExportOffer
    villages: Mapping[str, str]
    title: str
    by_village: bool
    locked: frozenset[str]


class SendFormDialog(WorkDialog):
    """``query`` is the list as it stands."""

    def __init__(self, shell: Shell, parent: QWidget, query: ListQuery) -> None:
        super().__init__(shell, parent, "发给村里填")
        self._query = query
        self._start: _Start | None = None
        self._rows = 0
        self.resize(*SIZE)
        self.village = QComboBox()
        self.narrowed = QCheckBox("只发现在筛选出来的")
        self.ticks = TickList("表里的列")
        self._number = label(kind="soft")
        self._count = label(kind="soft")
        self._village_row = FormRow("发给哪个村", self.village)
        self._lay_out()
        self.go = self.add_button(button("保存表格…", self.send, "primary", "save"))
        self.go.setEnabled(False)
        self.village.currentIndexChanged.connect(lambda _at: self._look())
        self.narrowed.toggled.connect(lambda _on: self._look())
        self.ticks.changed.connect(self._judge)
        self.shell.read(self, lambda ctx: _start(ctx, query), self._show)

    @property
    def query(self) -> ListQuery:
        """The rows that are to be sent."""
        village, query = str(self.village.currentData() or ""), self._query
        if self.narrowed.isChecked():
            return replace(query, village=village)
        return ListQuery(query.register, "", village, (), query.sort, query.descending)

    def send(self) -> None:
        """Ask where to, then write the form."""
        query, paths = self.query, self.ticks.ticked
        with self.shell.here() as ctx:
            name = row_return.default_name(ctx, query.register, query.village)
        purpose, kinds = file_asking.Purpose.SENT, "Excel 表格 (*.xlsx)"
        target = file_asking.ask_save(self, purpose, "保存发给村里的表", name, kinds)
        if target is not None:
            self._write(query, paths, target)

    def _write(self, query: ListQuery, paths: tuple[str, ...], target: Path) -> None:
        def work(ctx: AppContext, _job: Job) -> int:
            return row_return.send(ctx, query, paths, target)

        self.work("正在做表", work, lambda rows: self._sent(rows, target))

    def _sent(self, rows: int, target: Path) -> None:
        start = self._start
        title = start.title if start else ""
        counter = start.offer.counter if start else "条"
        place = self.village.currentText() if self.village.currentData() else ""
        message = (
            f"请填《{title}》{place}的 {rows} {counter}：灰色的不要改，别加行、别删列，"
            "填好存盘，把原表发回来。"
        )
        copy = button("复制给村里的话", lambda: self._copy(message), "primary", "copy")
        self.finish(target, f"已做好“{target.name}”，{rows} {counter}。", WECHAT, offers=(copy,))

    def _copy(self, message: str) -> None:
        QGuiApplication.clipboard().setText(message)
        self.tell_done("已复制，到微信里粘贴。")

    def _show(self, start: _Start) -> None:
        self._start = start
        self.say_title(f"发给村里填：{start.title}")
        self.village.blockSignals(True)
        for code in sorted(start.villages):
            self.village.addItem(start.villages[code], code)
        self.village.addItem(ALL, "")
        at = self.village.findData(self._query.village) if self._query.village else 0
        self.village.setCurrentIndex(max(at, 0) if start.by_village else self.village.count() - 1)
        self.village.blockSignals(False)
        self._village_row.setVisible(start.by_village)
        self.narrowed.setVisible(replace(self._query, village="").is_narrowed)
        options = [
            (one.path, one.title + (LOCKED if one.path in start.locked else ""))
            for one in start.offer.columns
        ]
        self.ticks.show_options(options, [one.path for one in start.offer.columns if one.ledger])
        self.village.setFocus()
        self._look()

    def _look(self) -> None:
        query = self.query
        count = lambda ctx: export_offer.offer(ctx, query).matched  # noqa: E731
        self.shell.read(self, count, self._say_number, key="number")

    def _say_number(self, rows: int) -> None:
        counter = self._start.offer.counter if self._start else "条"
        self._rows = rows
        self._number.setText(f"共 {rows} {counter}" if rows else "这个村没有登记，没有可填的行。")
        self._judge()

    def _judge(self) -> None:
        count = len(self.ticks.ticked)
        self._count.setText(f"选了 {count} 列" if count else "请至少选一列")
        self.go.setEnabled(bool(count) and self._rows > 0)

    def _lay_out(self) -> None:
        left = column(self._village_row, self.narrowed, self._number, spacing=8)
        left.addSpacing(8)
        left.addWidget(Note(HOW))
        left.addStretch(1)
        head = row(label("列", "strong"))
        head.addStretch(1)
        head.addWidget(self._count)
        right = column(spacing=4)
        right.addLayout(head)
        right.addLayout(packed(button("台账的列", self._tick_ledger, "link")))
        right.addWidget(self.ticks, 1)
        held = holder(right)
        held.setFixedWidth(COLUMNS_WIDTH)
        whole = row(spacing=24)
        whole.addLayout(left, 1)
        whole.addWidget(held)
        self.body.addLayout(whole, 1)

    def _tick_ledger(self) -> None:
        if self._start is not None:
            self.ticks.tick([one.path for one in self._start.offer.columns if one.ledger])


def _start(ctx: AppContext, query: ListQuery) -> _Start:
    spec = ctx.ws.schema.registers[query.register]
    offer = export_offer.offer(ctx, query)
    by_village = bool(spec.village_field) and spec.village_field != "id"
    columns = register_rows.column_paths(ctx, spec, [one.path for one in offer.columns])
    locked = frozenset(one.path for one in columns if row_return.is_locked(one))
    title = export_offer.title_of(ctx, spec.id)
    return _Start(offer, village_names(ctx), title, by_village, locked)
