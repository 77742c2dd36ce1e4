"""Which register, which village, which rows: the bar above the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services.record_list import ListQuery, filters_of, option_words
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label

TYPING_MS = 180
"""Pause in typing after which the list is searched."""
ALL_VILLAGES = "全部村"
EMPTY = "\0empty"
"""Stands for 未填 among the choices of a filter."""
SEARCH_WIDTH = 280


class FilterBar(QWidget):
    """``changed``: the query is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._specs: dict[str, RegisterSpec] = {}
        self._filters: list[tuple[FieldSpec, QComboBox]] = []
        self.register = _combo("台账")
        self.village = _combo("村")
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("名字、拼音首字母、编号")
        self.search.setAccessibleName("在本台账里找")
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.changed)
        self._chosen = QHBoxLayout()
        self._chosen.setSpacing(GRID)
        self.reset = button("清除筛选", self.clear, "link")
        self.number = label(kind="soft")
        self.head = row(self.register, self.search)
        """What chooses, and at its end room for what can be done."""
        below = row(self.village)
        below.addLayout(self._chosen)
        below.addWidget(self.reset)
        below.addStretch(1)
        below.addWidget(self.number)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        body.addLayout(self.head)
        body.addLayout(below)
        self.register.activated.connect(self._register_chosen)
        self.village.activated.connect(self.changed)
        self.search.textChanged.connect(self._typed)

    @property
    def spec(self) -> RegisterSpec | None:
        """The register that is chosen; None before any is known."""
        return self._specs.get(str(self.register.currentData() or ""))

    @property
    def query(self) -> ListQuery:
        """What the list is asked for."""
        filters = (_filter(field, combo) for field, combo in self._filters)
        return ListQuery(
            str(self.register.currentData() or ""),
            self.search.text().strip(),
            str(self.village.currentData() or ""),
            tuple(one for one in filters if one is not None),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the register is chosen."""
        query = self.query
        return bool(query.search or query.village or query.filters)

    def know(
        self, specs: Sequence[RegisterSpec], counts: Mapping[str, int], villages: Mapping[str, str]
    ) -> None:
        """What can be chosen; what is chosen stays so."""
        chosen = self.register.currentData()
        self._specs = {spec.id: spec for spec in specs}
        self.register.clear()
        for spec in specs:
            self.register.addItem(f"{spec.title}　{counts.get(spec.id, 0)}", spec.id)
        _select(self.register, chosen)
        if self.village.count() != len(villages) + 1:
            self.village.clear()
            self.village.addItem(ALL_VILLAGES, "")
            for code in sorted(villages):
                self.village.addItem(villages[code], code)
        if not self._filters:
            self._build_filters()

    def choose(self, query: ListQuery) -> None:
        """Show another register, whole or of one village, or what a search finds in it."""
        self.show_query(query)
        self.changed.emit()

    def show_query(self, query: ListQuery) -> None:
        """The same, without telling."""
        _select(self.register, query.register)
        _select(self.village, query.village)
        self._build_filters()
        with QSignalBlocker(self.search):
            self.search.setText(query.search)

    def say_number(self, words: str) -> None:
        """How many rows are listed."""
        self.number.setText(words)
        self.reset.setVisible(self.is_narrowed)

    def clear(self) -> None:
        """Show the whole register."""
        self.choose(ListQuery(self.query.register))

    def _register_chosen(self) -> None:
        self.choose(ListQuery(self.query.register, village=self.query.village))

    def _typed(self) -> None:
        self._pause.start()

    def _build_filters(self) -> None:
        for _, combo in self._filters:
            combo.hide()
            combo.deleteLater()
        spec = self.spec
        self._filters = [(field, _choices(field)) for field in (filters_of(spec) if spec else ())]
        for _, combo in self._filters:
            combo.activated.connect(self.changed)
            self._chosen.addWidget(combo)
        self.village.setEnabled(spec is not None and spec.village_field != "")


def _combo(says: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(says)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _choices(field: FieldSpec) -> QComboBox:
    made = _combo(field.title)
    made.addItem(f"{field.title}：全部", None)
    options = field.options if field.type == "choice" else ("是", "否")
    for option in options:
        words = option_words(field, option)
        made.addItem(f"{field.title}：{words}", option)
    made.addItem(f"{field.title}：未填", EMPTY)
    made.setToolTip(field.title)
    return made


def _filter(field: FieldSpec, combo: QComboBox) -> Filter | None:
    chosen = combo.currentData()
    if chosen is None:
        return None
    return Filter(field.id, "empty") if chosen == EMPTY else Filter(field.id, "one_of", (chosen,))


def _select(combo: QComboBox, value: object) -> None:
    combo.setCurrentIndex(max(combo.findData(value), 0))
