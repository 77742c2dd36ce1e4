"""One side of a conflict, and the button that takes it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from qxn_desktop.services.conflict_card import Side
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed, row
from qxn_desktop.ui.widgets.text import label, pill, selectable


class SideCard(Card):
    """``taken`` carries the side."""

    taken = Signal(object)

    def __init__(self, side: Side, number: int) -> None:
        super().__init__()
        self.side = side
        head = row(label(side.machine, "soft"))
        if side.shown:
            head.addWidget(pill("现在显示这个", Tone.NEUTRAL))
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(selectable(side.value, "section"))
        for title, value in side.details:
            self.body.addWidget(selectable(f"{title}：{value}"))
        self.body.addWidget(label(f"{side.who}　{side.at}", "faint", wrap=True))
        self.body.addStretch(1)
        self.take = button(f"采用这个（{number}）", lambda: self.taken.emit(side), icon="checkmark")
        self.take.setAccessibleName(f"采用第 {number} 个：{side.value}，{side.origin}")
        self.body.addLayout(packed(self.take))
