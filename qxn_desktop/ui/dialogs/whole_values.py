"""不脱敏: personal values whole, for a reason and by the clerk's own passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.common.errors import TrustError
from qxn_desktop.services.exporting import REASON_LENGTH
from qxn_desktop.ui.widgets.card import column, holder
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit
from qxn_desktop.ui.widgets.text import label

INSET = 26
"""px that what belongs to the choice is set in."""
WORDS = "不脱敏：写出完整的证件号、电话、住址"
NOTE = "理由和行数记入本机审计；口令只用来核对是不是您本人，不保存。"


class WholeValues(QWidget):
    """``entered``: Enter was pressed in the passphrase."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox(WORDS)
        self.reason, self.passphrase = QLineEdit(), PassphraseEdit("您的口令")
        self._reason_row = FormRow("理由（必填）", self.reason)
        self._passphrase_row = FormRow("您的口令", self.passphrase)
        asked = column(label(NOTE, "soft", wrap=True), self._reason_row, self._passphrase_row)
        asked.setContentsMargins(INSET, 0, 0, 0)
        self._asked = holder(asked)
        self._asked.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(self.box)
        body.addWidget(self._asked)
        self.box.toggled.connect(self._asked.setVisible)
        self.reason.textChanged.connect(lambda _text: self._reason_row.tell())
        say: Callable[..., None] = self._passphrase_row.tell
        self.passphrase.textChanged.connect(lambda _text: say())
        self.passphrase.caps_seen.connect(lambda seen: say(CAPS if seen else ""))
        self.passphrase.returnPressed.connect(self.entered)

    @property
    def reason_given(self) -> str:
        """The reason; "" unless whole values are wanted."""
        return self.reason.text().strip() if self.box.isChecked() else ""

    def allow(self, *, allowed: bool) -> None:
        """Whether it may be chosen at all."""
        self.box.setEnabled(allowed)
        if not allowed:
            self.box.setChecked(False)

    def is_ready(self) -> bool:
        """Whether all that it takes is there; what is missing is said beside its field."""
        if not self.box.isChecked():
            return True
        if len(self.reason_given) < REASON_LENGTH:
            self._reason_row.tell(f"请写明理由，至少{REASON_LENGTH}个字。", fault=True)
            self.reason.setFocus()
            return False
        if not self.passphrase.text():
            self._passphrase_row.tell("请输入您的口令。", fault=True)
            self.passphrase.setFocus()
            return False
        return True

    def tell_failure(self, error: BaseException) -> bool:
        """Say beside the field that it was the wrong passphrase; whether it was that."""
        if not isinstance(error, TrustError):
            return False
        self._passphrase_row.tell(error.message, fault=True)
        self.passphrase.setFocus()
        return True
