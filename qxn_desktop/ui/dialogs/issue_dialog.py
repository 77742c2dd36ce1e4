"""出具: who signs, where the files go, and why a month is issued once more."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qxn_desktop.services.report_month import MonthLine
from qxn_desktop.services.reporting import MOST_REASON, Wanted
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, row
from qxn_desktop.ui.widgets.text import label


class IssueDialog(InReadingOrder, QDialog):
    """Issuing cannot be undone, so it is asked for. ``wanted`` is what is to be produced."""

    def __init__(
        self,
        report: str,
        month: MonthLine,
        *,
        people: tuple[str, str],
        out: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._report, self._month = report, month
        corrects = month.issued
        self.setWindowTitle(f"{'更正后重新出具' if corrects else '出具'}{month.title}月报")
        self.setMinimumWidth(520)
        self.reviewer = _field(people[0], "留空则打印后手签")
        self.head = _field(people[1], "留空则打印后手签")
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(72)
        self.reason.setAccessibleName("更正理由")
        self.reason.textChanged.connect(self._look)
        self._name = out.name
        self.path = _field(str(out), "")
        self.path.setAccessibleName("保存到")
        self.path.textChanged.connect(self._look)
        self.word = QCheckBox("同时保存一份 Word（.docx），用于编辑")
        self.go = button(self.windowTitle(), self.accept, "primary", "done")
        self.fault = label(kind="fault", wrap=True)
        self._lay_out(corrects=corrects)
        self._look()

    @property
    def wanted(self) -> Wanted:
        """What is to be produced."""
        out = Path(self.path.text())
        return Wanted(
            self._report,
            self._month.period,
            out,
            docx=out.with_suffix(".docx") if self.word.isChecked() else None,
            issue=not self._month.issued,
            correct=self.reason.toPlainText().strip() if self._month.issued else "",
            reviewer=self.reviewer.text().strip(),
            head=self.head.text().strip(),
        )

    def _lay_out(self, *, corrects: bool) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(8)
        words = (
            f"{self._month.title}已出具过（{self._month.detail}）。更正后按现在的数据重新出具，"
            "原来那份保留，改了什么、为什么改都写进新报表。"
            if corrects
            else "出具后这个月的数据就定下来了，不能撤销；以后数据有变动，会列为更正或补报，"
            "原报数据不改。各台电脑交换数据后都能看到。"
        )
        body.addWidget(Note(words, Tone.SOON if corrects else Tone.ACCENT))
        if corrects:
            body.addWidget(label(f"更正理由（必填，最多 {MOST_REASON} 个字）", "soft"))
            body.addWidget(self.reason)
        for title, field in (("审核人", self.reviewer), ("负责人", self.head)):
            head = label(title, "soft")
            head.setBuddy(field)
            field.setAccessibleName(title)
            body.addWidget(head)
            body.addWidget(field)
        body.addWidget(label("保存到", "soft"))
        place = row(self.path, button("浏览…", self._browse, icon="folder"))
        place.setStretch(0, 1)
        body.addLayout(place)
        body.addWidget(self.word)
        body.addWidget(self.fault)
        body.addSpacing(8)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(button("取消", self.reject))
        buttons.addWidget(self.go)
        body.addLayout(buttons)

    def _look(self) -> None:
        self.fault.setText(self._fault())
        self.fault.setVisible(bool(self.fault.text()))
        self.go.setEnabled(not self.fault.text())

    def _fault(self) -> str:
        reason = self.reason.toPlainText().strip()
        if self._month.issued and not reason:
            return "请写明更正理由。"
        if len(reason) > MOST_REASON:
            return f"更正理由太长，最多 {MOST_REASON} 个字，现在 {len(reason)} 个。"
        return "" if self.path.text().strip() else "请选择保存到哪里。"

    def _browse(self) -> None:
        name, kinds = Path(self.path.text()).name or self._name, "PDF 文件 (*.pdf)"
        chosen = file_asking.ask_save(self, Purpose.REPORT, "保存报告", name, kinds)
        if chosen is not None:
            self.path.setText(str(chosen))


def _field(text: str, hint: str) -> QLineEdit:
    return QLineEdit(text, placeholderText=hint)
