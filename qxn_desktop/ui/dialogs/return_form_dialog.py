"""收回填好的表: what it would change, cell by cell, before anything is written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qxn_desktop.services import row_return
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.row_return import CellState, ReturnLine, RowReturn, Taken
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, column, holder, packed, row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label, selectable

SIZE = 1000, 600
MOST_SIGNS = 24
NOTHING = "这个表和台账里的一样，没有要写入的。"
BOTH = "两边都改过：发出去以后，台账里也改了。选一个，回车换过来。"


class ReturnFormDialog(WorkDialog):
    """``path`` is the form that came back."""

    def __init__(self, shell: Shell, parent: QWidget, path: Path) -> None:
        super().__init__(shell, parent, "收回填好的表")
        self._path = path
        self.found: RowReturn | None = None
        self._theirs: set[tuple[str, str]] = set()
        self.resize(*SIZE)
        self._counts = label("正在读取……", "soft", wrap=True)
        self._remarks = Note("", Tone.SOON)
        self._remarks.hide()
        self.model = LinesModel(self._columns(), self)
        self.table = TableView(self.model, "要写入的各格")
        self._words = selectable()
        self.ours = button("留台账里的", lambda: self._choose(theirs=False), "choice")
        self.theirs = button("用表里的", lambda: self._choose(theirs=True), "choice")
        for one in (self.ours, self.theirs):
            one.setCheckable(True)
        self._both = holder(packed(self.ours, self.theirs))
        self.all_ours = button("都留台账里的", lambda: self._choose_all(theirs=False), "link")
        self.all_theirs = button("都用表里的", lambda: self._choose_all(theirs=True), "link")
        self._all = holder(
            packed(label("两边都改过的：", "soft"), self.all_ours, self.all_theirs, spacing=4)
        )
        self._lay_out()
        self.copy = button("复制填错的地方", self._copy, icon="copy")
        self.foot.insertWidget(0, self.copy)
        self.go = self.add_button(button("写入", self.take, "primary", "done"))
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(self._turn)
        self._set_loaded(loaded=False)
        self.shell.read(self, lambda ctx: row_return.read(ctx, path), self._show, self._refused)

    def take(self) -> None:
        """Write what is to be written; one step."""
        found, chosen = self.found, tuple(self._theirs)
        if found is not None:

            def work(ctx: AppContext, _job: Job) -> Taken:
                return row_return.take(ctx, found, chosen)

            self.work("正在写入", work, self._taken)

    # --- what is shown

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("记录", lambda one: one.row, 150),
            Column("哪一格", lambda one: one.title, 160),
            Column("台账里的", lambda one: one.old, 190),
            Column("表里填的", lambda one: one.new, 190),
            Column("怎么办", self._becomes, 0, tone=self._tone),
        )

    def _becomes(self, one: ReturnLine) -> str:
        if one.state is CellState.FAULT:
            return "填错了，不写入"
        if one.state is CellState.CHANGE:
            return "写入"
        taken = (one.id, one.field) in self._theirs
        return "两边都改过，用表里的" if taken else "两边都改过，留台账里的"

    def _tone(self, one: ReturnLine) -> Tone | None:
        if one.state is CellState.FAULT:
            return Tone.OVERDUE
        return Tone.SOON if one.state is CellState.CLASH else Tone.DONE

    def _show(self, found: RowReturn) -> None:
        self.found = found
        self.say_title(f"收回填好的表：{found.title}")
        self._remarks.words.setText("".join(found.remarks))
        self._remarks.setVisible(bool(found.remarks))
        self.model.show(found.lines)
        self._set_loaded(loaded=bool(found.lines))
        self._judge()
        self.table.go_to(0)
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        self._counts.setText(self._path.name)
        self.tell_failure(error)

    def _set_loaded(self, *, loaded: bool) -> None:
        for one in (self.table, self._below):
            one.setVisible(loaded)
        states = Counter(one.state for one in self.model.lines)
        self.copy.setVisible(states[CellState.FAULT] > 0)
        self._all.setVisible(states[CellState.CLASH] > 1)
        if not loaded:
            self.go.setEnabled(False)
            self._counts.setText(NOTHING if self.found is not None else "正在读取……")

    def _judge(self) -> None:
        found = self.found
        if found is None or not found.lines:
            return
        states = Counter(one.state for one in found.lines)
        parts = [f"要写入 {states[CellState.CHANGE]} 处"]
        if states[CellState.CLASH]:
            parts.append(f"两边都改过 {states[CellState.CLASH]} 处，由您定")
        if states[CellState.FAULT]:
            parts.append(f"填错 {states[CellState.FAULT]} 处，不写入，其余照样写")
        self._counts.setText("；".join(parts) + "。")
        count = states[CellState.CHANGE] + len(self._theirs)
        self.go.setText(f"写入 {count} 处")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(count > 0)

    def _show_line(self, one: ReturnLine | None) -> None:
        is_clash = one is not None and one.state is CellState.CLASH
        self._both.setVisible(is_clash)
        if one is None:
            self._words.setText("")
            return
        if is_clash:
            self._words.setText(f"{one.row}　{one.title}　{BOTH}")
            taken = (one.id, one.field) in self._theirs
            for box, says, text in (
                (self.ours, "留台账里的", one.old),
                (self.theirs, "用表里的", one.new),
            ):
                box.setText(f"{says}：{_short(text)}")
                box.setAccessibleName(f"{says}：{text}")
                box.setToolTip(text)
            self.ours.setChecked(not taken)
            self.theirs.setChecked(taken)
        elif one.state is CellState.FAULT:
            self._words.setText(f"{one.row}　{one.sentence}")
        else:
            self._words.setText(f"{one.row}　{one.title}　{one.old} → {one.new}")

    # --- what a person does

    def _turn(self, one: ReturnLine) -> None:
        self._choose(theirs=(one.id, one.field) not in self._theirs)

    def _choose(self, *, theirs: bool) -> None:
        one = self.table.current_line()
        if isinstance(one, ReturnLine) and one.state is CellState.CLASH:
            self._set(one, theirs=theirs)
            self._redraw(one)

    def _choose_all(self, *, theirs: bool) -> None:
        for one in self.model.lines:
            if one.state is CellState.CLASH:
                self._set(one, theirs=theirs)
        self._redraw(self.table.current_line())

    def _set(self, one: ReturnLine, *, theirs: bool) -> None:
        place = (one.id, one.field)
        if theirs:
            self._theirs.add(place)
        else:
            self._theirs.discard(place)

    def _redraw(self, one: ReturnLine | None) -> None:
        self.table.viewport().update()
        self._show_line(one)
        self._judge()

    def _copy(self) -> None:
        """The faults as a text for the village."""
        wrong = [one for one in self.model.lines if one.state is CellState.FAULT]
        said = [f"{at}. {one.row}　{one.sentence}" for at, one in enumerate(wrong, 1)]
        QGuiApplication.clipboard().setText("\n".join(("请改这几处：", *said)))
        self.tell_done("已复制，到微信里粘贴给村里。")

    def _taken(self, done: Taken) -> None:
        self.accept()
        self.shell.say(f"已收回：{done.rows} 条记录，写入 {done.cells} 处。", undo=done.cells > 0)

    def _lay_out(self) -> None:
        below = column(self._words, self._both, self._all, spacing=6)
        self._below = holder(below)
        self.body.addWidget(self._counts)
        self.body.addWidget(self._remarks)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._below)
        self.body.addLayout(row())


def _short(text: str) -> str:
    """As much of a text as a button holds; its tooltip says the whole."""
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}……"
