"""One item of a check as a large row: number, text, answer, verdict, and what it will open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Verdict
from qxn_desktop.domain.template import Item
from qxn_desktop.services.check_form import LiveItem
from qxn_desktop.ui.pages.check.answer_editor import AnswerEditor, ChoiceEditor, FieldEditor
from qxn_desktop.ui.pages.check.photo_strip import PhotoStrip
from qxn_desktop.ui.style.tokens import GRID, Tone
from qxn_desktop.ui.widgets.card import Note, holder, row
from qxn_desktop.ui.widgets.text import label, pill, set_style, set_tone

VERDICT_WIDTH = 72
VERDICTS = {
    Verdict.PASS: ("合格", Tone.DONE),
    Verdict.FAIL: ("不合格", Tone.OVERDUE),
    Verdict.UNVERIFIED: ("待核", Tone.SOON),
    Verdict.NA: ("不适用", Tone.NEUTRAL),
    Verdict.NOTED: ("已填", Tone.NEUTRAL),
}


class ItemRow(QFrame):
    """A row of the form. ``edited`` carries the new raw answer, ``reached`` that it was clicked."""

    edited = Signal(object)
    reached = Signal()

    def __init__(self, number: int, item: Item) -> None:
        super().__init__()
        self.setProperty("kind", "item")
        self.setProperty("current", "false")
        self.item = item
        self.setAccessibleName(f"第{number}项 {item.text}")
        self.editor = _editor(item)
        self._verdict = pill()
        self._verdict.hide()
        self._note = Note(tone=Tone.OVERDUE)
        self._note.hide()
        self._follows = label(kind="soft", wrap=True)
        self._follows.hide()
        self._basis = label(f"依据：{item.basis_text}", "faint", wrap=True)
        self._basis.hide()
        self._lay_out(number)
        self.editor.edited.connect(self.edited)

    @property
    def asked(self) -> bool:
        """Whether the item is to be answered now."""
        return not self.isHidden()

    def show_current(self, *, current: bool) -> None:
        """Mark the row that the keyboard is on; its basis is told then."""
        set_style(self, "current", "true" if current else "false")
        self._basis.setVisible(current)

    def show_answer(self, raw: Json) -> None:
        """Show a raw answer, or none."""
        self.editor.show_answer(raw)

    def show_live(self, live: LiveItem, *, answered: bool) -> None:
        """What the answer comes to so far."""
        self.setVisible(live.asked)
        shown = VERDICTS.get(live.verdict) if answered and not live.fault else None
        if live.short:
            shown = (f"还差 {live.short} 张", Tone.SOON)
        self._verdict.setVisible(shown is not None)
        if shown is not None:
            self._verdict.setText(shown[0])
            set_tone(self._verdict, shown[1])
        words, tone = live.fault, Tone.OVERDUE
        if not words and live.opening is not None:
            words = live.follows
        if not words and live.verdict is Verdict.UNVERIFIED:
            words, tone = f"先记为待核：{live.reason}", Tone.SOON
        self._note.setVisible(bool(words) and (answered or bool(live.opening)))
        self._note.words.setText(words.removeprefix(f"{self.item.code}“{self.item.text}”："))
        set_tone(self._note, tone)
        self._follows.setText(live.follows)
        self._follows.setVisible(bool(live.follows) and self._note.isHidden())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.reached.emit()
        super().mousePressEvent(event)

    def _lay_out(self, number: int) -> None:
        count = label(str(number), "section")
        count.setFixedWidth(28)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.item.text, wrap=True))
        if self.item.hint:
            words.addWidget(label(self.item.hint, "faint", wrap=True))
        words.addWidget(self._basis)
        words.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(words, 4)
        upper.addWidget(self.editor, 6, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(_verdict_place(self._verdict), 0, Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout(self)
        body.setContentsMargins(12, GRID, 12, GRID)
        body.setSpacing(6)
        body.addLayout(upper)
        below = QVBoxLayout()
        below.setContentsMargins(40, 0, 0, 0)
        below.addWidget(self._note)
        below.addWidget(self._follows)
        body.addLayout(below)


def _verdict_place(verdict: QWidget) -> QWidget:
    """As wide with a verdict as without, so that the columns of all rows stand in line."""
    line = row()
    line.addStretch(1)
    line.addWidget(verdict)
    place = holder(line)
    place.setFixedWidth(VERDICT_WIDTH)
    return place


def _editor(item: Item) -> AnswerEditor:
    if item.type == "photo":
        return PhotoStrip(item)
    return ChoiceEditor(item) if item.options else FieldEditor(item)
