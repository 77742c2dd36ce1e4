"""A page with one of everything: what the frame's tests show, and a look at the style."""

from __future__ import annotations

from qxn_desktop.services import records
from qxn_desktop.services.records import Wanted
from qxn_desktop.store.record_query import Page as Rows
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, packed
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, pill

COLUMNS = (
    Column("户主", lambda line: line.text("head_name"), 160),
    Column("类型", lambda line: line.text("household_type"), 160),
    Column("人口", lambda line: line.text("population"), 80, numeric=True),
    Column(
        "风险",
        lambda line: "未消除" if line.text("risk_open") == "是" else "",
        120,
        tone=lambda line: Tone.OVERDUE if line.text("risk_open") == "是" else None,
    ),
    Column("住址", lambda line: line.text("address")),
)


class SamplePage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.opened: list[Target] = []
        self.pressed = 0
        self.backs = 0
        self.refreshed = 0
        self.say_title("农户", "样张")
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, "农户")
        card = Card("今天要办")
        card.body.addLayout(
            packed(pill("逾期", Tone.OVERDUE), pill("将到期", Tone.SOON), pill("已完成", Tone.DONE))
        )
        card.body.addWidget(label("垃圾月查　3 村", "soft"))
        card.body.addLayout(
            packed(
                button("开始检查", self.press, "primary", "checks"),
                button("打印空表", icon="print"),
            )
        )
        self.body.addWidget(card)
        self.body.addWidget(Note("频次还没有确认，确认后才有任务。", Tone.SOON))
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def open(self, target: Target) -> None:
        self.opened.append(target)

    def refresh(self) -> None:
        self.refreshed += 1
        wanted = Wanted(limit=50)
        self.shell.read(self, lambda ctx: records.page(ctx, "household", wanted), self.show_rows)

    def show_rows(self, page: Rows) -> None:
        self.model.show(page.rows)

    def actions_here(self) -> list[Action]:
        return [
            Action("按一下", self.press, ("F8",)),
            Action("返回", self.go_back, ("Esc",), listed=False),
        ]

    def go_back(self) -> None:
        self.backs += 1

    def press(self) -> None:
        self.pressed += 1
