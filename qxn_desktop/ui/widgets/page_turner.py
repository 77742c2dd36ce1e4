"""Turning the pages of a document, and enlarging them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.page_view import PER_POINT, PageView
from qxn_desktop.ui.widgets.text import label


class PageTurner(QWidget):
    """Turns and enlarges ``view``, and says which page and how large."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self._page = label()
        self._page.setMinimumWidth(56)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom = button("适合宽度", partial(view.set_zoom, 0.0), "quiet")
        self._zoom.setToolTip("适合宽度（Ctrl+0）")
        self._zoom.setMinimumWidth(76)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(
            icon_button("up", "上一页（PageUp）", lambda: view.go_to_page(view.page - 1))
        )
        body.addWidget(self._page)
        body.addWidget(
            icon_button("down", "下一页（PageDown）", lambda: view.go_to_page(view.page + 1))
        )
        body.addSpacing(8)
        body.addWidget(icon_button("zoom_out", "缩小（Ctrl+-）", lambda: view.enlarge(-1)))
        body.addWidget(self._zoom)
        body.addWidget(icon_button("zoom_in", "放大（Ctrl++）", lambda: view.enlarge(1)))
        view.page_changed.connect(self.look)
        view.zoomed.connect(self.look)

    def look(self, _page: int = 0) -> None:
        """Show how the view stands."""
        view = self._view
        self._page.setText(f"{view.page + 1} / {view.pages}" if view.pages else "")
        percent = f"{round(view.scale / PER_POINT * 100)}%"
        self._zoom.setText(percent if view.zoom else "适合宽度")
