"""A checklist's next version: questions changed, added, left out; from which day it counts."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from qxn_desktop.common.clock import today
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_revision import ItemDraft, Revision, next_code
from qxn_desktop.services import template_editing
from qxn_desktop.services.template_editing import TemplatePage
from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.pages.settings.item_form import ItemForm
from qxn_desktop.ui.runner import Write
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import Note, row, scrolling
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form_row import FormRow
from qxn_desktop.ui.widgets.one_line import one_line
from qxn_desktop.ui.widgets.text import label, set_tone

LIST_WIDTH = 250
SHOWN = 6


class ChecklistEditor(QWidget):
    """``finished`` when it was saved or given up."""

    finished = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._id = ""
        self.drafts: list[ItemDraft] = []
        self._began: tuple[ItemDraft, ...] = ()
        self._title = label("", "section")
        self.list = QListWidget()
        self.list.setAccessibleName("题目")
        self.list.setFixedWidth(LIST_WIDTH)
        one_line(self.list)
        self.form = ItemForm()
        day = today(shell.desk.clock)
        self.start = DateField("起用日期", day)
        self._said = Note()
        self.save = button("保存新版", self._save, "primary")
        self.add = button("加一题", self._add, icon="add")
        self._up = icon_button("up", "上移一题", lambda: self._move(-1))
        self._down = icon_button("down", "下移一题", lambda: self._move(1))
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.form.changed.connect(self._take)
        self.start.changed.connect(self._look)
        self.setFocusProxy(self.list)

    @property
    def is_changed(self) -> bool:
        """Whether an item was changed that is not saved."""
        return tuple(self.drafts) != self._began

    def begin(self, page: TemplatePage) -> None:
        """Edit the newest version of ``page`` into the next one."""
        self._id = page.id
        self.drafts, self._began = list(page.drafts), tuple(page.drafts)
        newest = max((one.version for one in page.versions), default=page.version)
        self._title.setText(f"{page.title}：改出第{newest + 1}版")
        self.start.set_value((today(self._shell.desk.clock) + timedelta(days=1)).isoformat())
        self._fill(0)
        self._look()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        tools = row(self.add, self._up, self._down)
        tools.addStretch(1)
        left.addLayout(tools)
        middle = row(spacing=16)
        middle.addLayout(left)
        middle.addWidget(scrolling(self.form), 1)
        start = FormRow("起用日期", self.start)
        start.setFixedWidth(190)
        foot = row(start, spacing=16)
        foot.addWidget(self._said, 1)
        foot.addWidget(button("不改了", self.finished.emit))
        foot.addWidget(self.save)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._title)
        body.addWidget(label("填过的检查仍按旧版显示；新版从起用日期开始用。", "faint", wrap=True))
        body.addLayout(middle, 1)
        body.addLayout(foot)

    def _fill(self, at: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_words(one) for one in self.drafts])
        for row_, one in enumerate(self.drafts):
            self.list.item(row_).setToolTip(one.text)
        self.list.blockSignals(False)
        self.list.setCurrentRow(-1)
        self.list.setCurrentRow(at)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.drafts):
            self.form.show_draft(self.drafts[at])

    def _take(self, draft: ItemDraft) -> None:
        at = self.list.currentRow()
        self.drafts[at] = draft
        self.list.item(at).setText(_words(draft))
        self._look()

    def _add(self) -> None:
        code = next_code((one.code for one in self.drafts), self._id)
        self.drafts.append(ItemDraft(code, "", "yesno", "major", passes=("是",)))
        self._fill(len(self.drafts) - 1)
        self.form.setFocus()
        self._look()

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        to = at + by
        if 0 <= at < len(self.drafts) and 0 <= to < len(self.drafts):
            self.drafts[at], self.drafts[to] = self.drafts[to], self.drafts[at]
            self._fill(to)
            self._look()

    def _revision(self) -> Revision | None:
        day = self.start.day
        return Revision(tuple(self.drafts), day) if day else None

    def _look(self) -> None:
        """What the next version would change, or what is wrong with it, while it is edited."""
        revision, id_ = self._revision(), self._id
        if revision is None:
            self._tell("请填起用日期。", Tone.SOON)
            return
        self._shell.read(
            self,
            lambda ctx: template_editing.preview(ctx, id_, revision),
            self._previewed,
            lambda error: self._tell(as_app_error(error).message, Tone.OVERDUE),
            key="preview",
        )

    def _previewed(self, changes: tuple[str, ...]) -> None:
        if not changes:
            self._tell("还没有改动。", Tone.NEUTRAL)
            return
        more = f"……共{len(changes)}处" if len(changes) > SHOWN else ""
        self._tell("；".join(changes[:SHOWN]) + more, Tone.ACCENT)
        self.save.setEnabled(True)

    def _tell(self, text: str, tone: Tone) -> None:
        self.save.setEnabled(False)
        set_tone(self._said, tone)
        self._said.words.setText(text)

    def _save(self) -> None:
        revision, id_ = self._revision(), self._id
        if revision is not None:
            work: Write = lambda ctx, _job: template_editing.save(ctx, id_, revision)  # noqa: E731
            self._shell.do(self, "正在保存新版", work, self._saved)

    def _saved(self, template: Template) -> None:
        start = template.effective_from
        self._shell.say(f"第{template.version}版已保存，从 {start} 起用。")
        self.finished.emit()


def _words(draft: ItemDraft) -> str:
    text = draft.text or "（还没有内容）"
    return f"{draft.code}　{text}" if draft.used else f"{draft.code}　（不再使用）{text}"
