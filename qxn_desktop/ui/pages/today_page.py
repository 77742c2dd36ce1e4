"""今日: what has to be done, where, and one click (or Enter) to begin it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.domain.village_count import NUMBER, VillageCount
from qxn_desktop.services import today
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.today import Today
from qxn_desktop.services.village_count import count_columns
from qxn_desktop.services.village_work import VillageWork
from qxn_desktop.services.work_line import WorkLine
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.village_count_dialog import count_by_village
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.today.trust_card import TrustCard
from qxn_desktop.ui.pages.today.village_table import VillageTable
from qxn_desktop.ui.pages.today.work_card import Offer, WorkCard
from qxn_desktop.ui.pages.today.work_target import cell_target, target_of
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import column, row, scrolling

WEEKDAYS = "一二三四五六日"
FIRST_REGISTER = "household"
BARE = "台账还是空的。先把农户、厕所、垃圾收集点等登记进去，检查才有对象。"
"""What a new office is told before anything else."""


class TodayPage(Page):
    """The page the program begins with."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shown: Today | None = None
        self._wants_focus = True
        self.work = WorkCard("今天要办", self.begin)
        self.soon = WorkCard("将到期", self.begin, narrow=True)
        self.trust = TrustCard(shell.go)
        self.villages = VillageTable(self.count_villages)
        self.villages.opened.connect(self._open_cell)
        for card in (self.work, self.soon):
            card.count_wanted.connect(self.count_line)
        self._lay_out()

    def refresh(self) -> None:
        self.shell.read(self, today.today, self.show_day, key="today")

    def show_day(self, day: Today) -> None:
        """Show what was read."""
        when = day.day
        weekday = WEEKDAYS[when.weekday()]
        self.say_title("今日", f"{when.month}月{when.day}日　星期{weekday}")
        if day == self._shown:
            return
        self._shown = day
        focused = self.work.focused()
        self.work.show_lines(day.lines, f"{BARE}\n{day.why}" if day.is_bare else day.why)
        self.work.offer(self._offers(day))
        self.soon.show_lines(day.soon)
        self.trust.show_trust(day.partners, day.backup)
        self.villages.show_villages(day.fields, day.villages)
        self.setFocusProxy(self.work.first() or self.villages.table)
        if self._wants_focus:
            self._focus_first()
        elif focused >= 0:
            self.work.focus(focused)

    def begin(self, line: WorkLine) -> None:
        """Open the work of a line."""
        self.shell.go(target_of(line))

    def count_villages(self) -> None:
        """按村统计 of the table."""
        count_by_village(self.shell, self, _counted)

    def count_line(self, line: WorkLine) -> None:
        """按村统计 of one line, as 垃圾月查逾期."""
        work = lambda ctx: count_columns(ctx, line.subject, {NUMBER: line.counts or {}})  # noqa: E731
        count_by_village(self.shell, self, work)

    def actions_here(self) -> Sequence[Action]:
        return [
            Action("各村今日情况，按村统计", self.count_villages, ("Ctrl+T",)),
            Action("光标所在的一行，按村统计", self._count_focused, ("Ctrl+Shift+T",)),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh_soon()  # a draft is saved quietly, and midnight passes
        super().showEvent(event)
        self._wants_focus = True
        if self._shown is not None:
            self._focus_first()

    def _offers(self, day: Today) -> list[Offer]:
        """What comes first in an office that has only begun."""
        offers = [Offer("录入台账", self._enter)] if day.is_bare else []
        if day.unconfirmed:
            offers.append(Offer("确认检查频次", self._confirm))
        return offers

    def _enter(self) -> None:
        self.shell.go(Target("records", facts={"register": FIRST_REGISTER}))

    def _confirm(self) -> None:
        self.shell.go(Target("settings", facts={"section": "checklists"}))

    def _count_focused(self) -> None:
        line = self.work.focused_line() or self.soon.focused_line()
        if line is not None and line.counts:
            self.count_line(line)

    def _open_cell(self, line: VillageWork, field: int) -> None:
        cell = line.cells[field]
        if cell.total:
            self.shell.go(cell_target(line.code, cell))

    def _focus_first(self) -> None:
        if self.isVisible():
            self._wants_focus = False
            if not self.work.focus(0):
                self.villages.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        right = column(self.soon, self.trust, spacing=12)
        right.addStretch(1)
        upper = row(spacing=12)
        left = column(self.work)
        left.addStretch(1)
        upper.addLayout(left, 3)
        upper.addLayout(right, 2)
        whole = QWidget()
        body = QVBoxLayout(whole)
        body.setContentsMargins(0, 0, GRID, GRID)
        body.setSpacing(12)
        body.addLayout(upper)
        body.addWidget(self.villages)
        body.addStretch(1)
        self.area = scrolling(whole)
        self.body.setContentsMargins(24, 16, 16, 8)
        self.body.addWidget(self.area)


def _counted(ctx: AppContext) -> VillageCount:
    day = today.today(ctx)
    columns = {
        name: {line.code: line.cells[at].total for line in day.villages}
        for at, name in enumerate(day.fields)
    }
    return count_columns(ctx, f"{day.day.month}月{day.day.day}日待办", columns)
