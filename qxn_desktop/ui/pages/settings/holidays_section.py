"""节假日: the calendar of working days, year by year, and the table of a year that is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit

from qxn_desktop.common.clock import today
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.services import holidays
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.holidays import Entered, YearView
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.settings.holiday_day import HolidayDayCard
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, packed
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("日期", lambda one: one.day, 140, sort=lambda one: one.date),
    Column(
        "类型",
        lambda one: one.kind,
        90,
        tone=lambda one: Tone.NEUTRAL if one.kind == "放假" else Tone.ACCENT,
    ),
    Column("名称", lambda one: one.name),
)
SAMPLE = (
    "日期,类型,名称\r\n2027-01-01,放假,元旦\r\n2027-02-06,放假,春节\r\n2027-02-20,上班,春节\r\n"
)
TABLE_HEIGHT = 360


class HolidaysSection(Section):
    """One year at a time."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.year = QComboBox()
        self.year.setAccessibleName("年份")
        self.year.setFixedWidth(120)
        self._source = label("", "soft", wrap=True)
        self._note = Note("", Tone.SOON)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "放假和上班的日子")
        self.table.setFixedHeight(TABLE_HEIGHT)
        self._withdraw = button("撤销本单位录入的这一年", self._withdraw_it)
        shown = Card("放假和调休上班")
        shown.head.addWidget(self.year)
        for widget in (self._source, self._note, self.table):
            shown.body.addWidget(widget)
        shown.body.addLayout(packed(self._withdraw))
        self.basis = QLineEdit()
        self.basis.setPlaceholderText("如：国办发明电〔2026〕7号")
        self.choose = button("选表格导入…", self._choose, icon="import")
        enter = Card("录入一年的安排")
        enter.body.addWidget(
            label(
                "国务院办公厅公布下一年安排后，按样表填好（日期、类型、名称三列，类型写“放假”或“上班”）再导入；"
                "导入后本单位的电脑都按它算工作日。",
                "soft",
                wrap=True,
            )
        )
        self._basis_row = FormRow("依据（文号）", self.basis)
        enter.body.addWidget(self._basis_row)
        enter.body.addLayout(packed(self.choose, button("保存样表…", self._sample, icon="sheet")))
        self.body.addWidget(shown)
        self.one = HolidayDayCard(today(shell.desk.clock))
        self.body.addWidget(enter)
        self.body.addWidget(self.one)
        self.body.addStretch(1)
        self.year.currentTextChanged.connect(self._look)
        self.basis.textChanged.connect(lambda _text: self._basis_row.tell())
        self.basis.returnPressed.connect(self._choose)
        self.one.wanted.connect(self._add)

    def refresh(self) -> None:
        self.shell.read(self, _years, self._fill, key="years")

    def enter(self, path: Path) -> None:
        """Take the years in a sheet."""
        basis = self.basis.text()
        work: Write = lambda ctx, _job: holidays.enter(ctx, path, basis)  # noqa: E731
        self.shell.do(self, "正在导入节假日", work, self._entered)

    def _add(self, day: date, kind: str, name: str, basis: str) -> None:
        work: Write = lambda ctx, _job: holidays.enter_day(ctx, day, kind, name, basis)  # noqa: E731
        self.shell.do(self, "正在保存", work, lambda _done: self._added(day, kind))

    def _added(self, day: date, kind: str) -> None:
        self.one.clear()
        self.shell.say(f"已定 {day.year}年{day.month}月{day.day}日{kind}。")
        self.year.setCurrentText(str(day.year))
        self.refresh()

    def _fill(self, found: tuple[tuple[int, ...], int]) -> None:
        years, this = found
        kept = self.year.currentText() or str(this)
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItems([str(year) for year in years])
        self.year.setCurrentText(kept)
        self.year.blockSignals(False)
        self._look()

    def _look(self) -> None:
        if self.year.currentText():
            year = int(self.year.currentText())
            self.shell.read(self, lambda ctx: holidays.year_view(ctx, year), self._show, key="year")

    def _show(self, view: YearView) -> None:
        self._source.setVisible(not view.tentative)
        self._source.setText(f"来源：{view.source}")
        self._note.setVisible(view.tentative)
        self._note.words.setText(f"{view.year}年{view.source}。工作日的期限先这样算，标“暂定”。")
        self.table.setVisible(not view.tentative)
        self.model.show(view.days)
        self._withdraw.setVisible(view.own)

    def _choose(self) -> None:
        if not self.basis.text().strip():
            self._basis_row.tell("请先写依据的文号，再选表格。", fault=True)
            self.basis.setFocus()
            return
        kinds = "表格 (*.xlsx *.csv *.txt)"
        chosen = file_asking.ask_open(self, Purpose.TABLES, "选节假日表", kinds)
        if chosen is not None:
            self.enter(chosen)

    def _entered(self, done: Entered) -> None:
        said = "、".join(
            f"{year}年放假{off}天、上班{worked}天"
            for year, (off, worked) in sorted(done.years.items())
        )
        self.basis.clear()
        self.shell.say(f"已录入{said}。")
        self.year.setCurrentText(str(max(done.years)))
        self.refresh()

    def _withdraw_it(self) -> None:
        year = int(self.year.currentText())
        work: Write = lambda ctx, _job: holidays.withdraw(ctx, year)  # noqa: E731
        said = f"已撤销{year}年的录入。"
        self.shell.do(self, "正在保存", work, lambda _change: self.shell.say(said))

    def _sample(self) -> None:
        name, kinds = "节假日样表.csv", "表格 (*.csv)"
        path = file_asking.ask_save(self, Purpose.TABLES, "保存样表", name, kinds)
        if path is not None:
            work: Write = lambda _ctx, _job: write_whole(path, SAMPLE.encode("utf-8-sig"))  # noqa: E731
            self.shell.do(
                self, "正在保存", work, lambda _done: file_asking.tell_saved(self.shell, path)
            )


def _years(ctx: AppContext) -> tuple[tuple[int, ...], int]:
    return holidays.years(ctx), ctx.today.year
