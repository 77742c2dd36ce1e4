"""A colleague's card, compared by voice before it is trusted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from qxn_desktop.services.trust import CardView, matching_groups, pin_heard, read_card
from qxn_desktop.ui.pages.exchange.fingerprint_row import FingerprintRow
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, row
from qxn_desktop.ui.widgets.text import label

STEPS = (
    "请给对方打电话（用你本来就有的号码），请对方打开“数据交换”，念出“本机名片”上的 8 组数。"
    "听到一组，输入一组，或者点一下相同的那一组。8 组都对上，才能登记。"
)
WRONG = "有一组不一致。请对方再念一遍；还是不一致，名片可能被人换过，不要登记，当面核对。"
KNOWN = "这台电脑已经登记过，名片没有变，不用再登记。"


class CardPanel(Card):
    """``left``: the user goes back. ``refused``: it cannot be pinned; the window says why."""

    left = Signal()
    refused = Signal()
    pinned = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__("登记同事的电脑")
        self.shell = shell
        self.path = Path()
        self.card: CardView | None = None
        self.who = label(kind="strong", wrap=True)
        self.steps = label(STEPS, "soft", wrap=True)
        self.groups = FingerprintRow(ticking=True)
        self.groups.ticked.connect(self._look)
        self.heard = QLineEdit(placeholderText="把听到的数输在这里，如 1234 5678 …")
        self.heard.setAccessibleName("听到的指纹")
        self.heard.setMaximumWidth(520)
        self.heard.textChanged.connect(self._look)
        self.heard.returnPressed.connect(self.pin)
        self.note = Note(tone=Tone.OVERDUE)
        self.pin_button = button("核对一致，登记", self.pin, "primary", "shield")
        for widget in (self.who, self.steps, self.groups, self.heard, self.note):
            self.body.addWidget(widget)
        buttons = row(self.pin_button, button("不登记", self.left.emit))
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        self.setFocusProxy(self.heard)

    def begin(self, path: Path) -> None:
        """Read the card at ``path``; nothing is trusted."""
        self.path, self.card = path, None
        self.who.setText("正在读取名片……")
        self.heard.clear()
        self._look()
        self.shell.read(self, lambda ctx: read_card(ctx, path), self._show, self._refuse)

    def pin(self) -> None:
        """Trust the card, of which every group was heard."""
        card = self.card
        if card is None or not self._all_heard():
            return
        path, groups = self.path, card.groups
        self.shell.do(
            self, "正在登记", lambda ctx, _job: pin_heard(ctx, path, groups), self._pinned
        )

    def _show(self, card: CardView) -> None:
        self.card = card
        self.who.setText(f"{card.machine}　{card.unit}（{card.role}）　名片生成于 {card.made_at}")
        self.groups.show_groups(card.groups)
        known = card.standing == "known"
        for widget in (self.steps, self.heard, self.pin_button):
            widget.setVisible(not known)
        self._look()
        self.heard.setFocus()

    def _look(self) -> None:
        card = self.card
        if card is None:
            self.groups.show_groups(())
            self.pin_button.setEnabled(False)
            self.note.hide()
            return
        marks = matching_groups(card, self.heard.text())
        self.groups.show_marks(marks)
        self.note.words.setText(KNOWN if card.standing == "known" else WRONG)
        self.note.setVisible(card.standing == "known" or False in marks)
        self.pin_button.setEnabled(self._all_heard())

    def _all_heard(self) -> bool:
        """Whether each group was typed rightly or ticked, and none typed wrongly."""
        if self.card is None or self.card.standing == "known":
            return False
        marks = matching_groups(self.card, self.heard.text())
        return False not in marks and all(
            mark or ticked for mark, ticked in zip(marks, self.groups.ticks, strict=True)
        )

    def _pinned(self, card: CardView) -> None:
        self.shell.say(f"已登记{card.machine}，以后可以互发数据包。")
        self.pinned.emit()

    def _refuse(self, error: BaseException) -> None:
        self.refused.emit()
        self.shell.fail(error)
