"""Where one item is answered: chips for options, a field for a number, text or date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.template import Item
from qxn_desktop.domain.typed_answer import NOT_APPLICABLE, option_digits, read_typed
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, row
from qxn_desktop.ui.widgets.flow_layout import FlowLayout
from qxn_desktop.ui.widgets.text import label

TENTH = 10
"""The tenth option stands on the key 0 where that says nothing else."""


class AnswerEditor(QWidget):
    """Heirs show and give the raw answer of ``item``; 不适用 with its reason is the same for all.

    ``edited`` carries the new raw answer. Only fields to type in take the focus.
    """

    edited = Signal(object)

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.year = 2000
        self._off = button(f"{self._off_digit()}　{NOT_APPLICABLE}", self._toggle_off, "choice")
        self._off.setAccessibleName(NOT_APPLICABLE)
        self._reason = QLineEdit(placeholderText="不适用的理由，如 旱季停水")
        self._reason.setAccessibleName("不适用的理由")
        self._reason.setAcceptDrops(False)  # a file is a photo, not its address
        as_chip(self._off)
        if not item.na_allowed:
            self._off.hide()
        self._reason.hide()
        self._reason.textEdited.connect(lambda _text: self._reason_edited())
        self.flow = FlowLayout()
        self._fill(self.flow)
        self.flow.addWidget(self._off)
        body = column(spacing=6)
        body.addLayout(self.flow)
        body.addWidget(self._reason)
        self.setLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    @property
    def field(self) -> QLineEdit | None:
        """What the keyboard types into now; None where digits answer."""
        return self._reason if self.is_off else self._input()

    @property
    def is_off(self) -> bool:
        """Whether it is answered 不适用."""
        return self._off.isChecked()

    @property
    def fields(self) -> list[QLineEdit]:
        """Everything that may take the focus."""
        own = self._input()
        return [self._reason, *([own] if own is not None else [])]

    def show_answer(self, raw: Json) -> None:
        """Show a raw answer, or none."""
        off = isinstance(raw, dict)
        self._off.setChecked(off)
        self._reason.setVisible(off)
        with QSignalBlocker(self._reason):
            reason = str(raw.get("na", "")) if isinstance(raw, dict) else ""
            if self._reason.text() != reason:
                self._reason.setText(reason)
        self._show(None if off else raw)

    def press(self, sign: str) -> bool:
        """A key of the item: whether it meant something."""
        if sign == self._off_digit() and self.item.na_allowed:
            self._off.setChecked(not self._off.isChecked())
            self._toggle_off()
            return True
        return self._press(sign)

    def enter(self) -> bool:
        """Enter on the item: whether it meant something here; else it goes on."""
        return False

    def _off_digit(self) -> str:
        return "0" if self.item.options else "/"

    def _toggle_off(self) -> None:
        off = self._off.isChecked()
        self._reason.setVisible(off)
        self._show(None)
        self.edited.emit({"na": self._reason.text()} if off else None)
        if off:
            self._reason.setFocus()

    def _reason_edited(self) -> None:
        self.edited.emit({"na": self._reason.text()})

    def _fill(self, flow: FlowLayout) -> None:
        raise NotImplementedError

    def _show(self, raw: Json) -> None:
        raise NotImplementedError

    def _press(self, _sign: str) -> bool:
        return False

    def _input(self) -> QLineEdit | None:
        return None


class ChoiceEditor(AnswerEditor):
    """Options as chips with their digits; of a multi-choice item each is switched by itself."""

    def _fill(self, flow: FlowLayout) -> None:
        self._chips: dict[str, QPushButton] = {}
        self._value: set[str] = set()
        for digit, option in option_digits(self.item):
            if option == NOT_APPLICABLE:
                continue
            chip = button(f"{digit}　{option}", self._chooser(option), "choice")
            chip.setAccessibleName(option)
            self._chips[option] = as_chip(chip)
            flow.addWidget(chip)

    def _show(self, raw: Json) -> None:
        chosen = raw if isinstance(raw, list) else [raw]
        self._value = {option for option in self._chips if option in chosen}
        for option, chip in self._chips.items():
            chip.setChecked(option in self._value)  # a click has switched it already

    def _press(self, sign: str) -> bool:
        number = int(sign) if sign.isdigit() else -1
        if number == 0 and len(self._chips) == TENTH and not self.item.na_allowed:
            number = TENTH
        if not 1 <= number <= len(self._chips):
            return False
        self._choose(list(self._chips)[number - 1])
        return True

    def _chooser(self, option: str) -> Callable[[], None]:
        return lambda: self._choose(option)

    def _choose(self, option: str) -> None:
        self._off.setChecked(False)
        self._reason.hide()
        if self.item.type != "multi":
            self._show(option)
            self.edited.emit(option)
            return
        alone = self.item.exclusive
        if option in self._value:
            chosen = self._value - {option}
        else:
            chosen = {option} if option == alone else (self._value | {option}) - {alone}
        value: list[Json] = [name for name in self._chips if name in chosen]
        self._show(value)
        self.edited.emit(value or None)


class FieldEditor(AnswerEditor):
    """A field for a number, a text or a date; what is typed is read as on paper."""

    def _fill(self, flow: FlowLayout) -> None:
        hints = {"number": "", "date": "如 11.20", "text": ""}
        self._edit = QLineEdit(placeholderText=hints.get(self.item.type, ""))
        self._edit.setAccessibleName(self.item.text)
        self._edit.setAcceptDrops(False)
        self._edit.setFixedWidth(360 if self.item.type == "text" else 140)
        self._edit.textEdited.connect(self._typed)
        unit = label(self.item.unit, "soft")
        unit.setProperty("verbatim", True)  # cm, mg/L: as the checklist has it
        holder = QWidget()
        holder.setLayout(row(self._edit, unit))
        flow.addWidget(holder)

    def _typed(self, text: str) -> None:
        self._off.setChecked(False)
        self._reason.hide()
        read = read_typed(self.item, text, self.year)
        # What is no answer is kept as it is, so that the fault names what was typed.
        self.edited.emit(text.strip() if read.problem is not None else read.value)

    def _show(self, raw: Json) -> None:
        text = "" if raw is None else str(raw)
        typed = read_typed(self.item, self._edit.text(), self.year).value
        if text != self._edit.text() and (raw is None or typed != raw):
            with QSignalBlocker(self._edit):
                self._edit.setText(text)

    def _input(self) -> QLineEdit:
        return self._edit


def as_chip(chip: QPushButton) -> QPushButton:
    """A button that shows whether it is chosen and leaves the focus where it is."""
    chip.setCheckable(True)
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return chip
