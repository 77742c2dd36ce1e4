"""The people of a household, each with what they become; those who leave it can be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from qxn_desktop.services.household_family import Person
from qxn_desktop.ui.widgets.card import emptied
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.text import label

AS_BEFORE = "不变"
HINT = "打字找，如 之子"
COMBO_WIDTH = 190


class PeopleGrid(QWidget):
    """``changed``: somebody was ticked or given another relation."""

    changed = Signal()

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading
        self._boxes: dict[str, QCheckBox] = {}
        self._combos: dict[str, SearchCombo] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Who is ticked."""
        return tuple(id_ for id_, box in self._boxes.items() if box.isChecked())

    @property
    def relations(self) -> dict[str, str]:
        """The relations that were chosen, by id."""
        chosen = {id_: combo.value for id_, combo in self._combos.items() if combo.isEnabled()}
        return {id_: value for id_, value in chosen.items() if value}

    def show_people(
        self, people: Sequence[Person], options: Sequence[str], *, ticking: bool, asked: bool
    ) -> None:
        """Show them; ``ticking``: they can be ticked, but the head; ``asked``: relations too."""
        emptied(self._grid)
        self._boxes, self._combos = {}, {}
        heads = ("姓名", "", "现在", self._heading if asked else "")
        for at, words in enumerate(heads):
            if words:
                self._grid.addWidget(label(words, "soft"), 0, at)
        for line, one in enumerate(people, 1):
            if ticking:
                box = QCheckBox(one.name)
                box.setEnabled(not one.is_head)
                box.toggled.connect(self._turned)
                self._boxes[one.id] = box
                self._grid.addWidget(box, line, 0, 1, 2)
            else:
                self._grid.addWidget(label(one.name), line, 0, 1, 2)
            self._grid.addWidget(label(one.relation or "—", "soft"), line, 2)
            if asked and not (ticking and one.is_head):
                self._grid.addWidget(self._combo(one, options), line, 3)
        self._turned()

    def pin(self, id_: str) -> None:
        """Nobody is asked what this one becomes: the new head."""
        for known, combo in self._combos.items():
            leaves = known not in self._boxes or self._boxes[known].isChecked()
            combo.setEnabled(leaves and known != id_)

    def _combo(self, one: Person, options: Sequence[str]) -> SearchCombo:
        made = SearchCombo(
            {word: word for word in options}, "请选，可打字找" if one.is_head else AS_BEFORE
        )
        made.setAccessibleName(f"{one.name}{self._heading}")
        made.setFixedWidth(COMBO_WIDTH)
        made.chosen.connect(self.changed)
        made.editTextChanged.connect(lambda _text: self.changed.emit())
        self._combos[one.id] = made
        return made

    def _turned(self) -> None:
        self.pin("")
        self.changed.emit()
