"""One editor a field type of the registers: how it is made, read and written, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec, FieldType
from qxn_desktop.services.record_form import FormStart
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.card import holder
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.flow_layout import FlowLayout
from qxn_desktop.ui.widgets.ref_field import RefField
from qxn_desktop.ui.widgets.search_combo import SearchCombo

LONG_TEXT = 1000
"""Characters from which on a text gets several lines."""
NOTE_HEIGHT = 72
NUMBER_WIDTH = 160
UNCHANGED = "已登记，不改就不用填"
NOT_CHOSEN, MUST_CHOOSE = "—", "请选择"
"""First of a combo that may stay without a value, and of one that must have one."""
FEW = 12
"""Options of a combo without a search."""
CHOICE_HINT = "请选择，或打字、拼音首字母"
VILLAGE_HINT = "请选择，或打村名、拼音首字母"


@dataclass(frozen=True, slots=True)
class Editor:
    """A widget with what it holds. ``edited`` is its signal for a finished change."""

    widget: QWidget
    read: Callable[[], Json]
    write: Callable[[Json], None]
    edited: Any


Build = Callable[[FieldSpec, FormStart, Shell], Editor]


def editor(field: FieldSpec, start: FormStart, shell: Shell) -> Editor:
    """The editor of ``field``, empty."""
    made = _BUILDERS[field.type](field, start, shell)
    if field.id in start.hidden and isinstance(made.widget, QLineEdit | QPlainTextEdit):
        made.widget.setPlaceholderText(UNCHANGED)
    return made


def _line(field: FieldSpec, _start: FormStart, _shell: Shell) -> Editor:
    if field.type == "text" and int(field.max or 0) >= LONG_TEXT:
        return _note()
    made = QLineEdit()
    return Editor(made, made.text, lambda value: made.setText(_text(value)), made.editingFinished)


def _number(field: FieldSpec, start: FormStart, shell: Shell) -> Editor:
    made = _line(field, start, shell)
    made.widget.setFixedWidth(NUMBER_WIDTH)
    if field.unit and isinstance(made.widget, QLineEdit):
        made.widget.setPlaceholderText(field.unit)
    return made


def _month(field: FieldSpec, start: FormStart, shell: Shell) -> Editor:
    made = _line(field, start, shell)
    made.widget.setFixedWidth(NUMBER_WIDTH)
    if isinstance(made.widget, QLineEdit):
        made.widget.setPlaceholderText(f"如 {start.today:%Y-%m}")
    return made


def _note() -> Editor:
    made = QPlainTextEdit()
    made.setFixedHeight(NOTE_HEIGHT)
    made.setTabChangesFocus(True)
    write = lambda value: made.setPlainText(_text(value))  # noqa: E731
    return Editor(made, made.toPlainText, write, made.textChanged)


def _day(field: FieldSpec, start: FormStart, _shell: Shell) -> Editor:
    made = DateField(field.title, start.today)
    write = lambda value: made.set_value(_text(value))  # noqa: E731
    return Editor(made, lambda: made.value, write, made.editingFinished)


def _choice(field: FieldSpec, _start: FormStart, _shell: Shell) -> Editor:
    if len(field.options) <= FEW:
        return _combo(field, field.options)
    made = SearchCombo({option: option for option in field.options}, CHOICE_HINT)
    write = lambda value: made.set_value(_text(value))  # noqa: E731
    return Editor(made, lambda: made.value, write, made.chosen)


def _yesno(field: FieldSpec, _start: FormStart, _shell: Shell) -> Editor:
    return _combo(field, ("是", "否"))


def _village(_field: FieldSpec, start: FormStart, _shell: Shell) -> Editor:
    made = SearchCombo(dict(sorted(start.villages.items())), VILLAGE_HINT)
    write = lambda value: made.set_value(_text(value))  # noqa: E731
    return Editor(made, lambda: made.value, write, made.chosen)


def _combo(field: FieldSpec, options: Sequence[str]) -> Editor:
    """A choice of words; the first is none."""
    made = QComboBox()
    made.addItem(MUST_CHOOSE if field.required else NOT_CHOSEN, "")
    for option in options:
        made.addItem(option, option)
    write = lambda value: made.setCurrentIndex(max(made.findData(_text(value)), 0))  # noqa: E731
    return Editor(made, made.currentData, write, made.activated)


def _several(field: FieldSpec, _start: FormStart, _shell: Shell) -> Editor:
    boxes = [QCheckBox(option) for option in field.options]
    flow = FlowLayout()
    for box in boxes:
        flow.addWidget(box)
    made = holder(flow)
    if boxes:
        made.setFocusProxy(boxes[0])

    def read() -> Json:
        return [box.text() for box in boxes if box.isChecked()]

    def write(value: Json) -> None:
        chosen = value if isinstance(value, list) else []
        for box in boxes:
            box.setChecked(box.text() in chosen)

    return Editor(made, read, write, boxes[0].toggled if boxes else None)


def _ref(field: FieldSpec, start: FormStart, shell: Shell) -> Editor:
    made = RefField(shell, field.ref, field.title)
    write = lambda value: made.set_row(_text(value), start.labels.get(_text(value), ""))  # noqa: E731
    return Editor(made, lambda: made.value, write, made.picked)


def _text(value: Json) -> str:
    return "" if value is None else str(value)


_BUILDERS: Mapping[FieldType, Build] = {
    "text": _line,
    "integer": _number,
    "decimal": _number,
    "date": _day,
    "month": _month,
    "choice": _choice,
    "multi": _several,
    "yesno": _yesno,
    "village": _village,
    "ref": _ref,
    "id_number": _line,
    "phone": _line,
}
"""Photos and JSON are not typed."""
