"""A form made of a register's fields; what is wrong is said under a field once it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_form import FormStart
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.field_editor import Editor, editor
from qxn_desktop.ui.widgets.form import LINES, FormGrid, faults_of
from qxn_desktop.ui.widgets.form_section import FormSection

BY_SERVICE = frozenset({"village", "ref"})
"""Types whose values only the service can judge."""
SHORT = 24
"""Fields of a form that needs no sections."""
OTHERS = "其他"
"""The section of fields that name none."""


class RegisterForm(QWidget):
    """Shows ``start``; ``raw`` is what a person changed.

    A long form comes in sections: the first one and those with a fault are open, the fields of
    the others are made when they are first opened.
    """

    def __init__(self, start: FormStart, shell: Shell) -> None:
        super().__init__()
        self.start = start
        self.editors: dict[str, Editor] = {}
        self._shell = shell
        self._began: dict[str, Json] = {}
        self._parts = _parts(start.fields)
        self._places: dict[str, int] = {}
        self._sections: dict[str, FormSection] = {}
        self.grid = FormGrid()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(self.grid)
        body.addStretch(1)
        if len(self._parts) == 1 or len(start.fields) <= SHORT:
            self._places = {one.id: 1 + at * LINES for at, one in enumerate(start.fields)}
            self._build(start.fields)
        else:
            self._lay_sections()
        self._first = self.raw()

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.raw() != self._first

    @property
    def sections(self) -> Mapping[str, FormSection]:
        """The heads of the sections by title; none of a short form."""
        return self._sections

    def raw(self) -> dict[str, Json]:
        """The fields that were changed, as typed; of a new row all that are filled."""
        read = {key: one.read() for key, one in self.editors.items()}
        if not self.start.id:
            whole = {**self.start.values, **read}  # a closed section holds what it began with
            return {key: value for key, value in whole.items() if value not in (None, "", [])}
        return {key: value for key, value in read.items() if value != self._began[key]}

    def tell_error(self, error: BaseException) -> bool:
        """Put each fault of a refusal under its field; whether all of them found one."""
        for section in self._sections.values():
            if faults_of(error) & {one.id for one in section.fields}:
                section.open()
        self.grid.settle()
        return self.grid.tell_error(error)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is empty, else the first."""
        widgets = [one.widget for one in self.editors.values()]
        empty = [one.widget for one in self.editors.values() if one.read() in (None, "", [])]
        for widget in (empty if not self.start.id else widgets)[:1]:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_sections(self) -> None:
        line = 1
        for title, fields in self._parts.items():
            head = FormSection(title, fields, self._unfold)
            head.count(self.start.values, self.start.hidden)
            self.grid.addWidget(head, line, 0, 1, 2)
            self._sections[title] = head
            self._places |= {one.id: line + 1 + at * LINES for at, one in enumerate(fields)}
            line += 1 + len(fields) * LINES
        next(iter(self._sections.values())).open()

    def _unfold(self, section: FormSection) -> None:
        missing = [one for one in section.fields if one.id not in self.editors]
        self._build(missing)
        for one in section.fields:
            self.grid.show_row(one.id, shown=section.is_open)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes down the form, whichever section was opened first."""
        chain: list[QWidget] = []
        for section in self._sections.values():
            made = [self.editors[one.id] for one in section.fields if one.id in self.editors]
            chain += [section, *(one.widget for one in made)]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _build(self, fields: Iterable[FieldSpec]) -> None:
        for field in fields:
            self._add(field)

    def _add(self, field: FieldSpec) -> None:
        made = editor(field, self.start, self._shell)
        made.write(self.start.values.get(field.id))
        title = f"{field.title}（{field.unit}）" if field.unit else field.title
        self.grid.add(
            field.id, title, made.widget,
            required=field.required, note=field.note, at=self._places[field.id],
        )  # fmt: skip
        if field.source:
            made.widget.setToolTip(field.source)
        self.editors[field.id] = made
        self._began[field.id] = made.read()
        if made.edited is None:
            return
        if field.type in BY_SERVICE:
            made.edited.connect(lambda *_facts: self.grid.tell(field.id, ""))
        else:
            made.edited.connect(self._checker(field, made))

    def _checker(self, field: FieldSpec, made: Editor) -> Callable[..., None]:
        def check(*_facts: object) -> None:
            _, problem = clean(field, made.read(), self.start.today)
            said = problem.message.removeprefix(f"{field.title}：") if problem else ""
            self.grid.tell(field.id, said)

        return check


def _parts(fields: Iterable[FieldSpec]) -> dict[str, list[FieldSpec]]:
    """Fields by their section, in the order of the first of each."""
    parts: dict[str, list[FieldSpec]] = {}
    for one in fields:
        parts.setdefault(one.section or OTHERS, []).append(one)
    return parts
