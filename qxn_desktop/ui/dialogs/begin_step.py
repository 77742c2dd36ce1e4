"""First run, 4: from which day tasks count, which checklists are due how often, on what basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.services.checklist_choice import ChecklistLine, FrequencyLine
from qxn_desktop.services.first_run import Beginning
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed, row, scrolling
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.text import label, pill

WHAT_DEFAULT_MEANS = (
    "“默认”：上级文件没有规定，频次是程序建议的，本单位确认（勾选并写依据）以后才下达任务。"
    "“有依据”：文件已有规定，不用确认。"
)
BASIS_HINT = "如：镇党政办公会纪要〔2026〕11号"


class BeginStep(QWidget):
    """A day, and checklists to be ticked."""

    title = "从哪一天起，查哪些表"

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._boxes: list[tuple[QCheckBox, FrequencyLine]] = []
        self.start = DateField("启用日期", today)
        self.start.set_value(today.isoformat())
        self.basis = QLineEdit()
        self.basis.setPlaceholderText(BASIS_HINT)
        self._basis_row = FormRow(
            "确认的依据（文号、会议或批准人）",
            self.basis,
            "勾选了就要写。现在定不下来，可以都不勾，以后在“设置”里确认。",
        )
        self._start_row = FormRow("启用日期", self.start, "从这天起算任务，以前的不算逾期。")
        self._start_row.setFixedWidth(240)
        self._lists = QWidget()
        self._rows = QVBoxLayout(self._lists)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        top = row(self._start_row, spacing=24)
        top.addWidget(self._basis_row, 1)
        body.addLayout(top)
        body.addLayout(
            packed(
                label("每张检查表多久查一次", "strong"),
                button("全选", self._tick_all, "link"),
                button("全不选", self._tick_none, "link"),
            )
        )
        body.addWidget(label(WHAT_DEFAULT_MEANS, "soft", wrap=True))
        body.addWidget(scrolling(self._lists), 1)
        self.basis.textChanged.connect(self._judge)
        self.start.changed.connect(self._judge)
        self.start.returnPressed.connect(self.basis.setFocus)
        self.basis.returnPressed.connect(self._go_to_lists)
        self.setFocusProxy(self.start)

    def show_lines(self, lines: Sequence[ChecklistLine]) -> None:
        """The checklists of the new workspace."""
        self._boxes = []
        for line in lines:
            self._rows.addWidget(self._card(line))
        self._rows.addStretch(1)

    @property
    def is_ready(self) -> bool:
        """Whether there is a day, and a basis where something is confirmed."""
        return self.start.day is not None and (
            bool(self.basis.text().strip()) or not self._chosen()
        )

    def say_missing(self) -> None:
        """Say beside the field what is missing, with the cursor there."""
        if self.start.day is None:
            self._start_row.tell("请写一个日期，如 2026-12-01。", fault=True)
            self.start.setFocus()
        else:
            self._basis_row.tell("勾选了频次，还要写依据。", fault=True)
            self.basis.setFocus()

    def beginning(self) -> Beginning:
        """What was chosen."""
        day = self.start.day or self._today
        return Beginning(day, self._chosen(), self.basis.text().strip())

    def _go_to_lists(self) -> None:
        if self._boxes:
            self._boxes[0][0].setFocus(Qt.FocusReason.TabFocusReason)

    def _tick_all(self) -> None:
        self._tick(on=True)

    def _tick_none(self) -> None:
        self._tick(on=False)

    def _tick(self, *, on: bool) -> None:
        for box, _one in self._boxes:
            box.setChecked(on)

    def _chosen(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.template, one.id) for box, one in self._boxes if box.isChecked())

    def _card(self, line: ChecklistLine) -> Card:
        card = Card()
        head = packed(label(line.title, "strong"), label(f"{line.items}题", "faint"))
        card.body.addLayout(head)
        card.body.addWidget(label(f"依据：{line.basis}", "faint", wrap=True))
        for one in line.frequencies:
            card.body.addLayout(self._frequency(one))
        return card

    def _frequency(self, one: FrequencyLine) -> QHBoxLayout:
        box = QCheckBox(f"{one.title}（{one.register}，{one.extent}）")
        if one.default:
            box.toggled.connect(self._judge)
            self._boxes.append((box, one))
        else:  # it has a basis of its own and counts without anybody's word
            box.setChecked(True)
            box.setEnabled(False)
        marks = [pill("默认，待单位确认" if one.default else "有依据，已生效")]
        if not one.timed:
            marks.append(pill("没有周期，不列任务"))
        return packed(box, *marks)

    def _judge(self) -> None:
        lacks = bool(self._chosen()) and not self.basis.text().strip()
        self._basis_row.tell("勾选了频次，还要写依据。" if lacks else "", fault=lacks)
        if self.start.day is not None:
            self._start_row.tell()
