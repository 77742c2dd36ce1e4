"""Which register, which village, which rows: the bar above the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services.list_filter import Chip
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.record_list import filters_of, option_words
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.pages.records.chip_row import ChipRow
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
    """``changed``: the query is another one. ``filter_wanted``: a menu of the filters, please."""

    changed = Signal()
    filter_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._specs: dict[str, RegisterSpec] = {}
        self._filters: list[tuple[FieldSpec, QComboBox]] = []
        self._more = ListQuery("")
        """The filters that stand as chips below."""
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
        self.more = button("筛选", self.filter_wanted.emit, icon="filter")
        self.more.setToolTip("按任何一栏筛选；在格子上按 Alt+↓ 也可以")
        self.chips = ChipRow()
        self.chips.taken_away.connect(self._without)
        self.head = row(self.register, self.search)
        """What chooses, and at its end room for what can be done."""
        below = row(self.village)
        below.addLayout(self._chosen)
        below.addWidget(self.more)
        self.views = row()
        """Room for the views."""
        below.addLayout(self.views)
        below.addWidget(self.reset)
        below.addStretch(1)
        below.addWidget(self.number)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        body.addLayout(self.head)
        body.addLayout(below)
        body.addWidget(self.chips)
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
        return replace(
            self._more,
            register=str(self.register.currentData() or ""),
            search=self.search.text().strip(),
            village=str(self.village.currentData() or ""),
            filters=(*(one for one in filters if one is not None), *self._more.filters),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the register is chosen."""
        return self.query.is_narrowed

    def know(
        self, specs: Sequence[RegisterSpec], counts: Mapping[str, int], villages: Mapping[str, str]
    ) -> None:
        """What can be chosen; what is chosen stays so."""
        chosen = self.register.currentData()
        self._specs = {spec.id: spec for spec in specs}
        self.register.clear()
        for spec in specs:
            count = counts.get(spec.id)
            self.register.addItem(
                spec.title if count is None else f"{spec.title}　{count}", spec.id
            )
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
        left = [one for one in query.filters if not self._show_filter(one)]
        self._more = replace(query, filters=tuple(left))
        with QSignalBlocker(self.search):
            self.search.setText(query.search)

    def show_chips(self, found: Sequence[Chip]) -> None:
        """Show the filters in force; those that a choice above shows already stand there."""
        above = len(self.query.filters) - len(self._more.filters)
        self.chips.show_chips(found[above:])

    def put(self, one: Filter) -> None:
        """Filter by a field, in place of what was asked of it before."""
        self._put_away(one.field)
        if not self._show_filter(one):
            self._more = replace(self._more, filters=(*self._more.filters, one))
        self.changed.emit()

    def put_spelling(self, name: str, letters: str) -> None:
        """Filter by what letters spell in a field."""
        self._put_away(name)
        self._more = replace(self._more, spelt=(*self._more.spelt, (name, letters)))
        self.changed.emit()

    def put_faulty(self) -> None:
        """Only rows with findings."""
        self._more = replace(self._more, faulty=True)
        self.changed.emit()

    def drop(self, name: str) -> None:
        """Filter by this field no more."""
        self._put_away(name)
        self.changed.emit()

    def filter_of(self, name: str) -> Filter | None:
        """What is asked of a field."""
        return next((one for one in self.query.filters if one.field == name), None)

    def _put_away(self, name: str) -> None:
        for field, combo in self._filters:
            if field.id == name:
                combo.setCurrentIndex(0)
        filters = tuple(one for one in self._more.filters if one.field != name)
        spelt = tuple(one for one in self._more.spelt if one[0] != name)
        self._more = replace(self._more, filters=filters, spelt=spelt)

    def _show_filter(self, one: Filter) -> bool:
        """Show a filter as a choice above, where there is one for it."""
        for field, combo in self._filters:
            at = combo.findData(_chosen(one)) if field.id == one.field else -1
            if at > 0:
                combo.setCurrentIndex(at)
                return True
        return False

    def _without(self, rest: ListQuery) -> None:
        self.choose(replace(rest, search=self.query.search))

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


def _chosen(one: Filter) -> object:
    if one.test == "empty":
        return EMPTY
    return one.values[0] if one.test == "one_of" and len(one.values) == 1 else None


def _filter(field: FieldSpec, combo: QComboBox) -> Filter | None:
    chosen = combo.currentData()
    if chosen is None:
        return None
    return Filter(field.id, "empty") if chosen == EMPTY else Filter(field.id, "one_of", (chosen,))


def _select(combo: QComboBox, value: object) -> None:
    combo.setCurrentIndex(max(combo.findData(value), 0))
