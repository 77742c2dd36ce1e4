"""Filtering by one field: a part of a text, its spelling, a range, choices, empty or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.list_filter import CHOSEN, IS_FILLED, NOT_FILLED, RANGED
from qxn_desktop.services.record_list import option_words
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import holder, row
from qxn_desktop.ui.widgets.date_field import read_day
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.tick_list import TickList

NOTHING = "\0"
"""Stands for no value among the choices."""
WIDTH = 340
MOST_SHOWN = 9
HINTS: Mapping[str, str] = {"date": "如 2026-1-1", "month": "如 2026-01"}
DATES = frozenset({"date"})


class FieldFilter(InReadingOrder, QDialog):
    """``wanted`` carries a ``Filter``, ``spelling`` letters, ``dropped`` that none is wanted."""

    wanted = Signal(object)
    spelling = Signal(str)
    dropped = Signal()

    def __init__(
        self,
        field: FieldSpec,
        present: Filter | None,
        villages: Mapping[str, str],
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._field, self._today = field, today
        self.setWindowTitle(f"按“{field.title}”筛选")
        self.setFixedWidth(WIDTH)
        self.ways: dict[str, QRadioButton] = {}
        self.fault = label(kind="fault", wrap=True)
        self.fault.hide()
        self.ticks: TickList | None = None
        self.text, self.letters = _line("写几个字"), _line("每个字的第一个字母")
        self.low, self.high = _line("从"), _line("到")
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.addWidget(label(self.windowTitle(), "section"))
        if field.type in CHOSEN:
            self._build_choices(body, villages)
        elif field.type in RANGED:
            self._build_range(body)
        else:
            self._build_text(body)
        body.addWidget(self.fault)
        self._finish(body)
        self._show(present)

    # --- parts

    def _build_choices(self, body: QVBoxLayout, villages: Mapping[str, str]) -> None:
        field = self._field
        if field.type == "village":
            options = [(code, villages[code]) for code in sorted(villages)]
        else:
            given = field.options if field.options else ("是", "否")
            options = [(one, option_words(field, one)) for one in given]
        self.ticks = TickList(f"{field.title}（可以勾几个）")
        self.ticks.show_options([*options, (NOTHING, NOT_FILLED)], ())
        height = self.ticks.sizeHintForRow(0) * min(len(options) + 1, MOST_SHOWN) + 10
        self.ticks.setMinimumHeight(height)
        body.addWidget(self.ticks)

    def _build_range(self, body: QVBoxLayout) -> None:
        self._way(body, "between", "在这个范围")
        hint = HINTS.get(self._field.type, self._field.unit)
        for one, says in ((self.low, "从"), (self.high, "到")):
            one.setPlaceholderText(f"{says} {hint}".strip())
            one.setAccessibleName(says)
            one.textEdited.connect(lambda _text: self.ways["between"].setChecked(True))
        body.addWidget(holder(row(self.low, self.high)))
        self._empty_ways(body)

    def _build_text(self, body: QVBoxLayout) -> None:
        if self._field.type != "ref":
            self._way(body, "contains", "含有")
            self.text.textEdited.connect(lambda _text: self.ways["contains"].setChecked(True))
            self.text.setAccessibleName("含有")
            body.addWidget(self.text)
        if self._field.type == "text":
            self._way(body, "spelt", "拼音首字母")
            self.letters.textEdited.connect(lambda _text: self.ways["spelt"].setChecked(True))
            self.letters.setAccessibleName("拼音首字母")
            body.addWidget(self.letters)
        self._empty_ways(body)

    def _empty_ways(self, body: QVBoxLayout) -> None:
        self._way(body, "empty", NOT_FILLED)
        self._way(body, "filled", IS_FILLED)

    def _way(self, body: QVBoxLayout, name: str, words: str) -> None:
        made = QRadioButton(words)
        made.setChecked(not self.ways)
        self.ways[name] = made
        body.addWidget(made)

    def _finish(self, body: QVBoxLayout) -> None:
        foot = row(button("不筛这一栏", self._drop, "quiet"))
        foot.addStretch(1)
        foot.addWidget(button("取消", self.reject))
        self.apply = button("筛选", self.take, "primary")
        foot.addWidget(self.apply)
        body.addLayout(foot)
        for one in (self.text, self.letters, self.low, self.high):
            one.returnPressed.connect(self.take)

    def _show(self, present: Filter | None) -> None:
        """Begin with what is asked already."""
        if present is not None and self.ticks is not None:
            chosen = [NOTHING if value is None else str(value) for value in present.values]
            self.ticks.tick([NOTHING] if present.test == "empty" else chosen)
        elif present is not None and present.test in self.ways:
            self.ways[present.test].setChecked(True)
            if present.test == "contains":
                self.text.setText(str(present.values[0]))
            elif present.test == "between":
                for one, value in zip((self.low, self.high), present.values, strict=True):
                    one.setText(str(value))
        first = self.low if self._field.type in RANGED else self.text
        (self.ticks or (first if self._field.type != "ref" else self.ways["empty"])).setFocus()

    # --- what is wanted

    def take(self) -> None:
        """Filter by what was typed; what cannot be read is said and stays."""
        if self.ticks is not None:
            values = [None if value == NOTHING else value for value in self.ticks.ticked]
            self._want("one_of" if values else "", values)
            return
        way = next(name for name, one in self.ways.items() if one.isChecked())
        if way == "contains":
            text = self.text.text().strip()
            self._want(way if text else "", [text])
        elif way == "spelt":
            self._spell(self.letters.text().strip().lower())
        elif way == "between":
            self._between()
        else:
            self._want(way, [])

    def _between(self) -> None:
        ends: list[Json] = []
        for one in (self.low, self.high):
            text = one.text().strip()
            day = read_day(text, self._today) if self._field.type in DATES else None
            value, problem = clean(self._field, day.isoformat() if day else text, self._today)
            if problem is not None:
                self._say(problem.message, one)
                return
            ends.append("" if value is None else value)
        self._want("between" if any(end != "" for end in ends) else "", ends)

    def _spell(self, letters: str) -> None:
        if letters and not (letters.isascii() and letters.isalpha()):
            self._say("请只打字母，一个字一个。", self.letters)
        elif letters:
            self.spelling.emit(letters)
            self.accept()
        else:
            self._drop()

    def _want(self, test: str, values: Sequence[Json]) -> None:
        if not test:
            self._drop()
            return
        self.wanted.emit(Filter(self._field.id, test, tuple(values)))  # type: ignore[arg-type]
        self.accept()

    def _drop(self) -> None:
        self.dropped.emit()
        self.accept()

    def _say(self, words: str, at: QLineEdit) -> None:
        self.fault.setText(words)
        self.fault.show()
        at.setFocus()
        at.selectAll()


def _line(says: str) -> QLineEdit:
    made = QLineEdit(clearButtonEnabled=True)
    made.setPlaceholderText(says)
    return made
