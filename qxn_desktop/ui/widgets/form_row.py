"""A field under its title, with a remark or a fault below it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qxn_desktop.ui.widgets.text import label, set_style


class FormRow(QWidget):
    """``field`` under ``title``; ``tell`` puts a word below it."""

    def __init__(self, title: str, field: QWidget, remark: str = "") -> None:
        super().__init__()
        self.field = field
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        head = label(title, "soft")
        head.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(title)
        self._remark = remark
        self._below: QLabel = label(remark, "faint", wrap=True)
        if not remark:
            self._below.hide()  # shown without a place it would be a window for a moment
        body.addWidget(head)
        body.addWidget(field)
        body.addWidget(self._below)

    @property
    def said(self) -> str:
        """What stands below the field."""
        return "" if self._below.isHidden() else self._below.text()

    def tell(self, text: str = "", *, fault: bool = False) -> None:
        """Say ``text`` below the field; the remark it began with for ""."""
        shown = text or self._remark
        self._below.setText(shown)
        self._below.setVisible(bool(shown))
        set_style(self._below, "kind", "fault" if text and fault else "faint")
        set_style(self.field, "fault", bool(text) and fault)
