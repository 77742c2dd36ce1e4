"""What every page before the work is: a heading, a body, a row of buttons, a place for failures."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.laid_out import laid_out
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.trouble_bar import TroubleBar, is_quiet


class DoorPage(QWidget):
    """Heirs put their widgets into ``body`` and their buttons into ``foot``."""

    def __init__(self, heading: str, remark: str = "") -> None:
        super().__init__()
        self.heading: QLabel = label(heading, "title")
        self.remark: QLabel = label(remark, "soft", wrap=True)
        if not remark:
            self.remark.hide()
        self.trouble = TroubleBar()
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(32, 28, 32, 24)
        whole.setSpacing(12)
        whole.addWidget(self.heading)
        whole.addWidget(self.remark)
        whole.addWidget(self.trouble)
        whole.addLayout(self.body, 1)
        whole.addLayout(self.foot)

    def fail(self, error: BaseException) -> None:
        """Show a failure in words; what was taken back on purpose needs none."""
        told = as_app_error(error)
        self.set_busy(busy=False)
        if is_quiet(told):
            self.trouble.settle()
        else:
            self.trouble.tell(told)

    def set_busy(self, *, busy: bool) -> None:
        """While something is under way nothing can be pressed."""
        for at in (self.body, self.foot):
            for widget in laid_out(at):
                widget.setEnabled(not busy)
        if not busy:
            self.judge()

    def judge(self) -> None:
        """Enable what can be pressed now; heirs that disable something say how."""
