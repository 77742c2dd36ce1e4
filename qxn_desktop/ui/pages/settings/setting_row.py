"""One setting: what holds, on what basis; edited in place with a new basis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.number_field import NumberField
from qxn_desktop.ui.widgets.text import label, pill

BASIS_TITLE = "依据（文号、会议或批准人）"
WHAT_DEFAULT_MEANS = "文件没有规定，现在用程序的建议；单位定了就点“修改”，写上依据。"
MOST = 9999
TITLE_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as a row shows it."""

    title: str
    text: str
    is_default: bool
    basis: str
    note: str = ""


class Editor(QWidget):
    """What is typed; heirs give its text for the service."""

    def value(self) -> str:
        """What was typed."""
        raise NotImplementedError


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__()
        self.field = QLineEdit(text)
        self.field.setPlaceholderText(hint)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.field)
        self.setFocusProxy(self.field)

    def value(self) -> str:
        return self.field.text()


class TextEditor(Editor):
    """Several lines."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__()
        self.field = QPlainTextEdit(text)
        self.field.setPlaceholderText(hint)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(112)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.field)
        self.setFocusProxy(self.field)

    def value(self) -> str:
        return self.field.toPlainText()


class NumbersEditor(Editor):
    """Several whole numbers side by side; its value is JSON."""

    def __init__(self, parts: Sequence[tuple[str, str, int]], least: int = 0) -> None:
        super().__init__()
        self.fields: dict[str, NumberField] = {}
        body = row(spacing=16)
        for key, title, number in parts:
            field = NumberField(least, MOST, 96)
            field.setValue(number)
            self.fields[key] = field
            body.addWidget(FormRow(title, field))
        body.addStretch(1)
        self.setLayout(body)
        if self.fields:
            self.setFocusProxy(next(iter(self.fields.values())))

    def value(self) -> str:
        pairs = ", ".join(f'"{key}": {field.value()}' for key, field in self.fields.items())
        return f"{{{pairs}}}"


Save = Callable[[str, str], None]
"""The text and its basis; an empty text takes the setting back to its default."""


class SettingRow(QFrame):
    """``make`` builds the editor when 修改 is pressed; None: nobody sets it by hand."""

    opened = Signal()

    def __init__(self, shown: Shown, make: Callable[[], Editor] | None, save: Save) -> None:
        super().__init__()
        self._shown, self._make, self._save = shown, make, save
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 4, 0, 4)
        self._whole.setSpacing(4)
        self.change = button("修改", self.open, "link")
        self.change.setAccessibleName(f"修改{shown.title}")
        if make is None:
            self.change.hide()
        title = label(shown.title, "soft", wrap=True)
        title.setFixedWidth(TITLE_WIDTH)
        head = row(title)
        head.addWidget(label(shown.text, "strong", wrap=True), 1)
        if shown.is_default and not shown.text.startswith("未填"):
            mark = pill("默认")
            mark.setToolTip(WHAT_DEFAULT_MEANS)
            head.addWidget(mark)
        head.addWidget(self.change)
        self._whole.addLayout(head)
        remark = "　".join(filter(None, (shown.note, self._basis())))
        if remark:
            below = row()
            below.addSpacing(TITLE_WIDTH + 8)
            below.addWidget(label(remark, "faint", wrap=True), 1)
            self._whole.addLayout(below)
        self.editor: Editor | None = None
        self.basis = QLineEdit()
        self._form: QFrame | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is being changed."""
        return self._form is not None

    def open(self) -> None:
        """Let the setting be changed."""
        if self._make is None or self._form is not None:
            return
        form = QFrame()
        form.setProperty("kind", "well")
        body = QVBoxLayout(form)
        body.setContentsMargins(12, 12, 12, 12)
        body.setSpacing(8)
        self.editor = self._make()
        body.addWidget(FormRow(self._shown.title, self.editor))
        self.basis = QLineEdit("" if self._shown.is_default else self._shown.basis)
        self.basis.returnPressed.connect(self.save)
        if isinstance(self.editor, LineEditor):
            self.editor.field.returnPressed.connect(self.basis.setFocus)
        body.addWidget(FormRow(BASIS_TITLE, self.basis, "不写依据的，报告里标“默认”。"))
        save = button("保存", self.save, "primary")
        reset = button("恢复默认", self.reset)
        if self._shown.is_default:
            reset.hide()
        body.addLayout(packed(save, reset, button("取消", self.close_form)))
        self._whole.addWidget(form)
        form.show()  # a layout shows it only later, and what is not shown takes no focus
        self._form = form
        self.change.hide()
        self.editor.setFocus()
        self.opened.emit()

    def save(self) -> None:
        """Hand over what was typed."""
        if self.editor is not None:
            self._save(self.editor.value(), self.basis.text())

    def reset(self) -> None:
        """Take the setting back to its default."""
        self._save("", "")

    def close_form(self) -> None:
        """Change nothing."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self.change.show()

    def _basis(self) -> str:
        basis = self._shown.basis
        return "" if self._shown.is_default or not basis else f"依据：{basis}"
