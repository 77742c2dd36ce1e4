"""What is being done when it takes longer than a second, and 取消."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.runner import Runner
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.text import label

PATIENCE_S = 1.0
LOOK_MS = 100


class JobStrip(QFrame):
    """Watches the runner's jobs; the oldest is shown."""

    def __init__(self, runner: Runner | Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "jobs")
        self._runner = runner
        self._words = label()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("进度")
        self._bar.setFixedWidth(240)
        self._cancel = button("取消", self._cancel_clicked)
        body = QHBoxLayout(self)
        body.setContentsMargins(16, 4, 8, 4)
        body.addWidget(self._words, 1)
        body.addWidget(self._bar)
        body.addWidget(self._cancel)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        runner.jobs_changed.connect(self._jobs_changed)
        self.hide()

    def look(self) -> None:
        """Show how far the oldest job is."""
        job = next(iter(self._runner.jobs), None)
        self.setVisible(job is not None and job.seconds >= PATIENCE_S)
        if job is not None:
            self._tell(job)

    def _jobs_changed(self) -> None:
        if self._runner.jobs:
            self._timer.start()
        else:
            self._timer.stop()
        self.look()

    def _tell(self, job: Job) -> None:
        stage = job.stage
        doing = f"{job.title}：{stage.words}" if stage.words else job.title
        counted = f"（{stage.done}/{stage.total}）" if stage.total else ""
        self._words.setText("正在取消……" if job.is_cancelled else f"{doing}{counted}")
        self._bar.setRange(0, stage.total)
        self._bar.setValue(stage.done)
        self._cancel.setVisible(job.reports)
        self._cancel.setEnabled(not job.is_cancelled)

    def _cancel_clicked(self) -> None:
        for job in self._runner.jobs[:1]:
            job.cancel()
            self.look()
