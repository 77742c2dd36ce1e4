"""One problem: where it stands, the next step with its form, photos, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.json_types import Json
from qxn_desktop.services import problems
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_page import Link, ProblemPage
from qxn_desktop.services.problem_step import StepForm, done_words
from qxn_desktop.services.problems import ProblemView
from qxn_desktop.ui.pages.problems.half_typed import HalfTyped
from qxn_desktop.ui.pages.problems.photo_pair import PhotoPair
from qxn_desktop.ui.pages.problems.problem_list import due_tone
from qxn_desktop.ui.pages.problems.step_form import StepFormPane
from qxn_desktop.ui.pages.problems.step_row import StepRow
from qxn_desktop.ui.pages.problems.timeline_card import TimelineCard
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, emptied, row
from qxn_desktop.ui.widgets.text import label, pill, selectable

ENDED = "这个问题已经办完。又发现同样情况的，用“其他办理”里的“重新打开”。"


JUDGED = frozenset({"confirm", "return", "revisit"})
"""Steps that judge what was done: before and after stand beside the form."""
BESIDE = 660
"""px: a narrower pane has the photos above the form."""


class ProblemPane(QWidget):
    """Shows a ``ProblemPage``; ``enlarge`` asks for photos to be shown large.

    ``released``: the form that had the keyboard is gone. It never falls to the next button by
    itself: one more Enter there could be an act of a procedure.
    """

    enlarge = Signal(object, int)
    released = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.page: ProblemPage | None = None
        self.form: StepFormPane | None = None
        self._typed = HalfTyped()
        self._is_doing = False
        self._heading = selectable(kind="section")
        self._pills = row(spacing=6)
        self._links = row(spacing=12)
        self._facts = label(kind="soft", wrap=True)
        self._text = selectable(kind="soft")
        self._road = StepRow()
        self._next = Card(" ")
        self._others = button("其他办理", kind="menu")
        self._place = QVBoxLayout()
        self._beside = PhotoPair(shell, brief=True)
        self._judging = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._photos = PhotoPair(shell)
        self._past = TimelineCard()
        self._lay_out()
        self._photos.enlarge.connect(self.enlarge)
        self._beside.enlarge.connect(self.enlarge)
        self._past.enlarge.connect(self.enlarge)

    def show_page(self, page: ProblemPage) -> None:
        """Show a problem; what somebody is typing into the form of the same step is kept."""
        self._keep_typed()
        before = self.page
        same = before is not None and before.line.id == page.line.id
        unchanged = same and before is not None and before.timeline == page.timeline
        again = same and before is not None and before.line.state == page.line.state
        was_here = again and self.has_keyboard()
        if same and not again:
            self._tell_left_over()
        self.page = page
        self._typed.only(page.line.id, page.line.state)
        self._show_head(page)
        self._road.show_marks(page.stages)
        for pair in (self._photos, self._beside):
            pair.show_photos(page.before, page.after)
        self._past.show_lines(page.timeline)
        self._fill_menu(page)
        if not same:
            self._bring_in_sight(self._heading)
        if not (unchanged and self.form is not None and self.form.is_touched()):
            self.show_step(self._typed.event_of(page.line.id, page.line.state))
            if was_here:
                self.focus_step()

    def _tell_left_over(self) -> None:
        """The problem moved on under somebody's hands: what was typed can be taken along."""
        texts = self.form.texts if self.form is not None else ""
        if texts:
            copy = partial(QGuiApplication.clipboard().setText, texts)
            said = "这个问题已经走到下一步，刚才写的没有用上。"
            self._shell.say(said, more=("复制写的", copy))

    def show_step(self, event: str) -> None:
        """Show the form of ``event``; "" of the next step on the road."""
        page = self.page
        if page is None:
            return
        if self.has_keyboard():
            self.released.emit()
        emptied(self._place)
        self.form = None
        step = next((one for one in page.guide.steps if one.event == event), page.guide.next)
        self._show_beside(shown=step is not None and step.event in JUDGED)
        if step is None:
            self._next.heading.setText("已归档")
            self._place.addWidget(label(ENDED, "soft", wrap=True))
            return
        is_next = step == page.guide.next
        self._next.heading.setText(f"下一步：{step.title}" if is_next else step.title)
        self._show_form(page, step, main=is_next)

    def take_step(self, event: str) -> None:
        """Somebody chose another step: show its form and go into it."""
        self._keep_typed()
        self.show_step(event)
        self.focus_step()

    def leave_step(self) -> None:
        """Out of the form. What was typed stays: in sight, or until its step is chosen again."""
        self._keep_typed()
        if self.page is not None and self.form is not None:
            self._typed.leave(self.page.line.id)
            if self.form.step != self.page.guide.next:
                self.show_step("")
        self.released.emit()

    def has_keyboard(self) -> bool:
        """Whether the next key goes to the step."""
        focus = QApplication.focusWidget()
        return focus is not None and self._next.isAncestorOf(focus)

    def focus_step(self) -> None:
        """Put the cursor into the step's form; never on the button that does it."""
        if self.form is not None:
            self.form.take_focus()
            see = partial(self._bring_in_sight, self._next)
            QTimer.singleShot(0, self, see)  # a form that has just come is not laid out yet

    def _bring_in_sight(self, part: QWidget) -> None:
        """Scroll so that the whole of ``part`` is seen, as far as the window is high enough."""
        above = self.parentWidget()
        area = above.parentWidget() if above is not None else None
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(part, 0, 8)

    def submit(self) -> None:
        """Do the step that is shown, if nothing is missing."""
        if self.form is not None:
            self.form.try_submit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Photos beside the form where there is room, else above it."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = event.size().width() >= BESIDE
        self._judging.setDirection(direction.LeftToRight if wide else direction.BottomToTop)

    def _lay_out(self) -> None:
        head = Card()
        head.body.addWidget(self._heading)
        head.body.addLayout(self._pills)
        head.body.addLayout(self._links)
        head.body.addWidget(self._facts)
        head.body.addWidget(self._text)
        head.body.addSpacing(4)
        head.body.addWidget(self._road)
        self._next.head.addWidget(self._others)
        self._judging.setContentsMargins(0, 0, 0, 0)
        self._judging.setSpacing(16)
        held = QVBoxLayout()
        held.addLayout(self._place)
        held.addStretch(1)
        self._judging.addLayout(held, 1)
        self._judging.addWidget(self._beside)
        self._next.body.addLayout(self._judging)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(12)
        for card in (head, self._next, self._photos, self._past):
            body.addWidget(card)
        body.addStretch(1)

    def _show_beside(self, *, shown: bool) -> None:
        page = self.page
        shown = shown and page is not None and bool(page.before or page.after)
        self._beside.setVisible(shown)
        self._photos.setVisible(not shown)

    def _show_form(self, page: ProblemPage, step: StepForm, *, main: bool) -> None:
        form = StepFormPane(step, page.guide, page.people, main=main)
        form.done.connect(self._do)
        form.left.connect(self.leave_step)
        self.form = form
        self._place.addWidget(form)
        form.fill(self._typed.facts_of(page.line.id, page.line.state, step.event))

    def half_typed(self) -> int:
        """How many forms of steps are half typed, this one or others."""
        self._keep_typed()
        return self._typed.count

    def _keep_typed(self) -> None:
        """Remember a form that is left half typed; not one whose step is being written now."""
        page, form = self.page, self.form
        if page is not None and form is not None and not self._is_doing:
            facts = form.facts if form.is_touched() else {}
            self._typed.keep(page.line.id, page.line.state, form.step.event, facts)

    # --- the head

    def _show_head(self, page: ProblemPage) -> None:
        line = page.line
        self._heading.setText(line.title)
        emptied(self._pills)
        for words, tone in _pills(page):
            self._pills.addWidget(pill(words, tone))
        self._pills.addStretch(1)
        emptied(self._links)
        self._links.addWidget(self._link(page.object, "location"))
        if page.check is not None:
            self._links.addWidget(self._link(page.check, "checks"))
        self._links.addStretch(1)
        self._facts.setText("　".join(_facts(page)))
        self._text.setText("　".join(filter(None, (_origin(page), page.description))))

    def _link(self, to: Link, icon: str) -> QPushButton:
        target = row_target(to.register, to.id)
        return button(to.words, lambda: self._shell.go(target), "link", icon)

    def _fill_menu(self, page: ProblemPage) -> None:
        others = page.guide.others
        menu = QMenu(self._others)
        for step in others:
            made = menu.addAction(step.verb)
            made.triggered.connect(partial(self._chosen, step.event))
        old = self._others.menu()
        self._others.setMenu(menu)
        if old is not None:
            old.deleteLater()
        self._others.setVisible(bool(others))

    # --- doing

    def _chosen(self, event: str, _checked: bool = False) -> None:
        self.take_step(event)

    def _do(self, event: str, facts: Mapping[str, Json]) -> None:
        page, form = self.page, self.form
        if page is None or form is None or self._is_doing:
            return
        self._is_doing = True
        self._shell.do(
            self,
            f"正在办理{form.step.verb}",
            lambda ctx, _job: problems.do(ctx, page.line.id, Action(event, facts)),
            partial(self._done, event, form),
            self._failed,
        )

    def _done(self, event: str, form: StepFormPane, view: ProblemView) -> None:
        """Say it; the form of the step after it comes with the page that is read anew."""
        self._is_doing = False
        if self.page is not None:
            self._typed.forget(view.id, self.page.line.state, event)
        if self.form is form:  # it is not done again before the next one is there
            self.form = None
            self.released.emit()
        self._shell.say(done_words(event, view.line))

    def _failed(self, error: BaseException) -> None:
        self._is_doing = False
        self._shell.fail(error)


def _pills(page: ProblemPage) -> list[tuple[str, Tone]]:
    line = page.line
    state = line.state_title
    found = [(state, Tone.ACCENT if page.due_words else Tone.DONE)]
    if page.due_words:
        found.append((page.due_words, due_tone(page.due_mark)))
    if line.disputed:
        found.append(("两人并行办理，待裁决", Tone.SOON))
    if line.severity:
        found.append((line.severity, Tone.NEUTRAL))
    if line.rebounds:
        found.append((f"反弹 {line.rebounds} 次", Tone.SOON))
    found += [(f"已移交问责（{ground}）", Tone.NEUTRAL) for ground in page.referred]
    return found


def _facts(page: ProblemPage) -> list[str]:
    line = page.line
    people = (("整改责任人", line.owner), ("督办责任人", line.supervisor))
    found = [f"{title} {name}" for title, name in people if name]
    found.append(f"期限 {line.due}")
    if line.closed_on:
        found.append(f"销号 {line.closed_on}")
    return found


def _origin(page: ProblemPage) -> str:
    line = page.line
    source = line.source + (f" {line.source_number}" if line.source_number else "")
    return f"{line.number}　{source}"
