"""移交: a colleague's open work to another, previewed line by line, in one write."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from qxn_desktop.services import handover
from qxn_desktop.services.handover import Handed, OpenItem
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, Note, column, emptied, packed, row
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.text import label, pill

ALONE = "现在只有一个账户，没有人可以接手。请先添加接手人的账户，再来移交。"
REASON_HINT = "如：岗位调整"
NAME_WIDTH = 150


class HandoverPanel(Card):
    """From whom, to whom, what, why. ``account_wanted``: there is nobody to hand over to."""

    account_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__("移交工作")
        self._shell = shell
        self._items: tuple[OpenItem, ...] = ()
        self._boxes: list[tuple[QCheckBox, OpenItem]] = []
        self.giver, self.taker = QComboBox(), QComboBox()
        for box in (self.giver, self.taker):
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.setMinimumWidth(NAME_WIDTH)
        for box, says in ((self.giver, "谁的工作"), (self.taker, "交给谁")):
            field = box.lineEdit()
            if field is not None:
                field.setAccessibleName(says)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(REASON_HINT)
        self._alone = Note(ALONE)
        self._alone.body.addWidget(button("添加账户", self.account_wanted.emit, "link"))
        self._alone.hide()
        self._form = QWidget()
        who = row(FormRow("谁的工作", self.giver), FormRow("交给谁", self.taker), spacing=12)
        self._reason_row = FormRow("理由", self.reason)
        who.addWidget(self._reason_row, 1)
        self._said = label(
            "选好人，就列出可以移交的问题和交办任务；期限不变，办理记录里写明移交。",
            "soft",
            wrap=True,
        )
        self._rows = column(spacing=4)
        self.go = button("移交", self._hand_over, "primary")
        whole = column()
        whole.addLayout(who)
        whole.addWidget(self._said)
        whole.addLayout(self._rows)
        whole.addLayout(packed(self.go))
        self._form.setLayout(whole)
        self.body.addWidget(self._alone)
        self.body.addWidget(self._form)
        for box in (self.giver, self.taker):
            box.currentTextChanged.connect(self._look)
        self.reason.textChanged.connect(lambda _text: self._reason_row.tell())
        self.reason.returnPressed.connect(self._hand_over)
        self._judge()

    def show_names(self, accounts: Sequence[str], clerk: str) -> None:
        """The people to choose from; whoever is chosen stays chosen."""
        self._shell.read(
            self,
            handover.people_with_work,
            lambda people: self._fill(people, accounts, clerk),
            key="people",
        )

    def begin(self, name: str) -> None:
        """Hand over what ``name`` has open."""
        self.giver.setCurrentText(name)
        self.taker.setFocus()
        self.ensurePolished()

    def _fill(self, people: Sequence[str], accounts: Sequence[str], clerk: str) -> None:
        alone = len({*accounts, *people}) < 2
        self._alone.setVisible(alone)
        self._form.setVisible(not alone)
        for box, names in ((self.giver, people), (self.taker, accounts)):
            kept = box.currentText()
            box.blockSignals(True)
            box.clear()
            box.addItems(list(dict.fromkeys([*names, *(accounts if box is self.giver else ())])))
            box.setCurrentText(kept)
            box.blockSignals(False)
        if not self.taker.currentText():
            self.taker.setCurrentText(clerk)
        self._look()

    def _look(self) -> None:
        giver, taker = self.giver.currentText().strip(), self.taker.currentText().strip()
        if not giver or not taker or giver == taker:
            self._show((), "请选两个不同的人。" if giver and giver == taker else "")
            return
        self._shell.read(
            self,
            lambda ctx: handover.preview(ctx, giver, taker),
            lambda found: self._show(found, "" if found else f"{giver}名下没有未办的事项。"),
            key="preview",
        )

    def _show(self, items: Sequence[OpenItem], said: str) -> None:
        self._items = tuple(items)
        self._boxes = []
        emptied(self._rows)
        for one in items:
            self._rows.addLayout(self._row(one))
        stuck = sum(bool(one.obstacle) for one in items)
        if items:
            free = len(items) - stuck
            said = f"可以移交 {free} 项" + (
                f"，{stuck} 项现在不能移交，原因写在后面。" if stuck else "。"
            )
        self._said.setText(
            said or "选好人，就列出可以移交的问题和交办任务；期限不变，办理记录里写明移交。"
        )
        self._judge()

    def _row(self, one: OpenItem) -> QHBoxLayout:
        box = QCheckBox(one.title)
        box.setChecked(not one.obstacle)
        box.setEnabled(not one.obstacle)
        box.toggled.connect(self._judge)
        self._boxes.append((box, one))
        about = "　".join(filter(None, (one.village, one.number, one.state)))
        made = row(box, pill(one.role_title))
        made.addWidget(label(about, "faint"))
        made.addStretch(1)
        if one.obstacle:
            reason = label(one.obstacle, "faint", wrap=True)
            reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.addWidget(reason, 5)
        elif one.due:
            made.addWidget(pill(f"期限 {one.due}", Tone.NEUTRAL))
        return made

    def _chosen(self) -> set[str]:
        return {one.key for box, one in self._boxes if box.isChecked()}

    def _judge(self) -> None:
        both = self.giver.currentText().strip() and self.taker.currentText().strip()
        self.go.setEnabled(bool(self._items) or not both)  # why not stands above the button
        count = len(self._chosen())
        self.go.setText(f"移交 {count} 项" if count else "移交")

    def _say_missing(self) -> bool:
        """Say beside the field what is missing; whether anything is."""
        if not self.giver.currentText().strip() or not self.taker.currentText().strip():
            self._said.setText("请先选谁的工作、交给谁。")
            (self.taker if self.giver.currentText().strip() else self.giver).setFocus()
            return True
        if self._chosen() and not self.reason.text().strip():
            self._reason_row.tell("请写移交的理由，办理记录里要用。", fault=True)
            self.reason.setFocus()
            return True
        return not self._chosen()  # what stands above the button says why

    def _hand_over(self) -> None:
        if self._say_missing():
            return
        giver, taker = self.giver.currentText(), self.taker.currentText()
        reason, keys = self.reason.text(), self._chosen()
        work: Write = lambda ctx, _job: handover.hand_over(  # noqa: E731
            ctx, giver, taker, reason, keys
        )
        self._shell.do(self, "正在移交", work, self._done)

    def _done(self, done: Handed) -> None:
        self.reason.clear()
        self._shell.say(done.words)
        self._look()
