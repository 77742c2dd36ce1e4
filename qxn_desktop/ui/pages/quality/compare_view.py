"""账账相符: a register beside another system's sheet; what differs is shown, nothing is written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from qxn_desktop.domain.comparison import CompareLine, Comparison, Kind
from qxn_desktop.services import comparing, record_list
from qxn_desktop.services.comparing import Wish
from qxn_desktop.ui.file_asking import Purpose, ask_open, ask_save, tell_saved
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, holder, row
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

KINDS = "表格 (*.xlsx *.xls *.et *.csv)"
HOUSEHOLD = "household"
NOTHING_YET = "选对方的表，和本台账对一对"
TEACHING = (
    "国家系统导出的监测对象信息、民政的低保名单、村里报上来的表都可以。照导入那样认表头、对人，"
    "只看不写：只在一边的、两边不一样的，逐条列出来。"
)
TONES = {Kind.DIFFERENT: Tone.SOON, Kind.ONLY_HERE: Tone.ACCENT, Kind.ONLY_THERE: Tone.ACCENT}
LINE_COLUMNS = (
    Column("村（社区）", lambda line: line.village_name, 96),
    Column("名称", lambda line: line.label, 96),
    Column("情况", lambda line: line.kind.words, 96, tone=lambda line: TONES.get(line.kind)),
    Column("说明", lambda line: line.words),
)
DIFFERENCE_COLUMNS = (
    Column("栏", lambda one: one.title, 180),
    Column("本台账", lambda one: one.here or "（没填）"),
    Column("对方", lambda one: one.there or "（没填）"),
)
PANE_HEIGHT = 220
LISTED, AGREED, EMPTY = range(3)


class CompareView(QWidget):
    """``left``: back to the findings."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.found: Comparison | None = None
        self.kind: Kind | None = None
        self._path: Path | None = None
        self._wish = Wish()
        self.register = QComboBox()
        self.choose = button("选对方的表…", self.ask_file, "primary", "open")
        self.about = ElidedLabel(kind="soft")
        self.monitored = QCheckBox("台账里只看监测对象")
        self.kinds: dict[Kind | None, QPushButton] = {}
        self._group = QButtonGroup(self, exclusive=True)
        self.save = button("导出表格", self.export, icon="export")
        self.lines = LinesModel(LINE_COLUMNS, self)
        self.list = TableView(self.lines, "核对结果")
        self.differences = LinesModel(DIFFERENCE_COLUMNS, self)
        self.table = TableView(self.differences, "两边不一样的栏")
        self.title, self.told = label(kind="section", wrap=True), selectable()
        self.open = button("打开这一条", self.open_row, icon="open")
        self.agreed = EmptyState("done", "两本账一致")
        self.nothing = EmptyState("sheet", NOTHING_YET, TEACHING)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Offer the registers; the keyboard goes to what is done first."""
        if not self.register.count():
            with self.shell.here() as ctx:
                for spec in record_list.listed_registers(ctx):
                    if record_list.is_kept_by_hand(spec):
                        self.register.addItem(spec.title, spec.id)
            self.register.setCurrentIndex(max(self.register.findData(HOUSEHOLD), 0))
        (self.choose if self.found is None else self.list).setFocus()

    def ask_file(self) -> None:
        """Ask for the other system's sheet, then compare."""
        path = ask_open(self, Purpose.TABLES, "对方的表", KINDS)
        if path is not None:
            self._path, self._wish = path, Wish()
            self.compare()

    def compare(self) -> None:
        """Compare the chosen register with the chosen sheet."""
        path, wish = self._path, self._wish
        register = str(self.register.currentData() or "")
        if path is not None and register:
            self.shell.do(
                self,
                "正在核对两本账",
                lambda ctx, job: comparing.compare(ctx, register, path, wish, job),
                self.show_found,
            )

    def show_found(self, found: Comparison) -> None:
        """Show what differs."""
        self.found = found
        self.about.say(_about(found))
        self.monitored.blockSignals(True)
        self.monitored.setChecked(found.scope.endswith("监测对象"))
        self.monitored.blockSignals(False)
        self.monitored.setVisible(found.register == HOUSEHOLD)
        for kind, one in self.kinds.items():
            count = len(found.lines) if kind is None else found.counts[kind]
            words = f"{_words(kind)} {count}"
            one.setText(words)
            one.setAccessibleName(words)
            one.setVisible(kind is None or count > 0)
        if self.kind is not None and not found.counts[self.kind]:
            self.kind = None
        self.kinds[self.kind].setChecked(True)
        self._show_lines()

    def open_row(self) -> None:
        """Show the row in its register."""
        line = self.list.current_line()
        if isinstance(line, CompareLine) and line.row and self.found is not None:
            self.shell.go(row_target(self.found.register, line.row))

    def export(self) -> None:
        """Write the result to a workbook."""
        found = self.found
        if found is None or found.agrees:
            self.shell.say("没有不一致的可以导出。")
            return
        with self.shell.here() as ctx:
            name = comparing.default_name(ctx, found)
        path = ask_save(self, Purpose.TABLES, "导出核对结果", name, "表格 (*.xlsx)")
        if path is not None:
            self.shell.do(
                self,
                "正在导出",
                lambda ctx, _job: comparing.export_comparison(ctx, found, path),
                lambda saved: tell_saved(self.shell, saved),
            )

    # --- inside

    def _show_lines(self) -> None:
        if self.found is None:
            return
        shown = [one for one in self.found.lines if self.kind in (None, one.kind)]
        self.lines.show(shown)
        self.setFocusProxy(self.list if shown else self.choose)
        if shown:
            self._stack.setCurrentIndex(LISTED)
            self.list.go_to(0)
            self.list.setFocus()
        else:
            self.agreed.tell("两本账一致", f"{self.found.equal} 条都对得上。")
            self._stack.setCurrentIndex(AGREED)

    def _choose_line(self, line: CompareLine | None) -> None:
        if line is None:
            return
        self.title.setText(f"{line.village_name}　{line.label}".strip())
        different = line.kind is Kind.DIFFERENT
        self.told.setText("" if different else line.words)
        self.told.setVisible(not different)
        self.differences.show(line.differences)
        self.table.setVisible(different)
        self.open.setVisible(bool(line.row))

    def _choose_kind(self, kind: Kind | None, _checked: bool = False) -> None:
        self.kind = kind
        self._show_lines()

    def _limit(self, checked: bool) -> None:
        self._wish = replace(self._wish, monitored=checked)
        self.compare()

    def _lay_out(self) -> None:
        self.register.setAccessibleName("本单位的台账")
        self.register.setMinimumWidth(130)
        back = button("回到体检", self.left.emit, "quiet", "back")
        head = row(back, label("本台账", "soft"), self.register, self.choose)
        head.addWidget(self.about, 1)
        chips = row(spacing=4)
        for kind in (None, *Kind):
            made = button(_words(kind), kind="choice")
            made.setCheckable(True)
            made.clicked.connect(partial(self._choose_kind, kind))
            self._group.addButton(made)
            self.kinds[kind] = made
            chips.addWidget(made)
        chips.addSpacing(8)
        chips.addWidget(self.monitored)
        chips.addStretch(1)
        chips.addWidget(self.save)
        listed = column(spacing=12)
        listed.addLayout(chips)
        listed.addWidget(self._split(), 1)
        for page in (holder(listed), self.agreed, self.nothing):
            self._stack.addWidget(page)
        self._stack.setCurrentIndex(EMPTY)
        body = column(spacing=12)
        body.addLayout(head)
        body.addWidget(self._stack, 1)
        self.setLayout(body)
        self.setFocusProxy(self.choose)

    def _split(self) -> QSplitter:
        detail = Card()
        top = row(self.title)
        top.addWidget(self.open)
        detail.body.addLayout(top)
        detail.body.addWidget(self.told)
        detail.body.addWidget(self.table, 1)
        detail.body.addStretch(0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(detail)
        split.setSizes([320, PANE_HEIGHT])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        return split

    def _connect(self) -> None:
        self.register.activated.connect(lambda _at: self.compare())
        self.monitored.toggled.connect(self._limit)
        self.list.chosen.connect(self._choose_line)
        self.list.opened.connect(lambda _line: self.open_row())


def _words(kind: Kind | None) -> str:
    return "全部" if kind is None else kind.words


def _about(found: Comparison) -> str:
    """What was compared with what."""
    left = f"；没有比的列：{'、'.join(found.left)}" if found.left else ""
    told = f"{found.file}　一致 {found.equal} 条　台账里看的是{found.scope}"
    return f"{told}　比了{'、'.join(found.fields)}{left}"
