"""检查: what is to be checked, entered one object a screen or as a table of paper sheets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import check_round
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_round import CheckBoard, CheckRound, RoundLine
from qxn_desktop.services.context import AppContext
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.village_count_dialog import count_by_village
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.check.round_line import RoundChoice
from qxn_desktop.ui.pages.check.round_view import RoundView
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target

if TYPE_CHECKING:
    from qxn_desktop.reports.preview import Preview
    from qxn_desktop.services.check_sheets import Printed, Typeset
    from qxn_desktop.services.typed_rows import ReadRows
    from qxn_desktop.ui.pages.check.entry_view import EntryView
    from qxn_desktop.ui.pages.check.print_view import PrintView
    from qxn_desktop.ui.pages.check.record_view import RecordView
    from qxn_desktop.ui.pages.check.return_view import ReturnView
    from qxn_desktop.ui.pages.check.sheet_view import SheetView

V = TypeVar("V", bound=QWidget)


class CheckPage(Page):
    """Rounds in front; entering takes their place and gives it back.

    What takes their place is imported and built when it is first wanted.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._round: CheckRound | None = None
        self.rounds = RoundView()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.rounds)
        self.body.addWidget(self.stack, 1)
        self.say_title("检查")
        self.setFocusProxy(self.rounds)
        self._connect()

    @cached_property
    def entry(self) -> EntryView:
        """One object a screen."""
        from qxn_desktop.ui.pages.check.entry_view import EntryView  # noqa: PLC0415

        made = self._take_in(EntryView(self.shell))
        made.left.connect(self._back_from_entry)
        return made

    @cached_property
    def sheets(self) -> SheetView:
        """The table for paper sheets."""
        from qxn_desktop.ui.pages.check.sheet_view import SheetView  # noqa: PLC0415

        made = self._take_in(SheetView(self.shell))
        made.left.connect(self._back)
        made.object_wanted.connect(self._open_object)
        return made

    @cached_property
    def printing(self) -> PrintView:
        """Blank sheets before they are printed."""
        from qxn_desktop.ui.pages.check.print_view import PrintView  # noqa: PLC0415

        made = self._take_in(PrintView(self.shell))
        made.left.connect(self._back)
        return made

    @cached_property
    def returned(self) -> ReturnView:
        """A workbook that came back."""
        from qxn_desktop.ui.pages.check.return_view import ReturnView  # noqa: PLC0415

        made = self._take_in(ReturnView(self.shell))
        made.left.connect(self._back)
        return made

    @cached_property
    def record(self) -> RecordView:
        """A recorded check."""
        from qxn_desktop.ui.pages.check.record_view import RecordView  # noqa: PLC0415

        made = self._take_in(RecordView(self.shell))
        made.left.connect(self._back)
        made.again_wanted.connect(self._open_object)
        return made

    def _take_in(self, view: V) -> V:
        self.stack.addWidget(view)
        return view

    def open(self, target: Target) -> None:
        template = target.fact("template")
        if target.fact("register") == "check":
            self._open_record(target.id)
        elif template and target.id:
            self._open_object(template, target.id)
        elif template:
            self._show(self.rounds)
            self.rounds.want(template, target.fact("frequency"), target.fact("village"))
        elif target.fact("village"):
            self._show(self.rounds)
            self.rounds.want_in(target.fact("village"), target.fact("domain"))
            self.refresh_soon()

    def refresh(self) -> None:
        self.shell.read(self, check_round.board, self._show_board, key="board")

    def concerns(self, changes: ChangeSet) -> bool:
        """Saving a draft commits nothing that is shown here meanwhile."""
        return bool(changes.operations)

    def actions_here(self) -> Sequence[Action]:
        return (
            Action("开始检查", self.rounds.begin.click, ("Ctrl+B",)),
            Action("录入纸表", self._type_in),
            Action("打印空表", self._print, ("Ctrl+P",)),
            Action("空表存为 PDF", self._save_sheets, ("Ctrl+S",), listed=False),
            Action("返回清单", self._leave, ("Esc",), listed=False),
            Action("导出给村里填的表格", self._export),
            Action("收回填好的表格", self._take_back),
            Action("按村统计", self._count),
            Action("户主不在", lambda: self._act(0), ("F8",), listed=False),
            Action("空户（长期无人居住）", lambda: self._act(1), ("F9",), listed=False),
        )

    def _show(self, view: QWidget) -> None:
        if view is not self.stack.currentWidget():
            self.shell.settle()
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        view.setFocus()

    def _show_board(self, board: CheckBoard) -> None:
        with QSignalBlocker(self.rounds):  # what it chooses is read once, below
            self.rounds.show_board(board)
        self._read_round()

    def _chosen(self, _choice: RoundChoice) -> None:
        self._read_round()

    def _read_round(self) -> None:
        choice = self.rounds.choice
        if choice is None:
            return

        def work(ctx: AppContext) -> CheckRound:
            if choice.free:
                return check_round.free_round(ctx, choice.template, choice.village)
            return check_round.check_round(ctx, choice.template, choice.village, choice.frequency)

        self.shell.read(self, work, self._show_round, key="round")

    def _show_round(self, round_: CheckRound) -> None:
        self._round = round_
        self.rounds.show_round(round_)

    def _begin(self, object_id: str) -> None:
        if self._round is not None and self._round.lines:
            self._show(self.entry)
            self.entry.start(self._round, object_id)

    def _act(self, number: int) -> None:
        """An answer that ends the visit, while an object is shown."""
        if self._is_front("entry"):
            self.entry.act(number)

    def _open_draft(self, draft: CheckDraft) -> None:
        self._open_object(draft.template, draft.object_id)

    def _open_object(self, template: str, object_id: str) -> None:
        """One object by itself."""
        self.shell.read(
            self,
            lambda ctx: check_round.free_round(ctx, template, objects=[object_id]),
            self._begin_single,
            key="single",
        )

    def _begin_single(self, round_: CheckRound) -> None:
        if not round_.lines:
            self.shell.say("这个对象已经不在台账里了。")
            return
        self._show(self.entry)
        self.entry.start(round_)

    def _open_key(self, key: str) -> None:
        """The sheet of a key that was scanned or typed."""

        def work(ctx: AppContext) -> RoundLine | None:
            from qxn_desktop.services.typed_rows import KeyBook, template_of  # noqa: PLC0415

            template = template_of(ctx, key)
            return None if template is None else KeyBook(ctx, template).find(key)

        def done(line: RoundLine | None) -> None:
            if line is None:
                self.shell.say("没有这张检查表，请核对表号。")
            else:
                self._open_object(line.template, line.object_id)

        self.shell.read(self, work, done, key="single")

    def _open_record(self, check: str) -> None:
        """A check that was recorded."""
        self._show(self.record)
        self.record.show_check(check)

    def _count(self) -> None:
        """How the round stands, by village, to be copied for whoever asks."""
        round_ = self._round
        if round_ is not None:
            count_by_village(self.shell, self, lambda ctx: check_round.count(ctx, round_))

    # --- sheets out and back

    def _type_in(self) -> None:
        if self._round is not None and self._round.remaining:
            self._show(self.sheets)
            self.sheets.start(self._round, self.rounds.heading)

    def _print(self) -> None:
        """Typeset the sheets of the marked lines, or of all that wait, and show them."""
        if self._is_front("printing"):
            self.printing.print()
            return
        round_, marked = self._round, self.rounds.marked() or None
        if round_ is None or not (marked or round_.remaining):
            return
        heading = f"打印空表　{self.rounds.heading}"

        def work(ctx: AppContext, job: Job) -> tuple[Typeset, Preview]:
            from qxn_desktop.reports.preview import Preview  # noqa: PLC0415
            from qxn_desktop.services import check_sheets  # noqa: PLC0415

            typeset = check_sheets.typeset(check_sheets.gather(ctx, round_, marked, job), job)
            return typeset, Preview(typeset.pdf)

        def done(made: tuple[Typeset, Preview]) -> None:
            self._show(self.printing)
            self.printing.show_sheets(round_, heading, *made)

        self.shell.do(self, "正在排版空表", work, done)

    def _export(self) -> None:
        """A workbook for the marked lines, or for all that wait."""
        round_, marked = self._round, self.rounds.marked() or None
        if round_ is None or not (marked or round_.remaining):
            return
        from qxn_desktop.services import check_sheets  # noqa: PLC0415

        name = check_sheets.suggested_name(round_, ".xlsx")
        title, kinds = "保存给村里填的表格", "表格 (*.xlsx)"
        out = file_asking.ask_save(self, Purpose.SHEETS, title, name, kinds)
        if out is None:
            return

        def work(ctx: AppContext, job: Job) -> Printed:
            batch = check_sheets.gather(ctx, round_, marked, job)
            return check_sheets.export_workbook(ctx, batch, out)

        self.shell.do(self, "正在生成表格", work, self._written)

    def _written(self, printed: Printed) -> None:
        words = f"已生成 {printed.sheets} 份的表格“{printed.path.name}”，可以发给村里填"
        file_asking.tell_saved(self.shell, printed.path, words)

    def _take_back(self) -> None:
        kinds = "表格 (*.xlsx)"
        chosen = file_asking.ask_open(self, Purpose.RECEIVED, "选择收回的表格", kinds)
        if chosen is not None:
            self.read_back(chosen)

    def read_back(self, path: Path) -> None:
        """Show what a filled workbook comes to."""

        def work(ctx: AppContext, job: Job) -> ReadRows:
            from qxn_desktop.services import check_return  # noqa: PLC0415

            return check_return.read_file(ctx, path, job)

        self.shell.do(
            self, "正在核对收回的表格", work, lambda read: self._show_returned(read, path.name)
        )

    def _show_returned(self, read: ReadRows, name: str) -> None:
        self._show(self.returned)
        self.returned.show_read(read, name)

    def _save_sheets(self) -> None:
        if self._is_front("printing"):
            self.printing.save()

    def _leave(self) -> None:
        """From whatever took the place of the list; there, a step back."""
        if self.stack.currentWidget() is self.rounds:
            self.rounds.go_back()
        elif self._is_front("sheets"):
            self.sheets.leave()
        elif self._is_front("entry"):
            self.entry.leave()
        else:
            self._back()

    def _is_front(self, name: str) -> bool:
        """Whether a view that is built when it is first wanted is the one in front."""
        return self.stack.currentWidget() is self.__dict__.get(name)

    def _back_from_entry(self) -> None:
        self._back()
        if self.entry.line is not None:
            self.rounds.go_back_to(self.entry.line.object_id)

    def _back(self) -> None:
        self._show(self.rounds)
        self.refresh_soon()

    def _confirm(self) -> None:
        self.shell.go(Target("settings", facts={"section": "checklists"}))

    def _connect(self) -> None:
        self.rounds.chosen.connect(self._chosen)
        self.rounds.begin_wanted.connect(self._begin)
        self.rounds.draft_wanted.connect(self._open_draft)
        self.rounds.key_wanted.connect(self._open_key)
        self.rounds.confirm_wanted.connect(self._confirm)
        self.rounds.table_wanted.connect(self._type_in)
        self.rounds.print_wanted.connect(self._print)
        self.rounds.export_wanted.connect(self._export)
        self.rounds.return_wanted.connect(self._take_back)
        self.rounds.record_wanted.connect(self._open_record)
        self.rounds.count_wanted.connect(self._count)
