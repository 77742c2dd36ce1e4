"""户籍变动: two households become one, one becomes two, one moves; from a day, as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QStackedWidget, QWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import household_change, household_family
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.household_change import Parting
from qxn_desktop.services.household_family import Family
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.dialogs.people_grid import PeopleGrid
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, column, holder, packed, row, scrolling
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.ref_field import RefField
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.text import label

SIZE = 720, 590
KIND_WIDTH, FIELD_WIDTH, HEAD_WIDTH = 88, 320, 200
KINDS = ("合户", "分户", "迁户")
MERGE, SPLIT, MOVE = range(3)
STAYS = (
    "家里的人、户厕、务工等跟着过去；以前的检查、问题和办过的事还记在原户名下，都查得到。"
    "出过的报表不变。原户在“已删除”里，可以恢复。",
    "分出去的人归新户；户厕、以前的检查和问题留在原户。出过的报表不变。",
    "家里的人一起迁；户厕留在原处，还归原来的村。以前的检查和问题还在原来的村，出过的报表不变。",
)
NOBODY = "这户还没有登记家庭成员，不能分户。请先在“家庭成员”里登记。"
NO_HEAD = "先在上面勾选分出去的人"


@dataclass(frozen=True, slots=True)
class _Start:
    """The household, and what its people can be."""

    family: Family
    relations: tuple[str, ...]


class HouseholdDialog(WorkDialog):
    """``id_`` is the household that changes."""

    def __init__(self, shell: Shell, parent: QWidget, id_: str) -> None:
        super().__init__(shell, parent, "户籍变动")
        self._id = id_
        self._start: _Start | None = None
        self.other: Family | None = None
        self.resize(*SIZE)
        self.kinds = QButtonGroup(self, exclusive=True)
        self._who = label(kind="soft", wrap=True)
        with shell.here() as ctx:
            today, villages = ctx.today, village_names(ctx)
        self.day = DateField("从哪天起", today)
        self.day.set_value(today.isoformat())
        self.into = RefField(shell, "household", "并到哪一户")
        self._other_said = label(kind="soft", wrap=True)
        self.coming = PeopleGrid("并过去后与户主的关系")
        self.leaving = PeopleGrid("与新户主的关系")
        self.head = QComboBox()
        self.head.setMinimumWidth(HEAD_WIDTH)
        self.group = QLineEdit()
        self.village = SearchCombo(dict(sorted(villages.items())), "打村名或拼音首字母")
        self.new_group = QLineEdit()
        self.stack = QStackedWidget()
        self._stays = Note(STAYS[MERGE])
        self._lay_out()
        self.go = self.add_button(button("合户", self.change, "primary", "done"))
        self._connect()
        self._show_kind(MERGE)
        self.shell.read(self, lambda ctx: _start(ctx, id_), self._show)

    @property
    def kind(self) -> int:
        """Which change is chosen: ``MERGE``, ``SPLIT`` or ``MOVE``."""
        return self.kinds.checkedId()

    def change(self) -> None:
        """Write the change; what is missing is said by the service."""
        self.work("正在登记", self._work(), self._changed)

    def _work(self) -> Callable[[AppContext, Job], tuple[str, str]]:
        """The write; it gives the household to show and what to say."""
        start, day = self._start, self.day.value
        name, id_ = (start.family.name if start else ""), self._id
        if self.kind == MERGE:
            into, relations = self.into.value, self.coming.relations
            other = self.other.name if self.other else ""
            told = (into, f"{name}户已并入{other}户。")
            return _then(lambda ctx: household_change.merge(ctx, id_, into, day, relations), told)
        if self.kind == SPLIT:
            head = str(self.head.currentData() or "")
            relations = {one: as_ for one, as_ in self.leaving.relations.items() if one != head}
            parting = Parting(self.leaving.ticked, head, self.group.text().strip(), relations)
            words = f"{self.head.currentText()}已从{name}户分出来，立了新户。"
            return lambda ctx, _job: (household_change.split(ctx, id_, parting, day)[0], words)
        village, group = self.village.value, self.new_group.text().strip()
        told = (id_, f"{name}户已迁到{self.village.currentText()}{group}。")
        return _then(lambda ctx: household_change.move(ctx, id_, village, group, day), told)

    def _changed(self, told: tuple[str, str]) -> None:
        id_, words = told
        self.accept()
        self.shell.say(words, undo=True)
        self.shell.go(Target("records", id_, {"register": "household"}))

    # --- what is shown

    def _show(self, start: _Start) -> None:
        self._start = start
        family = start.family
        self.say_title(f"户籍变动：{family.name}户")
        self._who.setText(family.summary)
        self.coming.show_people(family.people, start.relations, ticking=False, asked=True)
        self.leaving.show_people(family.people, start.relations, ticking=True, asked=True)
        self._nobody.setVisible(not family.people)
        self.group.setText(family.group)
        self.new_group.setText(family.group)
        self.village.set_value(family.village)
        self.kinds.button(MERGE).setFocus()
        self._judge()

    def _show_kind(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self._stays.words.setText(STAYS[at])
        self.go.setText(KINDS[at])
        self.go.setAccessibleName(KINDS[at])
        self.tell("")
        self._judge()

    def _picked(self, hit: Hit | None) -> None:
        self.other = None
        self._other_said.setText("")
        if hit is not None:
            work = lambda ctx: household_family.family(ctx, hit.id)  # noqa: E731
            self.shell.read(self, work, self._show_other, key="other")
        self._judge()

    def _show_other(self, family: Family) -> None:
        self.other = family
        names = "、".join(f"{one.name}（{one.relation or '—'}）" for one in family.people)
        self._other_said.setText(f"{family.summary}" + (f"：{names}" if names else ""))
        self._judge()

    def _ticked(self) -> None:
        """Only who leaves can be the head of the new household."""
        people = self._start.family.people if self._start else ()
        leaving, before = self.leaving.ticked, self.head.currentData()
        self.head.blockSignals(True)
        self.head.clear()
        for one in people:
            if one.id in leaving:
                self.head.addItem(one.name, one.id)
        self.head.setCurrentIndex(max(self.head.findData(before), 0) if leaving else -1)
        self.head.setPlaceholderText(NO_HEAD)
        self.head.blockSignals(False)
        self.leaving.blockSignals(True)
        self.leaving.pin(str(self.head.currentData() or ""))
        self.leaving.blockSignals(False)
        self._judge()

    def _judge(self) -> None:
        ready = self._start is not None
        if self.kind == MERGE:
            ready = ready and self.other is not None
        elif self.kind == SPLIT:
            ready = ready and bool(self.leaving.ticked)
        else:
            ready = ready and bool(self.village.value)
        self.go.setEnabled(ready and not self.is_working)

    # --- how it is laid out

    def _lay_out(self) -> None:
        boxes = [button(words, kind="choice") for words in KINDS]
        for at, box in enumerate(boxes):
            box.setCheckable(True)
            box.setMinimumWidth(KIND_WIDTH)
            self.kinds.addButton(box, at)
        boxes[MERGE].setChecked(True)
        for page in (self._merge_page(), self._split_page(), self._move_page()):
            self.stack.addWidget(scrolling(page))
        head = packed(*boxes)
        head.addWidget(label("从哪天起", "soft"))
        head.addWidget(self.day)
        self.body.addWidget(self._who)
        self.body.addLayout(head)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self._stays)

    def _merge_page(self) -> QWidget:
        page = column(FormRow("并到哪一户", self.into), self._other_said, self.coming)
        page.addStretch(1)
        return holder(page)

    def _split_page(self) -> QWidget:
        self._nobody = Note(NOBODY)
        self._nobody.hide()
        where = row(FormRow("新户主", self.head), FormRow("新户在哪个组", self.group), spacing=12)
        where.addStretch(1)
        page = column(label("勾选分出去的人", "strong"), self._nobody, self.leaving)
        page.addLayout(where)
        page.addStretch(1)
        return holder(page)

    def _move_page(self) -> QWidget:
        self.village.setMaximumWidth(FIELD_WIDTH)
        self.new_group.setMaximumWidth(FIELD_WIDTH)
        page = column(FormRow("迁到哪个村", self.village), FormRow("哪个组", self.new_group))
        page.addStretch(1)
        return holder(page)

    def _connect(self) -> None:
        self.kinds.idClicked.connect(self._show_kind)
        self.into.picked.connect(self._picked)
        self.leaving.changed.connect(self._ticked)
        self.head.activated.connect(lambda _at: self._ticked())
        self.village.chosen.connect(self._judge)
        self.village.editTextChanged.connect(lambda _text: self._judge())


def _then(
    change: Callable[[AppContext], ChangeSet], told: tuple[str, str]
) -> Callable[[AppContext, Job], tuple[str, str]]:
    def work(ctx: AppContext, _job: Job) -> tuple[str, str]:
        change(ctx)
        return told

    return work


def _start(ctx: AppContext, id_: str) -> _Start:
    family = household_family.family(ctx, id_)
    return _Start(family, household_family.relations(ctx))
