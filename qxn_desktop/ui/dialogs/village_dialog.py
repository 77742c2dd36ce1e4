"""区划变动: a village is renamed, joined to another, or divided; by a paper, as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QStackedWidget, QWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import village_change, village_past
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.village_change import KINDS as VILLAGE_KINDS
from qxn_desktop.services.village_change import UNIT_DIGITS, NewVillage
from qxn_desktop.services.village_past import Group
from qxn_desktop.ui.dialogs.work_dialog import WorkDialog
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, column, holder, packed, row
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.text import label
from qxn_desktop.ui.widgets.tick_list import TickList

SIZE = 640, 520
KIND_WIDTH = 88
KINDS = ("更名", "并入", "分设")
RENAME, JOIN, DIVIDE = range(3)
STAYS = (
    "从这天起都用新名，代码不变；出过的报表还印原来的名字。",
    "这个村的农户、设施、检查和问题都跟着过去，人数户数加在一起；出过的报表不变。",
    "勾选的组连同农户、家庭成员和设施归新村；以前的检查和问题留在原村，出过的报表不变。",
)
BASIS_HINT = "如：册府函〔2026〕9号"
NO_GROUPS = "这个村的农户和设施还没有登记在哪个组，不能按组分设。请先在台账里填上“组”。"


@dataclass(frozen=True, slots=True)
class _Start:
    """What the village is called, its groups, and the digits of the unit."""

    name: str
    groups: tuple[Group, ...]
    digits: str


class VillageDialog(WorkDialog):
    """``code`` is the village that changes."""

    def __init__(self, shell: Shell, parent: QWidget, code: str) -> None:
        super().__init__(shell, parent, "区划变动")
        self._code = code
        self._start: _Start | None = None
        self.resize(*SIZE)
        with shell.here() as ctx:
            today, names = ctx.today, _names(ctx)
        others = {one: name for one, name in sorted(names.items()) if one != code}
        self.kinds = QButtonGroup(self, exclusive=True)
        self.name, self.basis = QLineEdit(), QLineEdit()
        self.basis.setPlaceholderText(BASIS_HINT)
        self.day = DateField("从哪天起", today)
        self.day.set_value(today.isoformat())
        self.into = SearchCombo(others, "打村名或拼音首字母")
        self.new_code, self.new_name = QLineEdit(), QLineEdit()
        self.new_kind = QComboBox()
        self.new_kind.addItems(list(VILLAGE_KINDS))
        self.groups = TickList("归新村的组")
        self._count = label(kind="soft")
        self.stack = QStackedWidget()
        self._stays = Note(STAYS[RENAME])
        self._lay_out()
        self.go = self.add_button(button(KINDS[RENAME], self.change, "primary", "done"))
        self.kinds.idClicked.connect(self._show_kind)
        self.groups.changed.connect(self._count_groups)
        self.shell.read(self, lambda ctx: _start(ctx, code), self._show)

    @property
    def kind(self) -> int:
        """Which change is chosen: ``RENAME``, ``JOIN`` or ``DIVIDE``."""
        return self.kinds.checkedId()

    def change(self) -> None:
        """Write the change; what is missing is said by the service."""
        change, words = self._work()

        def work(ctx: AppContext, _job: Job) -> ChangeSet:
            return change(ctx)

        self.work("正在登记", work, lambda _done: self._changed(words))

    def _work(self) -> tuple[Callable[[AppContext], ChangeSet], str]:
        """The write, and what to say after it."""
        code, day, basis = self._code, self.day.value, self.basis.text()
        old = self._start.name if self._start else ""
        if self.kind == RENAME:
            name = self.name.text()
            return (
                lambda ctx: village_change.rename(ctx, code, name, day, basis),
                f"{old}已更名为{name.strip()}。",
            )
        if self.kind == JOIN:
            into, called = self.into.value, self.into.currentText()
            return (
                lambda ctx: village_change.join(ctx, code, into, day, basis),
                f"{old}已并入{called}。",
            )
        new = NewVillage(
            self.new_code.text().strip(),
            self.new_name.text().strip(),
            self.new_kind.currentText(),
            self.groups.ticked,
        )
        return (
            lambda ctx: village_change.divide(ctx, code, new, day, basis),
            f"已从{old}分设{new.name}。",
        )

    def _changed(self, words: str) -> None:
        self.accept()
        self.shell.say(words, undo=True)

    def _show(self, start: _Start) -> None:
        self._start = start
        self.say_title(f"区划变动：{start.name}")
        self.name.setPlaceholderText(f"现在叫{start.name}")
        self.new_code.setText(start.digits)
        self.groups.show_options([(one.name, one.words) for one in start.groups], ())
        self._no_groups.setVisible(not start.groups)
        self.groups.setVisible(bool(start.groups))
        self.kinds.button(RENAME).setFocus()

    def _show_kind(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self._stays.words.setText(STAYS[at])
        self.go.setText(KINDS[at])
        self.go.setAccessibleName(KINDS[at])
        self.tell("")

    def _count_groups(self) -> None:
        held = self._start.groups if self._start else ()
        chosen = [one for one in held if one.name in self.groups.ticked]
        total = sum(one.households for one in chosen)
        self._count.setText(f"选了 {len(chosen)} 个组，{total} 户")

    def _lay_out(self) -> None:
        boxes = [button(words, kind="choice") for words in KINDS]
        for at, box in enumerate(boxes):
            box.setCheckable(True)
            box.setMinimumWidth(KIND_WIDTH)
            self.kinds.addButton(box, at)
        boxes[RENAME].setChecked(True)
        for page in (self._rename_page(), self._join_page(), self._divide_page()):
            self.stack.addWidget(page)
        paper = row(FormRow("依据（文件名或文号）", self.basis), FormRow("从哪天起", self.day),
                    spacing=12)  # fmt: skip
        paper.setStretch(0, 1)
        self.body.addLayout(packed(*boxes))
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(paper)
        self.body.addWidget(self._stays)

    def _rename_page(self) -> QWidget:
        page = column(FormRow("新的村名", self.name))
        page.addStretch(1)
        return holder(page)

    def _join_page(self) -> QWidget:
        page = column(FormRow("并入哪个村（社区）", self.into))
        page.addStretch(1)
        return holder(page)

    def _divide_page(self) -> QWidget:
        self._no_groups = Note(NO_GROUPS)
        self._no_groups.hide()
        what = row(
            FormRow("新村的代码（12位）", self.new_code), FormRow("新村的名称", self.new_name),
            FormRow("类型", self.new_kind), spacing=12,
        )  # fmt: skip
        head = row(label("哪些组归新村", "strong"))
        head.addStretch(1)
        head.addWidget(self._count)
        page = column()
        page.addLayout(what)
        page.addLayout(head)
        page.addWidget(self._no_groups)
        page.addWidget(self.groups, 1)
        return holder(page)


def _names(ctx: AppContext) -> dict[str, str]:
    """The whole names of the unit's villages, by code."""
    return {one.id: one.text("name") for one in ctx.ws.select(village_change.VILLAGE)}


def _start(ctx: AppContext, code: str) -> _Start:
    name, groups = _names(ctx).get(code, ""), village_past.groups(ctx, code)
    return _Start(name, groups, ctx.ws.unit[:UNIT_DIGITS])
