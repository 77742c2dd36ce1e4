"""A form made of a register's fields; what is wrong is said under a field once it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_form import FormStart
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.field_editor import Editor, editor
from qxn_desktop.ui.widgets.form import FormGrid

BY_SERVICE = frozenset({"village", "ref"})
"""Types whose values only the service can judge."""


class RegisterForm(QWidget):
    """Shows ``start``; ``raw`` is what a person changed."""

    def __init__(self, start: FormStart, shell: Shell) -> None:
        super().__init__()
        self.start = start
        self.editors: dict[str, Editor] = {}
        self._began: dict[str, Json] = {}
        self.grid = FormGrid()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(self.grid)
        body.addStretch(1)
        for field in start.fields:
            self._add(field, shell)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed that is not saved."""
        return bool(self.raw())

    def raw(self) -> dict[str, Json]:
        """The fields that were changed, as typed; of a new row all that are filled."""
        read = {key: one.read() for key, one in self.editors.items()}
        if not self.start.id:
            return {key: value for key, value in read.items() if value not in (None, "", [])}
        return {key: value for key, value in read.items() if value != self._began[key]}

    def tell_error(self, error: BaseException) -> bool:
        """Put each fault of a refusal under its field; whether all of them found one."""
        self.grid.settle()
        return self.grid.tell_error(error)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is empty, else the first."""
        widgets = [one.widget for one in self.editors.values()]
        empty = [one.widget for one in self.editors.values() if one.read() in (None, "", [])]
        for widget in (empty if not self.start.id else widgets)[:1]:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, field: FieldSpec, shell: Shell) -> None:
        made = editor(field, self.start, shell)
        made.write(self.start.values.get(field.id))
        title = f"{field.title}（{field.unit}）" if field.unit else field.title
        self.grid.add(field.id, title, made.widget, required=field.required)
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
