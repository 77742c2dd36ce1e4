"""First step of an import: which sheet, where its header stands, which column goes where."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QVBoxLayout, QWidget

from qxn_desktop.services import import_preview
from qxn_desktop.services.import_plan import ImportOptions
from qxn_desktop.services.import_preview import ColumnLine, Opened
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, row
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

SIDE_WIDTH = 290


def _state(line: ColumnLine) -> str:
    if line.target:
        return "认得" if line.sure else "请核对"
    return "不导入"


def _tone(line: ColumnLine) -> Tone:
    if line.target:
        return Tone.DONE if line.sure else Tone.SOON
    return Tone.NEUTRAL


COLUMNS = (
    Column("列", lambda line: line.letters, 52),
    Column("表里的标题", lambda line: line.title, 168),
    Column("前几行的内容", lambda line: line.sample),
    Column("填到", lambda line: line.target_title, 150),
    Column("", _state, 84, tone=_tone),
)


class ImportColumns(QWidget):
    """``changed``: a column was given another target; ``asked_again``: sheet, header, register."""

    changed = Signal(int, str)
    asked_again = Signal()
    going_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._targets: dict[str, str] = {}
        self._line: ColumnLine | None = None
        self.register, self.sheet = QComboBox(), QComboBox()
        self.register.setAccessibleName("导入到哪本台账")
        self.sheet.setAccessibleName("工作表")
        for box in (self.register, self.sheet):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.header = QSpinBox(minimum=1)
        self.header.setPrefix("第 ")
        self.header.setSuffix(" 行")
        self.header.setAccessibleName("表头在第几行")
        self.header.setKeyboardTracking(False)
        self.village = QComboBox()
        self.village.setAccessibleName("没写村的行算哪个村的")
        self.clear = QCheckBox("表里空着的格子，把台账里的内容也清掉")
        self.known = Note(tone=Tone.DONE)
        self.remarks = Note(tone=Tone.SOON)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "表里的各列")
        self.target_box = column(spacing=8)
        self.target: SearchCombo | None = None
        self.leave = button("这一列不导入", self._leave_out, icon="dismiss")
        self.next = button("下一步：核对各行", self.going_on.emit, "primary", "forward")
        self.side = Card("这一列")
        self.what = label(kind="soft", wrap=True)
        self._lay_out()
        self._connect()

    def show_opened(self, opened: Opened, registers: list[tuple[str, str]]) -> None:
        """Show how a file is read. ``registers``: ids and titles that it may go into."""
        self._show_choices(opened, registers)
        said = f"认出来了：{opened.layout.known}，各列不用指定。"
        self.known.words.setText(said)
        self.known.setVisible(bool(opened.layout.known))
        self.remarks.words.setText("".join(opened.remarks))
        self.remarks.setVisible(bool(opened.remarks))
        self._show_targets(dict(opened.targets))
        at = self.table.currentIndex().row()
        lines = import_preview.columns_of(opened)
        self.model.show(lines)
        unsure = next((n for n, one in enumerate(lines) if one.target and not one.sure), 0)
        self.table.go_to(at if 0 <= at < len(lines) else unsure)

    @property
    def options(self) -> ImportOptions:
        """What was chosen for all lines."""
        village = str(self.village.currentData() or "") if self.village.isVisible() else ""
        return ImportOptions(clear_empty=self.clear.isChecked(), village=village)

    def _show_choices(self, opened: Opened, registers: list[tuple[str, str]]) -> None:
        with QSignalBlocker(self.register), QSignalBlocker(self.sheet), QSignalBlocker(self.header):
            _fill(self.register, registers, opened.layout.register.id)
            _fill(self.sheet, [(one, one) for one in opened.sheets], opened.layout.sheet.name)
            self.header.setMaximum(max(len(opened.layout.sheet.rows), 1))
            self.header.setValue(opened.layout.header.last + 1)
        if not self.village.count():
            villages = [("", "没写村的行不导入"), *opened.villages.items()]
            _fill(self.village, villages, "")
        self.village.setVisible(opened.lacks_village and len(opened.villages) > 1)

    def _show_targets(self, targets: dict[str, str]) -> None:
        if targets == self._targets:
            return
        self._targets = targets
        if self.target is not None:
            self.target.hide()
            self.target.deleteLater()
        self.target = SearchCombo(targets, "打名称或拼音首字母")
        self.target.setAccessibleName("填到哪一栏")
        self.target.chosen.connect(self._choose)
        self.target_box.insertWidget(0, self.target)

    def _show_line(self, line: ColumnLine | None) -> None:
        self._line = line
        self.side.setVisible(line is not None)
        if line is None or self.target is None:
            return
        self.side.heading.setText(f"{line.letters} 列　{line.title}")
        self.what.setText(line.remark or "填到：")
        self.target.set_value(line.target)
        self.leave.setEnabled(bool(line.target))

    def _choose(self) -> None:
        if self._line is not None and self.target is not None:
            value = self.target.value
            if value in self._targets and (value != self._line.target or not self._line.sure):
                self.changed.emit(self._line.column, value)
            self.table.setFocus()

    def _leave_out(self) -> None:
        if self._line is not None:
            self.changed.emit(self._line.column, "")
            self.table.setFocus()

    def _begin_choosing(self) -> None:
        if self.target is not None:
            self.target.setFocus()

    def _lay_out(self) -> None:
        choices = row(
            label("导入到"),
            self.register,
            label("工作表"),
            self.sheet,
            label("表头在"),
            self.header,
        )
        choices.addStretch(1)
        below = row(self.village, self.clear)
        below.addStretch(1)
        below.addWidget(self.next)
        self.side.body.addWidget(self.what)
        self.side.body.addLayout(self.target_box)
        self.side.body.addWidget(self.leave)
        self.side.body.addStretch(1)
        self.side.setFixedWidth(SIDE_WIDTH)
        middle = row(spacing=16)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.side)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(choices)
        body.addWidget(self.known)
        body.addWidget(self.remarks)
        body.addLayout(middle, 1)
        body.addLayout(below)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(lambda _line: self._begin_choosing())
        self.register.activated.connect(self.asked_again)
        self.sheet.activated.connect(self.asked_again)
        self.header.valueChanged.connect(self.asked_again)


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    box.clear()
    for value, words in entries:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
