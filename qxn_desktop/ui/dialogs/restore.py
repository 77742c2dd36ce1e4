"""Bringing a backup back by steps: the file, its passphrase, what is in it, a new folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from qxn_desktop.common.errors import TrustError
from qxn_desktop.services import restoring
from qxn_desktop.services.restoring import BackupFile, BackupPreview
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.door_page import DoorPage
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.runner import Done
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit
from qxn_desktop.ui.widgets.size_text import size_text
from qxn_desktop.ui.widgets.text import label

WHAT = (
    "备份会恢复成一个新的文件夹，现在的数据不会被覆盖。"
    "恢复以后，让同事再发一次数据包，备份以后的改动就回来了。"
)


class Restore(DoorPage):
    """``restored`` carries the new folder and the account; ``back_wanted``: nothing was done."""

    restored = Signal(object, str)
    back_wanted = Signal()
    looked = Signal()
    """Something more is shown: a place that scrolls should show it."""

    def __init__(self, errands: Errands, clerk: str = "") -> None:
        """``clerk``: who is asked for a passphrase first."""
        super().__init__("从备份恢复", WHAT)
        self._clerk = clerk
        self._errands = errands
        self._file: BackupFile | None = None
        self._found: BackupPreview | None = None
        self._secret: Secret | None = None
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.path.setAccessibleName("备份文件")
        self.path.setProperty("verbatim", True)
        self.path.setPlaceholderText("还没有选备份文件")
        self._browse = button("选备份文件…", self._choose, icon="folder_open")
        self.clerk = QComboBox()
        self.passphrase = PassphraseEdit()
        self._clerk_row = FormRow("账户", self.clerk)
        self._pass_row = FormRow("做备份时的口令", self.passphrase)
        self.look = button("查看备份", self._look)
        self._card = Card("备份里有什么")
        self._facts = label("", wrap=True)
        self._where = label("", "soft", wrap=True)
        self._card.body.addWidget(self._facts)
        self._card.body.addWidget(self._where)
        self.go = button("恢复到新文件夹", self._restore, "primary")
        self._lay_out()
        self.passphrase.returnPressed.connect(self._look)
        self.passphrase.caps_seen.connect(lambda seen: self._pass_row.tell(CAPS if seen else ""))
        self._show()

    def take_file(self, path: Path) -> None:
        """Look at a backup file from end to end."""
        self.path.setText(str(path))
        self._begin("正在检查备份", lambda: restoring.look_at(path), self._seen)

    def close_desk(self) -> None:
        """Forget what was typed."""
        self._secret = None
        self.passphrase.wipe()

    def _lay_out(self) -> None:
        chosen = row()
        chosen.addWidget(self.path, 1)
        chosen.addWidget(self._browse)
        self.body.addLayout(chosen)
        who = row(spacing=16)
        who.addWidget(self._clerk_row, 0, Qt.AlignmentFlag.AlignTop)
        who.addWidget(self._pass_row, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(who)
        self.body.addLayout(packed(self.look))
        self.body.addWidget(self._card)
        self.body.addStretch(1)
        self.foot.addWidget(button("返回", self.back_wanted.emit))
        self.foot.addStretch(1)
        self.foot.addWidget(self.go)
        self.setFocusProxy(self._browse)

    def _show(self) -> None:
        known, seen = self._file is not None, self._found is not None
        for widget in (self._clerk_row, self._pass_row, self.look):
            widget.setVisible(known and not seen)
        self._card.setVisible(seen)
        self.go.setEnabled(seen)

    def _choose(self) -> None:
        kinds = "备份文件 (*.qxnbackup);;所有文件 (*)"
        chosen = file_asking.ask_open(self, Purpose.BACKUP, "选备份文件", kinds)
        if chosen is not None:
            self.take_file(chosen)

    def _seen(self, found: BackupFile) -> None:
        self._file, self._found, self._secret = found, None, None
        self.clerk.clear()
        self.clerk.addItems(found.accounts)
        if self._clerk in found.accounts:
            self.clerk.setCurrentText(self._clerk)
        self.set_busy(busy=False)
        self.looked.emit()
        self.passphrase.setFocus()

    def _look(self) -> None:
        file = self._file
        if file is None:
            return
        if not self.passphrase.text():
            self._pass_row.tell("请输入做备份时的口令。", fault=True)
            self.passphrase.setFocus()
            return
        secret = Secret(self.passphrase.take(), self.clerk.currentText())
        self._secret = secret
        self._begin("正在查看备份", lambda: restoring.preview(file.path, secret), self._previewed)

    def fail(self, error: BaseException) -> None:
        """A wrong passphrase is said where it was typed."""
        if isinstance(error, TrustError) and self._file is not None and self._found is None:
            self.set_busy(busy=False)
            self._pass_row.tell(error.message, fault=True)
            self.passphrase.setFocus()
        else:
            super().fail(error)

    def _previewed(self, found: BackupPreview) -> None:
        self._found = found
        made = f"备份于 {found.made}" if found.made else "备份时间没有记录"
        last = f"，最后一条记录 {found.last_written}" if found.last_written else ""
        self._facts.setText(
            f"{found.unit_path}（{found.machine}）\n{made}{last}\n"
            f"{found.operations} 条操作，{found.photos} 张照片，{size_text(found.size)}"
        )
        self._where.setText(f"将恢复到：{found.folder}")
        self.set_busy(busy=False)
        self.looked.emit()
        self.go.setFocus()

    def _restore(self) -> None:
        found, secret = self._found, self._secret
        if found is None or secret is None:
            return
        self.set_busy(busy=True)
        self._errands.run(
            self,
            "正在恢复",
            lambda job: restoring.restore(found, secret, progress=job),
            self._restored,
            self.fail,
        )

    def _restored(self, root: Path) -> None:
        self.set_busy(busy=False)
        clerk = self._secret.account if self._secret else None
        self.close_desk()
        self._file = self._found = None
        self.path.clear()
        self._show()
        self.restored.emit(root, clerk or "")

    def _begin(self, title: str, work: Callable[[], object], done: Done) -> None:
        self.trouble.settle()
        self.set_busy(busy=True)
        self._errands.run(self, title, lambda _job: work(), done, self.fail)

    def judge(self) -> None:
        self._show()
