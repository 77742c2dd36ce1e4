"""Beside the items: how far they are, what is lacking, what will be opened, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from qxn_desktop.domain.evaluation import Outcome, Verdict
from qxn_desktop.services.check_form import LiveCheck, LiveItem, Shortcut
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, emptied
from qxn_desktop.ui.widgets.text import label

WIDTH = 248
MOST_SIGNS = 12
"""Of a lacking item's text, with what is said of it."""
OUTCOMES = {
    Outcome.AWAY: "户主不在：可以登记，这户还要再来。",
    Outcome.VACANT: "长期无人居住：可以登记，不计不合格。",
}
SHOWN = 6
"""Lacking items that are named; how many there are is always told."""


class EntrySummary(Card):
    """``record_wanted`` · ``skip_wanted`` · ``item_wanted`` (a code) · ``shortcut_wanted``."""

    record_wanted = Signal()
    skip_wanted = Signal()
    discard_wanted = Signal()
    item_wanted = Signal(str)
    shortcut_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._done = label(kind="section")
        self._outcome = label(kind="strong", wrap=True)
        self._lacking = QVBoxLayout()
        self._lacking.setSpacing(2)
        self._opens = label(kind="soft", wrap=True)
        self._score = label(kind="faint", wrap=True)
        self.record = button("登记", self.record_wanted.emit, "primary", "done")
        self.record.setToolTip("Ctrl+回车")
        self._shortcuts = QVBoxLayout()
        self._shortcuts.setSpacing(6)
        self._discard = button("清空这份", self.discard_wanted.emit, "link")
        for part in (self._done, self._outcome, self._opens, self._score):
            self.body.addWidget(part)
        self.body.insertLayout(2, self._lacking)
        self.body.addSpacing(4)
        self.body.addWidget(self.record)
        self.body.addLayout(self._shortcuts)
        self._skip = button("跳过，下一户", self.skip_wanted.emit)
        self._skip.setToolTip("PgDn")
        self.body.addWidget(self._skip)
        self.body.addWidget(self._discard)
        self.body.addStretch(1)

    def show_live(self, live: LiveCheck, *, shows_score: bool) -> None:
        """What the answers come to so far. The score is for the office's own eyes."""
        asked = live.asked
        answered = sum(1 for one in asked if one.answered)
        self._done.setText(f"已答 {answered} / {len(asked)} 项")
        words = OUTCOMES.get(live.outcome, "")
        self._outcome.setText(words)
        self._outcome.setVisible(bool(words))
        self._show_lacking(live)
        self._opens.setText(_opens(live))
        self._opens.setVisible(bool(self._opens.text()))
        told = shows_score and live.score is not None and live.ready
        self._score.setVisible(bool(told))
        self._score.setText(f"{live.score} 分，{live.grade}（仅内部掌握）")
        self.record.setEnabled(live.ready)
        self._discard.setEnabled(any(one.words for one in asked))

    def show_shortcuts(self, shortcuts: Sequence[Shortcut], counter: str) -> None:
        """Buttons for answers that end a visit: 户主不在. ``counter``: 户, 村 or 处."""
        self._skip.setText(f"跳过，下一{counter}")
        emptied(self._shortcuts)
        for number, one in enumerate(shortcuts):
            made = button(one.option, self._chooser(one))
            made.setToolTip("F8" if number == 0 else "F9")
            self._shortcuts.addWidget(made)

    def _chooser(self, shortcut: Shortcut) -> Callable[[], None]:
        return lambda: self.shortcut_wanted.emit(shortcut)

    def _goer(self, code: str) -> Callable[[], None]:
        return lambda: self.item_wanted.emit(code)

    def _show_lacking(self, live: LiveCheck) -> None:
        emptied(self._lacking)
        lacking = [(number, one) for number, one in enumerate(live.items, 1) if one.lacking]
        if lacking:
            self._lacking.addWidget(label(f"还差 {len(lacking)} 项", "soft"))
        for number, one in lacking[:SHOWN]:
            why = _why(one)
            text, room = one.item.text, MOST_SIGNS - len(why)
            text = text if len(text) <= room else f"{text[: room - 1]}…"
            made = button(f"{number}. {text}{why}", self._goer(one.item.code), "link")
            made.setToolTip(one.fault or one.item.text)
            self._lacking.addWidget(made)


def _why(one: LiveItem) -> str:
    """What an item lacks that has been answered in part."""
    if one.fault:
        return "（要改）"
    return f"（差 {one.short} 张）" if one.short else ""


def _opens(live: LiveCheck) -> str:
    """What the failed items come to once the check is recorded."""
    failed = sum(one.verdict is Verdict.FAIL and one.item.type != "photo" for one in live.items)
    openings = live.openings
    if openings and openings[0].kind == "lead":
        return "登记后列为线索"
    if not openings:
        return f"{failed} 项不合格，不列入问题台账" if failed else ""
    rest = failed - len(openings)
    more = f"，另有 {rest} 项不合格只作记录" if rest > 0 else ""
    return f"登记后列入 {len(openings)} 个问题{more}"
