"""Typing in a cell: the field's own editor, judged before it is left, the cursor's frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from qxn_desktop.common.json_types import Json
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.card import Note
from qxn_desktop.ui.widgets.field_editor import Editor
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.table_view import PillDelegate
from qxn_desktop.ui.widgets.text import set_style

Way = Literal["stay", "down", "up", "right", "left"]
"""Where the cursor goes once a cell is left."""
WAYS: dict[Qt.Key, tuple[Way, Way]] = {
    Qt.Key.Key_Return: ("down", "up"),
    Qt.Key.Key_Enter: ("down", "up"),
    Qt.Key.Key_Tab: ("right", "left"),
    Qt.Key.Key_Backtab: ("left", "left"),
}
"""By key, and with Shift."""
NARROWEST = 150
"""px: an editor is at least so wide, over the next cells where its own is narrower."""
WIDEST_NOTE = 340

Index = QModelIndex | QPersistentModelIndex


class Judge(Protocol):
    """What the page knows of its cells."""

    def editor_of(self, index: QModelIndex) -> Editor | None:
        """An editor that shows what the cell holds; None where nothing can be typed."""

    def fault_of(self, index: QModelIndex, value: Json) -> str:
        """What is wrong with a value, "" where nothing is."""


@dataclass(slots=True)
class _Open:
    """The editor that is open, over which cell, and what it held in the beginning."""

    editor: Editor
    index: QPersistentModelIndex
    began: Json


class CellDelegate(PillDelegate):
    """``typed`` carries the cell and its new value; ``left`` the way that the cursor goes."""

    typed = Signal(object, object)
    left = Signal(str)

    def __init__(self, view: QAbstractItemView, judge: Judge) -> None:
        super().__init__(view)
        self._view, self._judge = view, judge
        self._open: _Open | None = None
        self._note: Note | None = None

    # --- opening and closing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = self._judge.editor_of(_plain(index))
        if made is None:
            return None  # type: ignore[return-value] # Qt then opens none
        made.widget.setParent(parent)
        made.widget.setMinimumWidth(0)
        made.widget.setMaximumWidth(16_777_215)
        made.widget.setAutoFillBackground(True)
        self._open = _Open(made, QPersistentModelIndex(index), made.read())
        if isinstance(made.widget, SearchCombo):
            made.widget.chosen.connect(self._chosen)
        return made.widget

    def setEditorData(self, editor: QWidget, _index: Index) -> None:
        """It holds already what the cell does; what was read meanwhile must not overwrite it."""
        line = editor.lineEdit() if isinstance(editor, SearchCombo) else None
        if line is not None and self._is_fresh():
            line.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, _index: Index) -> None:
        """Qt's own ways out of a cell (the cursor was put elsewhere): kept if it may be."""
        self._keep(editor)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._open = None
        self._hush()
        super().destroyEditor(editor, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        cell: QRect = option.rect
        wanted = editor.sizeHint()
        grows = isinstance(editor, QPlainTextEdit) or wanted.height() > cell.height() + 12
        height = max(wanted.height() if grows else 0, editor.minimumHeight(), cell.height())
        width = max(cell.width(), NARROWEST)
        room = self._view.viewport().rect()
        left = max(min(cell.left(), room.right() - width + 1), 0)
        top = max(min(cell.top(), room.bottom() - height + 1), 0)
        editor.setGeometry(left, top, width, height)

    # --- keys

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QWidget) or self._open is None:
            return super().eventFilter(editor, event)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in WAYS or event.key() == Qt.Key.Key_Escape:
                event.accept()  # they belong to the cell while it is open
            return False
        if event.type() is QEvent.Type.FocusOut and not _is_within(editor):
            self._finish(editor, "stay", moves=False)
            return False
        return super().eventFilter(editor, event) if _is_plain(event) else False

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            return True
        if key not in WAYS or held & Qt.KeyboardModifier.ControlModifier:
            return False
        if held & Qt.KeyboardModifier.AltModifier:
            if isinstance(editor, QPlainTextEdit):
                editor.insertPlainText("\n")
            return True
        self._finish(editor, WAYS[key][bool(held & Qt.KeyboardModifier.ShiftModifier)])
        return True

    def _chosen(self) -> None:
        """Something was taken from what is offered: the cell is done."""
        if self._open is not None:
            editor = self._open.editor.widget
            QTimer.singleShot(0, self, lambda: self._finish(editor, "down"))

    def _finish(self, editor: QWidget, way: Way, *, moves: bool = True) -> None:
        """Leave the cell, unless what was typed cannot stay."""
        if self._open is None or not isValid(editor) or self._open.editor.widget is not editor:
            return
        if isinstance(editor, SearchCombo):
            editor.blockSignals(True)  # what was typed is settled now, and told once
            editor.settle()
            editor.blockSignals(False)
        fault = self._fault()
        if fault:
            self._say(editor, fault)
            return
        self._keep(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if moves:
            self.left.emit(way)

    def _keep(self, editor: QWidget) -> None:
        opened = self._open
        if opened is None or opened.editor.widget is not editor or not self._is_changed():
            return
        if opened.index.isValid() and not self._fault():
            value, opened.began = opened.editor.read(), opened.editor.read()
            self.typed.emit(_plain(opened.index), value)

    def _fault(self) -> str:
        opened = self._open
        if opened is None or not opened.index.isValid() or not self._is_changed():
            return ""
        return self._judge.fault_of(_plain(opened.index), opened.editor.read())

    def _is_changed(self) -> bool:
        return self._open is not None and self._open.editor.read() != self._open.began

    def _is_fresh(self) -> bool:
        return self._open is not None and not self._is_changed()

    # --- looks

    def _say(self, editor: QWidget, fault: str) -> None:
        """The sentence stands under the cell until it is typed on."""
        self._hush()
        set_style(editor, "fault", value=True)
        self._note = Note(fault, Tone.OVERDUE, self._view.viewport())
        self._note.words.setMaximumWidth(WIDEST_NOTE)
        self._note.setFixedWidth(WIDEST_NOTE)
        self._note.adjustSize()
        height = max(self._note.heightForWidth(WIDEST_NOTE), self._note.sizeHint().height())
        self._note.resize(WIDEST_NOTE, height)
        room, below = self._view.viewport().rect(), editor.geometry().bottomLeft() + QPoint(0, 2)
        if below.y() + height > room.bottom():
            below.setY(editor.y() - height - 2)
        below.setX(max(min(below.x(), room.right() - WIDEST_NOTE), 0))
        self._note.move(below)
        self._note.show()
        self._note.raise_()

    def _hush(self) -> None:
        if self._note is not None and isValid(self._note):
            self._note.hide()
            self._note.deleteLater()
        self._note = None

    @property
    def said(self) -> str:
        """The sentence under the open cell, "" when there is none."""
        return self._note.words.text() if self._note is not None else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        here = self._view.currentIndex()
        current = here.row() == index.row()
        if current and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme().tokens.hover))
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        if current and here.column() == index.column():
            self.frame(painter, option.rect)

    def frame(self, painter: QPainter, rect: QRect) -> None:
        """The cursor."""
        painter.save()
        tokens = theme().tokens
        focus = QApplication.focusWidget()
        focused = focus is self._view or (focus is not None and self._view.isAncestorOf(focus))
        painter.setPen(QPen(QColor(tokens.accent if focused else tokens.border_strong), 2))
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        painter.restore()


class LentDelegate(PillDelegate):
    """Draws the cells of another view on the same rows as ``cells`` does."""

    def __init__(self, cells: CellDelegate, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._cells = cells

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._cells.paint(painter, option, index)


def _plain(index: Index) -> QModelIndex:
    model: QAbstractItemModel = index.model()
    return model.index(index.row(), index.column())


def _is_within(editor: QWidget) -> bool:
    """Whether the keyboard is in the editor or in what it has opened, or left the program."""
    focus = QApplication.focusWidget()
    if focus is None or QApplication.activePopupWidget() is not None:
        return True
    return focus is editor or editor.isAncestorOf(focus)


def _is_plain(event: QEvent) -> bool:
    return event.type() not in (QEvent.Type.FocusOut, QEvent.Type.Hide)
