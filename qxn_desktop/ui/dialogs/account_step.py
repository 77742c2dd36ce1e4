"""First run, 2: whose account, its passphrase, and where the folder lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.services.accounts import passphrase_hint
from qxn_desktop.services.first_run import proposed_folder
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit
from qxn_desktop.ui.widgets.text import label


class AccountStep(QWidget):
    """``changed`` when it may have become ready; ``confirmed`` is Enter in the last field."""

    changed = Signal()
    confirmed = Signal()
    title = "谁来用？设一个口令"

    def __init__(self) -> None:
        super().__init__()
        self.root: Path | None = None
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.first = PassphraseEdit("口令")
        self.again = PassphraseEdit("再输入一次口令")
        self._name_row = FormRow("您的姓名", self.name, "检查和办理都记在这个名下。")
        self._first_row = FormRow(
            "口令", self.first, "至少8位。每人一个，不要共用，也不要写在电脑上。"
        )
        self._again_row = FormRow("再输入一次", self.again)
        self._folder = label("", "soft", wrap=True)
        self._folder.setProperty("verbatim", True)
        self._change = button("换个位置", self._choose, "link")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        for one in (self._name_row, self._first_row, self._again_row):
            one.setMaximumWidth(420)
            body.addWidget(one)
        where = row()
        where.addWidget(self._folder, 1)
        where.addWidget(self._change)
        body.addStretch(1)
        body.addLayout(where)
        for field in (self.name, self.first, self.again):
            field.textChanged.connect(self._judge)
        self.name.returnPressed.connect(self.first.setFocus)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._confirm)
        for field in (self.first, self.again):
            field.caps_seen.connect(self._tell_caps)
        self.setFocusProxy(self.name)

    @property
    def is_ready(self) -> bool:
        """Whether there is a name and the same passphrase twice."""
        typed = self.first.text()
        return bool(self.name.text().strip() and typed.strip()) and typed == self.again.text()

    def begin(self, unit: str) -> None:
        """The unit is known: propose a folder for it."""
        self.root = proposed_folder(unit)
        self._tell_folder()

    def take(self) -> Secret:
        """Account and passphrase; the fields are empty from now on."""
        self.again.wipe()
        return Secret(self.first.take(), self.name.text().strip())

    def _judge(self) -> None:
        typed, again = self.first.text(), self.again.text()
        self._first_row.tell(passphrase_hint(typed) if typed else "")
        differs = bool(again) and not typed.startswith(again)
        self._again_row.tell("两次输入不一样。" if differs else "", fault=differs)
        self.changed.emit()

    def _tell_caps(self, seen: bool) -> None:
        if seen:
            self._first_row.tell(CAPS)

    def _confirm(self) -> None:
        if self.is_ready:
            self.confirmed.emit()

    def _choose(self) -> None:
        above = file_asking.ask_folder(self, Purpose.OFFICE, "数据放在哪个文件夹里")
        if above is not None and self.root is not None:
            self.root = proposed_folder(self.root.name, above)
            self._tell_folder()

    def _tell_folder(self) -> None:
        self._folder.setText(f"数据放在：{self.root}")
