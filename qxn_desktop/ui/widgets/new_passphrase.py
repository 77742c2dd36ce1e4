"""A new passphrase, typed twice: its rule before and after typing, what is missing in words."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from qxn_desktop.services.accounts import PASSPHRASE_RULE, passphrase_hint
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.passphrase_edit import CAPS, PassphraseEdit

AGAIN = "再输入一次"
DIFFERS = "两次输入的不一样。"


class NewPassphrase(QObject):
    """Two rows for a form to place. ``changed`` while typing; ``confirmed`` is Enter at the end."""

    changed = Signal()
    confirmed = Signal()

    def __init__(
        self, title: str, remark: str = "", by_whom: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title
        self.first, self.again = PassphraseEdit(title), PassphraseEdit(AGAIN + title)
        self.first_row = FormRow(title, self.first, PASSPHRASE_RULE + remark)
        self.again_row = FormRow(AGAIN, self.again, by_whom)
        for field in (self.first, self.again):
            field.textChanged.connect(self._judge)
        self.first.caps_seen.connect(self._tell_caps)
        self.first.returnPressed.connect(self._go_on)
        self.again.returnPressed.connect(self.confirmed)

    @property
    def is_ready(self) -> bool:
        """Whether the same passphrase stands there twice."""
        typed = self.first.text()
        return bool(typed.strip()) and typed == self.again.text()

    def say_missing(self) -> bool:
        """Say in words what is missing, with the cursor there; whether anything is."""
        if not self.first.text().strip():
            self.first_row.tell(f"请输入{self._title}。{PASSPHRASE_RULE}", fault=True)
            self.first.setFocus()
        elif not self.is_ready:
            again = self.again.text()
            self.again_row.tell(DIFFERS if again else f"请{AGAIN}，免得打错。", fault=True)
            self.again.setFocus()
            self.again.selectAll()
        return not self.is_ready

    def take(self) -> str:
        """What was typed; the fields are empty from now on."""
        self.again.wipe()
        return self.first.take()

    def _go_on(self) -> None:
        if self.first.text().strip():
            self.again.setFocus()
        else:
            self.say_missing()

    def _judge(self) -> None:
        typed, again = self.first.text(), self.again.text()
        self.first_row.tell(passphrase_hint(typed) if typed else "")
        differs = bool(again) and not typed.startswith(again)
        self.again_row.tell(DIFFERS if differs else "", fault=differs)
        self.changed.emit()

    def _tell_caps(self, seen: bool) -> None:
        if seen:
            self.first_row.tell(CAPS)
