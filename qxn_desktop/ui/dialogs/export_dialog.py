"""导出: for what, which rows, which columns, as what file; whole values for a reason only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QWidget,
)

from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.services import export_offer, exporting
from qxn_desktop.services.accounts import confirm_self
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.export_offer import KIND_WORDS, NOT_PUBLIC, SHOWN, ExportOffer
from qxn_desktop.services.exporting import PURPOSES, Exported, Wanted
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.whole_values import WholeValues
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, holder, packed, row
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.tick_list import TickList

SIZE = 940, 570
COLUMNS_WIDTH = 300


class ExportDialog(WorkDialog):
    """``query`` is the list as it stands, ``shown`` the paths of its columns."""

    def __init__(
        self, shell: Shell, parent: QWidget, query: ListQuery, shown: Sequence[str]
    ) -> None:
        super().__init__(shell, parent, "导出")
        self._query, self._shown = query, tuple(shown)
        self.offer: ExportOffer | None = None
        self.resize(*SIZE)
        self.purposes = {one: QRadioButton(PURPOSES[one]) for one in PURPOSES}
        self.purpose_group = QButtonGroup(self)
        self.only_matched, self.all_rows = QRadioButton(), QRadioButton()
        self.ticks = TickList("要导出的列")
        self.kind = QComboBox()
        for ending, words in KIND_WORDS.items():
            self.kind.addItem(words, ending)
        self.whole = WholeValues()
        self._lay_out()
        self.go = self.add_button(button("导出…", self.export, "primary", "export"))
        self._connect()
        self._judge()
        self.shell.read(self, lambda ctx: export_offer.offer(ctx, query), self._show)

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return next((one for one, box in self.purposes.items() if box.isChecked()),
                    Purpose.INTERNAL)  # fmt: skip

    @property
    def wanted(self) -> Wanted:
        """What is to leave."""
        query = self._query
        if self.all_rows.isChecked():
            query = ListQuery(query.register, sort=query.sort, descending=query.descending)
        return Wanted(query, self.ticks.ticked, self.purpose, self.whole.reason_given)

    def export(self) -> None:
        """Ask where to, then write; the passphrase is judged before anything leaves."""
        if self.offer is None or not self.whole.is_ready():
            return
        register, ending = self.offer.register, str(self.kind.currentData())
        name = self._default_name(register, ending)
        kinds = f"{KIND_WORDS[ending].split('（')[0]} (*{ending})"
        target = file_asking.ask_save(self, file_asking.Purpose.TABLES, "导出到", name, kinds)
        if target is not None:
            typed = self.whole.passphrase.take()
            self._write(self.wanted, target, typed)

    def tell_failure(self, error: BaseException) -> None:
        if not self.whole.tell_failure(error):
            super().tell_failure(error)

    def _write(self, wanted: Wanted, target: Path, typed: str) -> None:
        def work(ctx: AppContext, job: Job) -> Exported:
            if wanted.unmasked:
                confirm_self(ctx, typed)
            return exporting.export(ctx, wanted, target, job)

        self.work("正在导出", work, self._exported)

    def _exported(self, done: Exported) -> None:
        counter = self.offer.counter if self.offer else "条"
        title = self.offer.title if self.offer else ""
        self.accept()
        file_asking.tell_saved(self.shell, done.path, f"已导出{title} {done.rows} {counter}")

    def _default_name(self, register: str, ending: str) -> str:
        with self.shell.here() as ctx:
            return exporting.default_name(ctx, register, ending)

    # --- what is shown

    def _show(self, offer: ExportOffer) -> None:
        self.offer = offer
        self.say_title(f"导出{offer.title}")
        counter = offer.counter
        self.only_matched.setText(f"当前筛选的 {offer.matched} {counter}")
        self.all_rows.setText(f"全部 {offer.total} {counter}")
        self.only_matched.setVisible(offer.narrowed)
        (self.only_matched if offer.narrowed else self.all_rows).setChecked(True)
        public = self.purposes[Purpose.PUBLIC]
        public.setEnabled(offer.has_public)
        if not offer.has_public:
            self._said[Purpose.PUBLIC].setText(NOT_PUBLIC)
        self._purpose_chosen()
        self.purposes[self.purpose].setFocus()

    def _purpose_chosen(self) -> None:
        is_public = self.purpose is Purpose.PUBLIC
        self.whole.allow(allowed=not is_public)
        self.by_ledger.setVisible(not is_public)
        if self.offer is not None:
            shown = [one for one in self.offer.columns if one.public or not is_public]
            ticked = [one.path for one in shown if one.ledger or is_public]
            self.ticks.show_options([(one.path, one.title) for one in shown], ticked)

    def _tick_ledger(self) -> None:
        if self.offer is not None:
            self.ticks.tick([one.path for one in self.offer.columns if one.ledger])

    def _tick_all(self) -> None:
        if self.offer is not None:
            self.ticks.tick([one.path for one in self.offer.columns])

    def _judge(self) -> None:
        count = len(self.ticks.ticked)
        self._count.setText(f"选了 {count} 列" if count else "请至少选一列")
        self.go.setEnabled(bool(count) and self.offer is not None)

    def _lay_out(self) -> None:
        left = column(spacing=6)
        left.addWidget(label("用途", "strong"))
        left.addLayout(self._purposes())
        left.addSpacing(6)
        left.addWidget(label("哪些行", "strong"))
        rows = QButtonGroup(self)
        for box in (self.only_matched, self.all_rows):
            rows.addButton(box)
        left.addLayout(packed(self.only_matched, self.all_rows, spacing=16))
        left.addWidget(label("文件", "strong"))
        self.kind.setAccessibleName("文件格式")
        left.addLayout(packed(self.kind))
        left.addSpacing(6)
        left.addWidget(self.whole)
        left.addStretch(1)
        whole = row(spacing=24)
        whole.addLayout(left, 1)
        whole.addWidget(self._columns())
        self.body.addLayout(whole, 1)

    def _purposes(self) -> QGridLayout:
        """Each purpose with what it shows beside it."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._said = {}
        for at, (one, box) in enumerate(self.purposes.items()):
            self.purpose_group.addButton(box)
            said = self._said[one] = label(SHOWN[one], "soft", wrap=True)
            box.setAccessibleDescription(SHOWN[one])
            grid.addWidget(box, at, 0)
            grid.addWidget(said, at, 1)
        self.purposes[Purpose.INTERNAL].setChecked(True)
        return grid

    def _columns(self) -> QWidget:
        self._count = label(kind="soft")
        head = row(label("列", "strong"))
        head.addStretch(1)
        head.addWidget(self._count)
        self.by_ledger = button("台账的列", self._tick_ledger, "link")
        by_list = button("现在显示的列", lambda: self.ticks.tick(self._shown), "link")
        by_list.setVisible(bool(self._shown))
        choices = packed(self.by_ledger, by_list, button("全部", self._tick_all, "link"),
                         spacing=0)  # fmt: skip
        made = column(spacing=4)
        made.addLayout(head)
        made.addLayout(choices)
        made.addWidget(self.ticks, 1)
        made.addWidget(label("空格键打勾，打字可以跳到那一列。", "faint", wrap=True))
        held = holder(made)
        held.setFixedWidth(COLUMNS_WIDTH)
        return held

    def _connect(self) -> None:
        self.purpose_group.buttonClicked.connect(lambda _box: self._purpose_chosen())
        self.ticks.changed.connect(self._judge)
        self.whole.entered.connect(self.export)
