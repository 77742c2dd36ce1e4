"""One object a screen: answers saved as they are given, the check recorded, the next one shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qxn_desktop.common.clock import CHINA, today
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import check_draft, photo_intake
from qxn_desktop.services.check_draft import CheckDraft, DraftPhoto
from qxn_desktop.services.check_form import (
    CheckForm,
    LiveCheck,
    Shortcut,
    judge,
    open_form,
    record_draft,
    redone,
    shortcuts,
    take_up_again,
)
from qxn_desktop.services.check_round import CheckRound, RoundLine
from qxn_desktop.services.checks import Recorded
from qxn_desktop.services.context import AppContext
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.pages.check.entry_form import EntryForm
from qxn_desktop.ui.pages.check.entry_head import EntryHead
from qxn_desktop.ui.pages.check.entry_summary import EntrySummary
from qxn_desktop.ui.pages.check.key_legend import KeyLegend
from qxn_desktop.ui.pages.check.visit_words import counter, recorded_words
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.card import row


class EntryView(QWidget):
    """``left``: back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._lines: tuple[RoundLine, ...] = ()
        self._at = 0
        self._done: set[str] = set()
        self._form: CheckForm | None = None
        self._draft: CheckDraft | None = None
        self._live: LiveCheck | None = None
        self._recording = False
        self._recorded_here: dict[str, CheckDraft] = {}
        self._taken_back: set[str] = set()
        self._inspector = shell.desk.clerk
        self._day: date | None = None
        self.head = EntryHead()
        self.form = EntryForm()
        self.summary = EntrySummary()
        self.legend = KeyLegend()
        self._lay_out()
        self._connect()

    @property
    def line(self) -> RoundLine | None:
        """The object that is shown."""
        return self._lines[self._at] if self._lines else None

    def start(self, round_: CheckRound, object_id: str = "") -> None:
        """Go through the objects of a round, from ``object_id`` or the first that waits."""
        self._lines, self._done = round_.lines, set()
        chosen = [n for n, line in enumerate(self._lines) if line.object_id == object_id]
        waiting = [n for n, line in enumerate(self._lines) if line.waiting]
        self._open(next(iter([*chosen, *waiting]), 0))

    def act(self, number: int) -> None:
        """The shortcut ``number`` (F8, F9) of the checklist."""
        if self._form is not None:
            known = shortcuts(self._form.template)
            if number < len(known):
                self._take_shortcut(known[number])

    def leave(self) -> None:
        """Go back to the list; what was answered is saved already."""
        self.left.emit()

    # --- opening

    def _open(self, place: int) -> None:
        if not self._lines:
            self.left.emit()
            return
        self._at, self._form = place, None
        line = self._lines[place]
        self.head.show_object(line, self._counted(line))
        self.head.show_saved("")
        template, object_id, day = line.template, line.object_id, self._day
        self._shell.read(
            self,
            lambda ctx: _opened(ctx, template, object_id, day),
            self._show_form,
            self._failed,
            key="form",
        )

    def _show_form(self, form: CheckForm) -> None:
        line = self.line
        if line is None or form.target.row.id != line.object_id:
            return
        inspector = form.draft.inspector or self._inspector
        self._form = form
        self._draft = replace(form.draft, label=line.called, inspector=inspector)
        self.head.show_visit(form.day, inspector, today(self._shell.desk.clock))
        if form.draft.saved_at is not None:
            self.head.show_saved("接着上次没填完的")
        self.form.begin(form.template, form.draft.answers, form.draft.photos, form.day.year)
        self.summary.show_shortcuts(shortcuts(form.template), counter(line))
        self._judge()
        self._stand()
        self._show_pictures()

    def _stand(self) -> None:
        """At the first item; in a form that was begun, at the first to do, or else the last."""
        if self._live is None or not self.form.stack.answers:
            self.form.go_first(())
            return
        lacking = [one.item.code for one in self._live.items if one.lacking]
        self.form.go_first(lacking or [self._live.asked[-1].item.code])

    def _failed(self, error: BaseException) -> None:
        self.left.emit()  # told afterwards: what is left takes its failures along
        self._shell.fail(error)

    def _counted(self, line: RoundLine) -> str:
        return f"第 {self._at + 1}/{len(self._lines)} {counter(line)}"

    # --- answering

    def _changed(self) -> None:
        self._judge()
        self._save()
        self._show_pictures()

    def _judge(self) -> None:
        if self._form is None:
            return
        with self._shell.here() as ctx:
            is_village = ctx.ws.role == "village"
        self._live = judge(self._form, self.form.stack.answers)
        self.form.show_live(self._live)
        self.summary.show_live(self._live, shows_score=not is_village)

    def _head_changed(self) -> None:
        day = self.head.checked_on
        if self._form is None or day is None:
            return
        self._day, self._inspector = day, self.head.inspector.text().strip()
        self._form = replace(self._form, day=day)
        self._judge()
        if self.form.stack.answers:
            self._save()

    def _take_shortcut(self, shortcut: Shortcut) -> None:
        self.form.answer(shortcut.code, shortcut.option)
        self.form.go_to(shortcut.code)

    # --- saving

    def _current_draft(self) -> CheckDraft | None:
        if self._draft is None or self._form is None:
            return None
        return replace(
            self._draft,
            date=self.head.checked_on or self._form.day,
            inspector=self.head.inspector.text().strip(),
            answers=dict(self.form.stack.answers),
        )

    def _save(self) -> None:
        draft = self._current_draft()
        if draft is None or self._recording:
            return
        self.head.show_saved("正在保存")
        self._shell.do(
            self,
            "正在保存没填完的检查",
            lambda ctx, _job: _keep(ctx, draft),
            self._saved,
            quiet=True,
        )

    def _saved(self, draft: CheckDraft) -> None:
        at = draft.saved_at
        words = f"已保存 {at.astimezone(CHINA):%H:%M}" if at else "没有要保存的"
        if self.line is not None and self.line.object_id == draft.object_id:
            self.head.show_saved(words)

    def _discard(self) -> None:
        draft = self._current_draft()
        if draft is None or self._form is None:
            return
        form = self._form
        self._draft = replace(draft, answers={}, photos=())
        self.form.begin(form.template, {}, (), form.day.year)
        self._judge()
        self.form.go_first(())
        self._shell.do(
            self,
            "正在清空",
            lambda ctx, _job: check_draft.discard(ctx, [draft]),
            lambda _none: self.head.show_saved("已清空"),
            quiet=True,
        )

    # --- photos

    def _add_files(self, paths: Sequence[Path]) -> None:
        def work(ctx: AppContext, job: Job) -> list[DraftPhoto]:
            kept, files = [], photo_intake.files(paths)
            for done, path in enumerate(files):
                job.report(done, len(files), path.name)
                kept.append(check_draft.add_photo(ctx, path))
            return kept

        if self._photo_place():
            self._shell.do(self, "正在收进照片", work, self._added, quiet=True)

    def _add_pasted(self, data: bytes) -> None:
        if self._photo_place():
            self._shell.do(
                self,
                "正在收进照片",
                lambda ctx, _job: [check_draft.paste_photo(ctx, data, "粘贴的图片.png")],
                self._added,
                quiet=True,
            )

    def _photo_place(self) -> str:
        """The item that takes a photo now: the current one, else the first that asks."""
        strips = self.form.strips
        if not strips:
            self._shell.say("这份检查没有不合格项，不用附照片。")
            return ""
        row_ = self.form.current
        chosen = row_.editor if row_ is not None and row_.editor in strips else strips[0]
        return chosen.item.code

    def _added(self, photos: Sequence[DraftPhoto]) -> None:
        code = self._photo_place()
        if self._draft is None or not code:
            return
        known = {photo.sha256: photo for photo in (*self._draft.photos, *photos)}
        self._draft = replace(self._draft, photos=tuple(known.values()))
        self.form.know_photos(self._draft.photos)
        held = self.form.stack.answers.get(code)
        before = [str(one) for one in held] if isinstance(held, list) else []
        self.form.answer(code, list(dict.fromkeys([*before, *(p.sha256 for p in photos)])))
        self.form.go_to(code)

    def _show_pictures(self) -> None:
        wanted = [sha256 for strip in self.form.strips for sha256 in strip.wanted]
        if wanted:
            self._shell.read(
                self,
                lambda ctx: {s: ctx.ws.photos.read(s) for s in wanted if ctx.ws.photos.has(s)},
                self._pictures_read,
                key="pictures",
            )

    def _pictures_read(self, pictures: dict[str, bytes]) -> None:
        for strip in self.form.strips:
            strip.show_pictures({s: pictures[s] for s in strip.wanted if s in pictures})

    # --- recording

    def _finish(self) -> None:
        """Enter on the last item: record what is whole, else go to where photos are lacking."""
        short = self._live.short if self._live is not None and self._live.ready else ()
        if short:
            self.form.go_first(short)
            self._shell.say("照片还不够，已转到那一项；实在没有，按 Ctrl+回车照样登记。")
        else:
            self._record()

    def _record(self) -> None:
        """Record what is complete, else go to what is lacking."""
        live, draft = self._live, self._current_draft()
        if live is None or draft is None or self._recording:
            return
        if not live.ready:
            wrong = [one.item.code for one in live.items if one.fault or one.required]
            self.form.go_first(wrong)
            self._shell.say(f"还有 {len(wrong)} 项没有填好，已转到第一项。")
            return
        if self.head.checked_on is None:
            self.head.day.setFocus()
            return
        self._recording = True
        self._shell.do(
            self,
            "正在登记",
            lambda ctx, _job: record_draft(ctx, draft),
            self._recorded,
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._recording = False
        self._shell.fail(error)

    def _recorded(self, recorded: Recorded) -> None:
        self._recording = False
        line = self.line
        if line is None:
            return
        self._done.add(line.object_id)
        draft = self._current_draft()
        if draft is not None:
            self._recorded_here[recorded.id] = draft
        self._draft = None
        self._shell.say(recorded_words(line, recorded), undo=True, more=self._offer(recorded))
        self._next()

    # --- taking back

    def _committed(self, changes: ChangeSet) -> None:
        """When a check recorded here is taken back its answers come back; done again, they go."""
        for check, draft in self._recorded_here.items():
            if ("check", check) in changes.rows:
                turn = redone if check in self._taken_back else take_up_again
                self._shell.do(
                    self,
                    "正在取回答案",
                    partial(_turned, turn, check, draft),
                    partial(self._turned, check),
                )

    def _turned(self, check: str, draft: CheckDraft | None) -> None:
        """``draft``: of the check that was taken back or done again; None: nothing was."""
        if draft is None:
            return
        object_id = draft.object_id
        if check in self._taken_back:
            self._taken_back.discard(check)
            self._done.add(object_id)
            if self.isVisible() and self.line is not None and self.line.object_id == object_id:
                self._draft = None
                self._next()
            return
        self._taken_back.add(check)
        self._done.discard(object_id)
        places = [n for n, one in enumerate(self._lines) if one.object_id == object_id]
        if places and self.isVisible():
            self._open(places[0])

    def _offer(self, recorded: Recorded) -> tuple[str, Callable[[], None]] | None:
        if not recorded.problems:
            return None
        one, *others = recorded.problems
        target = (
            Target("problems", facts={"check": recorded.id}) if others else Target("problems", one)
        )
        return "看问题", lambda: self._shell.go(target)

    def _next(self, by: int = 1) -> None:
        """The next object that waits; at the end of the round back to the list."""
        count = len(self._lines)
        places = [(self._at + by * step) % count for step in range(1, count)] if count else []
        waiting = [
            place
            for place in places
            if self._lines[place].waiting and self._lines[place].object_id not in self._done
        ]
        if waiting:
            self._open(waiting[0])
        else:
            self.leave()

    def _connect(self) -> None:
        self._shell.changed.connect(self._committed)
        self.head.left.connect(self.leave)
        self.head.changed.connect(self._head_changed)
        self.form.changed.connect(self._changed)
        self.form.finished.connect(self._finish)
        self.form.record_wanted.connect(self._record)
        self.form.left.connect(self.leave)
        self.form.stepped.connect(self._next)
        self.form.files_dropped.connect(self._add_files)
        self.form.pasted.connect(self._add_pasted)
        self.summary.record_wanted.connect(self._record)
        self.summary.skip_wanted.connect(self._next)
        self.summary.discard_wanted.connect(self._discard)
        self.summary.item_wanted.connect(self.form.go_to)
        self.summary.shortcut_wanted.connect(self._take_shortcut)

    def _lay_out(self) -> None:
        middle: QHBoxLayout = row(spacing=16)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.summary)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addWidget(self.head)
        body.addLayout(middle, 1)
        body.addWidget(self.legend)
        self.setFocusProxy(self.form)


def _opened(ctx: AppContext, template: str, object_id: str, day: date | None) -> CheckForm:
    """The form; a draft keeps its own day, a new one takes that of the object before."""
    has_draft = check_draft.find(ctx, template, object_id) is not None
    return open_form(ctx, template, object_id, None if has_draft else day)


def _turned(
    turn: Callable[[AppContext, str, CheckDraft], CheckDraft | None],
    check: str,
    draft: CheckDraft,
    ctx: AppContext,
    _job: Job,
) -> CheckDraft | None:
    return turn(ctx, check, draft)


def _keep(ctx: AppContext, draft: CheckDraft) -> CheckDraft:
    """Save a draft, or give it up once nothing is in it."""
    if draft.answers:
        return check_draft.save(ctx, draft)
    check_draft.discard(ctx, [draft])
    return replace(draft, saved_at=None)
