"""The items of one object, answered by the keyboard alone.

Digits answer, Enter goes on, Backspace or Shift+Enter goes back, Ctrl+Z takes back the last answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.template import Template
from qxn_desktop.services.check_draft import DraftPhoto
from qxn_desktop.services.check_form import LiveCheck
from qxn_desktop.ui.pages.check.answer_stack import AnswerStack
from qxn_desktop.ui.pages.check.item_row import ItemRow
from qxn_desktop.ui.pages.check.photo_strip import PhotoStrip
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.widgets.card import scrolling
from qxn_desktop.ui.widgets.picture_intake import PictureDrop, copied_files, copied_picture

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Undo = QKeySequence.StandardKey.Undo
Paste = QKeySequence.StandardKey.Paste


class EntryForm(QWidget):
    """Rows of items over an ``AnswerStack``; what they come to is told by ``show_live``."""

    changed = Signal()
    """An answer changed."""
    finished = Signal()
    """Enter on the last item."""
    record_wanted = Signal()
    """Ctrl+Enter."""
    left = Signal()
    """Esc."""
    stepped = Signal(int)
    """PageDown (1) or PageUp (−1): another object."""
    files_dropped = Signal(list)
    pasted = Signal(bytes)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        drop = PictureDrop(self)
        drop.dropped.connect(lambda files, _at: self.files_dropped.emit(files))
        self.setAccessibleName("检查项")
        self.stack = AnswerStack()
        self.rows: list[ItemRow] = []
        self._template: Template | None = None
        self._at = 0
        self._content = QWidget()
        self._body = QVBoxLayout(self._content)
        self._body.setContentsMargins(0, 0, GRID, 0)
        self._body.setSpacing(6)
        self._body.addStretch(1)
        self._area = scrolling(self._content)
        self._content.installEventFilter(self)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._reveal)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    @property
    def current(self) -> ItemRow | None:
        """The row that the keyboard is on."""
        return self.rows[self._at] if self.rows else None

    @property
    def strips(self) -> list[PhotoStrip]:
        """Where photos go, of the items that ask for them now."""
        found = [row.editor for row in self.rows if row.asked]
        return [editor for editor in found if isinstance(editor, PhotoStrip)]

    def begin(
        self,
        template: Template,
        answers: Mapping[str, Json],
        photos: Sequence[DraftPhoto],
        year: int,
    ) -> None:
        """Show an object's answers; the rows are built anew for another checklist only."""
        if self._template is not template:
            self._build(template)
        self.stack = AnswerStack(answers)
        for row in self.rows:
            row.editor.year = year
            row.show_answer(answers.get(row.item.code))
        self.know_photos(photos)

    def know_photos(self, photos: Sequence[DraftPhoto]) -> None:
        """What the photos of the draft are called."""
        for row in self.rows:
            if isinstance(row.editor, PhotoStrip):
                row.editor.know(photos)

    def show_live(self, live: LiveCheck) -> None:
        """What the answers come to so far."""
        for row, item in zip(self.rows, live.items, strict=True):
            row.show_live(item, answered=row.item.code in self.stack.answers)

    def answer(self, code: str, raw: Json) -> None:
        """Give an answer from outside: a button, a photo that was added."""
        if self.stack.set(code, raw):
            self._row(code).show_answer(raw)
            self.changed.emit()

    def go_to(self, code: str) -> None:
        """Put the keyboard on an item."""
        self._reach(self.rows.index(self._row(code)))

    def go_first(self, codes: Sequence[str]) -> None:
        """Put the keyboard on the first of ``codes``, or on the first item."""
        places = [n for n, row in enumerate(self.rows) if row.item.code in codes and row.asked]
        asked = [n for n, row in enumerate(self.rows) if row.asked]
        self._reach(next(iter([*places, *asked]), 0))

    def take_focus(self) -> None:
        """Where the keyboard belongs on the current item."""
        row = self.current
        field = row.editor.field if row else None
        (field or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """Take back the last answer, and go to its item."""
        code = self.stack.undo()
        if code:
            row = self._row(code)
            row.show_answer(self.stack.answers.get(code))
            self.changed.emit()
            self._reach(self.rows.index(row))

    # --- events

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event, typing=False):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of a field that mean the form, not the field; rows that got another height."""
        if watched is self._content:
            if event.type() is QEvent.Type.Resize:
                self._settled.start()
            return False
        if event.type() is QEvent.Type.FocusIn:
            self._entered(watched)
            return False
        if event.type() is QEvent.Type.ShortcutOverride and self._claims(event):
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            field = watched if isinstance(watched, QLineEdit) else None
            if field is None or not field.text() or event.key() != Qt.Key.Key_Backspace:
                return self._key(event, typing=field is not None)
        return False

    def _claims(self, event: QEvent) -> bool:
        """A key that the window would take for itself."""
        return isinstance(event, QKeyEvent) and event.matches(Undo) and self.stack.can_undo

    def _key(self, event: QKeyEvent, *, typing: bool) -> bool:
        key = Qt.Key(event.key())
        if event.matches(Undo):
            self.undo()
        elif event.matches(Paste):
            return self._paste(typing=typing)
        elif key in ENTER:
            self._enter(event.modifiers())
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.stepped.emit(1 if key is Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Backspace):
            self._step(1 if key is Qt.Key.Key_Down else -1, ends=False)
        else:
            return self._sign(event.text(), typing=typing)
        return True

    def _sign(self, sign: str, *, typing: bool) -> bool:
        """A digit or a stroke that answers; in a field only what it cannot hold."""
        row = self.current
        if row is None or not sign or (typing and sign != "/"):
            return False
        if typing and (row.editor.is_off or row.item.type == "text"):
            return False
        return row.editor.press(sign)

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._step(-1)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.record_wanted.emit()
        elif self.current is None or not self.current.editor.enter():
            self._step(1)

    def _paste(self, *, typing: bool) -> bool:
        """A picture, or picture files that were copied in a folder; text is the field's."""
        files = copied_files()
        if files and not typing:
            self.files_dropped.emit(files)
            return True
        picture = copied_picture()
        if picture:
            self.pasted.emit(picture)
        return bool(picture)

    # --- rows

    def _build(self, template: Template) -> None:
        for row in self.rows:
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [ItemRow(number, item) for number, item in enumerate(template.items, 1)]
        self._template, self._at = template, 0
        for place, row in enumerate(self.rows):
            self._body.insertWidget(place, row)
            row.edited.connect(lambda raw, code=row.item.code: self._edited(code, raw))
            row.reached.connect(lambda place=place: self._reach(place))
            for field in row.editor.fields:
                field.installEventFilter(self)
            if isinstance(row.editor, PhotoStrip):
                row.editor.files_chosen.connect(self.files_dropped)

    def _row(self, code: str) -> ItemRow:
        return next(row for row in self.rows if row.item.code == code)

    def _edited(self, code: str, raw: Json) -> None:
        row = self._row(code)
        if self.stack.set(code, raw, typing=row.editor.field is not None):
            self.changed.emit()
        if self.current is not row:
            self._reach(self.rows.index(row))
        elif row.editor.field is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self, field: QObject) -> None:
        """The mark follows a click into a field."""
        for place, row in enumerate(self.rows):
            if field in row.editor.fields and place != self._at:
                self._reach(place)

    def _step(self, by: int, *, ends: bool = True) -> None:
        """The next item or the one before; from the last one Enter ends the form."""
        places = [n for n, row in enumerate(self.rows) if row.asked]
        further = [n for n in places if (n > self._at if by > 0 else n < self._at)]
        if further:
            self._reach(further[0] if by > 0 else further[-1])
        elif by > 0 and ends:
            self.finished.emit()

    def _reach(self, place: int) -> None:
        self.stack.close()
        for number, row in enumerate(self.rows):
            row.show_current(current=number == place)
        self._at = place
        self._reveal()
        self.take_focus()

    def _reveal(self) -> None:
        """Scroll to the current row; again once the rows have taken their heights."""
        if self.rows:
            self._area.ensureWidgetVisible(self.rows[self._at], 0, 8 * GRID)
