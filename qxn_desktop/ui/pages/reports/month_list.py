"""The months of a report at the left: which, and how each stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from qxn_desktop.services.report_month import MonthLine, MonthState, ReportsView
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.tokens import GRID, Tone
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

WIDTH = 248
TONES = {
    MonthState.OPEN: Tone.NEUTRAL,
    MonthState.ISSUED: Tone.DONE,
    MonthState.CORRECTED: Tone.ACCENT,
}
COLUMNS = (
    Column("月份", lambda line: line.title),
    Column("状态", lambda line: line.state.value, 104, tone=lambda line: TONES[line.state]),
)


class MonthList(QWidget):
    """``chosen`` carries a ``MonthLine``, ``report_chosen`` the id of a report."""

    chosen = Signal(object)
    report_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._reports = QComboBox()
        self._reports.setAccessibleName("报告种类")
        self._reports.activated.connect(self._choose_report)
        self._model = LinesModel(COLUMNS, self)
        self.table = TableView(self._model, "月份")
        self.table.chosen.connect(self._choose)
        self._detail = label(kind="soft", wrap=True)
        self._note = label(kind="faint", wrap=True)
        self._period = ""
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        body.addWidget(self._reports)
        body.addWidget(self.table, 1)
        body.addWidget(self._detail)
        body.addWidget(self._note)

    def show_view(self, view: ReportsView, period: str) -> None:
        """Show reports and months; ``period`` becomes or stays the chosen one."""
        self._reports.clear()
        for id_, title in view.reports:
            self._reports.addItem(title, id_)
        self._reports.setCurrentIndex(self._reports.findData(view.report))
        self._reports.setToolTip(self._reports.currentText())
        self._note.setText(f"启用日期 {view.start_date}，之前的月份不作统计。")
        self._period = period
        self.table.blockSignals(True)  # one choice, not one for the reset and one for the row
        self._model.show(view.months)
        periods = [month.period for month in view.months]
        self.table.go_to(periods.index(period) if period in periods else 0)
        self.table.blockSignals(False)
        self._tell(self.table.current_line())

    def _choose(self, line: MonthLine | None) -> None:
        self._tell(line)
        if line is not None and line.period != self._period:
            self._period = line.period
            self.chosen.emit(line)

    def _choose_report(self, _index: int) -> None:
        self.report_chosen.emit(str(self._reports.currentData()))

    def _tell(self, line: MonthLine | None) -> None:
        self._detail.setText("" if line is None else f"{line.title}：{line.detail}。")
