"""Rows of a form: a title at the left, its field at the right, what is wrong below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QSpacerItem, QWidget

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.ui.laid_out import in_rows
from qxn_desktop.ui.widgets.text import label, set_style

TITLE_HEIGHT = 34
TITLE_WIDTH, WIDEST_TITLE = 92, 108
"""Of titles; those that are longer go on in a second line."""
LINES = 3
"""Of the grid, for one field: itself, what is wrong with it, help."""


def room_beside() -> QSpacerItem:
    """Takes the room that short fields leave, so that titles do not grow instead."""
    return QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


def _fit(head: QLabel) -> None:
    """As wide as its words; a long title takes lines instead of the room of the field."""
    head.ensurePolished()
    if head.sizeHint().width() <= WIDEST_TITLE:
        head.setFixedHeight(TITLE_HEIGHT)
        head.setMinimumWidth(TITLE_WIDTH)
        return
    head.setWordWrap(True)
    head.setFixedWidth(WIDEST_TITLE)
    head.setMinimumHeight(TITLE_HEIGHT)


class FormGrid(QGridLayout):
    """Titles and fields in two columns; ``tell`` puts a fault under a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(8)
        self.setColumnStretch(1, 1)
        self.addItem(room_beside(), 0, 2)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._lines: dict[str, int] = {}

    def add(  # noqa: PLR0913 - one row as it is seen
        self,
        key: str,
        title: str,
        widget: QWidget,
        *,
        required: bool = False,
        note: str = "",
        at: int = 0,
    ) -> QLabel:
        """One more row; gives its title. A screen reader says title and field together.

        ``at``: its place where it is not the next one; a row takes ``LINES`` lines of the grid.
        """
        at = at or self.rowCount()
        head = label(f"{title}{' *' if required else ''}", "soft")
        _fit(head)
        head.setBuddy(widget)
        widget.setAccessibleName(f"{title}{'（必填）' if required else ''}")
        fault = label(kind="fault", wrap=True)
        fault.hide()
        self.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(widget, at, 1)
        self.addWidget(fault, at + 1, 1)
        if note:
            help_ = label(note, "faint", wrap=True)
            self.addWidget(help_, at + 2, 1)
            widget.setAccessibleDescription(note)
        self._fields[key] = (widget, fault)
        self._lines[key] = at
        return head

    def tell(self, key: str, fault: str) -> bool:
        """Say what is wrong with a field, "" for nothing; whether there is such a field."""
        if key not in self._fields:
            return False
        widget, words = self._fields[key]
        words.setText(fault)
        words.setVisible(bool(fault))
        set_style(widget, "fault", bool(fault))
        return True

    def show_row(self, key: str, *, shown: bool) -> None:
        """Show or hide a whole row; what is wrong with it stays told."""
        words, at = self._fields[key][1], self._lines[key]
        for inside in in_rows(self, at, LINES):
            inside.setVisible(shown and (inside is not words or bool(words.text())))

    def tell_error(self, error: BaseException) -> bool:
        """Put each fault of a refusal under its field; whether all of them found one."""
        faults = _listed(error)
        told = [self.tell(str(path), without_keys(str(words))) for path, _, words in faults]
        self.go_to_fault()
        return bool(told) and all(told)

    def go_to_fault(self) -> None:
        """Put the cursor into the first field with a fault, and scroll there."""
        faulty = (widget for widget, words in self._fields.values() if words.text())
        first = next(faulty, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            # once the words below the fields have their places
            QTimer.singleShot(0, first, lambda: _bring_into_view(first))

    def settle(self) -> None:
        """Nothing is wrong."""
        for key in self._fields:
            self.tell(key, "")


def faults_of(error: BaseException) -> set[str]:
    """The fields that a refusal names."""
    return {str(path) for path, _, _ in _listed(error)}


def _listed(error: BaseException) -> list[Any]:
    """(path, code, message) of each problem of a refusal."""
    listed: Any = error.facts.get("problems") if isinstance(error, UserError) else None
    return list(listed) if isinstance(listed, list) else []


def _bring_into_view(widget: QWidget) -> None:
    """Scroll whatever it lies in until it is seen, with the words below it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 2 * TITLE_HEIGHT)
        above = above.parentWidget()
