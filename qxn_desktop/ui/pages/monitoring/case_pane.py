"""One household's case: where it stands, its limits, the one next step with its form, its past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.lead import CHANNEL_WORDS
from qxn_desktop.services import cases
from qxn_desktop.services.case_form import CaseGuide
from qxn_desktop.services.case_page import CasePage
from qxn_desktop.services.cases import CaseView
from qxn_desktop.services.leads import LeadLine
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_step import StepForm
from qxn_desktop.ui.pages.problems.half_typed import HalfTyped
from qxn_desktop.ui.pages.problems.step_form import StepFormPane
from qxn_desktop.ui.pages.problems.step_row import StepRow
from qxn_desktop.ui.pages.problems.timeline_card import TimelineCard
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, emptied, row
from qxn_desktop.ui.widgets.text import label, pill, selectable

LIGHTS = {"amber": Tone.SOON, "red": Tone.OVERDUE, "black": Tone.OVERDUE}
MOST_SOURCES = 6


def light_tone(light: str) -> Tone:
    """The tone of a limit; one far away has none of its own."""
    return LIGHTS.get(light, Tone.NEUTRAL)


class CasePane(QWidget):
    """Shows a ``CasePage``; ``enlarge`` asks for photos to be shown large.

    ``released``: the form that had the keyboard is gone; the next key is no act of a procedure.
    """

    enlarge = Signal(object, int)
    released = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.page: CasePage | None = None
        self.form: StepFormPane | None = None
        self.open_button = button("受理，开始核查", self.open_case, "primary")
        self._typed = HalfTyped()
        self._is_doing = False
        self._heading = selectable(kind="section")
        self._pills = row(spacing=6)
        self._links = row(spacing=12)
        self._facts = label(kind="soft", wrap=True)
        self._road = StepRow()
        self._clocks = QVBoxLayout()
        self._next = Card(" ")
        self._others = button("其他办理", kind="menu")
        self._place = QVBoxLayout()
        self._sources = Card("线索来源")
        self._source_lines = QVBoxLayout()
        self._past = TimelineCard()
        self._lay_out()
        self._past.enlarge.connect(self.enlarge)

    def show_page(self, page: CasePage) -> None:
        """Show a case; what somebody is typing into the form of the same step is kept."""
        self._keep_typed()
        before, self.page = self.page, page
        same = before is not None and _key(before) == _key(page)
        was_here = same and self.has_keyboard()
        self._typed.only(*_key(page))
        self._show_head(page)
        self._show_sources(page.sources)
        self._past.show_lines(page.timeline)
        self._past.setVisible(bool(page.timeline))
        unchanged = same and before is not None and before.timeline == page.timeline
        if not (unchanged and self.form is not None and self.form.is_touched()):
            self.show_step(self._typed.event_of(*_key(page)))
            if was_here:
                self.focus_step()

    def show_step(self, event: str) -> None:
        """Show the form of ``event``; "" of the next step on the road."""
        page = self.page
        if page is None:
            return
        if self.has_keyboard():
            self.released.emit()
        self.open_button.setParent(None)
        emptied(self._place)
        self.form = None
        self._others.setVisible(False)
        if page.guide is None:
            self._offer_opening(page)
            return
        self._fill_menu(page.guide)
        step = next((one for one in page.guide.steps if one.event == event), page.guide.next)
        if step is None:
            self._next.heading.setText("现在没有要办的")
            self._place.addWidget(label(_resting(page), "soft", wrap=True))
            return
        is_next = step == page.guide.next
        self._next.heading.setText(f"下一步：{step.title}" if is_next else step.title)
        self._show_form(page, page.guide, step, main=is_next)

    def take_step(self, event: str) -> None:
        """Somebody chose another step: show its form and go into it."""
        self._keep_typed()
        self.show_step(event)
        self.focus_step()

    def leave_step(self) -> None:
        """Out of the form. What was typed stays until its step is chosen again."""
        self._keep_typed()
        page = self.page
        if page is not None and self.form is not None and page.guide is not None:
            self._typed.leave(_key(page)[0])
            if self.form.step != page.guide.next:
                self.show_step("")
        self.released.emit()

    def has_keyboard(self) -> bool:
        """Whether the next key goes to the step."""
        focus = QApplication.focusWidget()
        return focus is not None and self._next.isAncestorOf(focus)

    def focus_step(self) -> None:
        """Put the cursor into the step's form; of leads to the button that opens a case."""
        if self.form is not None:
            self.form.take_focus()
        elif self.open_button.isVisible():
            self.open_button.setFocus()

    def submit(self) -> None:
        """Do the step that is shown, if nothing is missing."""
        if self.form is not None:
            self.form.try_submit()

    def open_case(self) -> None:
        """Open a case from the leads that are shown."""
        page = self.page
        if page is None or not page.sources or self._is_doing:
            return
        self._is_doing = True
        home, channel = page.household, page.sources[0].channel
        channel = channel if channel in CHANNEL_WORDS else "PATROL"
        self._shell.do(
            self,
            "正在受理线索",
            lambda ctx, _job: cases.open_case(ctx, home, channel, ctx.today),
            self._opened,
            self._failed,
        )

    def half_typed(self) -> int:
        """How many forms of steps are half typed, this one or others."""
        self._keep_typed()
        return self._typed.count

    # --- inside

    def _lay_out(self) -> None:
        head = Card()
        head.body.addWidget(self._heading)
        head.body.addLayout(self._pills)
        head.body.addLayout(self._links)
        head.body.addWidget(self._facts)
        head.body.addWidget(self._road)
        head.body.addLayout(self._clocks)
        self._next.head.addWidget(self._others)
        self._next.body.addLayout(self._place)
        self._sources.body.addLayout(self._source_lines)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 6, 0)
        body.setSpacing(12)
        for card in (head, self._next, self._sources, self._past):
            body.addWidget(card)
        body.addStretch(1)

    def _show_head(self, page: CasePage) -> None:
        line = page.line
        period = f"（第 {line.period} 次监测）" if line is not None and line.period > 1 else ""
        self._heading.setText(f"{page.label}{period}")
        emptied(self._pills)
        for words, tone in _pills(page):
            self._pills.addWidget(pill(words, tone))
        self._pills.addStretch(1)
        emptied(self._links)
        target = row_target("household", page.household)
        words = f"{page.village_name} · 农户 {page.label}"
        self._links.addWidget(button(words, lambda: self._shell.go(target), "link", "location"))
        self._links.addStretch(1)
        self._facts.setText("　".join(_facts(page)))
        self._facts.setVisible(line is not None)
        self._road.show_marks(page.stages)
        self._road.setVisible(bool(page.stages))
        emptied(self._clocks)
        for clock in page.clocks:
            told = row(pill(clock.text, light_tone(clock.light)))
            told.addStretch(1)
            self._clocks.addLayout(told)

    def _show_sources(self, found: tuple[LeadLine, ...]) -> None:
        emptied(self._source_lines)
        for lead in found[:MOST_SOURCES]:
            self._source_lines.addWidget(label(_source_words(lead), wrap=True))
        if len(found) > MOST_SOURCES:
            self._source_lines.addWidget(label(f"另有 {len(found) - MOST_SOURCES} 条", "soft"))
        self._sources.setVisible(bool(found))

    def _offer_opening(self, page: CasePage) -> None:
        self._next.heading.setText("下一步：受理")
        words = "受理以后这一户的线索都并在一个个案里，从今天起算期限。是不是监测对象由人认定。"
        self._place.addWidget(label(words, "soft", wrap=True))
        held = row(self.open_button)
        held.addStretch(1)
        self._place.addLayout(held)
        self.open_button.setEnabled(bool(page.sources))
        self.open_button.show()

    def _show_form(self, page: CasePage, guide: CaseGuide, step: StepForm, *, main: bool) -> None:
        form = StepFormPane(step, guide, page.people, main=main)
        form.done.connect(self._do)
        form.left.connect(self.leave_step)
        self.form = form
        self._place.addWidget(form)
        form.fill(self._typed.facts_of(*_key(page), step.event))

    def _fill_menu(self, guide: CaseGuide) -> None:
        menu = QMenu(self._others)
        for step in guide.others:
            made = menu.addAction(step.title)
            made.triggered.connect(partial(self._chosen, step.event))
        old = self._others.menu()
        self._others.setMenu(menu)
        if old is not None:
            old.deleteLater()
        self._others.setVisible(bool(guide.others))

    def _keep_typed(self) -> None:
        """Remember a form that is left half typed; not one whose step is being written now.

        The page may come back before the answer does, and many steps leave the state as it was.
        """
        page, form = self.page, self.form
        if page is not None and form is not None and not self._is_doing:
            facts = form.facts if form.is_touched() else {}
            self._typed.keep(*_key(page), form.step.event, facts)

    # --- doing

    def _chosen(self, event: str, _checked: bool = False) -> None:
        self.take_step(event)

    def _do(self, event: str, facts: Mapping[str, Json]) -> None:
        page, form = self.page, self.form
        if page is None or page.line is None or form is None or self._is_doing:
            return
        self._typed.forget(*_key(page), event)
        self._is_doing = True
        case, told = page.line.id, dict(facts)
        day = date.fromisoformat(str(told.pop("on")))
        self._shell.do(
            self,
            f"正在办理{form.step.title}",
            lambda ctx, _job: cases.do(ctx, case, Action(event, told), day),
            partial(self._done, form),
            self._failed,
        )

    def _done(self, form: StepFormPane, view: CaseView) -> None:
        self._is_doing = False
        if self.form is form:  # it is not done again before the next one is there
            self.form = None
            self.released.emit()
        self._shell.say(f"已办理“{form.step.title}”，现在是“{view.line.state_title}”。")

    def _opened(self, view: CaseView) -> None:
        self._is_doing = False
        self.released.emit()
        self._shell.say(f"已受理，按《{view.line.rule_title}》办理。")

    def _failed(self, error: BaseException) -> None:
        self._is_doing = False
        self._shell.fail(error)


def _key(page: CasePage) -> tuple[str, str]:
    """The case and the state it is in: a case that moved on asks for other facts."""
    line = page.line
    return (line.id, line.state) if line is not None else (page.household, "")


def _pills(page: CasePage) -> list[tuple[str, Tone]]:
    line = page.line
    if line is None:
        return [(f"新线索 {len(page.sources)} 条", Tone.ACCENT)]
    found = [(line.state_title, Tone.ACCENT if page.stages else Tone.DONE)]
    if line.disputed:
        found.append(("两人并行办理，待裁决", Tone.SOON))
    if line.emergency:
        found.append(("绿色通道", Tone.SOON))
    if page.outside:
        found.append(("有系统外办理的步骤", Tone.NEUTRAL))
    return found


def _facts(page: CasePage) -> list[str]:
    line = page.line
    if line is None:
        return []
    told = (
        ("受理", line.opened_on), ("核查责任人", line.owner), ("类别", line.category),
        ("风险", "、".join(line.risks)), ("县级审定", line.recognised_on),
        ("消除", line.removed_on), ("按", line.rule_title),
    )  # fmt: skip
    return [f"{title} {value}" for title, value in told if value]


def _source_words(lead: LeadLine) -> str:
    by = f"{lead.channel_title}（{lead.department}）" if lead.department else lead.channel_title
    text = f"：{lead.text}" if lead.text else ""
    return f"{lead.found_on} {by}{text}"


def _resting(page: CasePage) -> str:
    """Why there is no next step."""
    reason = page.guide.hindrance if page.guide is not None else ""
    return reason or "这个个案已经办结。再次出现风险的，登记线索后重新受理。"
