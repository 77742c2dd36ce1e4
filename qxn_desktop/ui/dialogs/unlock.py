"""Unlocking: which workspace, who, the passphrase; or the code of the sealed envelope."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
)

from qxn_desktop.common.clock import Clock
from qxn_desktop.common.errors import TrustError
from qxn_desktop.common.preferences import Recent
from qxn_desktop.services.workspace_folder import DEMO_PASSPHRASE, is_workspace
from qxn_desktop.ui import opening
from qxn_desktop.ui.dialogs.door_page import DoorPage
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit

if TYPE_CHECKING:
    from qxn_desktop.bootstrap import Desk

RECENT = Qt.ItemDataRole.UserRole
BY_PASSPHRASE, BY_CODE = "忘了口令？用恢复码打开", "改用口令打开"
DEMO_HINT = f"“先看看演示”的口令是 {DEMO_PASSPHRASE}"
NONE_YET = "这台电脑上还没有打开过数据。\n新单位请新建，已有的请打开它的文件夹。"
CODE_HINT = "如 ABCDE-FGHJK-…，不分大小写"


class Unlock(DoorPage):
    """``opened`` carries the desk; ``elsewhere`` what else was asked for: new, restore, demo."""

    opened = Signal(object)
    elsewhere = Signal(str)

    def __init__(self, errands: Errands, clock: Clock) -> None:
        super().__init__("打开本单位数据")
        self._errands, self._clock = errands, clock
        self._by_code = False
        self.list = QListWidget()
        self.list.setAccessibleName("最近打开的数据")
        self.list.setFixedWidth(300)
        self.list.setProperty("verbatim", True)
        self.clerk = QComboBox()
        self.passphrase = PassphraseEdit()
        self.code = QLineEdit()
        self.code.setPlaceholderText(CODE_HINT)
        self._clerk_row = FormRow("账户", self.clerk)
        self._passphrase_row = FormRow("口令", self.passphrase)
        self._code_row = FormRow(
            "恢复码（在封好的信封里）", self.code, "打开以后，请马上重设口令并换发新的恢复码。"
        )
        self.go = button("打开", self._unlock, "primary")
        self._switch = button(BY_PASSPHRASE, self._switch_way, "link")
        self._forget = button("从列表移除（数据不删）", self._forget_it, "link")
        self._lay_out()
        self._connect()
        self.show_recent()

    def show_recent(self) -> None:
        """Fill the list anew; the workspace that was open last is chosen."""
        self.list.clear()
        for one in machine().preferences.recent:
            self.list.addItem(self._item(one))
        if not self.list.count():
            none = QListWidgetItem(NONE_YET)
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
        self.list.setCurrentRow(0 if machine().preferences.recent else -1)
        self._choose()

    def open_at(self, root: Path, clerk: str = "") -> None:
        """Offer the workspace at ``root``, which may be none of the recent ones."""
        found = [one for one in machine().preferences.recent if one.path == str(root)]
        if not found:
            self.list.insertItem(0, self._item(Recent(str(root), root.name, clerk)))
            if not machine().preferences.recent:
                self.list.takeItem(1)
        at = next((n for n in range(self.list.count()) if self._recent(n).path == str(root)), 0)
        self.list.setCurrentRow(at)
        self._choose()

    @property
    def chosen(self) -> Recent | None:
        """The workspace that is chosen."""
        row_ = self.list.currentRow()
        return self._recent(row_) if row_ >= 0 else None

    def wipe(self) -> None:
        """Forget what was typed."""
        self.passphrase.wipe()
        self.code.clear()

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(20, 20, 20, 20)
        card.body.setSpacing(12)
        for one in (self._clerk_row, self._passphrase_row, self._code_row):
            card.body.addWidget(one)
        below = row(self.go, self._switch)
        below.addStretch(1)
        card.body.addLayout(below)
        right = column(card)
        right.addStretch(1)
        self.go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        left = column(self.list, self._forget)
        whole = row(spacing=24)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        self.body.addLayout(whole, 1)
        for text, what, image in (
            ("打开别的文件夹…", self._browse, "folder_open"),
            ("从备份恢复", lambda: self.elsewhere.emit("restore"), "backup"),
            ("新建本单位数据", lambda: self.elsewhere.emit("new"), "add"),
            ("先看看演示", lambda: self.elsewhere.emit("demo"), "eye"),
        ):
            self.foot.addWidget(button(text, what, "quiet", image))
        self.foot.addStretch(1)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemActivated.connect(lambda _item: self.passphrase.setFocus())
        self.passphrase.returnPressed.connect(self._unlock)
        self.code.returnPressed.connect(self._unlock)
        self.passphrase.caps_seen.connect(
            lambda seen: self._passphrase_row.tell(CAPS if seen else "")
        )
        self.setFocusProxy(self.passphrase)

    def _item(self, one: Recent) -> QListWidgetItem:
        there = is_workspace(Path(one.path))
        name = one.unit or Path(one.path).name
        mark = "（演示）" if one.demo else "" if there else "（找不到）"
        item = QListWidgetItem(icon("eye" if one.demo else "office"), f"{name}{mark}\n{one.path}")
        item.setData(RECENT, one)
        item.setToolTip(one.path)
        return item

    def _recent(self, at: int) -> Recent:
        found = self.list.item(at).data(RECENT)
        return found if isinstance(found, Recent) else Recent("")

    def _choose(self) -> None:
        self.trouble.settle()
        self.wipe()
        self.clerk.clear()
        self._set_way(by_code=False)
        chosen = self.chosen
        self._forget.setVisible(chosen is not None)
        there = self._is_there()
        if chosen is not None and there:
            self._fill_accounts(chosen)
        self.judge()
        if chosen is not None and not there:
            self._passphrase_row.tell("文件夹不在了。如果在U盘上，请插上U盘再选一次。", fault=True)
        elif chosen is not None and chosen.demo:
            self._passphrase_row.tell(DEMO_HINT)
        else:
            self._passphrase_row.tell()

    def judge(self) -> None:
        there = self._is_there()
        for widget in (self._clerk_row, self._passphrase_row, self.go, self._switch):
            widget.setEnabled(there)

    def _is_there(self) -> bool:
        chosen = self.chosen
        return chosen is not None and is_workspace(Path(chosen.path))

    def _fill_accounts(self, chosen: Recent) -> None:
        """The last clerk at once, all others as soon as the vault is read."""
        if chosen.clerk:
            self.clerk.addItem(chosen.clerk)
        root = Path(chosen.path)
        read = lambda _job: (root, opening.accounts_of(root))  # noqa: E731
        self._errands.run(self, "正在读取账户", read, self._accounts_came, self.fail)

    def _accounts_came(self, found: tuple[Path, list[str]]) -> None:
        root, names = found
        if self.chosen is None or Path(self.chosen.path) != root:
            return
        clerk = self.clerk.currentText() or self.chosen.clerk
        self.clerk.clear()
        self.clerk.addItems(names)
        if clerk in names:
            self.clerk.setCurrentText(clerk)

    def _switch_way(self) -> None:
        self.trouble.settle()
        self._set_way(by_code=not self._by_code)
        self._code_row.tell()
        self._passphrase_row.tell()
        (self.code if self._by_code else self.passphrase).setFocus()

    def _set_way(self, *, by_code: bool) -> None:
        self._by_code = by_code
        self._clerk_row.setVisible(not by_code)
        self._passphrase_row.setVisible(not by_code)
        self._code_row.setVisible(by_code)
        self._switch.setText(BY_CODE if by_code else BY_PASSPHRASE)

    def _ask(self, root: Path) -> Future[Desk]:
        if self._by_code:
            typed = self.code.text()
            self.code.clear()
            return opening.unlock(root, typed, None, self._clock)
        return opening.unlock(root, self.passphrase.take(), self.clerk.currentText(), self._clock)

    def _unlock(self) -> None:
        chosen = self.chosen
        typed = self.code.text() if self._by_code else self.passphrase.text()
        if chosen is None or not self.go.isEnabled():
            return
        if not typed:
            self._field_row().tell(f"请输入{'恢复码' if self._by_code else '口令'}。", fault=True)
            self._field_row().field.setFocus()
            return
        self.trouble.settle()
        self.set_busy(busy=True)
        future = self._ask(Path(chosen.path))
        self._errands.wait_for(self, "正在打开", future, self._opened, self._refused)

    def _opened(self, desk: Desk) -> None:
        self.set_busy(busy=False)
        opening.note_unlocking(desk)
        self.opened.emit(desk)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, TrustError):  # said where it was typed
            self.set_busy(busy=False)
            self._field_row().tell(error.message, fault=True)
        else:
            self.fail(error)
        self._field_row().field.setFocus()

    def _field_row(self) -> FormRow:
        """Where what opens the data is typed."""
        return self._code_row if self._by_code else self._passphrase_row

    def _forget_it(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            machine().forget(chosen.path)
            self.show_recent()

    def _browse(self) -> None:
        from qxn_desktop.ui.file_asking import Purpose, ask_folder

        folder = ask_folder(self, Purpose.OFFICE, "选择数据文件夹")
        if folder is None:
            return
        if is_workspace(folder):
            self.open_at(folder)
        else:
            self._passphrase_row.tell("这个文件夹里没有本程序的数据，请选对文件夹。", fault=True)
