"""Typing in paper sheets: one row a sheet, found by its key or name, recorded together."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.common.clock import CHINA, today
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.row_key import parse_row_key
from qxn_desktop.services import check_draft, checks
from qxn_desktop.services.check_form import CheckForm, open_forms
from qxn_desktop.services.check_round import CheckRound, RoundLine
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.typed_rows import (
    KeyBook,
    ReadRows,
    RowStatus,
    TakenIn,
    read_rows,
    record_rows,
)
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.pages.check.row_state import RowState, lacks_photos, row_state
from qxn_desktop.ui.pages.check.typed_model import TypedModel
from qxn_desktop.ui.pages.check.typed_table import TypedTable
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, column, holder, row
from qxn_desktop.ui.widgets.text import label

TOLD_HEIGHT = 40
"""Two lines: what is told of a cell moves the table as little as can be."""

MOST_ROWS = 300
"""Sheets of one table; a village's draw is far smaller."""


class SheetView(QWidget):
    """``left``: back to the list. ``object_wanted``: one sheet by itself, for its photos."""

    left = Signal()
    object_wanted = Signal(str, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._round: CheckRound | None = None
        self._dirty: set[int] = set()
        self._heading = label(kind="section")
        self._told = label(kind="soft")
        self._saved = label(kind="faint")
        self.jump = QLineEdit(placeholderText="输入或扫表号、户主，回车跳到那一行")
        self.jump.setAccessibleName("跳到哪一份")
        self.jump.setMinimumWidth(280)
        self.model = TypedModel(self)
        self.table = TypedTable(self.model)
        self.record = button("登记", self._record, "primary", "done")
        self.record.setToolTip("Ctrl+回车")
        self._alone = button("单独填这一份", self._open_alone, icon="camera")
        self._note = Note(tone=Tone.SOON)
        self._note.hide()
        self._about = label(kind="soft", wrap=True)
        self._fault = label(kind="fault", wrap=True)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._save)
        self._lay_out()
        self.model.edited.connect(self._edited)
        self.model.dataChanged.connect(lambda *_: self._tell_cell())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_cell())
        shell.changed.connect(self._committed)
        self.table.record_wanted.connect(self._record)
        self.table.left_over.connect(self._tell_left_over)
        self.jump.returnPressed.connect(self._jumped)

    def start(self, round_: CheckRound, called: str) -> None:
        """Show a row for each object that waits of a round, ``called`` as the list calls it."""
        self._round = round_
        lines = round_.remaining[:MOST_ROWS]
        day = today(self._shell.desk.clock)
        template, ids = round_.template.id, [line.object_id for line in lines]
        self._heading.setText(f"录入纸表　{called}")
        self._note.hide()
        self._shell.read(
            self,
            lambda ctx: open_forms(ctx, template, ids, day),
            lambda forms: self._show(lines, forms),
            self._failed,
            key="forms",
        )

    def leave(self) -> None:
        """Save what is to be saved and go back to the list."""
        self._flush()
        self.left.emit()

    def _show(self, lines: tuple[RoundLine, ...], forms: tuple[CheckForm, ...]) -> None:
        if self._round is None:
            return
        known = {form.target.row.id: form for form in forms}
        clerk = self._shell.desk.clerk
        states = [
            row_state(line, known[line.object_id], clerk)
            for line in lines
            if line.object_id in known
        ]
        self.model.show(self._round.template, states)
        self._count()
        self.table.go_to(0)

    def _failed(self, error: BaseException) -> None:
        self.left.emit()  # told afterwards: what is left takes its failures along
        self._shell.fail(error)

    # --- typing

    def _edited(self, row_: int) -> None:
        self._dirty.add(row_)
        self._count()
        self._later.start()

    def _tell_cell(self) -> None:
        """The whole question of the current cell, and what is wrong with what was typed."""
        about, fault = self.model.about(self.table.currentIndex())
        self._about.setText(about)
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def _tell_left_over(self, count: int) -> None:
        self._shell.say(f"表里的行不够，多出的 {count} 行没有粘贴。Ctrl+Z 撤销整块。")

    def _count(self) -> None:
        ready = sum(state.is_ready for state in self.model.rows)
        begun = sum(not state.blank and not state.recorded for state in self.model.rows)
        self._told.setText(f"共 {len(self.model.rows)} 份，填了 {begun} 份，可以登记 {ready} 份")
        self.record.setText(f"登记填好的 {ready} 份" if ready else "登记")
        self.record.setEnabled(ready > 0)

    def _flush(self) -> None:
        if self._later.isActive():
            self._later.stop()
            self._save()

    def _save(self) -> None:
        drafts = [self.model.rows[n].draft() for n in sorted(self._dirty)]
        self._dirty.clear()

        def work(ctx: AppContext, _job: Job) -> str:
            empty = [draft for draft in drafts if not draft.answers]
            for draft in drafts:
                if draft.answers:
                    check_draft.save(ctx, draft)
            check_draft.discard(ctx, empty)
            return f"已保存 {ctx.clock.now().astimezone(CHINA):%H:%M}"

        self._shell.do(self, "正在保存没填完的检查", work, self._saved.setText, quiet=True)

    def _jumped(self) -> None:
        text = self.jump.text().strip()
        key = parse_row_key(text)
        place = self.model.named(text) if key is None else self.model.row_of(key.number)
        self.jump.selectAll()
        if place >= 0:
            self.jump.clear()
            self.table.go_to(place)
        elif key is not None and self._round is not None:
            self._fetch(text)
        else:
            self._shell.say(f"这一轮里没有“{text[:20]}”，请核对表号或姓名。")

    def _fetch(self, text: str) -> None:
        """A sheet that is not of this round: one more row for it."""
        round_ = self._round
        if round_ is None:
            return
        day = today(self._shell.desk.clock)

        def work(ctx: AppContext) -> tuple[RoundLine, CheckForm]:
            line = KeyBook(ctx, round_.template).find(text)
            return line, open_forms(ctx, round_.template.id, [line.object_id], day)[0]

        self._shell.read(self, work, self._fetched, key="sheet")

    def _fetched(self, found: tuple[RoundLine, CheckForm]) -> None:
        line, form = found
        self.jump.clear()
        self.table.go_to(self.model.add(row_state(line, form, self._shell.desk.clerk)))
        self._count()

    def _open_alone(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._flush()
            line = self.model.rows[index.row()].line
            self.object_wanted.emit(line.template, line.object_id)

    # --- recording

    def _record(self) -> None:
        self._flush()
        if self._round is None:
            return
        template = self._round.template
        rows = [
            state.typed(number)
            for number, state in enumerate(self.model.rows, 1)
            if state.is_ready and not _has_photos(state)
        ]
        alone = [state for state in self.model.rows if state.is_ready and _has_photos(state)]

        def work(ctx: AppContext, job: Job) -> tuple[ReadRows, TakenIn]:
            read = read_rows(ctx, template, rows, progress=job)
            return read, record_rows(ctx, read, job)

        if rows:
            self._shell.do(self, "正在登记", work, self._recorded)
        elif alone:
            self._shell.say("剩下的这几份带有照片，请点“单独填这一份”登记。")
        else:
            self._lead_on()

    def _lead_on(self) -> None:
        """Nothing is ready: to what the current sheet lacks."""
        place = max(self.table.currentIndex().row(), 0)
        if not self.model.rows:
            return
        if lacks_photos(self.model.rows[place]):
            self._shell.say("这一份有不合格项，差照片；请点“单独填这一份”附上。")
        else:
            self.table.go_to(place)
            self._shell.say("还没有填好的，已转到这一行要填的那一格。")

    def _recorded(self, done: tuple[ReadRows, TakenIn]) -> None:
        read, taken = done
        settled = (RowStatus.NEW, RowStatus.ALREADY)
        keys = {row_.key for row_ in read.rows if row_.status in settled}
        numbers = {parsed.number for key in keys if (parsed := parse_row_key(key)) is not None}
        self.model.set_recorded(
            [s.line.key for s in self.model.rows if _number(s.line.key) in numbers]
        )
        wrong = [row_ for row_ in read.rows if row_.faults]
        self._note.setVisible(bool(wrong))
        self._note.words.setText("；".join(str(row_.faults[0]) for row_ in wrong[:3]))
        self._count()
        self._shell.say(taken_words(taken), undo=bool(taken.recorded))

    def _committed(self, changes: ChangeSet) -> None:
        """When recorded sheets are taken back, they can be changed and recorded again."""
        drafts = [state.draft() for state in self.model.rows if state.recorded]
        recorded = {(one.object_id, str(one.date)) for one in drafts}
        if not recorded or self._round is None or not changes.touches("check"):
            return
        template = self._round.template.id

        def gone(ctx: AppContext) -> set[str]:
            return {
                object_id
                for object_id, day in recorded
                if not checks.checks_of(ctx, template=template, object=object_id, date=day)
            }

        self._shell.read(self, gone, self._reopened, key="gone")

    def _reopened(self, objects: set[str]) -> None:
        for row_ in self.model.set_open(objects):
            self._edited(row_)

    def _lay_out(self) -> None:
        back = button("返回清单", self.leave, "quiet", "back")
        head = row(back, self._heading)
        head.addWidget(self._told, 1)
        head.addWidget(self._saved)
        tools = row(self.jump)
        tools.addWidget(
            label("填数字选选项，回车下一格，Ctrl+回车登记；可整块粘贴", "faint"),
            1,
            Qt.AlignmentFlag.AlignLeft,
        )
        tools.addWidget(self._alone)
        tools.addWidget(self.record)
        told = column(self._about, self._fault, spacing=2)
        told.addStretch(1)
        place = holder(told)
        place.setMinimumHeight(TOLD_HEIGHT)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(head)
        body.addLayout(tools)
        body.addWidget(self._note)
        body.addWidget(place)
        body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)


def taken_words(taken: TakenIn) -> str:
    """What was recorded, in a sentence."""
    parts = [f"已登记 {len(taken.recorded)} 份"]
    if taken.already:
        parts.append(f"{taken.already} 份以前登记过")
    if taken.problems:
        parts.append(f"列入 {taken.problems} 个问题")
    if taken.leads:
        parts.append(f"列为 {taken.leads} 条线索")
    return "，".join(parts) + "。"


def _has_photos(state: RowState) -> bool:
    """Whether its draft holds photos, which only the one-object form records."""
    return bool(state.form.draft.photos)


def _number(key: str) -> str:
    parsed = parse_row_key(key)
    return parsed.number if parsed else ""
