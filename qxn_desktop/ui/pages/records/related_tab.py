"""关联: what belongs to a row; each line opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qxn_desktop.services.record_view import Link, Related
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import emptied, packed, scrolling
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.text import label, pill

NOTHING = "还没有与它关联的记录。"


class RelatedTab(QWidget):
    """``go`` opens a place of the window."""

    def __init__(self, go: Callable[[Target], None]) -> None:
        super().__init__()
        self._go = go
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 8, 8, 8)
        self._body.setSpacing(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def show_related(self, related: Iterable[Related]) -> None:
        """Show these groups."""
        emptied(self._body)
        groups = [*related]
        for one in groups:
            self._add(one)
        if not groups:
            self._body.addWidget(label(NOTHING, "soft", wrap=True))
        self._body.addStretch(1)

    def _add(self, one: Related) -> None:
        if one.register:
            target = list_target(one)
            whole = button(f"{one.heading}　{one.count}", lambda: self._go(target), "row", "list")
            self._body.addWidget(whole)
            return
        self._body.addLayout(packed(label(one.heading, "strong"), pill(str(one.count))))
        for link in one.links:
            self._body.addWidget(self._link(link))
        if one.count > len(one.links):
            self._body.addWidget(label(f"另有 {one.count - len(one.links)} 条", "faint"))
        self._body.addSpacing(8)

    def _link(self, link: Link) -> QPushButton:
        made = button("", lambda: self._go(row_target(link.register, link.id)), "row")
        made.setAccessibleName(f"{link.title}，{link.subtitle}")
        made.setToolTip(f"{link.title}　{link.subtitle}")
        inside = QHBoxLayout(made)
        inside.setContentsMargins(8, 0, 8, 0)
        inside.addWidget(ElidedLabel(link.title), 3)
        inside.addWidget(ElidedLabel(link.subtitle, "soft"), 2)
        return made


def list_target(one: Related) -> Target:
    """Where the rows of a village are listed."""
    if one.register == "problem":
        return Target("problems", facts={"village": one.village})
    return Target("records", facts={"register": one.register, "village": one.village})
