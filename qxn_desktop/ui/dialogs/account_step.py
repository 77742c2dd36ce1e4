"""First run, 2: whose account, its passphrase, and where the folder lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.services.first_run import proposed_folder
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.new_passphrase import NewPassphrase
from qxn_desktop.ui.widgets.text import label


class AccountStep(QWidget):
    """``confirmed`` is Enter in the last field."""

    confirmed = Signal()
    title = "谁来用？设一个口令"

    def __init__(self) -> None:
        super().__init__()
        self.root: Path | None = None
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.passphrase = NewPassphrase(
            "口令", "每人一个，不要共用，也不要写在电脑上。", parent=self
        )
        self.first, self.again = self.passphrase.first, self.passphrase.again
        self._name_row = FormRow("您的姓名", self.name, "检查和办理都记在这个名下。")
        self._folder = label("", "soft", wrap=True)
        self._folder.setProperty("verbatim", True)
        self._change = button("换个位置", self._choose, "link")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        for one in (self._name_row, self.passphrase.first_row, self.passphrase.again_row):
            one.setMaximumWidth(480)
            body.addWidget(one)
        where = row()
        where.addWidget(self._folder, 1)
        where.addWidget(self._change)
        body.addStretch(1)
        body.addLayout(where)
        self.name.textChanged.connect(lambda _text: self._name_row.tell())
        self.name.returnPressed.connect(self._name_given)
        self.passphrase.confirmed.connect(self.confirmed)
        self.setFocusProxy(self.name)

    @property
    def is_ready(self) -> bool:
        """Whether there is a name and the same passphrase twice."""
        return bool(self.name.text().strip()) and self.passphrase.is_ready

    def say_missing(self) -> None:
        """Say beside the field what is missing, with the cursor there."""
        if self._has_name():
            self.passphrase.say_missing()

    def begin(self, unit: str) -> None:
        """The unit is known: propose a folder for it."""
        self.root = proposed_folder(unit)
        self._tell_folder()

    def take(self) -> Secret:
        """Account and passphrase; the fields are empty from now on."""
        return Secret(self.passphrase.take(), self.name.text().strip())

    def _name_given(self) -> None:
        if self._has_name():
            self.first.setFocus()

    def _has_name(self) -> bool:
        if self.name.text().strip():
            return True
        self._name_row.tell("请写上您的姓名。", fault=True)
        self.name.setFocus()
        return False

    def _choose(self) -> None:
        above = file_asking.ask_folder(self, Purpose.OFFICE, "数据放在哪个文件夹里")
        if above is not None and self.root is not None:
            self.root = proposed_folder(self.root.name, above)
            self._tell_folder()

    def _tell_folder(self) -> None:
        self._folder.setText(f"数据放在：{self.root}")
