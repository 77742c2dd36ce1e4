"""The window before the work: first run, unlocking, restoring, a demonstration."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from qxn_desktop.common.clock import Clock
from qxn_desktop.ui import opening
from qxn_desktop.ui.dialogs.door_page import DoorPage
from qxn_desktop.ui.dialogs.unlock import Unlock
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.style.icon import app_icon
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.job_strip import JobStrip
from qxn_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from qxn_desktop.bootstrap import Desk
    from qxn_desktop.services.first_run import DemoOpened
    from qxn_desktop.ui.dialogs.first_run import FirstRun
    from qxn_desktop.ui.dialogs.restore import Restore

SIZE = QSize(940, 620)
SIDE_WIDTH = 232
TITLE = "县乡乡村振兴任务清单"
TRUST = (
    ("不联网", "数据只在这台电脑上，交换靠数据包文件。"),
    ("整库加密", "没有口令，谁也打不开。"),
    ("随时保存", "每一步都自动存好，每天自动备份。"),
)


class Door(InReadingOrder, QWidget):
    """``opened`` carries the desk of what was unlocked; then the door is closed.

    ``painted`` tells once that it can be seen: whatever is not needed for that comes after.
    """

    opened = Signal(object)
    closed = Signal()
    painted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._was_painted = False
        self.setWindowTitle(TITLE)
        self.setProperty("kind", "ground")
        self.setMinimumSize(SIZE)
        self.resize(SIZE)
        self.errands = Errands(self)
        self.unlock = Unlock(self.errands, clock)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.unlock)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(JobStrip(self.errands))
        whole = row(_side(), spacing=0)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self._connect()
        self._show(self.unlock if machine().preferences.recent else self.first_run)

    @cached_property
    def first_run(self) -> FirstRun:
        """The first run, built when it is first asked for."""
        from qxn_desktop.ui.dialogs.first_run import FirstRun

        made = FirstRun(self.errands, self._clock)
        made.opened.connect(self._opened)
        made.demo_wanted.connect(self.make_demo)
        made.back_wanted.connect(lambda: self._show(self.unlock))
        self.stack.addWidget(made)
        return made

    @cached_property
    def restore(self) -> Restore:
        """Restoring a backup, built when it is first asked for."""
        from qxn_desktop.ui.dialogs.restore import Restore

        made = Restore(self.errands)
        made.back_wanted.connect(lambda: self._show(self.unlock))
        made.restored.connect(self.offer)
        self.stack.addWidget(made)
        return made

    @property
    def page(self) -> DoorPage:
        """What is shown."""
        found = self.stack.currentWidget()
        assert isinstance(found, DoorPage)  # noqa: S101 - nothing else is put there
        return found

    def offer(self, root: Path, clerk: str = "") -> None:
        """Ask for the passphrase of the workspace at ``root``."""
        self.unlock.open_at(root, clerk)
        self._show(self.unlock)

    def make_demo(self) -> None:
        """Make a demonstration and open it."""
        self.page.trouble.settle()
        self.page.set_busy(busy=True)
        self.errands.run(
            self,
            "正在准备演示",
            lambda job: opening.make_demo(self._clock, job),
            self._demo_made,
            self._failed,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        begun: FirstRun | None = vars(self).get("first_run")
        if begun is not None and not begun.may_close():
            event.ignore()
            return
        for page in (vars(self).get("first_run"), vars(self).get("restore")):
            if page is not None:  # was ever built
                page.close_desk()
        self.unlock.wipe()
        self.errands.close()
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self) -> None:
        self.unlock.opened.connect(self._opened)
        self.unlock.elsewhere.connect(self._go)

    def _go(self, what: str) -> None:
        if what == "demo":
            self.make_demo()
        else:
            self._show(self.restore if what == "restore" else self.first_run)

    def _show(self, page: DoorPage) -> None:
        self.stack.setCurrentWidget(page)
        page.trouble.settle()
        page.setFocus()

    def _demo_made(self, made: DemoOpened) -> None:
        from qxn_desktop.bootstrap import open_desk

        future = open_desk(made.root, made.secret, self._clock)
        self.errands.wait_for(self, "正在打开演示", future, self._opened, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.page.fail(error)

    def _opened(self, desk: Desk) -> None:
        self.page.set_busy(busy=False)
        self.opened.emit(desk)


def _side() -> QFrame:
    side = QFrame()
    side.setProperty("kind", "nav")
    side.setFixedWidth(SIDE_WIDTH)
    body = QVBoxLayout(side)
    body.setContentsMargins(24, 32, 24, 24)
    body.setSpacing(4)
    picture = QLabel()
    picture.setPixmap(app_icon().pixmap(56, 56))
    body.addWidget(picture)
    body.addSpacing(12)
    body.addWidget(label(TITLE, "section", wrap=True))
    body.addWidget(label("黔西南州 · 村、乡镇、县", "faint"))
    body.addStretch(1)
    for head, text in TRUST:
        body.addWidget(label(head, "strong"))
        body.addWidget(label(text, "faint", wrap=True))
        body.addSpacing(8)
    return side
