"""Above the pages: turning, enlarging; printing, saving, issuing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from qxn_desktop.services.report_month import MonthLine
from qxn_desktop.ui.pages.reports.page_view import PER_POINT, PageView
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.text import label


class ViewBar(QWidget):
    """Turns and enlarges ``view``; the rest it asks for by signals."""

    figures_wanted = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()
    word_wanted = Signal()
    issue_wanted = Signal()

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self._page = label()
        self._page.setMinimumWidth(56)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom = button("适合宽度", partial(view.set_zoom, 0.0), "quiet")
        self._zoom.setToolTip("适合宽度（Ctrl+0）")
        self._zoom.setMinimumWidth(76)
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
        view.page_changed.connect(self._look)
        view.zoomed.connect(self._look)
        self.set_ready(ready=False)

    def set_ready(self, *, ready: bool) -> None:
        """Whether there is something to print, save and issue."""
        for one in (self._figures, self._print, self._save, self.issue):
            one.setEnabled(ready)
        self._look()

    def show_month(self, month: MonthLine | None) -> None:
        """The month in front: one that was issued can only be corrected."""
        corrects = month is not None and month.issued
        self.issue.setText("更正…" if corrects else "出具…")
        self.issue.setAccessibleName(self.issue.text())

    def _lay_out(self) -> None:
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        turn = self._view
        body.addWidget(
            icon_button("up", "上一页（PageUp）", lambda: turn.go_to_page(turn.page - 1))
        )
        body.addWidget(self._page)
        body.addWidget(
            icon_button("down", "下一页（PageDown）", lambda: turn.go_to_page(turn.page + 1))
        )
        body.addSpacing(8)
        body.addWidget(icon_button("zoom_out", "缩小（Ctrl+-）", lambda: turn.enlarge(-1)))
        body.addWidget(self._zoom)
        body.addWidget(icon_button("zoom_in", "放大（Ctrl++）", lambda: turn.enlarge(1)))
        body.addStretch(1)
        for one in (self._figures, self._print, self._save, self.issue):
            body.addWidget(one)

    def _look(self, _page: int = 0) -> None:
        view = self._view
        self._page.setText(f"{view.page + 1} / {view.pages}" if view.pages else "")
        percent = f"{round(view.scale / PER_POINT * 100)}%"
        self._zoom.setText(percent if view.zoom else "适合宽度")
