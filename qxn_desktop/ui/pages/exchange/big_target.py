"""The three large targets at the top of the page of exchange."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout

from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label, pill, set_style, set_tone

HEIGHT = 88


class BigTarget(QPushButton):
    """A large button: an icon, what it does, and a remark below; a number where some wait."""

    def __init__(self, icon: str, title: str, words: str, run: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "target")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = title
        picture = QLabel()
        set_icon(picture, icon, "accent", 28)
        self._words = label(words, "soft")
        self._count = pill(tone=Tone.SOON)
        self._count.hide()
        head = row(label(title, "section"), self._count)
        head.addStretch(1)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addStretch(1)
        text.addLayout(head)
        text.addWidget(self._words)
        text.addStretch(1)
        inside = row(picture, spacing=14)
        inside.setContentsMargins(20, 8, 16, 8)
        inside.addLayout(text, 1)
        self.setLayout(inside)
        for one in self.findChildren(QLabel):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: run())
        self.tell(words)

    def sizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, HEIGHT)

    def tell(self, words: str, count: int = 0, tone: Tone = Tone.SOON) -> None:
        """Say something else below, and how many wait."""
        self._words.setText(words)
        self._count.setText(str(count))
        self._count.setVisible(count > 0)
        set_tone(self._count, tone)
        waiting = f"，{count} 项" if count else ""
        self.setAccessibleName(f"{self._title}{waiting}。{words}")

    def show_dropping(self, *, dropping: bool) -> None:
        """Whether a file hangs over the window that belongs here."""
        set_style(self, "dropping", "true" if dropping else "false")
