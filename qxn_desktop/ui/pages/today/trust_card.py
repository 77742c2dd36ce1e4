"""交换和备份: who has what from whom, and when all was last saved elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel

from qxn_desktop.services.backups import LastBackup
from qxn_desktop.services.trust import PartnerView
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, emptied, line, row
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.text import label, set_tone

ALONE = "还没有登记同事的电脑。两台以上电脑一起用时，先交换名片。"


class TrustCard(Card):
    """``go`` leads to the pages on exchange and backups."""

    def __init__(self, go: Callable[[Target], None]) -> None:
        super().__init__("交换和备份")
        self._partners = column(spacing=6)
        self.body.addLayout(self._partners)
        self.body.addWidget(line())
        self._backup = label()
        exchange = button("数据交换", lambda: go(Target("exchange")), "link")
        backups = button(
            "备份", lambda: go(Target("settings", facts={"section": "backup"})), "link"
        )
        foot = row(self._backup)
        foot.addStretch(1)
        foot.addWidget(backups)
        self.body.addLayout(foot)
        self.head.addWidget(exchange)

    def show_trust(self, partners: Sequence[PartnerView], backup: LastBackup) -> None:
        """Show where things stand."""
        emptied(self._partners)
        for one in partners:
            self._partners.addWidget(_partner(one))
            self._partners.addWidget(ElidedLabel(one.words, "soft"))
        if not partners:
            self._partners.addWidget(label(ALONE, "soft", wrap=True))
        self._backup.setText(backup.words)
        set_tone(self._backup, Tone.SOON if backup.stale else Tone.NEUTRAL)


def _partner(one: PartnerView) -> QLabel:
    received = f"收到 {_day(one.received)}" if one.received else "还没收到过"
    sent = f"发出 {_day(one.sent)}" if one.sent else "还没发出过"
    return ElidedLabel(f"{one.machine}　{received}　{sent}", "strong")


def _day(moment: str) -> str:
    """``2026-11-22 10:03`` without its year."""
    return moment[5:]
