"""监测: households with cases and new leads by step, the chosen one with its next step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSplitter, QStackedWidget

from qxn_desktop.services.case_board import CaseBoard, CaseBoardLine, CaseGroup, case_board
from qxn_desktop.services.case_page import CasePage, case_page
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.monitoring.case_pane import CasePane, light_tone
from qxn_desktop.ui.pages.monitoring.new_lead import NewLeadPane
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, holder, row, scrolling
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.photo_viewer import PhotoViewer
from qxn_desktop.ui.widgets.table_view import TableView

LIST_WIDTH = 440
FORM = 2
"""The place of the form of a new lead beside the list."""


def _tone(line: CaseBoardLine) -> Tone | None:
    return light_tone(line.light) if line.due_words else None


COLUMNS = (
    Column("户主", lambda one: one.label, 76),
    Column("村（社区）", lambda one: one.village_name, 92),
    Column("到哪一步", lambda one: one.state),
    Column("期限", lambda one: one.due_words, 112, tone=_tone),
)


class MonitoringPage(Page):
    """List and detail.

    ``Target.id`` names a household, the fact ``case`` one of its cases; ``group`` filters the list.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.wanted = CaseGroup.OPEN
        self.chosen: tuple[str, str] = ("", "")
        self.board: CaseBoard | None = None
        self.groups: dict[CaseGroup, QPushButton] = {}
        self.lines = LinesModel(COLUMNS, self)
        self.list = TableView(self.lines, "监测个案")
        self.pane = CasePane(shell)
        self._new: NewLeadPane | None = None
        self._group = QButtonGroup(self, exclusive=True)
        self._right = QStackedWidget()
        self._nothing = EmptyState("monitoring", "", "")
        self._lay_out()
        self._viewer = PhotoViewer(shell, self)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _line: self.pane.focus_step())
        self.pane.enlarge.connect(self._viewer.look_at)
        self.pane.released.connect(self._to_list)

    @property
    def new(self) -> NewLeadPane:
        """The form of a new lead, built when it is first wanted."""
        if self._new is None:
            self._new = NewLeadPane(self.shell)
            self._new.left.connect(self._leave_new)
            self._new.entered.connect(self._entered)
            self._right.addWidget(scrolling(self._new))
        return self._new

    def _is_entering(self) -> bool:
        return self._new is not None and self._new.isVisible()

    # --- what the window asks

    def open(self, target: Target) -> None:
        known = {group.value: group for group in CaseGroup}
        self.wanted = known.get(target.fact("group"), self.wanted)
        if target.id or target.facts:  # a group that is asked for is shown from its first line
            self.chosen = (target.fact("case"), target.id)
        self.groups[self.wanted].setChecked(True)
        self.refresh_soon()

    def refresh(self) -> None:
        wanted = self.wanted
        self.shell.read(self, lambda ctx: case_board(ctx, wanted), self.show_board, key="list")
        self._read_chosen()

    def actions_here(self) -> Sequence[Action]:
        return (
            Action("到个案清单", self.list.setFocus, ("F6",)),
            Action("填写这一步", self.pane.focus_step, ("F2",)),
            Action("办理这一步", self.submit, ("Ctrl+Return",)),
            Action("登记线索", self.show_new, ("Ctrl+N",)),
            Action("离开这一步，写了的留着", self.leave, ("Esc",), listed=False),
            Action("下一户", partial(self._step, 1), ("Ctrl+PgDown",)),
            Action("上一户", partial(self._step, -1), ("Ctrl+PgUp",)),
        )

    def unfinished(self) -> Sequence[str]:
        steps = self.pane.half_typed()
        found = [f"监测：{steps} 处没有办的步骤"] if steps else []
        if self._new is not None and self._new.is_touched():
            found.append("监测：没有登记的新线索")
        return found

    def show_new(self) -> None:
        """Show the form of a new lead."""
        new = self.new
        self._right.setCurrentIndex(FORM)
        new.household.setFocus()

    def submit(self) -> None:
        """Do the step in front, only from within its form; elsewhere the key leads there."""
        if self._is_entering():
            self.new.enter()
        elif self.pane.isVisible() and self.pane.has_keyboard():
            self.pane.submit()
        elif self.pane.isVisible():
            self.pane.focus_step()

    def leave(self) -> None:
        """One step back: out of a photo, a form; in the end the list has the keyboard."""
        if self._viewer.isVisible():
            self._viewer.leave()
        elif self._is_entering():
            self._leave_new()
        else:
            self.pane.leave_step()

    # --- what arrives

    def show_board(self, found: CaseBoard) -> None:
        """Show the list and its counts."""
        self.board = found
        for group, made in self.groups.items():
            words = f"{group.words} {found.groups[group]}"
            made.setText(words)
            made.setAccessibleName(words)
        followed = found.homes.get(self.chosen[1], self.wanted)
        here = any(self._is_chosen(one) for one in found.lines)
        if not here and followed is not self.wanted:  # a step carried it out of this group
            self.chosen = ("", self.chosen[1])
            self.open(Target("monitoring", self.chosen[1], {"group": followed.value}))
            return
        self.list.blockSignals(True)
        self.lines.show(found.lines)
        at = next((n for n, one in enumerate(found.lines) if self._is_chosen(one)), -1)
        self.list.go_to(at)
        self.list.blockSignals(False)
        if at < 0 and found.lines and not any(self.chosen):
            self.list.go_to(0)
        if not found.lines and not any(self.chosen) and not self._is_entering():
            self._show_nothing(found)

    def show_case(self, asked: tuple[str, str], page: CasePage) -> None:
        """Show the household that was asked for as ``asked``, unless another is wanted by now."""
        if asked == self.chosen:
            if not asked[1]:  # a case that was asked for by its id: the list goes to it too
                self.chosen = (asked[0], page.household)
                self.refresh_soon()
            self.pane.show_page(page)
            if not self._is_entering():  # it is left only by whoever fills it in
                self._right.setCurrentIndex(1)

    # --- inside

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        self._right.addWidget(self._nothing)
        self._right.addWidget(scrolling(self.pane))
        split.addWidget(self.list)
        split.addWidget(self._right)
        split.setSizes([LIST_WIDTH, LIST_WIDTH * 2 - 120])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(400)
        whole = column(spacing=12)
        whole.addLayout(self._chips())
        whole.addWidget(split, 1)
        self.body.addWidget(holder(whole), 1)
        self.setFocusProxy(self.list)

    def _chips(self) -> QHBoxLayout:
        chips = row(spacing=4)
        for group in CaseGroup:
            made = button(group.words, kind="choice")
            made.setCheckable(True)
            made.setChecked(group is self.wanted)
            self._group.addButton(made)
            self.groups[group] = made
            chips.addWidget(made)
            made.clicked.connect(partial(self._choose_group, group))
        chips.addStretch(1)
        chips.addWidget(button("登记线索", self.show_new, icon="add"))
        return chips

    def _choose_group(self, group: CaseGroup, _checked: bool = False) -> None:
        self.wanted, self.chosen = group, ("", "")
        self.refresh()

    def _choose(self, line: CaseBoardLine | None) -> None:
        if line is not None and (not self._is_chosen(line) or self._is_entering()):
            self.chosen = (line.id, line.household)
            self._right.setCurrentIndex(1)
            self._read_chosen()

    def _is_chosen(self, line: CaseBoardLine) -> bool:
        case, household = self.chosen
        return line.household == household and case in ("", line.id)

    def _read_chosen(self) -> None:
        case, household = asked = self.chosen
        if case or household:
            shown = partial(self.show_case, asked)
            self.shell.read(self, lambda ctx: case_page(ctx, household, case), shown, key="case")

    def _show_nothing(self, found: CaseBoard) -> None:
        if found.total:
            self._nothing.tell("这里没有个案", "换一组看看。")
        else:
            self._nothing.tell(
                "还没有监测个案", "入户监测不合格的、数据体检提示的会成为线索，从“新线索”受理。"
            )
        self._right.setCurrentIndex(0)

    def _entered(self, household: str) -> None:
        self._right.setCurrentIndex(1)
        self.open(Target("monitoring", household))
        self._to_list()

    def _leave_new(self) -> None:
        self._right.setCurrentIndex(1 if any(self.chosen) else 0)
        self._to_list()

    def _to_list(self) -> None:
        """The list has the keyboard; a view that gets it would choose its first line by itself."""
        self.list.blockSignals(True)
        self.list.setFocus()
        self.list.blockSignals(False)

    def _step(self, by: int) -> None:
        self.list.go_to(self.list.currentIndex().row() + by)
