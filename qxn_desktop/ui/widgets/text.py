"""Labels by what they say: page title, section head, soft remark, pill."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from qxn_desktop.ui.style.tokens import Tone


def label(
    text: str = "", kind: str = "", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A label of a ``kind`` of the style sheet (title, section, strong, soft, faint, figure)."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)  # what people typed is never markup
    if kind:
        made.setProperty("kind", kind)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


def selectable(text: str = "", kind: str = "") -> QLabel:
    """A wrapping label whose text can be marked and copied."""
    made = label(text, kind, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def pill(text: str = "", tone: Tone = Tone.NEUTRAL) -> QLabel:
    """A short word on a coloured ground."""
    made = label(text, "pill")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    set_tone(made, tone)
    return made


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Give a label or note another tone."""
    set_style(widget, "tone", str(tone))


def set_style(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
