"""区划变动: the unit's villages, what became of them, and the way to a change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox

from qxn_desktop.services import village_past
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.village_past import VillageChange
from qxn_desktop.ui.dialogs.village_dialog import VillageDialog
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.settings.section import Section
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("从哪天起", lambda one: one.day, 120),
    Column("变动", lambda one: one.words),
    Column("依据", lambda one: one.basis, 220),
    Column("谁登记的", lambda one: one.actor, 110),
)
TABLE_HEIGHT, VILLAGE_WIDTH = 300, 240
ABOUT = (
    "上级批准村（社区）更名、合并、分设以后，在这里登记：从批准的那天起，台账、检查、问题都按新的区划；"
    "以前出过的报表不变。登记后可以撤销，随数据包到同事的电脑。"
)
NOTHING = "还没有登记过区划变动。"


@dataclass(frozen=True, slots=True)
class _View:
    """Villages as (code, name) in code order, and all changes."""

    villages: tuple[tuple[str, str], ...]
    past: tuple[VillageChange, ...]


class VillagesSection(Section):
    """One card to change, one with what was changed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.village = QComboBox()
        self.village.setAccessibleName("哪个村（社区）")
        self.village.setMinimumWidth(VILLAGE_WIDTH)
        self.begin = button("登记变动…", self.change, "primary")
        card = Card("区划变动")
        card.body.addWidget(label(ABOUT, "soft", wrap=True))
        card.body.addLayout(packed(self.village, self.begin))
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "登记过的区划变动")
        self.table.setFixedHeight(TABLE_HEIGHT)
        self._nothing = label(NOTHING, "soft")
        past = Card("登记过的")
        past.body.addWidget(self._nothing)
        past.body.addWidget(self.table)
        self.body.addWidget(card)
        self.body.addWidget(past)
        self.body.addStretch(1)
        self.setFocusProxy(self.village)

    def refresh(self) -> None:
        self.shell.read(self, _view, self._show, key="villages")

    def change(self) -> None:
        """The dialog for the village that is chosen."""
        code = self.village.currentData()
        if code:
            VillageDialog(self.shell, self, str(code)).open()

    def _show(self, view: _View) -> None:
        chosen = self.village.currentData()
        self.village.clear()
        for code, name in view.villages:
            self.village.addItem(name, code)
        self.village.setCurrentIndex(max(self.village.findData(chosen), 0))
        self.model.show(view.past)
        self._nothing.setVisible(not view.past)
        self.table.setVisible(bool(view.past))


def _view(ctx: AppContext) -> _View:
    rows = sorted(ctx.ws.select("village"), key=lambda row: row.id)
    villages = tuple((row.id, row.text("name")) for row in rows)
    return _View(villages, village_past.village_past(ctx))
