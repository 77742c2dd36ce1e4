"""数据体检: rules at the left, what they found at the right, each leading to its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
)

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import quality_board, quality_export, quality_lead, quality_mark
from qxn_desktop.services.quality import FindingLine
from qxn_desktop.services.quality_board import (
    Board,
    FindingView,
    Group,
    RuleEntry,
    Wanted,
    board,
    count_findings,
)
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.village_count_dialog import count_by_village
from qxn_desktop.ui.file_asking import Purpose, ask_save, tell_saved
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.quality.checking import Checking
from qxn_desktop.ui.pages.quality.compare_view import CompareView
from qxn_desktop.ui.pages.quality.finding_pane import FindingPane
from qxn_desktop.ui.pages.quality.severity_tone import severity_tone
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import column, holder, row
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.table_view import TableView

RULES_WIDTH, PANE_HEIGHT = 320, 276
RULE_COLUMNS = (
    Column("规则", lambda one: one.title),
    Column(
        "级别",
        lambda one: one.severity,
        60,
        tone=lambda one: severity_tone(one.severity) if one.count else None,
    ),
    Column("条数", lambda one: "未启用" if one.off else str(one.count or "—"), 64, numeric=True),
)
FINDING_COLUMNS = (
    Column("村（社区）", lambda one: one.village_name, 96),
    Column("户主", lambda one: one.finding.head, 84),
    Column("对象", lambda one: one.person or "整户", 84),
    Column("情况和办法", lambda one: one.finding.sentence),
)
CHECKING, FOUND, NOTHING, COMPARING = range(4)


class QualityPage(Page):
    """The facts ``rule``, ``village``, ``group`` and ``text`` of a ``Target`` narrow the list.

    ``view`` compare leads to 账账相符.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.wanted = Wanted()
        self.board: Board | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.village = QComboBox()
        self.groups: dict[Group, QPushButton] = {}
        self._group = QButtonGroup(self, exclusive=True)
        self.rule_lines = LinesModel(RULE_COLUMNS, self)
        self.rules = TableView(self.rule_lines, "规则")
        self.finding_lines = LinesModel(FINDING_COLUMNS, self)
        self.list = TableView(self.finding_lines, "体检发现")
        self.pane = FindingPane()
        self.checking = Checking()
        self.nothing = EmptyState("done", "", "", button("去台账", self._to_records))
        self._views = QStackedWidget()
        self._right = QStackedWidget()
        self._none_here = EmptyState("done", "这里没有发现", "换一条规则或一个村看看。")
        self._compare: CompareView | None = None
        self._lay_out()
        self._connect()

    @property
    def compare(self) -> CompareView:
        """账账相符, made when it is first wanted."""
        if self._compare is None:
            self._compare = CompareView(self.shell)
            self._compare.left.connect(self.leave)
            self._views.addWidget(self._compare)
        return self._compare

    @property
    def _is_comparing(self) -> bool:
        return self._views.currentIndex() == COMPARING

    # --- what the window asks

    def open(self, target: Target) -> None:
        if target.fact("view") == "compare":
            self.show_compare()
        elif target.facts:
            self._leave_compare()
            known = {group.value: group for group in Group}
            rule = target.fact("rule")
            self._want(
                Wanted(
                    known.get(target.fact("group"), Group.OPEN),
                    int(rule) if rule.isdecimal() else quality_board.EVERY_RULE,
                    target.fact("village"),
                    target.fact("text"),
                )
            )

    def refresh(self) -> None:
        wanted, job = self.wanted, self.checking.begin(known=self.board is not None)
        self.shell.read(
            self, lambda ctx: board(ctx, wanted, job), self.show_board, self._failed, key="board"
        )

    def actions_here(self) -> Sequence[Action]:
        return (
            Action("打开这一条，去改", self.open_row, ("Ctrl+Return",)),
            Action("写理由，标为已核", self.pane.focus_reason, ("F2",)),
            Action("到规则清单", self.rules.setFocus, ("F6",)),
            Action("找人", self._to_search, ("Ctrl+F",)),
            Action("导出表格", self.export, ("Ctrl+E",)),
            Action("按村统计这些发现", self.count_villages, ("Ctrl+T",)),
            Action("账账相符：和对方的表对一对", self.show_compare, ("Ctrl+M",)),
            Action("回到发现清单", self.leave, ("Esc",), listed=False),
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Other pages read on the same thread: a check that nobody waits for makes room."""
        super().hideEvent(event)
        if self.board is None:
            self.checking.cancel()
            self.refresh_soon()

    # --- what a person does

    def show_compare(self) -> None:
        """Show 账账相符."""
        view = self.compare
        self._views.setCurrentIndex(COMPARING)
        self.say_title("数据体检", "账账相符")
        self.setFocusProxy(view)
        view.begin()

    def leave(self) -> None:
        """Back to the list of findings."""
        self._leave_compare()
        self.list.setFocus()

    def open_row(self) -> None:
        """Show the row of the finding in its register."""
        if self._is_comparing:
            self.compare.open_row()
            return
        line = self.list.current_line()
        if isinstance(line, FindingLine):
            self.shell.go(row_target(line.finding.register, line.finding.row))

    def mark(self, reason: str) -> None:
        """Let the chosen findings stand."""
        found = [line.finding for line in self._chosen() if line.mark is None]
        if found:
            self.shell.do(
                self,
                "正在标为已核",
                lambda ctx, _job: quality_mark.mark(ctx, found, reason),
                lambda _change: self._marked(len(found)),
            )

    def unmark(self) -> None:
        """Put the chosen findings back among those that wait."""
        found = [line.finding for line in self._chosen() if line.mark is not None]
        if found:
            self.shell.do(
                self,
                "正在撤回",
                lambda ctx, _job: quality_mark.unmark(ctx, found),
                lambda _change: self.shell.say(f"已撤回 {len(found)} 条核对。", undo=True),
            )

    def open_lead(self) -> None:
        """Open the lead that the finding proposes."""
        line = self.list.current_line()
        if isinstance(line, FindingLine):
            finding = line.finding
            self.shell.do(
                self,
                "正在开线索",
                lambda ctx, _job: quality_lead.open_lead(ctx, finding),
                lambda opened: self.shell.say(
                    f"已给{finding.head}家开线索 {opened[0]}。", undo=True
                ),
            )

    def export(self) -> None:
        """Write what is listed to a workbook."""
        if self._is_comparing:
            self.compare.export()
            return
        found = self.board
        if found is None or not found.lines:
            self.shell.say("没有可以导出的发现。")
            return
        with self.shell.here() as ctx:
            name = quality_export.default_name(ctx)
        path = ask_save(self, Purpose.TABLES, "导出体检结果", name, "表格 (*.xlsx)")
        if path is not None:
            self.shell.do(
                self,
                "正在导出",
                lambda ctx, _job: quality_export.export_findings(ctx, found.lines, path),
                lambda saved: tell_saved(self.shell, saved),
            )

    def count_villages(self) -> None:
        """Count what is listed by village, to be copied."""
        wanted = self.wanted
        work = lambda ctx: count_findings(ctx, replace(wanted, village=""))  # noqa: E731
        choose = lambda code: self._want(replace(self.wanted, village=code))  # noqa: E731
        count_by_village(self.shell, self, work, choose)

    # --- what arrives

    def show_board(self, found: Board) -> None:
        """Show rules, findings and their numbers."""
        self.checking.end()
        if found.wanted != self.wanted:
            return
        self.board = found
        for group, one in self.groups.items():
            words = f"{group.words} {found.groups[group]}"
            one.setText(words)
            one.setAccessibleName(words)
        self._offer_villages(found)
        if self._is_comparing:
            return
        self._show_board(found)

    def _show_board(self, found: Board) -> None:
        self.say_title("数据体检", f"{found.households} 户 {found.members} 人")
        if not found.households:
            self.nothing.tell("还没有农户可以体检", "先在台账里登记或导入农户和成员。")
            self._views.setCurrentIndex(NOTHING)
            return
        waited = self.checking.has_keyboard()
        self._views.setCurrentIndex(FOUND)
        self.setFocusProxy(self.list)
        self._show_rules(found)
        self._show_findings(found)
        if waited:
            self.list.setFocus()

    def show_finding(self, asked: FindingLine, view: FindingView) -> None:
        """Show a finding, unless another is wanted by now."""
        if self.list.current_line() == asked:
            self.pane.show_view(view, len(self._chosen()))

    # --- inside

    def _leave_compare(self) -> None:
        if self._is_comparing:
            self._views.setCurrentIndex(CHECKING)
            self.setFocusProxy(self.list)
            if self.board is not None:
                self._show_board(self.board)

    def _show_rules(self, found: Board) -> None:
        self.rules.blockSignals(True)  # nobody chose anything
        self.rule_lines.show(found.rules)
        numbers = [one.number for one in found.rules]
        self.rules.go_to(numbers.index(self.wanted.rule) if self.wanted.rule in numbers else 0)
        self.rules.blockSignals(False)

    def _show_findings(self, found: Board) -> None:
        before = self.list.currentIndex().row()
        line = self.list.current_line()
        self.finding_lines.show(found.lines)
        same = next((at for at, one in enumerate(found.lines) if _is_same(one, line)), None)
        last = len(found.lines) - 1
        if not found.lines:
            self._tell_none(found)
            return
        self._right.setCurrentIndex(0)
        self.list.go_to(min(max(before, 0), last) if same is None else same)

    def _tell_none(self, found: Board) -> None:
        entry = next((one for one in found.rules if one.number == self.wanted.rule), None)
        if entry is not None and entry.off:
            self._none_here.tell("这条规则没有启用", f"{entry.off}。台账里填了，就会启用。")
        elif self.wanted.group is Group.CHECKED:
            self._none_here.tell("还没有标为已核的", "核实无误的发现写明理由，就列在这里。")
        elif self.wanted == Wanted():
            self._none_here.tell("没有发现问题", "改了数据会自动再核对。")
        else:
            self._none_here.tell("这里没有发现", "换一条规则、一个村，或者清空查找看看。")
        self._right.setCurrentIndex(1)

    def _choose_rule(self, entry: RuleEntry | None) -> None:
        if entry is not None and entry.number != self.wanted.rule:
            self._want(replace(self.wanted, rule=entry.number))

    def _choose_finding(self, line: FindingLine | None) -> None:
        if line is not None:
            shown = partial(self.show_finding, line)
            work = lambda ctx: quality_board.look_at(ctx, line)  # noqa: E731
            self.shell.read(self, work, shown, key="finding")

    def _chosen(self) -> list[FindingLine]:
        return [line for line in self.list.chosen_lines() if isinstance(line, FindingLine)]

    def _marked(self, count: int) -> None:
        self.shell.say(f"已把 {count} 条标为已核，数据改动后会再提示。", undo=True)
        self.list.setFocus()

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.groups[wanted.group].setChecked(True)
        if self.search.text().strip() != wanted.text:
            self.search.blockSignals(True)
            self.search.setText(wanted.text)
            self.search.blockSignals(False)
        self.refresh()

    def _choose_group(self, group: Group, _checked: bool = False) -> None:
        self._want(replace(self.wanted, group=group))

    def _narrow(self) -> None:
        village = str(self.village.currentData() or "")
        self._want(replace(self.wanted, village=village, text=self.search.text().strip()))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self.checking.tell_stopped()
        else:
            self.checking.end()
            self.shell.fail(error)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_records(self) -> None:
        self.shell.go(Target("records", facts={"register": "household"}))

    def _offer_villages(self, found: Board) -> None:
        self.village.blockSignals(True)
        self.village.clear()
        self.village.addItem("全部村", "")
        for code, name in found.villages:
            self.village.addItem(name, code)
        self.village.setCurrentIndex(max(self.village.findData(self.wanted.village), 0))
        self.village.blockSignals(False)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("找人")
        self.search.setAccessibleName("按户主或成员姓名找")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(88)
        self.search.setMaximumWidth(150)
        self.village.setAccessibleName("村")
        self.village.setFixedWidth(120)
        below = QSplitter(Qt.Orientation.Vertical)
        below.addWidget(self.list)
        below.addWidget(self.pane)
        self._right.addWidget(below)
        self._right.addWidget(self._none_here)
        below.setSizes([300, PANE_HEIGHT])
        below.setStretchFactor(0, 1)
        below.setChildrenCollapsible(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.rules)
        split.addWidget(self._right)
        split.setSizes([RULES_WIDTH, 3 * RULES_WIDTH])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.rules.setMinimumWidth(RULES_WIDTH - 40)
        whole = column(spacing=12)
        whole.addLayout(self._head())
        whole.addWidget(split, 1)
        for view in (self.checking, holder(whole), self.nothing):
            self._views.addWidget(view)
        self.body.addWidget(self._views, 1)
        self.setFocusProxy(self.checking)

    def _head(self) -> QHBoxLayout:
        head = row(spacing=4)
        for group in Group:
            made = button(group.words, kind="choice")
            made.setCheckable(True)
            made.setChecked(group is self.wanted.group)
            made.clicked.connect(partial(self._choose_group, group))
            self._group.addButton(made)
            self.groups[group] = made
            head.addWidget(made)
        head.addSpacing(8)
        head.addWidget(self.search)
        head.addWidget(self.village)
        head.addStretch(1)
        head.addWidget(icon_button("figures", "按村统计（Ctrl+T）", self.count_villages))
        head.addWidget(button("账账相符", self.show_compare, icon="sheet"))
        head.addWidget(button("导出表格", self.export, icon="export"))
        return head

    def _connect(self) -> None:
        self.rules.chosen.connect(self._choose_rule)
        self.rules.opened.connect(lambda _entry: self.list.setFocus())
        self.list.chosen.connect(self._choose_finding)
        self.list.opened.connect(lambda _line: self.open_row())
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.list.setFocus)
        self.village.activated.connect(self._narrow)
        self.pane.opened.connect(self.open_row)
        self.pane.lead_wanted.connect(self.open_lead)
        self.pane.marked.connect(self.mark)
        self.pane.unmarked.connect(self.unmark)
        self.pane.numbers_wanted.connect(lambda: self.shell.go(Target("settings", "quality")))
        self.checking.again.connect(self.refresh)


def _is_same(one: FindingLine, other: object) -> bool:
    return isinstance(other, FindingLine) and one.finding == other.finding
