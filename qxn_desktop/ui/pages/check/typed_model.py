"""The table of paper sheets as a model: rows are objects, columns items, cells what was typed.

A cell shows what its text means and is edited as it was typed. What a row comes to is judged at
every change, by the service that judges a recorded check.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor

from qxn_desktop.domain.answers import parse_answers
from qxn_desktop.domain.template import Item, Template
from qxn_desktop.domain.typed_answer import option_digits, read_day
from qxn_desktop.services.findings import answer_words
from qxn_desktop.ui.models.column import TONE
from qxn_desktop.ui.models.column_model import Index
from qxn_desktop.ui.pages.check.row_state import RowState, judge_row, status_tone, status_words
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import Tone

Role = Qt.ItemDataRole
STATUS = "status"
DATE, INSPECTOR = "date", "inspector"
TITLES = {STATUS: "状态", DATE: "检查日期", INSPECTOR: "检查人"}
NOTHING = "—"
SHORT = 9
Step = list[tuple[int, str, str]]
"""Cells that changed together: row, column, and what stood there before."""


class TypedModel(QAbstractTableModel):
    """``edited`` carries the number of a row whose texts changed."""

    edited = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RowState] = []
        self.columns: list[str] = []
        self._items: dict[str, Item] = {}
        self._numbers: dict[str, int] = {}
        self._past: list[Step] = []
        self._step: Step | None = None

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def show(self, template: Template, rows: Sequence[RowState]) -> None:
        """Show these sheets; columns are the items that any of them asks for."""
        self.beginResetModel()
        self.rows, self._past = list(rows), []
        for state in self.rows:
            judge_row(state)
        asked = {code for state in self.rows for code in state.items}
        items = [i for i in template.items if i.code in asked and i.type != "photo"]
        self._items = {item.code: item for item in items}
        self._numbers = {item.code: n for n, item in enumerate(template.items, 1)}
        self.columns = [STATUS, *self._items, DATE, INSPECTOR]
        self.endResetModel()

    def add(self, state: RowState) -> int:
        """One more sheet at the end; gives its row."""
        row = len(self.rows)
        self.beginInsertRows(QModelIndex(), row, row)
        judge_row(state)
        self.rows.append(state)
        self.endInsertRows()
        return row

    def row_of(self, number: str) -> int:
        """The row of the sheet whose key holds an object's ``number``; −1 for none."""
        found = (n for n, state in enumerate(self.rows) if f"-{number}-" in state.line.key)
        return next(found, -1)

    def named(self, text: str) -> int:
        """The first row whose object is called so; −1 for none."""
        return next((n for n, s in enumerate(self.rows) if text in s.line.called), -1)

    def first_open(self, row: int) -> int:
        """The first column of a row that has to be filled in."""
        state = self.rows[row]
        for at, code in enumerate(self.columns):
            if code in state.items and not state.texts.get(code, "").strip():
                return at
        return 1

    def set_recorded(self, keys: Sequence[str]) -> None:
        """These sheets are recorded: they stay to be seen and can be changed no more."""
        for row, state in enumerate(self.rows):
            if state.line.key in keys:
                state.recorded = True
                self._changed(row)
        self._past = []

    def about(self, index: Index) -> tuple[str, str]:
        """What a cell asks and how it is typed; and what is wrong with it, "" when nothing is."""
        if not index.isValid():
            return "", ""
        state, code = self.rows[index.row()], self.columns[index.column()]
        item = self._items.get(code)
        how = f"　{_how(item)}" if item is not None and code in state.items else ""
        return f"{self._title(code)}{how}", self._fault(state, code)

    def set_open(self, objects: Container[str]) -> list[int]:
        """The sheets of these objects are recorded no more; their rows."""
        rows = []
        for row, state in enumerate(self.rows):
            if state.recorded and state.line.object_id in objects:
                state.recorded = False
                self._changed(row)
                rows.append(row)
        return rows

    def undo(self) -> QModelIndex:
        """Take back the last step, a block as one; where it began."""
        if not self._past:
            return QModelIndex()
        step = self._past.pop()
        for row, code, before in reversed(step):
            self._put(row, code, before)
        row, code, _ = step[0]
        return self.index(row, self.columns.index(code))

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Whatever is changed meanwhile is one step of ``undo``."""
        step: Step = []
        self._step = step
        try:
            yield
        finally:
            self._step = None
            if step:
                self._past.append(step)

    # --- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._can_edit(index) else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        readers = {
            Role.DisplayRole: self._shown,
            Role.EditRole: _text,
            Role.BackgroundRole: self._ground,
            TONE: _tone,
            Role.ToolTipRole: self._tip,
            Role.AccessibleTextRole: self._spoken,
        }
        reader = readers.get(role)
        if reader is None or not index.isValid():
            return None
        return reader(self.rows[index.row()], self.columns[index.column()])

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not self._can_edit(index):
            return False
        state, code = self.rows[index.row()], self.columns[index.column()]
        before, text = _text(state, code), str(value).strip()
        if before == text:
            return True
        change = (index.row(), code, before)
        if self._step is None:
            self._past.append([change])
        else:
            self._step.append(change)
        self._put(index.row(), code, text)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._object(section, role) if section < len(self.rows) else None
        if section >= len(self.columns):
            return None
        code = self.columns[section]
        if role == Role.ToolTipRole and code in self._items:
            return f"{self._title(code)}\n{_how(self._items[code])}"
        return self._short_title(code) if role == Role.DisplayRole else None

    def _object(self, section: int, role: int) -> str | None:
        line = self.rows[section].line
        if role == Role.ToolTipRole:
            return f"{line.village_name}　表号 {line.key}"
        return line.called if role == Role.DisplayRole else None

    # --- cells

    def _can_edit(self, index: Index) -> bool:
        if not index.isValid():
            return False
        state, code = self.rows[index.row()], self.columns[index.column()]
        return not state.recorded and (code in state.items or code in (DATE, INSPECTOR))

    def _put(self, row: int, code: str, text: str) -> None:
        state = self.rows[row]
        if code == DATE:
            state.date = text
        elif code == INSPECTOR:
            state.inspector = text
        elif text:
            state.texts[code] = text
        else:
            state.texts.pop(code, None)
        judge_row(state)
        self._changed(row)
        self.edited.emit(row)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _title(self, code: str) -> str:
        return TITLES.get(code) or f"{self._numbers[code]}. {self._items[code].text}"

    def _short_title(self, code: str) -> str:
        """What fits two lines of a heading; the tooltip has the whole."""
        if code not in self._items:
            return self._title(code)
        text = re.split("[：（，]", self._items[code].text)[0]
        return f"{self._numbers[code]}. {text if len(text) <= SHORT else f'{text[: SHORT - 1]}…'}"

    def _spoken(self, state: RowState, code: str) -> str:
        return f"{state.line.called}，{self._title(code)}，{self._shown(state, code) or '空'}"

    def _shown(self, state: RowState, code: str) -> str:
        if code == STATUS:
            return status_words(state)
        if code in (DATE, INSPECTOR):
            return _text(state, code)
        if code not in state.items:
            return NOTHING
        if code not in state.raw:
            return state.texts.get(code, "")
        answers, _ = parse_answers(state.form.template, {code: state.raw[code]})
        answer = answers.get(code)
        return state.texts[code] if answer is None else answer_words(self._items[code], answer)

    def _ground(self, state: RowState, code: str) -> QColor | None:
        tokens = theme().tokens
        if code in self._items and code not in state.items:
            return QColor(tokens.ground)
        if self._fault(state, code):
            return QColor(tokens.overdue_soft)
        return None

    def _tip(self, state: RowState, code: str) -> str:
        if code == STATUS:
            return "\n".join(fault.message for fault in state.faults) or status_words(state)
        if code in self._items:
            return self._fault(state, code) or f"{self._title(code)}\n{_how(self._items[code])}"
        return self._fault(state, code) or self._title(code)

    def _fault(self, state: RowState, code: str) -> str:
        """What is wrong with a cell, "" when nothing is."""
        if code == DATE and state.date and read_day(state.date, state.form.day.year) is None:
            return "写成 2026-11-20 或 11.20 的样子。"
        found = [fault.message for fault in state.faults if fault.code == code]
        if found or state.live is None:
            return "".join(found)
        return next((one.fault for one in state.live.items if one.item.code == code), "")


def _text(state: RowState, code: str) -> str:
    if code == DATE:
        return state.date
    return state.inspector if code == INSPECTOR else state.texts.get(code, "")


def _tone(state: RowState, code: str) -> Tone | None:
    return status_tone(state) if code == STATUS else None


def _how(item: Item) -> str:
    """How an item is typed in."""
    digits = "　".join(f"{digit} {option}" for digit, option in option_digits(item))
    if item.options:
        return f"{digits}{'　可多选，如 2、3' if item.type == 'multi' else ''}"
    unit = f"（{item.unit}）" if item.unit else ""
    off = "；不适用填 / 和理由" if item.na_allowed else ""
    return {"number": f"填数字{unit}", "date": "如 11.20", "text": "填文字"}[item.type] + off
