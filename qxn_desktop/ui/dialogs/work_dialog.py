"""A dialog that asks, then does its work in sight: progress and 取消 in it, failures beside it.

What was chosen stays until the work is done: a file that is open in WPS costs no second choosing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.file_asking import OPEN_FOLDER, folder_opener, place_words
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.laid_out import laid_out
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.runner import Done, Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.job_strip import JobStrip
from qxn_desktop.ui.widgets.text import label, set_style

DONE_WIDTH = 620
"""px of a dialog that only says what was done."""
GIVEN_UP = "已取消，没有留下文件，也没有改数据。"


class WorkDialog(InReadingOrder, QDialog):
    """Heirs put their questions into ``body`` and their buttons into ``foot``."""

    def __init__(self, shell: Shell, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.shell = shell
        self._job: Job | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.fault = label(kind="fault", wrap=True)
        self.fault.hide()
        self.strip = JobStrip(shell.runner)
        self.close_button = button("取消", self.reject)
        self.foot = row()
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        self.heading = label(title, "section")
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(self.heading)
        whole.addWidget(self.content, 1)
        whole.addWidget(self.fault)
        whole.addWidget(self.strip)
        whole.addLayout(self.foot)

    @property
    def is_working(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def say_title(self, title: str) -> None:
        """What stands at the top."""
        self.setWindowTitle(title)
        self.heading.setText(title)

    def add_button(self, made: QPushButton) -> QPushButton:
        """One more button at the end of the foot."""
        self.foot.addWidget(made)
        return made

    def finish(self, path: Path, *lines: str, offers: Sequence[QPushButton] = ()) -> None:
        """Instead of the questions say what was done, and offer the folder of ``path``."""
        self.content.hide()
        for one in self._buttons():
            one.setVisible(one is self.close_button)
        said = column(*(label(text, wrap=True) for text in lines if text))
        where = QLineEdit(place_words(path))
        where.setReadOnly(True)
        said.addWidget(FormRow("存在", where))
        open_folder = button(OPEN_FOLDER, folder_opener(path), icon="folder_open")
        said.addSpacing(8)
        said.addLayout(packed(*offers, open_folder))
        said.addStretch(1)
        self._whole.insertLayout(1, said, 1)
        self.close_button.setText("关闭")
        self.close_button.setAccessibleName("关闭")
        (offers[0] if offers else open_folder).setFocus()
        self.resize(DONE_WIDTH, self._whole.totalHeightForWidth(DONE_WIDTH))

    def work(self, title: str, work: Write, done: Done) -> None:
        """Do ``work``; the dialog waits for it and says what goes wrong."""
        self.tell("")
        self._set_working(self.shell.do(self, title, work, lambda found: self._end(done, found),
                                        self._fail))  # fmt: skip

    def tell(self, words: str) -> None:
        """Say what is wrong, "" for nothing."""
        set_style(self.fault, "kind", "fault")
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def tell_done(self, words: str) -> None:
        """Say that something small was done."""
        set_style(self.fault, "kind", "soft")
        self.fault.setText(words)
        self.fault.show()

    def tell_failure(self, error: BaseException) -> None:
        """Say a failure in words; heirs may put it beside its field."""
        self.tell(as_app_error(error).message)

    def reject(self) -> None:
        """Esc: give up what is under way, then the dialog."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def _end(self, done: Done, found: object) -> None:
        self._set_working(None)
        done(found)

    def _fail(self, error: BaseException) -> None:
        self._set_working(None)
        if isinstance(error, Cancelled):
            self.tell(GIVEN_UP)
        else:
            self.tell_failure(error)

    def _buttons(self) -> list[QWidget]:
        """The buttons of the foot."""
        return laid_out(self.foot)

    def _set_working(self, job: Job | None) -> None:
        focus = self.focusWidget()
        self._job = job
        self.content.setEnabled(job is None)
        for one in self._buttons():
            if one is not self.close_button:
                one.setEnabled(job is None)
        if job is None and focus is not None and self.isVisible():
            focus.setFocus()
