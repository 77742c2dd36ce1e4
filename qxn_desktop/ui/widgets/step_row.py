"""The steps of a wizard in a row: done, now, ahead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.card import line
from qxn_desktop.ui.widgets.text import label, pill, set_style, set_tone


class StepRow(QWidget):
    """Numbers with titles; a finished step bears a tick instead of its number."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._marks: list[tuple[QLabel, QLabel]] = []
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        for number, title in enumerate(self._titles, start=1):
            if number > 1:
                body.addWidget(line(), 1)
            mark, words = pill(str(number)), label(title, "soft")
            body.addWidget(mark)
            body.addWidget(words)
            self._marks.append((mark, words))

    def show_step(self, current: int) -> None:
        """``current`` counts from 0."""
        for at, (mark, words) in enumerate(self._marks):
            mark.setText("✓" if at < current else str(at + 1))
            done = Tone.DONE if at < current else Tone.NEUTRAL
            set_tone(mark, Tone.ACCENT if at == current else done)
            set_style(words, "kind", "strong" if at == current else "soft")
        number, title = current + 1, self._titles[current]
        self.setAccessibleName(f"第{number}步，共{len(self._titles)}步：{title}")
