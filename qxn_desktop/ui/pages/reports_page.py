"""报告: choose a month, look at its report, open what is behind its numbers, print, save, issue."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QStackedWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.figure_row import FigureKey
from qxn_desktop.services.report_month import MonthLine, ReportsView
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.reports import background
from qxn_desktop.ui.pages.reports.background import Drafted
from qxn_desktop.ui.pages.reports.figure_panel import FigurePanel
from qxn_desktop.ui.pages.reports.month_list import MonthList
from qxn_desktop.ui.pages.reports.view_bar import ViewBar
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import column, row
from qxn_desktop.ui.widgets.document_view import DocumentView
from qxn_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from qxn_desktop.services.figure_rows import FigureView, RowLine
    from qxn_desktop.services.reporting import Draft, Produced, Wanted

WIDE = 1120
"""px of the page: room for the months, a readable page and the figures side by side."""


class ReportsPage(Page):
    """Months at the left, the report in the middle, its figures at the right when asked for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.say_title("报告")
        self.months = MonthList()
        self.view = DocumentView(shell, "报告预览")
        self.bar = ViewBar(self.view)
        self.figures = FigurePanel()
        self.figures.hide()
        self._waiting = EmptyState("reports", "正在排版……")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.view)
        self._report = self._period = ""
        self._overview: ReportsView | None = None
        self._draft: Draft | None = None
        below = row(self._stack, self.figures, spacing=16)
        below.setStretch(0, 1)
        right = column(self.bar)
        right.addLayout(below, 1)
        whole = row(self.months, spacing=16)
        whole.addLayout(right, 1)
        self.body.addLayout(whole, 1)
        self.setFocusProxy(self.months.table)
        self._connect()

    # --- what is shown

    def open(self, target: Target) -> None:
        """``id``: a month (2026-10)."""
        if target.id and target.id != self._period:
            self._period = target.id
            self.refresh_soon()

    def concerns(self, changes: ChangeSet) -> bool:
        return bool(changes.rows)

    def refresh(self) -> None:
        report = self._report
        self.shell.read(
            self, lambda ctx: background.overview(ctx, report), self._show_months, key="months"
        )

    def actions_here(self) -> Sequence[Action]:
        return (
            Action("打印报告", self.print, ("Ctrl+P",)),
            Action("保存 PDF", self.save_pdf, ("Ctrl+S",)),
            Action("保存 Word", self.save_word, ("Ctrl+Shift+S",)),
            Action("出具报告", self.issue, ("Ctrl+Return",)),
            Action("查看报表里的数", self.toggle_figures, ("Ctrl+D",)),
            Action("放大", partial(self.view.enlarge, 1), ("Ctrl++", "Ctrl+="), listed=False),
            Action("缩小", partial(self.view.enlarge, -1), ("Ctrl+-",), listed=False),
            Action("适合宽度", partial(self.view.set_zoom, 0.0), ("Ctrl+0",), listed=False),
            Action("收起", self._hide_figures, ("Esc",), listed=False),
        )

    def toggle_figures(self) -> None:
        """Show or put away the list of figures."""
        shown = self.figures.isHidden()
        self._show_figures(shown=shown)
        (self.figures.list if shown else self.months.table).setFocus()

    def show_figure(self, key: FigureKey) -> None:
        """Open what stands behind a figure."""
        drafted = self._draft
        if drafted is None:
            return
        self._show_figures(shown=True)
        self.figures.choose(key)
        self.view.mark_figure(key)
        self.shell.read(
            self,
            lambda ctx: background.behind(ctx, drafted, key),
            lambda view: self._show_behind(key, view),
            key="figure",
        )

    # --- what is done

    def save_pdf(self) -> None:
        """Save what is shown as a PDF."""
        self._save("PDF 文件 (*.pdf)", ".pdf")

    def save_word(self) -> None:
        """Save what is shown as a .docx."""
        self._save("Word 文件 (*.docx)", ".docx")

    def issue(self) -> None:
        """Ask who signs and where to, then issue the month or its correction."""
        from qxn_desktop.ui.dialogs.issue_dialog import IssueDialog  # noqa: PLC0415 - rare

        month, drafted = self._month(), self._draft
        if month is None or drafted is None or self._overview is None:
            return
        held = drafted.figures.people
        dialog = IssueDialog(
            self._report,
            month,
            people=(held.reviewer, held.head),
            out=file_asking.begin_folder(Purpose.REPORT) / f"{drafted.document.title}.pdf",
            parent=self,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.produce(dialog.wanted)

    def produce(self, wanted: Wanted) -> None:
        """Issue as the dialog says."""
        file_asking.keep_folder(Purpose.REPORT, wanted.out.parent)
        self.shell.do(
            self,
            f"正在出具{self._title()}",
            lambda ctx, job: background.produced(ctx, wanted, job),
            self._issued,
        )

    def print(self) -> None:
        """Ask for a printer and print what is shown."""
        from qxn_desktop.ui.widgets import print_run  # noqa: PLC0415 - rare

        drafted = self._draft
        if drafted is None:
            return
        printer = print_run.ask_printer(self, self._title(), self.view.pages)
        if printer is not None:
            away = print_run.by_shell(self.shell)
            run = print_run.PrintRun(away, drafted.pdf, printer, self)
            run.finished.connect(lambda pages: self.shell.say(print_run.printed_words(pages)))
            run.start()

    # --- inside

    def _connect(self) -> None:
        self.months.chosen.connect(self._choose_month)
        self.months.report_chosen.connect(self._choose_report)
        self.view.figure_clicked.connect(self.show_figure)
        self.figures.wanted.connect(self.show_figure)
        self.figures.opened.connect(self._open_row)
        self.figures.closed.connect(self._hide_figures)
        self.figures.copied.connect(self._tell_copied)
        self.bar.print_wanted.connect(self.print)
        self.bar.pdf_wanted.connect(self.save_pdf)
        self.bar.word_wanted.connect(self.save_word)
        self.bar.issue_wanted.connect(self.issue)
        self.bar.figures_wanted.connect(self.toggle_figures)

    def _show_months(self, view: ReportsView) -> None:
        self._overview = view
        self._report = view.report
        known = {month.period for month in view.months}
        self._period = self._period if self._period in known else view.suggested
        self.months.show_view(view, self._period)
        self._read_draft()

    def _read_draft(self) -> None:
        report, period = self._report, self._period
        self.bar.show_month(self._month())
        self.say_title("报告", self._title())
        self.shell.read(
            self,
            lambda ctx: background.drafted(ctx, report, period),
            self._show_draft,
            key="draft",
        )

    def _show_draft(self, found: Drafted) -> None:
        self._draft, preview, lines = found
        tips: dict[Hashable, str] = {
            line.key: f"{line.title} {line.printed}：点击看对应的记录" for line in lines
        }
        self.view.show_document(preview, self._draft.marks, tips)
        self.figures.show_lines(lines)
        self._stack.setCurrentWidget(self.view)
        self.bar.set_ready(ready=True)

    def _choose_month(self, line: MonthLine) -> None:
        self._period = line.period
        self.bar.set_ready(ready=False)
        self._read_draft()

    def _choose_report(self, report: str) -> None:
        self._report, self._period = report, ""
        self.refresh_soon()

    def _month(self) -> MonthLine | None:
        months = self._overview.months if self._overview else ()
        return next((month for month in months if month.period == self._period), None)

    def _title(self) -> str:
        month = self._month()
        return f"{month.title}月报" if month else ""

    def _save(self, kinds: str, suffix: str) -> None:
        drafted = self._draft
        if drafted is None:
            return
        name = f"{drafted.document.title}{suffix}"
        path = file_asking.ask_save(self, Purpose.REPORT, "保存报告", name, kinds)
        if path is None:
            return
        self.shell.read(self, lambda ctx: background.saved(ctx, drafted, path), self._saved)

    def _saved(self, path: Path) -> None:
        file_asking.tell_saved(self.shell, path)

    def _issued(self, produced: Produced) -> None:
        path = produced.path
        words = f"已出具{self._title()}，共 {produced.pages} 页，存为“{path.name}”"
        file_asking.tell_saved(self.shell, path, words)

    def _open_row(self, line: RowLine) -> None:
        self.shell.go(row_target(line.register, line.id))

    def _hide_figures(self) -> None:
        self._show_figures(shown=False)
        self.view.mark_figure(None)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_behind(self, key: FigureKey, view: FigureView | None) -> None:
        self.figures.show_view(view)
        self.view.mark_figure(key)  # again: the panel may just have taken the page's room

    def _show_figures(self, *, shown: bool) -> None:
        """Show or hide the figures; in a narrow window the months make room for them."""
        self.figures.setVisible(shown)
        self.months.setVisible(not shown or self.width() >= WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_figures(shown=not self.figures.isHidden())

    def _tell_copied(self) -> None:
        self.shell.say("已复制，可以粘贴到 WPS 或微信。")
