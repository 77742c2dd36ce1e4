"""数据体检: the numbers that its rules go by, each with its basis."""

from __future__ import annotations

from collections.abc import Sequence

from qxn_desktop.domain.template import DEFAULT_MARK
from qxn_desktop.services import quality_setting
from qxn_desktop.services.quality_setting import NumberLine
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.pages.settings.setting_row import LineEditor, SettingRow, Shown
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.card import Card, column, emptied, line
from qxn_desktop.ui.widgets.text import label

ABOUT = (
    "规则里的年龄、金额、面积和月数。出自规则文本的，本地另有规定时再改；标“默认”的没有依据，由程序取值。"
    "当年的监测收入线在“检查表”的防返贫监测入户表里。"
)


class QualitySection(Section):
    """One card of numbers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        card = Card("规则里的数")
        card.body.addWidget(label(ABOUT, "soft", wrap=True))
        self._rows = column(spacing=0)
        card.body.addLayout(self._rows)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.rows: dict[str, SettingRow] = {}
        self._saved = False

    def refresh(self) -> None:
        self.shell.read(self, quality_setting.number_lines, self._show, key="numbers")

    def _show(self, lines: Sequence[NumberLine]) -> None:
        if any(row.is_open for row in self.rows.values()) and not self._saved:
            return  # what is being typed must not be taken away by a change elsewhere
        self._saved = False
        emptied(self._rows)
        self.rows = {}
        for one in lines:
            if self._rows.count():
                self._rows.addWidget(line())
            self.rows[one.key] = self._row(one)
            self._rows.addWidget(self.rows[one.key])

    def _row(self, one: NumberLine) -> SettingRow:
        unsourced = one.is_default and one.basis == DEFAULT_MARK
        shown = Shown(one.title, f"{one.text} {one.unit}".strip(), unsourced, one.basis)

        def save(text: str, basis: str) -> None:
            self.shell.do(
                self,
                "正在保存设置",
                lambda ctx, _job: quality_setting.set_number(ctx, one.key, text, basis),
                lambda _change: self._told(one.title),
            )

        made = SettingRow(shown, lambda: LineEditor(one.text), save)
        made.opened.connect(lambda: self.bring_into_view(made))
        return made

    def _told(self, title: str) -> None:
        self._saved = True
        self.shell.say(f"已保存“{title}”，数据体检会重新核对。")
        self.refresh()
