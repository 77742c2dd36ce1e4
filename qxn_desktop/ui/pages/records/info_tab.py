"""信息: a row's fields; what is hidden can be seen for a reason, which is asked once and logged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qxn_desktop.services.record_view import FieldText, RecordView
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import emptied, scrolling
from qxn_desktop.ui.widgets.reason_ask import ReasonAsk
from qxn_desktop.ui.widgets.text import label, selectable

TITLE_WIDTH, WIDE_TITLE = 96, 196
FEW = 30
"""Fields of a row that is shown whole; of longer ones only what is filled, by section."""
ABOVE_SECTION = 12
LONG_TITLE = 12
"""Signs; longer titles are questions of a checklist and get more room than their answers."""


class InfoTab(QWidget):
    """``revealed`` carries the reason for which the row is to be shown whole."""

    revealed = Signal(str)
    masked_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ask = ReasonAsk()
        self.ask.given.connect(self.revealed)
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 8, 8, 8)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 8, 0, 0)
        body.addWidget(self.ask)
        body.addLayout(self._rows)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def show_row(self, view: RecordView) -> None:
        """Show a row; what was asked about another one is put away."""
        self.ask.hide()
        emptied(self._rows)
        long = len(view.fields) > FEW
        shown = [field for field in view.fields if field.text or not long]
        longest = max((len(field.title) for field in shown), default=0)
        width = WIDE_TITLE if longest > LONG_TITLE and not long else TITLE_WIDTH
        section, line = "", 0
        for field in shown:
            if long and field.section != section:
                section = field.section
                head = label(section, "strong")
                head.setContentsMargins(0, ABOVE_SECTION if line else 0, 0, 2)
                self._rows.addWidget(head, line, 0, 1, 2)
                line += 1
            self._add(line, field, view, width)
            line += 1
        if len(shown) < len(view.fields):
            rest = f"还有 {len(view.fields) - len(shown)} 项没有填，点“修改”补填。"
            self._rows.addWidget(label(rest, "faint", wrap=True), line, 0, 1, 2)

    def press_eye(self) -> None:
        """Show what is hidden; the reason is asked the first time."""
        self.ask.want()

    def _add(self, at: int, field: FieldText, view: RecordView, width: int) -> None:
        title = label(field.title, "soft")
        title.setFixedWidth(width)
        title.setWordWrap(True)
        top = Qt.AlignmentFlag.AlignTop
        self._rows.addWidget(title, at, 0, top)
        text = selectable(field.text or "—", "" if field.text else "faint")
        text.setAccessibleName(f"{field.title}：{field.text or '未填'}")
        self._rows.addWidget(text, at, 1, top)
        run: Callable[[], None] | None = None
        if field.masked:
            icon, says, run = "eye", f"显示完整的{field.title}（记入日志）", self.press_eye
        elif view.revealed and field.personal:
            icon, says, run = "eye_off", "重新遮盖", self.masked_again.emit
        if run is not None:
            eye = button("", run, "link", icon)
            eye.setToolTip(says)
            eye.setAccessibleName(says)
            self._rows.addWidget(eye, at, 2, top)
