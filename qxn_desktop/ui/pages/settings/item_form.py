"""One question of a checklist as it is edited."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qxn_desktop.domain.template import SEVERITY_TITLES, YESNO_OPTIONS
from qxn_desktop.domain.template_revision import CHOOSING, ItemDraft
from qxn_desktop.services.template_editing import TYPE_TITLES
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.form_row import FormRow

_SIGNS = re.compile(r"[、,，;；]")
TEXT_HEIGHT = 56


class ItemForm(QWidget):
    """``changed`` carries the draft after each change of a field."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._draft: ItemDraft | None = None
        self._filling = False
        self.text = QPlainTextEdit()
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.type, self.severity = QComboBox(), QComboBox()
        for key, title in TYPE_TITLES.items():
            self.type.addItem(title, key)
        for level, title in SEVERITY_TITLES.items():
            self.severity.addItem(title, level)
        self.options, self.passes, self.hint = QLineEdit(), QLineEdit(), QLineEdit()
        self.basis = QLineEdit()
        self.required, self.na = QCheckBox("必须回答"), QCheckBox("可以答“不适用”")
        self.used = QCheckBox("这一题继续使用")
        self._options_row = FormRow("选项（用顿号隔开）", self.options)
        self._passes_row = FormRow("合格答案（留空：只记录，不判）", self.passes)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(8)
        body.addWidget(FormRow("内容", self.text))
        body.addLayout(
            row(FormRow("类型", self.type), FormRow("不合格的严重程度", self.severity), spacing=12)
        )
        body.addWidget(self._options_row)
        body.addWidget(self._passes_row)
        body.addWidget(FormRow("提示（写给检查人）", self.hint))
        body.addWidget(FormRow("依据（留空：不改；新题标“默认”）", self.basis))
        checks = row(self.required, self.na, self.used, spacing=20)
        checks.addStretch(1)
        body.addLayout(checks)
        body.addStretch(1)
        self._connect()
        self.setFocusProxy(self.text)

    def show_draft(self, draft: ItemDraft) -> None:
        """Edit this question from now on."""
        self._filling = True
        self._draft = draft
        self.text.setPlainText(draft.text)
        self.type.setCurrentIndex(self.type.findData(draft.type))
        self.severity.setCurrentIndex(self.severity.findData(draft.severity))
        self.options.setText("、".join(draft.options))
        self.passes.setText("、".join(draft.passes or ()))
        self.hint.setText(draft.hint)
        self.basis.setText(draft.basis)
        self.required.setChecked(draft.required)
        self.na.setChecked(draft.na_allowed)
        self.used.setChecked(draft.used)
        self._filling = False
        self._shape()

    def _connect(self) -> None:
        self.text.textChanged.connect(self._tell)
        for box in (self.type, self.severity):
            box.currentIndexChanged.connect(self._tell)
        for field in (self.options, self.passes, self.hint, self.basis):
            field.textChanged.connect(self._tell)
        for check in (self.required, self.na, self.used):
            check.toggled.connect(self._tell)

    def _tell(self) -> None:
        if self._filling or self._draft is None:
            return
        self._draft = self._typed(self._draft)
        self._shape()
        self.changed.emit(self._draft)

    def _typed(self, before: ItemDraft) -> ItemDraft:
        kind = self.type.currentData()
        judged = self._judges(before)
        return replace(
            before,
            text=self.text.toPlainText().replace("\n", " ").strip(),
            type=kind,
            severity=self.severity.currentData(),
            options=_parts(self.options.text()) if kind in CHOOSING else (),
            passes=_parts(self.passes.text()) if judged else before.passes,
            hint=self.hint.text().strip(),
            basis=self.basis.text().strip(),
            required=self.required.isChecked(),
            na_allowed=self.na.isChecked(),
            used=self.used.isChecked(),
        )

    def _judges(self, draft: ItemDraft) -> bool:
        """Whether the answers that pass can be typed; a rule that says more is left as it is."""
        return draft.passes is not None and self.type.currentData() in (*CHOOSING, "yesno")

    def _shape(self) -> None:
        draft = self._draft
        if draft is None:
            return
        kind = self.type.currentData()
        self._options_row.setVisible(kind in CHOOSING)
        judged = self._judges(draft)
        ruled = draft.passes is None and bool(draft.rule) and kind != "photo"
        self._passes_row.setVisible(judged or ruled)
        self.passes.setEnabled(judged)
        self._passes_row.tell(
            "按规则判定，不在这里改。要改规则，请改检查表文件再导入。" if ruled else ""
        )
        if kind == "yesno":
            self.passes.setPlaceholderText("、".join(YESNO_OPTIONS))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SIGNS.split(text) if part.strip())
