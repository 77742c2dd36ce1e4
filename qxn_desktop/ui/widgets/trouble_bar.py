"""A failure in words at the top of the page; what the technician needs is under 详细信息."""

from __future__ import annotations

from PySide6.QtCore import QSysInfo, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from qxn_desktop import __version__
from qxn_desktop.common.errors import AppError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import selectable


class TroubleBar(QFrame):
    """Stays until it is closed, its page is left, or the next thing is done.

    What is in it is built when something first goes wrong.
    """

    stood = Signal(bool)
    """Whether something is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "trouble")
        self._built = False
        self.hide()

    def _build(self) -> None:
        if self._built:
            return
        self._built = True
        picture = QLabel()
        set_icon(picture, "error", "overdue", 20)
        self._words = selectable()
        self._toggle = button("详细信息", self._show_details, "link")
        self._details = selectable(kind="faint")
        self._copy = button("复制", self._copy_details, "link")
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 8, 8, 8)
        head = row(picture)
        head.addWidget(self._words, 1)
        head.addWidget(self._toggle)
        head.addWidget(icon_button("dismiss", "关闭（Esc）", self.settle))
        body.addLayout(head)
        below = row()
        below.addWidget(self._details, 1)
        below.addWidget(self._copy)
        body.addLayout(below)

    @property
    def text(self) -> str:
        """What it says; "" while nothing is wrong."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, error: AppError) -> None:
        """Show ``error``."""
        self._build()
        self._words.setText(error.message)
        self._words.setAccessibleName(error.message)
        self._details.setText(details(error))
        self._set_open(shown=False)
        self.show()
        self.stood.emit(True)

    def settle(self) -> None:
        """Nothing is wrong any more."""
        self.hide()
        self.stood.emit(False)

    def _show_details(self) -> None:
        self._set_open(shown=self._details.isHidden())

    def _set_open(self, *, shown: bool) -> None:
        self._details.setVisible(shown)
        self._copy.setVisible(shown)
        self._toggle.setText("收起" if shown else "详细信息")

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._words.text()}\n{self._details.text()}")


def details(error: AppError) -> str:
    """What a technician asks for: the code, where in the input, the program and the system."""
    lines = [f"编号：{error.code}"]
    problems = error.facts.get("problems")
    if isinstance(problems, list):
        lines += [f"{path or '—'}：{code} {message}" for path, code, message in problems]
    system = QSysInfo.prettyProductName()
    return "\n".join([*lines, f"程序版本：{__version__}　系统：{system}"])


def is_quiet(error: AppError) -> bool:
    """Whether a failure is what the user wanted."""
    return isinstance(error, Cancelled)
