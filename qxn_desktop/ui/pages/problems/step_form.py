"""The form of one step, in place: its fields, what is still missing, its one button."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.rectification_guide import STAND_IN_FILE
from qxn_desktop.services.problem_step import FormField, StepForm
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, row
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.escape_hold import EscapeHold
from qxn_desktop.ui.widgets.form import room_beside
from qxn_desktop.ui.widgets.photo_picker import PhotoPicker
from qxn_desktop.ui.widgets.text import label, set_style
from qxn_desktop.ui.widgets.yes_no import YesNo

LONG_HEIGHT, TITLE_WIDTH = 58, 104
FILES = ("photos", "sheet")


Made = tuple[QWidget, Callable[[], Json], Callable[[Json], object]]
"""A field's widget, how it is read, and how it is filled."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field with its title, its widget, how it is read and filled."""

    field: FormField
    title: QLabel
    widget: QWidget
    read: Callable[[], Json]
    fill: Callable[[Json], object]


class StepGuide(Protocol):
    """What a form asks while somebody types: a problem's guide, or a case's."""

    @property
    def today(self) -> date:
        """The day on which it is done."""

    def lacking(self, event: str, facts: Mapping[str, Json]) -> tuple[str, ...]:
        """What is missing for ``event``, in words."""


class StepFormPane(QWidget):
    """``done`` carries the facts when the button is pressed; files stand in them by their paths."""

    done = Signal(str, object)
    left = Signal()
    """Another step's form is wanted no longer."""

    def __init__(
        self, step: StepForm, guide: StepGuide, people: Iterable[str], *, main: bool
    ) -> None:
        super().__init__()
        self.step = step
        self._guide = guide
        self._people = sorted(people)
        self._entries: list[_Entry] = []
        self._missing = label(wrap=True)
        self._missing_icon = QLabel()
        set_icon(self._missing_icon, "info", "soon", 16)
        self.submit = button(step.verb, self._submit, "primary")
        self.submit.setToolTip(key_words("Ctrl+Return"))
        self._more = button("更多", self._unfold, "link")
        self._back = button("不办这一步", self.left.emit, "quiet")
        self._back.setToolTip("Esc，写了的会留着")
        if main:
            self._back.hide()
        self._lay_out()
        self._told()

    @property
    def facts(self) -> dict[str, Json]:
        """What is typed, without what is empty; files by their paths."""
        read = {entry.field.key: entry.read() for entry in self._entries}
        return {key: value for key, value in read.items() if value not in (None, "", [])}

    @property
    def missing(self) -> tuple[str, ...]:
        """What still stands in the way, in words."""
        return self._guide.lacking(self.step.event, _with_stand_ins(self.step, self.facts))

    def is_touched(self) -> bool:
        """Whether somebody typed into it."""
        usual = {entry.field.key: entry.field.usual for entry in self._entries}
        return any(value != usual.get(key, "") for key, value in self.facts.items())

    @property
    def texts(self) -> str:
        """What somebody wrote into it, a field a line; "" for nothing."""
        typed = ((entry.field, entry.read()) for entry in self._entries)
        own = (value for field, value in typed if isinstance(value, str) and value != field.usual)
        return "\n".join(value for value in own if value)

    def fill(self, facts: Mapping[str, Json]) -> None:
        """Put in what was typed before."""
        for entry in self._entries:
            if facts.get(entry.field.key, "") not in ("", entry.read()):
                entry.fill(facts[entry.field.key])
                if entry.widget.isHidden():
                    self._unfold()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addItem(room_beside(), 0, 2)
        for at, field in enumerate(self.step.fields):
            entry = self._entry(field)
            self._entries.append(entry)
            grid.addWidget(entry.title, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(entry.widget, at, 1)
            if field.folded:  # never shown before it has a parent: it would be a window
                entry.title.hide()
                entry.widget.hide()
        if not any(field.folded for field in self.step.fields):
            self._more.hide()
        body = column(spacing=12)
        body.addLayout(grid)
        told = row(self._missing_icon)
        told.addWidget(self._missing, 1)
        body.addLayout(told)
        foot = row(self.submit, self._back)
        foot.addStretch(1)
        foot.addWidget(self._more)
        body.addLayout(foot)
        self.setLayout(body)

    def _entry(self, field: FormField) -> _Entry:
        title = label(f"{field.title}{' *' if field.required else ''}", "soft")
        title.setFixedHeight(34)
        title.setFixedWidth(TITLE_WIDTH)
        widget, read, fill = _FIELDS[field.kind](self, field)
        title.setBuddy(widget)
        widget.setAccessibleName(f"{field.title}{'（必填）' if field.required else ''}")
        return _Entry(field, title, widget, read, fill)

    def _unfold(self) -> None:
        for entry in self._entries:
            entry.title.show()
            entry.widget.show()
        self._more.hide()

    def _told(self) -> None:
        missing = self.missing
        told = missing or ((self.step.remark,) if self.step.remark and not self.facts else ())
        self._missing.setText(" ".join(told))
        set_style(self._missing, "kind", "")
        set_icon(self._missing_icon, "info", "soon" if missing else "text_faint", 16)
        for widget in (self._missing, self._missing_icon):
            widget.setVisible(bool(told))
        self.submit.setEnabled(not missing)
        self.submit.setAccessibleDescription(" ".join(missing))

    def take_focus(self) -> None:
        """Put the cursor into the first field; where all stand behind 更多, they are shown."""
        if all(entry.widget.isHidden() for entry in self._entries):
            self._unfold()
        fields = (entry.widget for entry in self._entries if not entry.widget.isHidden())
        first = next(fields, self.submit)
        if isinstance(first, PhotoPicker):
            first = first.choose
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def try_submit(self) -> None:
        """Do the step; what is missing stands out where something is."""
        if self.submit.isEnabled():
            self._submit()
        else:
            set_style(self._missing, "kind", "fault")

    def _submit(self) -> None:
        self.done.emit(self.step.event, self.facts)

    # --- kinds of fields

    def line(self, field: FormField) -> Made:
        """One line of text."""
        made = QLineEdit(field.usual)
        made.setPlaceholderText(field.hint)
        made.textChanged.connect(self._told)
        return made, lambda: made.text().strip(), lambda text: made.setText(str(text))

    def person(self, field: FormField) -> Made:
        """A name, with those offered that were in charge before."""
        made = QLineEdit(field.usual)
        made.setPlaceholderText(field.hint or "姓名")
        made.setMaximumWidth(240)
        completer = QCompleter(self._people, made)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCompleter(completer)
        EscapeHold(completer, made)
        made.textChanged.connect(self._told)
        return made, lambda: made.text().strip(), lambda text: made.setText(str(text))

    def long(self, field: FormField) -> Made:
        """Several lines of text; Tab leaves it."""
        made = QPlainTextEdit(field.usual)
        made.setPlaceholderText(field.hint)
        made.setTabChangesFocus(True)
        made.setFixedHeight(LONG_HEIGHT)
        made.textChanged.connect(self._told)
        read = lambda: made.toPlainText().strip()  # noqa: E731
        return made, read, lambda text: made.setPlainText(str(text))

    def date(self, field: FormField) -> Made:
        """A day."""
        today: date = self._guide.today
        made = DateField(field.title, today)
        made.set_value(field.usual)
        if field.hint:
            made.setPlaceholderText(field.hint)
        made.changed.connect(self._told)
        return made, lambda: made.value, lambda day: made.set_value(str(day))

    def choice(self, field: FormField) -> Made:
        """One of several."""
        made = QComboBox()
        made.addItem("请选择", "")
        for value, words in field.options:
            made.addItem(words, value)
        made.setCurrentIndex(max(made.findData(field.usual), 0))
        made.setMaximumWidth(360)
        made.currentIndexChanged.connect(self._told)
        read = lambda: str(made.currentData())  # noqa: E731
        return made, read, lambda value: made.setCurrentIndex(made.findData(value))

    def yes_no(self, field: FormField) -> Made:
        """是 or 否."""
        made = YesNo(field.usual)
        made.changed.connect(self._told)
        return made, lambda: made.value, lambda value: made.choose(str(value))

    def files(self, field: FormField) -> Made:
        """Photos, or one sheet."""
        single = field.kind == "sheet"
        made = PhotoPicker(field.title, single=single, sheets=single)
        made.changed.connect(self._told)
        if single:
            read: Callable[[], Json] = lambda: str(made.files[0]) if made.files else ""  # noqa: E731
        else:
            read = lambda: [str(path) for path in made.files]  # noqa: E731
        return made, read, lambda names: made.add(_paths(names))


_FIELDS: Mapping[str, Callable[[StepFormPane, FormField], Made]] = {
    "text": StepFormPane.line,
    "person": StepFormPane.person,
    "long": StepFormPane.long,
    "date": StepFormPane.date,
    "choice": StepFormPane.choice,
    "yesno": StepFormPane.yes_no,
    "photos": StepFormPane.files,
    "sheet": StepFormPane.files,
}


def _paths(names: Json) -> list[Path]:
    listed = names if isinstance(names, list) else [names]
    return [Path(str(name)) for name in listed]


def _with_stand_ins(step: StepForm, facts: Mapping[str, Json]) -> dict[str, Json]:
    """``facts`` as the state machine asks for them: a chosen file is as good as a kept one."""
    kinds = {field.key: field.kind for field in step.fields}
    stand_ins: dict[str, Json] = {"photos": [STAND_IN_FILE], "sheet": STAND_IN_FILE}
    return {key: stand_ins.get(kinds[key], value) for key, value in facts.items()}
