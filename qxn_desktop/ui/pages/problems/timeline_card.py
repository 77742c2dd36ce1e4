"""What happened, newest first: when, who, what, with what result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qxn_desktop.services.problem_timeline import TimelineLine, day_words
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, emptied, holder, row
from qxn_desktop.ui.widgets.photo_viewer import Shown
from qxn_desktop.ui.widgets.text import label, set_tone


class TimelineCard(Card):
    """``enlarge`` carries the photos of a line and 0."""

    enlarge = Signal(object, int)

    def __init__(self) -> None:
        super().__init__("经过")
        self._shown: tuple[TimelineLine, ...] | None = None
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_lines(self, lines: Sequence[TimelineLine]) -> None:
        """Show the past."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        emptied(self._grid)
        for at, line in enumerate(lines):
            self._grid.addWidget(_when(line), at, 0)
            self._grid.addWidget(self._what(line), at, 1)

    def _what(self, line: TimelineLine) -> QWidget:
        head = row(label(line.title, "strong"), label(line.who, "soft"))
        for words, digests in (("照片", line.photos), ("附件", line.sheets)):
            if digests:
                head.addWidget(
                    button(f"{words} {len(digests)}", self._opener(line, digests), "link", "image")
                )
        head.addStretch(1)
        body = column(spacing=2)
        body.addLayout(head)
        if line.detail:
            body.addWidget(label(line.detail, wrap=True))
        if line.result:
            result = label(line.result, wrap=True)
            set_tone(result, Tone.SOON)
            body.addWidget(result)
        body.addStretch(1)
        return holder(body)

    def _opener(self, line: TimelineLine, digests: Sequence[str]) -> Callable[[], None]:
        words = f"{day_words(line.day)} {line.title}"
        shown = [Shown(digest, words) for digest in digests]
        return lambda: self.enlarge.emit(shown, 0)


def _when(line: TimelineLine) -> QWidget:
    made = label(day_words(line.day), "soft")
    made.setToolTip(f"录入时间 {line.entered}")
    made.setMinimumWidth(72)
    body = column(made)
    body.addStretch(1)
    return holder(body)
