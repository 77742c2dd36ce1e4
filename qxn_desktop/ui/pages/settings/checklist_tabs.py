"""What there is to read of a checklist: questions, frequencies, settings, versions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.common.errors import AppError
from qxn_desktop.domain.template import SettingType
from qxn_desktop.services.checklist_choice import FrequencyLine, confirm_several, withdraw
from qxn_desktop.services.setting_entry import Entry
from qxn_desktop.services.setting_lines import HINTS, as_lines, from_lines
from qxn_desktop.services.template_editing import TemplatePage
from qxn_desktop.services.templates import set_setting
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.settings.setting_row import (
    Editor,
    LineEditor,
    SettingRow,
    Shown,
    TextEditor,
)
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, emptied, line, packed, row, scrolling
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, pill

ITEM_COLUMNS = (
    Column("题号", lambda one: one.code, 60),
    Column("内容", lambda one: one.text),
    Column("类型", lambda one: one.type, 66),
    Column("合格答案", lambda one: one.passes, 96),
    Column("严重程度", lambda one: one.severity, 78),
    Column("依据", lambda one: one.basis, 110),
)
WHAT_TO_DO = "标“默认”的频次文件没有规定：勾选、写上依据，确认以后才下达任务。"
VERSION_COLUMNS = (
    Column("版本", lambda one: f"第{one.version}版", 90),
    Column("起用日期", lambda one: one.start or "随程序", 130),
    Column("题数", lambda one: str(one.items), 70, numeric=True),
    Column("来源", lambda one: "本单位" if one.own else "随程序", 100),
    Column(
        "现在",
        lambda one: "正在使用" if one.in_force else "",
        tone=lambda one: Tone.DONE if one.in_force else None,
    ),
)


class ItemTab(QWidget):
    """The questions as they are asked now."""

    def __init__(self) -> None:
        super().__init__()
        self.model = LinesModel(ITEM_COLUMNS, self)
        self.table = TableView(self.model, "题目")
        self.table.setProperty("verbatim", True)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 8, 0, 0)
        body.addWidget(self.table)

    def show_page(self, page: TemplatePage) -> None:
        """The questions of ``page``."""
        self.model.show(page.items)


class VersionTab(QWidget):
    """All versions; a check keeps the one it was filled in under."""

    def __init__(self) -> None:
        super().__init__()
        self.model = LinesModel(VERSION_COLUMNS, self)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 8, 0, 0)
        body.addWidget(TableView(self.model, "版本"), 1)
        body.addWidget(label("填过的检查一直按当时的版本显示和打印。", "faint", wrap=True))

    def show_page(self, page: TemplatePage) -> None:
        """The versions of ``page``."""
        self.model.show(page.versions)


class FrequencyTab(QWidget):
    """What is due how often; several are confirmed at once on one basis."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._boxes: list[tuple[QCheckBox, FrequencyLine]] = []
        self._rows = column(spacing=4)
        self.basis = QLineEdit()
        self.basis.setPlaceholderText("如：镇党政办公会纪要〔2026〕11号")
        self.go = button("确认勾选的频次", self._confirm, "primary")
        self._form = QWidget()
        self._basis_row = FormRow("确认的依据（文号、会议或批准人）", self.basis, WHAT_TO_DO)
        form = column(self._basis_row)
        form.addLayout(packed(self.go))
        self._form.setLayout(form)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 12, 0, 0)
        body.setSpacing(12)
        body.addLayout(self._rows)
        body.addWidget(self._form)
        body.addStretch(1)
        self.basis.textChanged.connect(self._settle)
        self.basis.returnPressed.connect(self._confirm)

    def show_page(self, page: TemplatePage) -> None:
        """The frequencies of ``page``."""
        emptied(self._rows)
        self._boxes = []
        for one in page.frequencies:
            if self._rows.count():
                self._rows.addWidget(line())
            self._add(one)
        self._form.setVisible(bool(self._boxes))
        self._settle()

    def _add(self, one: FrequencyLine) -> None:
        box = QCheckBox(one.title)
        waits = one.default and not one.confirmed
        box.setChecked(not waits)
        box.setEnabled(waits)
        if waits:
            self._boxes.append((box, one))
            box.toggled.connect(self._settle)
        made = row(box, label(f"{one.register}，{one.extent}", "faint"))
        made.addStretch(1)
        if not one.timed:
            made.addWidget(pill("没有周期，不列任务"))
        made.addWidget(pill("已确认" if one.confirmed else "默认，待确认" if waits else "有依据"))
        if one.confirmed:
            made.addWidget(button("撤回确认", lambda: self._withdraw(one), "link"))
        self._rows.addLayout(made)
        if one.confirmed or not one.default:
            self._rows.addWidget(label(f"依据：{one.basis}", "faint", wrap=True))

    def _chosen(self) -> list[tuple[str, str]]:
        return [(one.template, one.id) for box, one in self._boxes if box.isChecked()]

    def _settle(self, *_facts: object) -> None:
        self._basis_row.tell()

    def _say_missing(self) -> bool:
        """Say beside the field what is missing; whether anything is."""
        if not self._chosen():
            self._basis_row.tell("请先在上面勾选要确认的频次。", fault=True)
        elif not self.basis.text().strip():
            self._basis_row.tell("请写依据，没有依据的任务不下达。", fault=True)
            self.basis.setFocus()
        else:
            return False
        return True

    def _confirm(self) -> None:
        if self._say_missing():
            return
        chosen, basis = self._chosen(), self.basis.text()
        work: Write = lambda ctx, _job: confirm_several(ctx, chosen, basis)  # noqa: E731
        self._shell.do(self, "正在确认频次", work, self._confirmed)

    def _confirmed(self, _change: object) -> None:
        self.basis.clear()
        self._shell.say("频次已确认，从启用日期起列入任务。")

    def _withdraw(self, one: FrequencyLine) -> None:
        work: Write = lambda ctx, _job: withdraw(ctx, one.template, one.id)  # noqa: E731
        said = f"已撤回“{one.title}”，不再列任务。"
        self._shell.do(self, "正在保存", work, lambda _change: self._shell.say(said))


class SettingTab(QWidget):
    """The numbers and lists that the rules ask for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._content = QWidget()
        self._rows = QVBoxLayout(self._content)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(0)
        self.rows: dict[str, SettingRow] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 8, 0, 0)
        body.addWidget(scrolling(self._content))

    def show_page(self, page: TemplatePage) -> None:
        """The settings of ``page``."""
        emptied(self._rows)
        self.rows = {}
        types = dict(page.setting_types)
        for one in page.settings:
            if self._rows.count():
                self._rows.addWidget(line())
            self.rows[one.key] = self._row(one, types[one.key])
            self._rows.addWidget(self.rows[one.key])
        if not page.settings:
            self._rows.addWidget(label("这张表没有参数。", "soft"))
        self._rows.addStretch(1)

    def _row(self, one: Entry, kind: SettingType) -> SettingRow:
        text = as_lines(kind, one.value)
        title = one.title.partition("：")[2] or one.title
        flat = text.replace("\n", "；")
        unit = one.unit if kind == "number" else ""
        shown = Shown(title, f"{flat}{unit}" if flat else "未填", one.basis == "默认", one.basis)

        def save(typed: str, basis: str) -> None:
            value = from_lines(kind, typed) if typed.strip() else None
            work: Write = lambda ctx, _job: set_setting(ctx, one.key, value, basis)  # noqa: E731
            said = f"已保存“{title}”。"
            self._shell.do(self, "正在保存参数", work, lambda _change: self._shell.say(said))

        return SettingRow(shown, _editor(kind, text), self._guarded(save))

    def _guarded(self, save: Callable[[str, str], None]) -> Callable[[str, str], None]:
        """What was typed wrongly is told like any failure."""

        def run(typed: str, basis: str) -> None:
            try:
                save(typed, basis)
            except AppError as error:
                self._shell.fail(error)

        return run


def _editor(kind: SettingType, text: str) -> Callable[[], Editor]:
    if kind in ("table", "limits"):
        return lambda: TextEditor(text, HINTS[kind])
    return lambda: LineEditor(text, HINTS[kind])
