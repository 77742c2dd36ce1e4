"""Shown while everything is checked for the first time: how far it is, and 取消."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from qxn_desktop.ui.job import Job
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.text import label

LOOK_MS = 100
WIDTH = 360


class Checking(QWidget):
    """Watches one reading of the whole. ``again``: it was taken back, and is wanted after all."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._words = label("正在核对台账", "soft")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("进度")
        self._bar.setFixedWidth(WIDTH)
        self._bar.setRange(0, 0)
        self._stop = button("取消", self.cancel)
        self._again = button("重新核对", self.again.emit, icon="refresh")
        self._again.hide()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.setFocusProxy(self._stop)
        body = QVBoxLayout(self)
        body.addStretch(1)
        for widget in (self._words, self._bar, self._stop, self._again):
            body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(2)

    def begin(self, *, known: bool) -> Job:
        """A reading begins; what is shown is already ``known`` for all but the first."""
        self._job = Job("正在核对台账")
        if not known:
            self._tell("正在核对台账", stopped=False)
            self._timer.start()
        return self._job

    def end(self) -> None:
        """It is done, or failed."""
        self._job = None
        self._timer.stop()

    def tell_stopped(self) -> None:
        """It was taken back."""
        self.end()
        self._tell("没有核对完。", stopped=True)

    def cancel(self) -> None:
        """Take the reading back, if one is under way."""
        if self._job is not None:
            self._job.cancel()

    def has_keyboard(self) -> bool:
        """Whether the next key goes here."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _tell(self, words: str, *, stopped: bool) -> None:
        self._words.setText(words)
        self._bar.setVisible(not stopped)
        self._stop.setVisible(not stopped)
        self._again.setVisible(stopped)

    def _look(self) -> None:
        if self._job is None:
            return
        stage = self._job.stage
        counted = f"（{stage.done}/{stage.total}）" if stage.total else ""
        self._words.setText(f"{stage.words or '正在核对台账'}{counted}")
        self._bar.setRange(0, stage.total)
        self._bar.setValue(stage.done)
