"""What is to be checked: checklists and villages at the left, their objects at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from qxn_desktop.common.clock import CHINA
from qxn_desktop.domain.row_key import parse_row_key
from qxn_desktop.domain.task import TaskStatus
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_round import CheckBoard, CheckRound, RoundLine
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.pages.check.round_line import (
    CHOICE_COLUMNS,
    LINE_COLUMNS,
    RoundChoice,
    choices,
)
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, emptied, holder, packed, row
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

LEFT_WIDTH = 372
DRAFTS_SHOWN = 3


class RoundView(QWidget):
    """Shows a board and a round; what is to be done with them is said by signals."""

    chosen = Signal(object)
    """A ``RoundChoice``."""
    begin_wanted = Signal(str)
    """The id of an object, "" for the first that waits."""
    record_wanted = Signal(str)
    """The id of a check that was recorded."""
    draft_wanted = Signal(object)
    count_wanted = Signal()
    table_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    return_wanted = Signal()
    key_wanted = Signal(str)
    confirm_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._round: CheckRound | None = None
        self._wanted: tuple[str, str, str, bool] | None = None
        self._wanted_in = ("", "")
        self._all: list[RoundChoice] = []
        self._unfolded = ("", "")
        self._shown: tuple[str, str, str, bool] | None = None
        self._enters = False
        self.rounds = LinesModel(CHOICE_COLUMNS, self)
        self.lines = LinesModel(LINE_COLUMNS, self)
        self.left_table = TableView(self.rounds, "检查表和村")
        self.table = TableView(self.lines, "检查对象")
        self._drafts = Card("没填完的")
        self._draft_lines = QVBoxLayout()
        self._heading = label(kind="section")
        self._told = ElidedLabel(kind="soft")
        self.search = QLineEdit(placeholderText="找户主、编号；或扫表上的二维码")
        self.search.setAccessibleName("找检查对象")
        self.search.setClearButtonEnabled(True)
        self.only_waiting = QCheckBox("只看没查的")
        self.only_waiting.setChecked(True)
        self.begin = button("开始检查", self._begin, "primary", "checks")
        self._others = [
            button("录入纸表", self.table_wanted.emit, icon="type_in"),
            button("打印空表", self.print_wanted.emit, icon="print"),
            button("导出给村里填的表格", self.export_wanted.emit, icon="sheet"),
        ]
        self._why = Note(tone=Tone.SOON)
        self._why.hide()
        self._nothing = EmptyState("done", "这里没有要查的", "")
        self._lay_out()
        self._connect()

    @property
    def heading(self) -> str:
        """What is chosen, as it stands above its objects."""
        return self._heading.text()

    @property
    def choice(self) -> RoundChoice | None:
        """What is chosen at the left."""
        found = self.left_table.current_line()
        return found if isinstance(found, RoundChoice) else None

    def want(self, template: str, frequency: str, village: str, *, free: bool = False) -> None:
        """Choose a line as soon as the board shows it."""
        self._wanted = (template, frequency, village, free)
        self._unfolded = (template, frequency)
        self._unfold()
        self._choose_wanted()

    def want_in(self, village: str, field: str) -> None:
        """Choose the first round of a field of work that waits in a village."""
        self._wanted_in = (village, field)

    def marked(self) -> list[RoundLine]:
        """The lines that are marked, when several are."""
        lines = self.table.chosen_lines()
        return lines if len(lines) > 1 else []

    def show_board(self, board: CheckBoard) -> None:
        """The checklists with their counts, and the drafts."""
        before = self.choice
        if self._wanted is None and before is not None:
            self._wanted = before.key
        self._all = choices(board)
        self._find_wanted(board)
        if self._wanted is not None:
            self._unfolded = self._wanted[:2]
        self._unfold()
        self._why.words.setText(board.why)
        self._why.setVisible(bool(board.why))
        self._show_drafts(board)
        self._choose_wanted()
        if self.choice is None:
            self.left_table.go_to(self._first_open())

    def show_round(self, round_: CheckRound) -> None:
        """The objects of what is chosen."""
        self._round = round_
        choice = self.choice
        place = round_.village_name or ("" if choice and choice.free else "各村")
        title = (choice.heading or choice.title) if choice else round_.template.short_title
        self._heading.setText("　".join(filter(None, (title, place))))
        self._told.say(_told(round_, free=bool(choice and choice.free)))
        self.only_waiting.setVisible(not (choice and choice.free))
        key = choice.key if choice else None
        self._filter(keeps_mark=key == self._shown)
        self._shown = key
        if self._enters:
            self._enter_lines()

    def _filter(self, *, keeps_mark: bool = True) -> None:
        if self._round is None:
            return
        text = self.search.text().strip()
        free = self.choice is not None and self.choice.free
        lines = [
            line
            for line in self._round.lines
            if (free or not self.only_waiting.isChecked() or line.waiting)
            and (not text or text in line.called or text.upper() in line.key)
        ]
        self._show_lines(lines, keeps_mark=keeps_mark)
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        if not lines:
            self._nothing.tell(*_nothing(self._round, text))
        self.begin.setEnabled(bool(self._round.remaining))
        for other in self._others:
            other.setEnabled(bool(self._round.remaining))
        # Villages as objects are named once, by themselves.
        named = bool(self._round.village) or all(line.register == "village" for line in lines)
        self.table.setColumnHidden(3, named)
        for at, value in enumerate(("label", "household", "place")):
            self.table.setColumnHidden(at, not any(getattr(line, value) for line in lines))

    def _show_lines(self, lines: list[RoundLine], *, keeps_mark: bool) -> None:
        """Show these; the mark stays on its object, or moves to the one in its place."""
        before, place = self.table.current_line(), self.table.currentIndex().row()
        self.lines.show(lines)
        if before is not None and keeps_mark:
            same = (n for n, line in enumerate(lines) if line.object_id == before.object_id)
            self.table.go_to(next(same, min(place, len(lines) - 1)))

    def go_back_to(self, object_id: str) -> None:
        """Put the keyboard on an object that was left, where the list still has it."""
        places = [n for n, line in enumerate(self.lines.lines) if line.object_id == object_id]
        if places:
            self.table.go_to(places[0])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Esc: from a search to all objects, from the objects to the checklists."""
        if self.search.text():
            self.search.clear()
        else:
            self.left_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        """With the object that is marked, or the first that waits."""
        line = self.table.current_line()
        self.begin_wanted.emit(line.object_id if line is not None and line.waiting else "")

    def _unfold(self) -> None:
        """Villages are listed below the checklist that is chosen, below no other."""
        self.rounds.show(
            [
                one
                for one in self._all
                if one.heads or one.free or (one.template, one.frequency) == self._unfolded
            ]
        )

    def _find_wanted(self, board: CheckBoard) -> None:
        village, field = self._wanted_in
        self._wanted_in = ("", "")
        groups = (one for one in board.groups if field in one.domain and one.waits_in(village))
        found = next(groups, None) if village else None
        if found is not None:
            self._wanted = (found.template, found.frequency, village, False)

    def _choose_wanted(self) -> None:
        if self._wanted is None:
            return
        for place, one in enumerate(self.rounds.lines):
            if one.key == self._wanted:
                self._wanted = None
                self.left_table.go_to(place)
                return

    def _first_open(self) -> int:
        """The first line that has something left, else the first."""
        lines = self.rounds.lines
        waiting = (n for n, one in enumerate(lines) if one.remaining)
        return next(waiting, 0)

    def _show_drafts(self, board: CheckBoard) -> None:
        emptied(self._draft_lines)
        self._drafts.setVisible(bool(board.drafts))
        titles = dict(board.checklists)
        self._drafts.heading.setText(f"没填完的 {len(board.drafts)} 份")
        for draft in board.drafts[:DRAFTS_SHOWN]:
            self._draft_lines.addWidget(self._draft_line(draft, titles))
        more = len(board.drafts) - DRAFTS_SHOWN
        if more > 0:
            self._draft_lines.addWidget(label(f"另有 {more} 份，在各检查表里标着“没填完”", "faint"))

    def _draft_line(self, draft: CheckDraft, titles: dict[str, str]) -> QWidget:
        at = f"{draft.saved_at.astimezone(CHINA):%m-%d %H:%M}" if draft.saved_at else ""
        words = f"{draft.label or '未命名'}　{titles.get(draft.template, draft.template)}"
        made = button(words, lambda: self.draft_wanted.emit(draft), "row", "edit")
        made.setToolTip(f"答了 {draft.answered} 项，{at} 保存")
        return made

    def _search_entered(self) -> None:
        text = self.search.text().strip()
        if parse_row_key(text) is not None:
            self.search.clear()
            self.key_wanted.emit(text)
        elif self.lines.rowCount() == 1:
            self.begin_wanted.emit(self.lines.line(0).object_id)
        else:
            self._enter_lines()

    def _enter_lines(self) -> None:
        """Put the keyboard on the first object that waits, or on what leads on where none does.

        Where what is chosen is still being read, once it is there.
        """
        choice = self.choice
        self._enters = choice is not None and choice.key != self._shown
        if self._enters:
            return
        lines = self.lines.lines
        if not lines:
            (self.search if self.search.text() else self.only_waiting).setFocus()
            return
        waiting = (n for n, line in enumerate(lines) if line.waiting)
        self.table.go_to(next(waiting, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _opened(self, line: RoundLine) -> None:
        """What waits is checked, what is done is looked at again."""
        if line.check and not line.waiting:
            self.record_wanted.emit(line.check)
        else:
            self.begin_wanted.emit(line.object_id)

    def _chosen(self, choice: RoundChoice | None) -> None:
        if choice is None:
            return
        group = (choice.template, choice.frequency)
        if group != self._unfolded and not choice.free:
            self._unfolded = group
            self._unfold()
            self.left_table.go_to([one.key for one in self.rounds.lines].index(choice.key))
            return
        self.chosen.emit(choice)

    def _connect(self) -> None:
        self.left_table.chosen.connect(self._chosen)
        self.left_table.opened.connect(lambda _choice: self._enter_lines())
        self.table.opened.connect(self._opened)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.returnPressed.connect(self._search_entered)
        self.only_waiting.toggled.connect(lambda _on: self._filter())

    def _lay_out(self) -> None:
        self._draft_lines.setSpacing(0)
        self._drafts.body.setSpacing(2)
        self._drafts.body.addLayout(self._draft_lines)
        self._drafts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._why.body.addWidget(button("去确认", self.confirm_wanted.emit, "link"))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._drafts)
        left.addWidget(self.left_table, 1)
        back = button("收回填好的表格", self.return_wanted.emit, icon="import")
        left.addLayout(packed(back))
        side = holder(left)
        side.setFixedWidth(LEFT_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(16)
        body.addWidget(side)
        body.addLayout(self._right(), 1)
        self.setFocusProxy(self.left_table)

    def _right(self) -> QVBoxLayout:
        head = row(self._heading)
        head.addWidget(self._told, 1)
        tools = row(self.search)
        tools.addWidget(self.only_waiting)
        tools.addWidget(button("按村统计", self.count_wanted.emit, "quiet", "figures"))
        self.search.setMinimumWidth(260)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._why)
        right.addLayout(head)
        right.addLayout(packed(self.begin, *self._others))
        right.addLayout(tools)
        right.addWidget(self.table, 1)
        right.addWidget(self._nothing, 1)
        return right


def _told(round_: CheckRound, *, free: bool) -> str:
    """How far a round is, in a line."""
    if free:
        return f"共 {len(round_.lines)} 个对象，随时可查"
    parts = [round_.period]
    if round_.due is not None:
        parts.append(f"{round_.due.month}月{round_.due.day}日前")
    overdue = sum(line.status is TaskStatus.OVERDUE for line in round_.lines)
    parts.append(f"上期未查 {overdue}" if overdue else "")
    parts.append(f"共 {len(round_.lines)}，已查 {round_.done}，还剩 {len(round_.remaining)}")
    return "　".join(filter(None, parts))


def _nothing(round_: CheckRound, text: str) -> tuple[str, str]:
    """What an empty list says."""
    if text:
        return "没有找到", "换个名字或编号试试；扫二维码时光标要在查找框里。"
    if round_.lines:
        return "这一轮都查完了", "去掉“只看没查的”，可以看已经查过的。"
    return "这里没有要查的", "对象来自台账：先在台账里登记户厕、公厕、收集点等。"
