"""A checklist from a file: a county's checklist file at once, a sheet after its particulars."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_sheet import SheetHead
from qxn_desktop.services import template_import
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.text import label

FILES = "检查表文件或表格 (*.toml *.xlsx *.csv *.txt)"


class ChecklistImport(QWidget):
    """``finished`` when it was taken or given up."""

    finished = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._path: Path | None = None
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.path.setPlaceholderText("还没有选文件")
        self.path.setAccessibleName("检查表文件")
        self.code, self.title, self.domain = QLineEdit(), QLineEdit(), QLineEdit()
        self.code.setMaxLength(8)
        self.code.setPlaceholderText("两三个英文字母")
        self.title.setPlaceholderText("如 农村饮水安全巡查表")
        self.domain.setPlaceholderText("如 农村饮水")
        self.basis, self.approval = QLineEdit(), QLineEdit()
        self.objects = QComboBox()
        for id_, title in template_import.objects():
            self.objects.addItem(title, id_)
        self.sheet = Card("表格里没有写的，请补上")
        self.sheet.body.addLayout(
            row(
                FormRow("代码（字母）", self.code),
                FormRow("名称", self.title),
                FormRow("领域", self.domain),
                spacing=12,
            )
        )
        self.sheet.body.addLayout(
            row(
                FormRow("检查什么", self.objects),
                FormRow("依据（文号）", self.basis),
                FormRow("批准单位", self.approval),
                spacing=12,
            )
        )
        self.sheet.body.addWidget(
            label("没有依据和批准单位的，只供本单位自用，不得要求村里填报。", "faint", wrap=True)
        )
        self.go = button("导入", self._take, "primary")
        chosen = row()
        chosen.addWidget(self.path, 1)
        self.choose = button("选文件…", self._choose, icon="folder_open")
        chosen.addWidget(self.choose)
        self.setFocusProxy(self.choose)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(label("导入检查表", "section"))
        body.addWidget(
            label(
                "县里发的检查表文件直接导入；表格一行一题，列是：题号、内容、类型、选项、合格答案、"
                "严重程度、依据、必填、可不适用、单位、提示，只有内容和类型必须有。",
                "soft",
                wrap=True,
            )
        )
        body.addLayout(chosen)
        body.addWidget(self.sheet)
        body.addLayout(
            packed(
                self.go,
                button("保存样表…", self._sample, icon="sheet"),
                button("返回", self.finished.emit),
            )
        )
        body.addStretch(1)
        for field in (self.code, self.title, self.domain):
            field.textChanged.connect(self._judge)
        self._judge()

    def begin(self) -> None:
        """Begin with no file."""
        self._path = None
        for field in (self.path, self.code, self.title, self.domain, self.basis, self.approval):
            field.clear()
        self._judge()

    def take_file(self, path: Path) -> None:
        """Offer the file ``path``."""
        self._path = path
        self.path.setText(str(path))
        self._judge()

    def _is_sheet(self) -> bool:
        return self._path is not None and self._path.suffix.lower() != template_import.TOML

    def _judge(self) -> None:
        self.sheet.setVisible(self._is_sheet())
        named = all(one.text().strip() for one in (self.code, self.title, self.domain))
        self.go.setEnabled(self._path is not None and (named or not self._is_sheet()))

    def _head(self) -> SheetHead:
        title = self.title.text().strip()
        basis, unit = self.basis.text().strip(), self.approval.text().strip()
        return SheetHead(
            self.code.text().strip().upper(),
            title,
            title.removeprefix("农村").removesuffix("表"),
            self.domain.text().strip(),
            (self.objects.currentData(),),
            basis,
            basis if unit else "",
            unit,
        )

    def _take(self) -> None:
        path, head = self._path, self._head()
        if path is None:
            return
        if self._is_sheet():
            work: Write = lambda ctx, _job: template_import.take_sheet(ctx, path, head)  # noqa: E731
        else:
            work = lambda ctx, _job: template_import.take_file(ctx, path)  # noqa: E731
        self._shell.do(self, "正在导入检查表", work, self._taken)

    def _taken(self, template: Template) -> None:
        count = len(template.items)
        self._shell.say(f"已导入“{template.title}”第{template.version}版，{count}题。")
        self.finished.emit()

    def _choose(self) -> None:
        chosen = file_asking.ask_open(self, Purpose.TABLES, "选检查表", FILES)
        if chosen is not None:
            self.take_file(chosen)

    def _sample(self) -> None:
        name, kinds = "检查表样表.csv", "表格 (*.csv)"
        path = file_asking.ask_save(self, Purpose.TABLES, "保存样表", name, kinds)
        if path is not None:
            work: Write = lambda _ctx, _job: template_import.write_sample(path)  # noqa: E731
            self._shell.do(
                self, "正在保存", work, lambda _none: file_asking.tell_saved(self._shell, path)
            )
