"""单位与报告: which unit this is, and the unit's own settings with their basis."""

from __future__ import annotations

from collections.abc import Callable

from qxn_desktop.domain.reporting_unit import DEFAULT
from qxn_desktop.services import setting_entry, settings
from qxn_desktop.services.unit_settings import SettingLine, UnitPage, unit_page
from qxn_desktop.ui.pages.settings.member_editor import MemberEditor
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.pages.settings.setting_row import (
    Editor,
    LineEditor,
    NumbersEditor,
    SettingRow,
    Shown,
)
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.card import Card, column, emptied, line
from qxn_desktop.ui.widgets.text import selectable

REPORT_KEYS = (settings.ORGAN, settings.REVIEWER, settings.HEAD)


class UnitSection(Section):
    """Facts of the unit, then its settings."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._unit = Card("单位")
        self._facts = selectable()
        self._unit.body.addWidget(self._facts)
        self._reports, self._report_rows = Card("报告上的落款和签名"), column(spacing=0)
        self._work, self._work_rows = Card("期限和抽样"), column(spacing=0)
        self._reports.body.addLayout(self._report_rows)
        self._work.body.addLayout(self._work_rows)
        for card in (self._unit, self._reports, self._work):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.rows: dict[str, SettingRow] = {}
        self._saved = False

    def refresh(self) -> None:
        self.shell.read(self, unit_page, self._show, key="page")

    def _show(self, page: UnitPage) -> None:
        if any(row.is_open for row in self.rows.values()) and not self._saved:
            return  # what is being typed must not be taken away by a change elsewhere
        self._saved = False
        self._facts.setText(
            f"{page.path}（{page.role}，{page.villages}个村和社区）\n"
            f"区划代码 {page.code}\n数据文件夹 {page.folder}"
        )
        self._facts.setProperty("verbatim", True)
        self.rows = {}
        emptied(self._report_rows)
        emptied(self._work_rows)
        for one in page.lines:
            into = self._report_rows if one.key in REPORT_KEYS else self._work_rows
            if into.count():
                into.addWidget(line())
            made = self._row(one)
            self.rows[one.key] = made
            into.addWidget(made)

    def _told(self, title: str) -> None:
        self._saved = True
        self.shell.say(f"已保存“{title}”。")
        self.refresh()

    def _row(self, one: SettingLine) -> SettingRow:
        shown = Shown(one.title, one.text, one.is_default, one.basis, one.note)

        def save(text: str, basis: str) -> None:
            self.shell.do(
                self,
                "正在保存设置",
                lambda ctx, _job: setting_entry.enter(ctx, one.key, text, basis),
                lambda _entry: self._told(one.title),
            )

        made = SettingRow(shown, _maker(one), save)
        made.opened.connect(lambda: self.bring_into_view(made))
        return made


def _maker(one: SettingLine) -> Callable[[], Editor] | None:
    if one.kind == "sealed":
        return None
    if one.kind == "numbers":
        return lambda: NumbersEditor(one.parts)
    if one.kind == "members":
        given = one.value if isinstance(one.value, dict) else {}
        members = given.get("members")
        codes = [str(code) for code in members] if isinstance(members, list) else []
        return lambda: MemberEditor(str(given.get("name") or DEFAULT.name), codes)
    text = one.value if isinstance(one.value, str) else ""
    hint = "如 2026-11-01" if one.kind == "date" else ""
    return lambda: LineEditor(text, hint)
