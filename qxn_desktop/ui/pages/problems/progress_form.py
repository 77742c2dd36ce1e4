"""What is reported of the marked villages: how far, since when, why not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.common.clock import today
from qxn_desktop.domain.order import Progress
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import line, packed, row
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.text import label

NAMED = 3
NOBODY = "先在上面选村，按住 Shift 或 Ctrl 可选多个"


class ProgressForm(QWidget):
    """``wanted`` carries status, day (ISO) and reason."""

    wanted = Signal(str, str, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._whom = label(kind="strong")
        self._group = QButtonGroup(self, exclusive=True)
        choices = [button(one, kind="choice") for one in Progress]
        for at, one in enumerate(choices):
            one.setCheckable(True)
            self._group.addButton(one, at)
        choices[1].setChecked(True)
        self.day = DateField("日期", today(shell.desk.clock))
        self.day.set_value(today(shell.desk.clock).isoformat())
        self.reason = QLineEdit()
        self.reason.setAccessibleName("说明")
        self.submit = button("登记进展", self._submit, "primary")
        told = row(self.reason, self.submit)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 0)
        body.addWidget(line())
        body.addWidget(self._whom)
        body.addLayout(packed(*choices, self.day))
        body.addLayout(told)
        self._group.idClicked.connect(self._tell)
        self.reason.textChanged.connect(self._tell)
        self.day.changed.connect(self._tell)
        self._villages = 0
        self.show_villages([])

    @property
    def status(self) -> Progress:
        """What is chosen."""
        return list(Progress)[self._group.checkedId()]

    def show_villages(self, names: Sequence[str]) -> None:
        """Say of which villages it is reported."""
        self._villages = len(names)
        listed = "、".join(names[:NAMED]) + (f" 等 {len(names)} 个村" if len(names) > NAMED else "")
        self._whom.setText(f"登记 {listed}" if names else NOBODY)
        self._tell()

    def _tell(self) -> None:
        excused = self.status is Progress.NOT_APPLICABLE
        self.reason.setPlaceholderText("为什么不适用（必填）" if excused else "说明（可不填）")
        ready = self._villages > 0 and self.day.day is not None
        self.submit.setEnabled(ready and not (excused and not self.reason.text().strip()))

    def _submit(self) -> None:
        self.wanted.emit(self.status, self.day.value, self.reason.text().strip())
        self.reason.clear()
