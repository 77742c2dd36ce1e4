"""A spreadsheet into a register, step by step: its columns, its lines, what was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qxn_desktop.services import import_preview, record_list
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_plan import ImportOptions, ImportPlan
from qxn_desktop.services.import_preview import Opened
from qxn_desktop.services.import_return import write_marked
from qxn_desktop.services.importing import Imported
from qxn_desktop.ui.file_asking import Purpose, ask_save, tell_saved
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.pages.records.import_columns import ImportColumns
from qxn_desktop.ui.pages.records.import_lines import ImportLines
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label

KINDS = (".xlsx", ".xls", ".et", ".csv", ".xlsm", ".txt")
FILES = "表格 (*.xlsx *.xls *.et *.csv *.xlsm *.txt)"


class ImportView(QWidget):
    """``left``: back to the list of the register (its id; "" as it was)."""

    left = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._opened: Opened | None = None
        self._plan: ImportPlan | None = None
        self._options = ImportOptions()
        self._registers: list[tuple[str, str]] = []
        self.heading = label(kind="section")
        self.step = label(kind="soft")
        self.columns, self.lines = ImportColumns(), ImportLines(shell)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.columns)
        self.stack.addWidget(self.lines)
        self._lay_out()
        self._connect()

    def begin(self, path: Path, register: str) -> None:
        """Open a file for a register; one of the national system goes where it belongs."""

        def work(ctx: AppContext, job: Job) -> tuple[Opened, list[tuple[str, str]]]:
            listed = [(s.id, s.title) for s in record_list.listed_registers(ctx) if not s.internal]
            return import_preview.open_table(ctx, path, register, job), listed

        self._shell.do(self, "正在读取表格", work, self._show_first, self._not_read, quiet=True)

    def go_back(self) -> None:
        """One step back; out of the import from the first."""
        if self.stack.currentWidget() is self.lines and self._plan is not None:
            if self.lines.done.isVisible():
                self._leave()
            else:
                self._show_columns()
        else:
            self._leave()

    def go_on(self) -> None:
        """The next step, as the blue button does."""
        if self.stack.currentWidget() is self.columns:
            self._look()
        elif self.lines.done.isVisible():
            self._leave()
        elif self.lines.take.isEnabled():
            self._take()

    def save_back(self) -> None:
        """The clerk's own workbook with its faults."""
        plan, opened = self._plan, self._opened
        if plan is None or opened is None or not self.lines.save.isEnabled():
            return
        name = f"{opened.path.stem}（批注）.xlsx"
        target = ask_save(self, Purpose.TABLES, "存回带批注的原表", name, "表格 (*.xlsx)")
        if target is not None:
            work = lambda _ctx, job: write_marked(plan, opened.path, target, job)  # noqa: E731
            done = lambda path: tell_saved(self._shell, path)  # noqa: E731
            self._shell.do(self, "正在写带批注的表", work, done, quiet=True)

    # --- the columns

    def _show_first(self, found: tuple[Opened, list[tuple[str, str]]]) -> None:
        opened, self._registers = found
        self._plan = None
        self._show_opened(opened)
        self._show_columns()

    def _show_opened(self, opened: Opened) -> None:
        self._opened = opened
        self.heading.setText(opened.path.name)
        self.columns.show_opened(opened, self._registers)

    def _show_columns(self) -> None:
        self.step.setText("第一步：各列填到哪里")
        self.stack.setCurrentWidget(self.columns)
        self.columns.table.setFocus()

    def _change_target(self, at: int, target: str) -> None:
        opened = self._opened
        if opened is not None:
            work = lambda ctx: import_preview.with_target(ctx, opened, at, target)  # noqa: E731
            self._shell.read(self, work, self._show_opened, key="columns")

    def _ask_again(self) -> None:
        opened = self._opened
        if opened is None:
            return
        register = str(self.columns.register.currentData())
        sheet = str(self.columns.sheet.currentData())
        same = sheet == opened.layout.sheet.name
        header = self.columns.header.value() if same else None

        def work(ctx: AppContext) -> Opened:
            return import_preview.lay_out_again(ctx, opened, register, sheet, header)

        self._shell.settle()
        self._shell.read(self, work, self._show_opened, self._not_laid_out, key="columns")

    def _not_laid_out(self, error: BaseException) -> None:
        self._shell.fail(error)
        if self._opened is not None:
            self.columns.show_opened(self._opened, self._registers)

    # --- the lines

    def _look(self) -> None:
        self._options = self.columns.options
        self._plan_anew()

    def _plan_anew(self) -> None:
        opened, options = self._opened, self._options
        if opened is None:
            return

        def work(ctx: AppContext, job: Job) -> ImportPlan:
            return import_preview.preview(ctx, opened, options, job)

        self._shell.do(self, "正在核对各行", work, self._show_plan, quiet=True)

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        self.step.setText("第二步：核对各行，还没有写入")
        self.lines.show_plan(plan)
        self.stack.setCurrentWidget(self.lines)
        (self.lines.take if self.lines.take.isEnabled() else self.lines.table).setFocus()

    def _decide(self, at: int, id_: str) -> None:
        self._options = replace(self._options, chosen={**self._options.chosen, at: id_})
        self._plan_anew()

    def _take(self) -> None:
        plan, opened = self._plan, self._opened
        if plan is None or opened is None:
            return
        self.lines.take.setEnabled(False)

        def work(ctx: AppContext, job: Job) -> Imported:
            return import_preview.take_in(ctx, opened, plan, job)

        self._shell.do(self, "正在导入", work, self._written, self._not_written)

    def _written(self, done: Imported) -> None:
        if self._plan is None:
            return
        spec = self._plan.cleaned.layout.register
        words = import_preview.written_words(done, spec.title, spec.counter)
        self.step.setText("已写入")
        self.lines.show_plan(self._plan, words)
        self.lines.done.setFocus()
        self._shell.say(f"已导入{words}", undo=True)

    def _not_written(self, error: BaseException) -> None:
        self.lines.take.setEnabled(True)
        self._shell.fail(error)

    def _not_read(self, error: BaseException) -> None:
        self._shell.fail(error)
        if self._opened is None:
            self.left.emit("")

    def _leave(self) -> None:
        register = self._opened.layout.register.id if self._opened else ""
        self._opened = self._plan = None
        self._shell.settle()
        self.left.emit(register)

    def _lay_out(self) -> None:
        head = row(button("返回台账", self._leave, "quiet", "back"), self.heading, self.step)
        head.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.columns.changed.connect(self._change_target)
        self.columns.asked_again.connect(self._ask_again)
        self.columns.going_on.connect(self._look)
        self.lines.going_on.connect(self._take)
        self.lines.going_back.connect(self._show_columns)
        self.lines.saved_back.connect(self.save_back)
        self.lines.finished.connect(self._leave)
        self.lines.chosen.connect(self._decide)
