"""The lock over the window: what lies below is hidden; the clerk goes on, or another takes over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qxn_desktop.bootstrap import Desk
from qxn_desktop.common.errors import AppError
from qxn_desktop.services.accounts import accounts_of, recognize
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.account_combo import AccountCombo
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.overlay import Overlay
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit
from qxn_desktop.ui.widgets.text import label

CARD_WIDTH = 380


class LockScreen(InReadingOrder, Overlay):
    """``unlocked`` carries the secret of whoever is recognized; ``left`` asks to close it all."""

    unlocked = Signal(object)
    left = Signal()

    def __init__(self, ground: QWidget, desk: Desk, unit: str, hint: str = "") -> None:
        super().__init__(ground)
        self._desk = desk
        self._errands = Errands(self)
        self.setProperty("kind", "lock")
        self.setAutoFillBackground(True)
        self.clerk = AccountCombo()
        self.passphrase = PassphraseEdit()
        self._row = FormRow("口令", self.passphrase, hint)
        self.go = button("解锁", self._try, "primary")
        picture = QLabel()
        set_icon(picture, "lock", "text_faint", 36)
        card = Card()
        card.setFixedWidth(CARD_WIDTH)
        card.body.setContentsMargins(24, 24, 24, 24)
        card.body.setSpacing(12)
        card.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for text, kind in ((unit, "section"), ("已锁定，没做完的都还在", "soft")):
            card.body.addWidget(label(text, kind), 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(FormRow("账户", self.clerk, "换人就选自己的账户。"))
        card.body.addWidget(self._row)
        below = row(self.go)
        below.addStretch(1)
        below.addWidget(button("关闭数据", self.left.emit, "quiet"))
        card.body.addLayout(below)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.passphrase.returnPressed.connect(self._try)
        self.passphrase.caps_seen.connect(lambda seen: self._row.tell(CAPS if seen else ""))
        self._fill()
        self.place()
        self.setFocusProxy(self.passphrase)

    def close_down(self) -> None:
        """Forget what was typed and go."""
        self.passphrase.wipe()
        self._errands.close()
        self.hide()
        self.deleteLater()

    def tell(self, text: str) -> None:
        """Say why it stays locked."""
        self._row.tell(text, fault=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # no key reaches what lies below

    def _fill(self) -> None:
        try:
            names = accounts_of(self._desk.root)
        except AppError:
            names = [self._desk.clerk]
        self.clerk.addItems(names)
        self.clerk.setCurrentText(self._desk.clerk)
        self.clerk.settled.connect(self.passphrase.setFocus)

    def _try(self) -> None:
        if not self.go.isEnabled():
            return
        if not self.passphrase.text():
            self.tell("请输入口令。")
            self.passphrase.setFocus()
            return
        secret = Secret(self.passphrase.take(), self.clerk.currentText())
        self._set_busy(busy=True)
        root, clock = self._desk.root, self._desk.clock

        def work(_job: object) -> Secret:
            recognize(root, secret, clock)
            return secret

        self._errands.run(self, "正在解锁", work, self._passed, self._refused)

    def _passed(self, secret: Secret) -> None:
        self._set_busy(busy=False)
        self.unlocked.emit(secret)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self.tell(as_app_error(error).message)
        self.passphrase.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.go, self.clerk, self.passphrase):
            widget.setEnabled(not busy)
