"""填别人的表: another department's blank workbook, filled from the registers, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QWidget

from qxn_desktop.services import form_filling, record_list
from qxn_desktop.services.accounts import confirm_self
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.form_filling import Filled, Filling, Form
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.whole_values import WholeValues
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, row
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

SIZE = 860, 610
COMBO_WIDTH = 200
ENDING = ".xlsx"
ALL, MATCHED = "", "\0matched"
"""Choices of rows beside the villages."""
BEGIN = "选一个空表，或把它拖到这里：表头自己认，样子不变，没有的列留空。"
MOST_NAMED = 6
COLUMNS = (
    Column("表里的列", lambda one: one.title, 260),
    Column(
        "用什么填",
        lambda one: one.source or "留空",
        0,
        tone=lambda one: None if one.source else Tone.SOON,
    ),
    Column("说明", lambda one: one.remark, 220),
)


@dataclass(frozen=True, slots=True)
class _Start:
    """Registers and villages to choose from, as (id, title) and by code."""

    registers: tuple[tuple[str, str], ...]
    villages: Mapping[str, str]


class FillFormDialog(WorkDialog):
    """``query`` is the list as it stands; its register is proposed."""

    def __init__(self, shell: Shell, parent: QWidget, query: ListQuery) -> None:
        super().__init__(shell, parent, "填别人的表")
        self._query = query
        self.path: Path | None = None
        self.filling: Filling | None = None
        self.resize(*SIZE)
        self.setAcceptDrops(True)
        self.choose = button("选空表…", self._choose, icon="folder_open")
        self.file = ElidedLabel("还没有选", "soft")
        self.register, self.rows, self.sheet = QComboBox(), QComboBox(), QComboBox()
        for box in (self.register, self.rows, self.sheet):
            box.setMinimumWidth(COMBO_WIDTH)
        self._sheet_row = FormRow("工作表", self.sheet)
        self._said = label(BEGIN, "soft", wrap=True)
        self._unknown = Note("", Tone.SOON)
        self._unknown.hide()
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "表里各列用什么填")
        self.whole = WholeValues()
        self._lay_out()
        self.go = self.add_button(button("填表…", self.fill, "primary", "edit"))
        self.go.setEnabled(False)
        self.register.activated.connect(lambda _at: self._register_chosen())
        self.rows.activated.connect(lambda _at: self._look())
        self.sheet.activated.connect(lambda _at: self._look())
        self.whole.entered.connect(self.fill)
        self.shell.read(self, _start, self._offer)
        self.choose.setFocus()

    @property
    def form(self) -> Form | None:
        """The form that is chosen, with our rows for it."""
        if self.path is None:
            return None
        chosen, register = str(self.rows.currentData() or ""), str(self.register.currentData())
        query = self._query if chosen == MATCHED else ListQuery(register, village=chosen)
        sheet = self.sheet.currentText() if self.sheet.count() > 1 else ""
        return Form(self.path, replace(query, register=register), sheet)

    def take_file(self, path: Path) -> None:
        """Look at the form ``path``."""
        self.path = path
        self.file.say(path.name)
        self.sheet.clear()
        self._look()

    def fill(self) -> None:
        """Ask where to, then fill."""
        form = self.form
        if form is None or self.filling is None or not self.whole.is_ready():
            return
        purpose, kinds = file_asking.Purpose.TABLES, "Excel 表格 (*.xlsx)"
        name = f"{form.path.stem}_已填{ENDING}"
        target = file_asking.ask_save(self, purpose, "保存填好的表", name, kinds)
        if target is not None:
            self._write(form, target, self.whole.reason_given, self.whole.passphrase.take())

    def tell_failure(self, error: BaseException) -> None:
        if not self.whole.tell_failure(error):
            super().tell_failure(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_file(path)

    # --- inside

    def _write(self, form: Form, target: Path, reason: str, typed: str) -> None:
        def work(ctx: AppContext, job: Job) -> Filled:
            if reason:
                confirm_self(ctx, typed)
            return form_filling.fill(ctx, form, target, reason, job)

        self.work("正在填表", work, self._filled)

    def _filled(self, done: Filled) -> None:
        said = f"已填好 {done.rows} 行，另存为“{done.path.name}”，原来的空表没有动。"
        self.finish(done.path, said, *done.remarks)

    def _offer(self, start: _Start) -> None:
        for id_, title in start.registers:
            self.register.addItem(title, id_)
        self.register.setCurrentIndex(max(self.register.findData(self._query.register), 0))
        self.rows.addItem("全部", ALL)
        query = self._query
        if replace(query, village="").is_narrowed:
            self.rows.addItem("现在筛选出来的", MATCHED)
            self.rows.setCurrentIndex(1)
        for code in sorted(start.villages):
            self.rows.addItem(start.villages[code], code)
        if query.village and self.rows.currentIndex() == 0:
            self.rows.setCurrentIndex(max(self.rows.findData(query.village), 0))
        self._look()

    def _register_chosen(self) -> None:
        """What is filtered is filtered in one register."""
        if (
            self.register.currentData() != self._query.register
            and self.rows.currentData() == MATCHED
        ):
            self.rows.setCurrentIndex(self.rows.findData(ALL))
        self._look()

    def _look(self) -> None:
        form = self.form
        if form is not None:
            self.tell("")
            self.shell.read(
                self,
                lambda ctx: form_filling.look(ctx, form),
                self._show,
                self._cannot,
                key="look",
            )

    def _show(self, filling: Filling) -> None:
        self.filling = filling
        self._sheet_row.setVisible(len(filling.sheets) > 1)
        if self.sheet.count() != len(filling.sheets):
            self.sheet.clear()
            self.sheet.addItems(list(filling.sheets))
        self.sheet.setCurrentText(filling.sheet)
        self.model.show(filling.columns)
        self._said.setText(_summary(filling))
        self._unknown.setVisible(bool(filling.unknown))
        more = f"等 {len(filling.unknown)} 行" if len(filling.unknown) > MOST_NAMED else ""
        names = "、".join(filling.unknown[:MOST_NAMED]) + more
        self._unknown.words.setText(f"台账里没有，或同村同名分不清，留空：{names}。")
        self.table.show()
        self.table.go_to(0)
        self.go.setEnabled(filling.rows > 0)

    def _cannot(self, error: BaseException) -> None:
        self.filling = None
        self.model.show(())
        self._unknown.hide()
        self._said.setText(BEGIN)
        self.go.setEnabled(False)
        self.tell(as_app_error(error).message)

    def _choose(self) -> None:
        purpose, kinds = file_asking.Purpose.RECEIVED, "Excel 表格 (*.xlsx)"
        chosen = file_asking.ask_open(self, purpose, "选空表", kinds)
        if chosen is not None:
            self.take_file(chosen)

    def _lay_out(self) -> None:
        chosen = row(self.choose, self.file)
        chosen.setStretch(1, 1)
        what = row(
            FormRow("用哪本台账", self.register), FormRow("哪些行", self.rows), self._sheet_row,
            spacing=12,
        )  # fmt: skip
        what.addStretch(1)
        self._sheet_row.hide()
        self.body.addLayout(chosen)
        self.body.addLayout(what)
        self.body.addWidget(self._said)
        self.body.addWidget(self._unknown)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)


def _summary(filling: Filling) -> str:
    """How much of the form is filled, in one line."""
    empty = len(filling.empty)
    found = f"认出 {len(filling.columns) - empty} 列"
    left = f"，{empty} 列台账里没有、留空" if empty else ""
    if not filling.named:
        return f"{found}{left}；空表，一条一行，要填 {filling.rows} 行。"
    return f"{found}{left}；表里写好了名字，对得上的 {filling.rows} 行接着填。"


def _dropped(event: QDropEvent) -> Path | None:
    """The first workbook among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() == ENDING), None)


def _start(ctx: AppContext) -> _Start:
    specs = [one for one in record_list.listed_registers(ctx) if record_list.is_kept_by_hand(one)]
    return _Start(tuple((one.id, one.title) for one in specs), village_names(ctx))
