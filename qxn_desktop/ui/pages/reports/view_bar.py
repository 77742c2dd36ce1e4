"""Above the pages: turning, enlarging; printing, saving, issuing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from qxn_desktop.services.report_month import MonthLine
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.page_turner import PageTurner
from qxn_desktop.ui.widgets.page_view import PageView


class ViewBar(QWidget):
    """Turns and enlarges ``view``; the rest it asks for by signals."""

    figures_wanted = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()
    word_wanted = Signal()
    issue_wanted = Signal()

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._turner = PageTurner(view)
        self._figures = button("查看数据", self.figures_wanted.emit, "quiet")
        self._figures.setToolTip("每个数对应哪些记录（Ctrl+D）")
        self._print = button("打印", self.print_wanted.emit)
        self._save = button("保存", kind="menu")
        menu = QMenu(self._save)
        menu.addAction("PDF 文件…", self.pdf_wanted.emit)
        menu.addAction("Word 文件…", self.word_wanted.emit)
        self._save.setMenu(menu)
        self.issue = button("出具…", self.issue_wanted.emit, "primary")
        self.issue.setToolTip("定下这个月的数据（Ctrl+Enter）")
        self._lay_out()
        self.set_ready(ready=False)

    def set_ready(self, *, ready: bool) -> None:
        """Whether there is something to print, save and issue."""
        for one in (self._figures, self._print, self._save, self.issue):
            one.setEnabled(ready)
        self._turner.look()

    def show_month(self, month: MonthLine | None) -> None:
        """The month in front: one that was issued can only be corrected."""
        corrects = month is not None and month.issued
        self.issue.setText("更正…" if corrects else "出具…")
        self.issue.setAccessibleName(self.issue.text())

    def _lay_out(self) -> None:
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self._turner)
        body.addStretch(1)
        for one in (self._figures, self._print, self._save, self.issue):
            body.addWidget(one)
