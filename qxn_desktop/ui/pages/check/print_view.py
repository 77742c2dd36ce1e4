"""Blank sheets before they are printed: looked at, then to the printer or into a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.services import check_sheets
from qxn_desktop.services.check_round import CheckRound
from qxn_desktop.services.check_sheets import Printed, Typeset
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets import print_run
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.document_view import DocumentView
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.page_turner import PageTurner
from qxn_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from qxn_desktop.reports.preview import Preview

PAPER_SIZE = 1.0
"""Shown as large as the paper: what is written on it can be read."""


class PrintView(QWidget):
    """``left``: back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._round: CheckRound | None = None
        self._typeset: Typeset | None = None
        self._heading = label(kind="section")
        self._told = ElidedLabel(kind="soft")
        self.view = DocumentView(shell, "空表预览")
        self.view.set_zoom(PAPER_SIZE)
        self.print_button = button("打印", self.print, "primary", "print")
        self.print_button.setToolTip("Ctrl+P")
        self.save_button = button("存为 PDF", self.save, icon="save")
        self.save_button.setToolTip("Ctrl+S")
        self._lay_out()

    def show_sheets(
        self, round_: CheckRound, heading: str, typeset: Typeset, preview: Preview
    ) -> None:
        """Show the sheets of a round that is called ``heading``."""
        self._round, self._typeset = round_, typeset
        self._heading.setText(heading)
        first = "，第一页是走访清单" if typeset.sheets > 1 else ""
        self._told.say(f"{typeset.sheets} 份，共 {typeset.pages} 页{first}")
        self.view.show_document(preview)
        self.view.go_to_page(0)
        self.print_button.setFocus()

    def print(self) -> None:
        """Ask for a printer and print."""
        typeset = self._typeset
        if typeset is None:
            return
        printer = print_run.ask_printer(self, "空表", typeset.pages)
        if printer is not None:
            run = print_run.PrintRun(print_run.by_shell(self._shell), typeset.pdf, printer, self)
            run.finished.connect(self._printed)
            run.start()

    def save(self) -> None:
        """Ask where to and save the PDF."""
        typeset, round_ = self._typeset, self._round
        if typeset is None or round_ is None:
            return
        name = check_sheets.suggested_name(round_, ".pdf")
        out = file_asking.ask_save(self, Purpose.SHEETS, "保存空表", name, "PDF 文件 (*.pdf)")
        if out is not None:
            work = lambda ctx: check_sheets.save_sheets(ctx, typeset, out)  # noqa: E731
            self._shell.read(self, work, self._saved)

    def _printed(self, pages: int) -> None:
        self._shell.say(print_run.printed_words(pages))

    def _saved(self, printed: Printed) -> None:
        file_asking.tell_saved(self._shell, printed.path)

    def _lay_out(self) -> None:
        head = row(button("返回清单", self.left.emit, "quiet", "back"), self._heading)
        head.addWidget(self._told, 1)
        tools = row(self.print_button, self.save_button)
        tools.addStretch(1)
        tools.addWidget(PageTurner(self.view))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(head)
        body.addLayout(tools)
        body.addWidget(self.view, 1)
        self.setFocusProxy(self.print_button)
