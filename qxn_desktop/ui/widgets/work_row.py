"""One line of work as a button: a mark, what, how much, where, until when, and its verb."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.services.work_line import Urgency, WorkLine
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.text import label, pill, set_tone

TONES = {
    Urgency.OVERDUE: Tone.OVERDUE,
    Urgency.SOON: Tone.SOON,
    Urgency.DUE: Tone.ACCENT,
    Urgency.WAITING: Tone.NEUTRAL,
}
HEIGHT = 34
TALL = 50


class WorkRow(QPushButton):
    """Click it, or press Enter on it, to begin. ``tall``: two lines, for a narrow card.

    ``count_wanted`` carries the line that is to be counted by village (from its own menu).
    """

    count_wanted = Signal(object)

    def __init__(
        self, line: WorkLine, run: Callable[[WorkLine], None], *, tall: bool = False
    ) -> None:
        super().__init__()
        self.line = line
        self._height = TALL if tall else HEIGHT
        self.setProperty("kind", "row")
        self.setFixedHeight(self._height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = (line.words, line.places, line.verb)
        self.setAccessibleName("，".join(part for part in said if part))
        self.setToolTip(f"{line.title}　{line.places}" if tall else line.places)
        (self._lay_out_tall if tall else self._lay_out_flat)(line)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: run(line))
        if line.counts:
            count = QAction("按村统计，复制", self)
            count.triggered.connect(lambda: self.count_wanted.emit(line))
            self.addAction(count)
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _lay_out_flat(self, line: WorkLine) -> None:
        body = QHBoxLayout(self)
        body.setContentsMargins(8, 0, 8, 0)
        body.setSpacing(10)
        body.addWidget(_held(pill(line.urgency.value, TONES[line.urgency]), 44))
        body.addWidget(ElidedLabel(line.title), 6)
        body.addWidget(_right(label(line.amount), 64))
        body.addWidget(ElidedLabel(line.places, "soft"), 3)
        body.addWidget(_right(_when(line), 84))
        body.addWidget(_right(_verb(line), 56))

    def _lay_out_tall(self, line: WorkLine) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(8, 4, 8, 4)
        body.setSpacing(0)
        body.addWidget(ElidedLabel(line.title))
        below = row(ElidedLabel("　".join(filter(None, (line.places, line.amount))), "soft"))
        below.addWidget(_when(line))
        below.addSpacing(8)
        below.addWidget(_verb(line))
        body.addLayout(below)


def _when(line: WorkLine) -> QLabel:
    made = label(line.when)
    set_tone(made, Tone.NEUTRAL if line.urgency is Urgency.DUE else TONES[line.urgency])
    return made


def _verb(line: WorkLine) -> QLabel:
    made = label(line.verb, "strong")
    set_tone(made, Tone.ACCENT)
    return made


def _held(widget: QLabel, width: int) -> QLabel:
    widget.setMinimumWidth(width)
    widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return widget


def _right(widget: QLabel, width: int) -> QLabel:
    widget.setMinimumWidth(width)
    widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return widget
