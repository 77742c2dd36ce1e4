"""One finding: where it is, what is wrong, what to do, and 标为已核 with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from qxn_desktop.services.quality_board import FindingView
from qxn_desktop.ui.pages.quality.severity_tone import severity_tone
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, holder, line, packed, row, scrolling
from qxn_desktop.ui.widgets.text import label, pill, selectable, set_tone

LONGEST = 500


class FindingPane(Card):
    """Each signal is a button that was pressed; ``marked`` carries the reason."""

    opened = Signal()
    lead_wanted = Signal()
    marked = Signal(str)
    unmarked = Signal()
    numbers_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view: FindingView | None = None
        self._many = 1
        self.title = label(kind="section", wrap=True)
        self.severity = pill()
        self.place = selectable(kind="soft")
        self.sentence = selectable(kind="strong")
        self.fields = selectable(kind="soft")
        self.told = label(wrap=True)
        self.rule = selectable(kind="faint")
        self.numbers = selectable(kind="faint")
        self.change = button("改这些数", self.numbers_wanted.emit, "link")
        self.open = button("打开这一条，去改", self.opened.emit, "primary", "open")
        self.lead = button("开线索", self.lead_wanted.emit, icon="flag")
        self.back = button("撤回核对", self.unmarked.emit, icon="undo")
        self.reason = QLineEdit(maxLength=LONGEST)
        self.reason.setPlaceholderText("核实无误的，写明理由")
        self.reason.setAccessibleName("已核的理由")
        self.mark = button("标为已核", self._mark, icon="checkmark")
        self._marking = self._mark_row()
        self._lay_out()

    def show_view(self, view: FindingView, many: int) -> None:
        """Show a finding; ``many`` are chosen with it, to be marked together."""
        other = self.view is None or self.view.line.finding != view.line.finding
        self.view, self._many = view, many
        one, mark = view.line.finding, view.line.mark
        if other:
            self.reason.clear()
        self.title.setText(view.rule.title)
        self.severity.setText(one.severity.words)
        set_tone(self.severity, severity_tone(one.severity.words) or Tone.NEUTRAL)
        self.place.setText(view.place)
        self.sentence.setText(one.sentence)
        self.fields.setText(f"看这几栏：{view.fields}" if view.fields else "")
        self.fields.setVisible(bool(view.fields))
        self.rule.setText(f"规则：{view.rule.text}")
        self.numbers.setText(_numbers(view))
        self.numbers.setVisible(bool(view.numbers))
        self.change.setVisible(bool(view.numbers))
        self._marking.setVisible(mark is None)
        self.back.setVisible(mark is not None)
        self.open.setText("打开这一户" if one.proposes else "打开这一条，去改")
        self.open.setAccessibleName(self.open.text())
        self.lead.setVisible(one.proposes and not view.line.lead and mark is None)
        told = f"{mark.on} {mark.by} 已核：{mark.reason}" if mark else ""
        if view.line.lead:
            told = f"已开线索 {view.line.lead}。" + told
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.mark.setText("标为已核" if many < 2 else f"把选中的 {many} 条标为已核")
        self.mark.setAccessibleName(self.mark.text())
        self.mark.adjustSize()

    def focus_reason(self) -> None:
        """Put the keyboard where the reason is typed; else on the one thing to do."""
        if self._marking.isVisible():
            self.reason.setFocus()
        elif self.back.isVisible():
            self.back.setFocus()

    def _mark(self) -> None:
        self.marked.emit(self.reason.text())

    def _mark_row(self) -> QWidget:
        self.reason.returnPressed.connect(self._mark)
        return holder(row(self.reason, self.mark))

    def _lay_out(self) -> None:
        head = row(self.title, spacing=8)
        head.addWidget(self.severity)
        body = column(spacing=6)
        body.addLayout(head)
        for widget in (self.place, self.sentence, self.fields, self.told):
            body.addWidget(widget)
        body.addLayout(packed(self.open, self.lead, self.back))
        body.addWidget(self._marking)
        body.addWidget(line())
        body.addWidget(self.rule)
        below = row(self.numbers)
        below.addWidget(self.change)
        body.addLayout(below)
        body.addStretch(1)
        body.setContentsMargins(0, 0, 8, 0)
        self.body.setContentsMargins(16, 12, 8, 12)
        inner = QWidget()
        inner.setLayout(body)
        for one in inner.findChildren(QLabel):  # as high as its words at this width, no higher
            if one.wordWrap():
                one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body.addWidget(scrolling(inner))


def _numbers(view: FindingView) -> str:
    told = (f"{one.title} {one.text}{one.unit}（{one.basis}）" for one in view.numbers)
    return "用到的数：" + "；".join(told)
