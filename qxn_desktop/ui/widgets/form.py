"""Rows of a form: a title at the left, its field at the right, what is wrong below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QSpacerItem, QWidget

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.sentence import without_keys
from qxn_desktop.ui.widgets.text import label, set_style

TITLE_HEIGHT = 34
TITLE_WIDTH, WIDEST_TITLE = 92, 108
"""Of titles; those that are longer go on in a second line."""


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

    def add(self, key: str, title: str, widget: QWidget, *, required: bool = False) -> QLabel:
        """One more row; gives its title. A screen reader says title and field together."""
        at = self.rowCount()
        head = label(f"{title}{' *' if required else ''}", "soft")
        _fit(head)
        head.setBuddy(widget)
        widget.setAccessibleName(f"{title}{'（必填）' if required else ''}")
        fault = label(kind="fault", wrap=True)
        fault.hide()
        self.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(widget, at, 1)
        self.addWidget(fault, at + 1, 1)
        self._fields[key] = (widget, fault)
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

    def tell_error(self, error: BaseException) -> bool:
        """Put each fault of a refusal under its field; whether all of them found one."""
        listed = error.facts.get("problems") if isinstance(error, UserError) else None
        faults = listed if isinstance(listed, list) else []
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


def _bring_into_view(widget: QWidget) -> None:
    """Scroll whatever it lies in until it is seen, with the words below it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 2 * TITLE_HEIGHT)
        above = above.parentWidget()
