"""问题: the list at the left, the chosen problem and its one next step at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
)

from qxn_desktop.services.problem_board import (
    GROUP_WORDS,
    ONE_CHECK,
    Board,
    BoardLine,
    Group,
    Wanted,
    board,
    count_problems,
)
from qxn_desktop.services.problem_page import ProblemPage, problem_page
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.village_count_dialog import count_by_village
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.problems.new_problem import NewProblemPane
from qxn_desktop.ui.pages.problems.orders_pane import OrdersPane
from qxn_desktop.ui.pages.problems.problem_list import ProblemList
from qxn_desktop.ui.pages.problems.problem_pane import ProblemPane
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import column, holder, row, scrolling
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.photo_viewer import PhotoViewer

LIST_WIDTH = 400
FORM = 2
"""The place of the form of a new problem beside the list."""
NARROW = "village", "source", "severity", "owner", "check"


class ProblemsPage(Page):
    """List and detail.

    ``Target.id`` names a problem; the facts ``group``, ``village``, ``source``, ``severity``,
    ``owner``, ``check`` and ``text`` filter the list.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.wanted = Wanted()
        self.chosen = ""
        self._sought = ""
        self._narrowed_by_hand = False
        self.board: Board | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.village = QComboBox()
        self.source = QComboBox()
        self.groups: dict[Group, QPushButton] = {}
        self.list = ProblemList()
        self._orders: OrdersPane | None = None
        self._new: NewProblemPane | None = None
        self.pane = ProblemPane(shell)
        self._right = QStackedWidget()
        self._views = QStackedWidget()
        self._nothing = EmptyState("problems", "左边选一个问题", "这里会显示它该办的下一步。")
        self._group = QButtonGroup(self, exclusive=True)
        self._lay_out()
        self._viewer = PhotoViewer(shell, self)
        self._connect()

    # --- parts that are built when they are first wanted

    @property
    def orders(self) -> OrdersPane:
        """交办任务."""
        if self._orders is None:
            self._orders = OrdersPane(self.shell)
            self._orders.left.connect(self.show_problems)
            self._views.addWidget(self._orders)
        return self._orders

    @property
    def new(self) -> NewProblemPane:
        """The form of a new problem."""
        if self._new is None:
            self._new = NewProblemPane(self.shell)
            self._new.left.connect(self._leave_new)
            self._new.entered.connect(self._entered)
            self._right.addWidget(scrolling(self._new))
        return self._new

    def _is_entering(self) -> bool:
        return self._new is not None and self._new.isVisible()

    # --- what the window asks

    def unfinished(self) -> Sequence[str]:
        steps = self.pane.half_typed()
        found = [f"问题：{steps} 处没有办的步骤"] if steps else []
        if self._new is not None and self._new.is_touched():
            found.append("问题：没有登记的新问题")
        return [*found, *(self._orders.unfinished() if self._orders is not None else ())]

    def open(self, target: Target) -> None:
        view = target.fact("view")
        if view == "orders":
            self.show_orders(target.id)
            return
        if target.id or target.facts:
            self._views.setCurrentIndex(0)
            self.setFocusProxy(self.list)
        if view == "new":
            self.show_new()
            return
        known = {group.value: group for group in Group}
        facts = {key: target.fact(key) for key in (*NARROW, "text")}
        if target.id:
            self.chosen = self._sought = target.id
            self.wanted = Wanted(Group.OPEN, **facts)
        elif target.facts:
            of_check = bool(target.fact("check"))
            self.chosen = "" if of_check else self.chosen
            usual = Group.ALL if of_check else Group.OPEN
            self.wanted = Wanted(known.get(target.fact("group"), usual), **facts)
        self._show_filter()
        self.refresh_soon()

    def show_orders(self, id_: str = "") -> None:
        """Show 交办任务, and an order of it."""
        orders = self.orders
        self._views.setCurrentIndex(1)
        self.say_title("问题", "交办任务")
        if id_:
            orders.show_order(id_)
        orders.refresh()
        self.setFocusProxy(orders.list)
        orders.list.setFocus()

    def show_problems(self) -> None:
        """Show the problems again."""
        self._views.setCurrentIndex(0)
        self.say_title("问题")
        self.setFocusProxy(self.list)
        self.list.setFocus()
        self.refresh_soon()

    def count_villages(self) -> None:
        """Count what the list shows by village, to be copied."""
        wanted = self.wanted
        count_by_village(
            self.shell, self, lambda ctx: count_problems(ctx, wanted), self._choose_village
        )

    def submit(self) -> None:
        """Do what the form in front is for; a form that is not seen does nothing.

        An act of a procedure is done only from within its form; elsewhere the key leads there.
        """
        if self._is_entering():
            self.new.enter()
        elif self.pane.isVisible() and self.pane.has_keyboard():
            self.pane.submit()
        elif self.pane.isVisible():
            self.pane.focus_step()

    def leave(self) -> None:
        """One step back: out of a photo, a form, 交办任务; in the end the list has the keyboard."""
        if self._viewer.isVisible():
            self._viewer.leave()
        elif self._views.currentIndex() == 1:
            if not self.orders.go_back():
                self.show_problems()
        elif self._is_entering():
            self._leave_new()
        else:
            self.pane.leave_step()

    def show_new(self) -> None:
        """Show the form of a new problem."""
        new = self.new
        self._views.setCurrentIndex(0)
        self._right.setCurrentIndex(FORM)
        new.title.setFocus()

    def refresh(self) -> None:
        if self._views.currentIndex() == 1:
            self.orders.refresh()
            return
        wanted = self.wanted
        self.shell.read(self, lambda ctx: board(ctx, wanted), self.show_board, key="list")
        self._read_chosen()

    def actions_here(self) -> Sequence[Action]:
        return (
            Action("查找问题", self._to_search, ("Ctrl+F",)),
            Action("到问题清单", self.list.setFocus, ("F6",)),
            Action("填写这一步", self.pane.focus_step, ("F2",)),
            Action("办理这一步", self.submit, ("Ctrl+Return",)),
            Action("离开这一步，写了的留着", self.leave, ("Esc",), listed=False),
            Action("登记问题", self.show_new, ("Ctrl+N",)),
            Action("交办任务", self.show_orders),
            Action("按村统计这些问题", self.count_villages, ("Ctrl+T",)),
            Action("下一个问题", partial(self._step, 1), ("Ctrl+PgDown",)),
            Action("上一个问题", partial(self._step, -1), ("Ctrl+PgUp",)),
        )

    # --- what arrives

    def show_board(self, found: Board) -> None:
        """Show the list and its counts."""
        if self._sought and self._is_elsewhere(found):
            self._want(Wanted(Group.ALL))
            return
        self.board = found
        for group, one in self.groups.items():
            words = f"{GROUP_WORDS[group]} {found.groups[group]}"
            one.setText(words)
            one.setAccessibleName(words)
        self.groups[Group.DISPUTED].setVisible(found.groups[Group.DISPUTED] > 0)
        _offer(self.village, "全部村", found.villages, self.wanted.village)
        _offer(self.source, "全部来源", found.sources, self.wanted.source)
        self.list.show_lines(found.lines, self.chosen)
        by_hand, self._narrowed_by_hand = self._narrowed_by_hand, False
        lost = all(line.problem.id != self.chosen for line in found.lines)
        if self._right.currentIndex() == FORM:  # it is left only by whoever fills it in
            return
        if found.lines and (not self.chosen or (by_hand and lost)):
            self.list.go_to(0)
        if not found.lines and not self.chosen:
            self._show_nothing(found)

    def show_problem(self, asked: str, page: ProblemPage) -> None:
        """Show the problem that was asked for as ``asked``, unless another is wanted by now."""
        if asked != self.chosen:
            return
        self.chosen = page.line.id
        self.pane.show_page(page)
        if not self._is_entering():
            self._right.setCurrentIndex(1)

    # --- inside

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("查找")
        self.search.setToolTip("问题、编号、村、责任人，或姓名的拼音首字母")
        self.search.setAccessibleName("查找问题")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.village.setAccessibleName("村")
        self.source.setAccessibleName("来源")
        for choice in (self.village, self.source):
            choice.setFixedWidth(112)
        split = QSplitter(Qt.Orientation.Horizontal)
        self._right.addWidget(self._nothing)
        self._right.addWidget(scrolling(self.pane))
        count = icon_button("figures", "按村统计（Ctrl+T）", self.count_villages)
        filters = row(self.search, self.village, self.source, count, spacing=6)
        left = column(spacing=8)
        left.addLayout(filters)
        left.addWidget(self.list, 1)
        split.addWidget(holder(left))
        split.addWidget(self._right)
        split.setSizes([LIST_WIDTH, 2 * LIST_WIDTH])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(370)
        whole = column(spacing=12)
        whole.addLayout(self._chips())
        whole.addWidget(split, 1)
        self._views.addWidget(holder(whole))
        self.body.addWidget(self._views, 1)
        self.setFocusProxy(self.list)

    def _chips(self) -> QHBoxLayout:
        chips = row(spacing=4)
        for group in Group:
            made = button(group.words, kind="choice")
            made.setCheckable(True)
            made.setChecked(group is self.wanted.group)
            self._group.addButton(made)
            self.groups[group] = made
            chips.addWidget(made)
            made.clicked.connect(partial(self._choose_group, group))
        self.groups[Group.DISPUTED].hide()
        chips.addStretch(1)
        chips.addWidget(button("交办任务", self.show_orders, icon="orders"))
        chips.addWidget(button("登记问题", self.show_new, icon="add"))
        return chips

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _line: self.pane.focus_step())
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.list.setFocus)
        self.village.activated.connect(self._narrow)
        self.source.activated.connect(self._narrow)
        self.pane.enlarge.connect(self._viewer.look_at)
        self.pane.released.connect(self.list.setFocus)

    def _choose_group(self, group: Group, _checked: bool = False) -> None:
        self._narrowed_by_hand = True
        self._want(Wanted(group, **self._narrowed()))

    def _choose_village(self, code: str) -> None:
        self._want(replace(self.wanted, village=code))

    def _narrow(self) -> None:
        self._narrowed_by_hand = True
        self._want(Wanted(self.wanted.group, **self._narrowed()))

    def _narrowed(self) -> dict[str, str]:
        return {
            "village": str(self.village.currentData() or ""),
            "source": str(self.source.currentData() or ""),
            "severity": self.wanted.severity,
            "owner": self.wanted.owner,
            "text": self.search.text().strip(),
        }

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._show_filter()
        self.shell.read(self, lambda ctx: board(ctx, wanted), self.show_board, key="list")

    def _choose(self, line: BoardLine | None) -> None:
        if line is not None and (line.problem.id != self.chosen or self._is_entering()):
            self.chosen = line.problem.id
            self._right.setCurrentIndex(1)
            self._read_chosen()

    def _is_elsewhere(self, found: Board) -> bool:
        """Whether the problem that was asked for is none of these: it is closed already."""
        sought, self._sought = self._sought, ""
        return all(line.problem.id != sought for line in found.lines)

    def _read_chosen(self) -> None:
        id_ = self.chosen
        if id_:
            shown = partial(self.show_problem, id_)
            self.shell.read(self, lambda ctx: problem_page(ctx, id_), shown, key="problem")

    def _show_nothing(self, found: Board) -> None:
        if found.total:
            self._nothing.tell("这里没有问题", "换一组，或者清空查找试试。")
        else:
            self._nothing.tell(
                "还没有问题", "检查中不合格的项目会自动成为问题；12345、督办的问题从这里登记。"
            )
        self._right.setCurrentIndex(0)

    def _show_filter(self) -> None:
        self.say_title("问题", f"只列{ONE_CHECK}的；选别的组看全部" if self.wanted.check else "")
        self.groups[self.wanted.group].setChecked(True)
        if self.search.text().strip() != self.wanted.text:
            self.search.blockSignals(True)
            self.search.setText(self.wanted.text)
            self.search.blockSignals(False)

    def _entered(self, id_: str) -> None:
        self._right.setCurrentIndex(1)
        self.open(Target("problems", id_))

    def _leave_new(self) -> None:
        self.list.setFocus()
        self._right.setCurrentIndex(1 if self.chosen else 0)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _step(self, by: int) -> None:
        self.list.go_to(self.list.currentIndex().row() + by)


def _offer(choice: QComboBox, every: str, values: Sequence[tuple[str, str]], chosen: str) -> None:
    """Fill a choice anew with what occurs, and leave it where it was."""
    choice.blockSignals(True)
    choice.clear()
    choice.addItem(every, "")
    for value, words in values:
        choice.addItem(words, value)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
    choice.blockSignals(False)
