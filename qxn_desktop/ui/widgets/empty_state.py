"""What a place says while nothing is in it: what belongs here, and the button that brings it in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.text import label


class EmptyState(QWidget):
    """An icon, a sentence, an explanation, and buttons."""

    def __init__(self, icon: str, title: str, text: str = "", *buttons: QPushButton) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setSpacing(8)
        picture = QLabel()
        set_icon(picture, icon, "text_faint", 40)
        self.title = label(title, "section", wrap=True)
        self.text = label(text, "soft", wrap=True)
        self.text.setMaximumWidth(520)
        body.addStretch(1)
        for widget in (picture, self.title, self.text):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            between = QHBoxLayout()  # an alignment instead would keep the words from growing down
            between.addStretch(1)
            between.addWidget(widget, 6)
            between.addStretch(1)
            body.addLayout(between)
        body.addSpacing(4)
        for one in buttons:
            body.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(2)

    def tell(self, title: str, text: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
