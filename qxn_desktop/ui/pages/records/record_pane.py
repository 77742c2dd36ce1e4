"""The pane beside the list: one row with 信息 · 关联 · 历史 · 照片, or the form over it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.services.record_form import FormStart
from qxn_desktop.services.record_view import RecordView
from qxn_desktop.ui.pages.records.finding_note import FindingNote
from qxn_desktop.ui.pages.records.history_tab import HistoryTab
from qxn_desktop.ui.pages.records.info_tab import InfoTab
from qxn_desktop.ui.pages.records.photos_tab import PhotosTab
from qxn_desktop.ui.pages.records.related_tab import RelatedTab
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.tokens import GRID
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, holder, row, scrolling
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.form_builder import RegisterForm
from qxn_desktop.ui.widgets.text import label

CHANGES = {"household": "户籍变动…", "village": "区划变动…"}
"""Registers whose rows change over time, and what that is called."""
PHOTOS = 3
"""The place of that tab."""
HINT = "在左边选一条，这里显示它的信息、关联、历史和照片。"


class RecordPane(QFrame):
    """``saved`` carries the form whose contents are to be kept.

    After ``saved_for_next`` a form for one more is wanted.
    """

    edit_wanted = Signal()
    delete_wanted = Signal()
    change_wanted = Signal()
    """户籍变动 of a household, 区划变动 of a village."""
    saved = Signal(object)
    saved_for_next = Signal(object)
    given_up = Signal()

    def __init__(self, shell: Shell, go: Callable[[Target], None]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._shell = shell
        self.form: RegisterForm | None = None
        self._parked: RegisterForm | None = None
        self.view: RecordView | None = None
        self.findings = FindingNote(shell)
        self.info, self.related, self.history = InfoTab(), RelatedTab(go), HistoryTab()
        self.photos = PhotosTab(shell)
        self.photos.counted.connect(self._say_photos)
        self.empty = EmptyState("ledger", "还没有选中记录", HINT)
        self.stack = QStackedWidget()
        for page in (self.empty, self._shown_page(), self._form_page()):
            self.stack.addWidget(page)
        body = QVBoxLayout(self)
        body.setContentsMargins(2 * GRID, 12, GRID, 12)
        body.addWidget(self.stack)

    @property
    def is_editing(self) -> bool:
        return self.stack.currentIndex() == 2

    def show_nothing(self) -> None:
        """No row is chosen."""
        self.view = None
        self.stack.setCurrentIndex(0)

    def show_row(self, view: RecordView) -> None:
        """Show a row."""
        self.view = view
        self.title.say(view.title)
        self.subtitle.say(f"{view.register_title}　{view.subtitle}")
        self.edit.setVisible(view.kept_by_hand)
        words = CHANGES.get(view.register, "")
        self.change.setText(words)
        self.change.setAccessibleName(words)
        self.change.setVisible(bool(words))
        self.delete.setVisible(view.kept_by_hand and view.register != "village")
        self.findings.look_at(view.register, view.id)
        self.info.show_row(view)
        self.related.show_related(view.related)
        self.history.show_past(view.past)
        count = sum(one.count for one in view.related if not one.register)
        self.tabs.setTabText(1, f"关联 {count}" if count else "关联")
        self.tabs.setTabVisible(PHOTOS, view.kept_by_hand)
        if view.kept_by_hand:
            self.photos.show_object(view.id)
        self.stack.setCurrentIndex(1)

    def show_form(self, start: FormStart) -> None:
        """Show a form in place of the row."""
        self._put(RegisterForm(start, self._shell))

    def resume_form(self) -> None:
        """Go on with the form that was left with something in it."""
        form, self._parked = self._parked, None
        if form is not None:
            self.leave_form()
            self._put(form)
            form.show()

    def _put(self, form: RegisterForm) -> None:
        start = form.start
        self.form_title.say(start.title)
        self.form = form
        self.form_area.setWidget(self.form)
        self.form.setAutoFillBackground(False)  # the card is its ground
        self.stack.setCurrentIndex(2)
        self.save_next.setVisible(not start.id)
        self.save_next.setText(f"保存并再录一{start.counter}")
        self.save_next.setAccessibleName(self.save_next.text())
        self.form.focus_first()

    def park_form(self) -> None:
        """Leave a form that has something in it; ``resume_form`` brings it back."""
        if self._parked is not None:
            self._parked.deleteLater()
        self._parked, self.form = self.form, None
        self.form_area.takeWidget()
        if self._parked is not None:
            self._parked.setParent(self)
            self._parked.hide()
        self.leave_form()

    def leave_form(self) -> None:
        """Back to the row, or to nothing."""
        self.form = None
        left = self.form_area.takeWidget()
        if left is not None:
            left.hide()
            left.deleteLater()
        self.stack.setCurrentIndex(1 if self.view is not None else 0)

    def save(self) -> None:
        """Have the form's contents kept."""
        if self.form is not None:
            self.saved.emit(self.form)

    def save_and_next(self) -> None:
        """Have a new row kept and go on with the next; elsewhere the same as ``save``."""
        if self.form is not None and not self.form.start.id:
            self.saved_for_next.emit(self.form)
        else:
            self.save()

    def _say_photos(self, count: int) -> None:
        self.tabs.setTabText(PHOTOS, f"照片 {count}" if count else "照片")

    def _shown_page(self) -> QWidget:
        self.title, self.subtitle = ElidedLabel(kind="section"), ElidedLabel(kind="soft")
        self.edit = button("修改", self.edit_wanted.emit, icon="edit")
        self.edit.setToolTip("Shift+F2")
        self.delete = button("删除", self.delete_wanted.emit, "quiet", "delete")
        self.change = button("", self.change_wanted.emit, "link")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("信息、关联、历史、照片")
        for tab, title in ((self.info, "信息"), (self.related, "关联"), (self.history, "历史")):
            self.tabs.addTab(tab, title)
        self.tabs.addTab(self.photos, "照片")
        head = row(self.title)
        head.addWidget(self.edit)
        head.addWidget(self.delete)
        below = row(self.subtitle)
        below.addWidget(self.change)
        return _page(head, holder(below), holder(column(self.findings, self.tabs)))

    def _form_page(self) -> QWidget:
        self.form_title = ElidedLabel(kind="section")
        self.form_area = scrolling(QWidget())
        foot = row(label("带 * 的必填", "faint"))
        foot.addStretch(1)
        foot.addWidget(button("取消", self.given_up.emit))
        self.save_next = button("保存并再录一条", self.save_and_next)
        self.save_next.setToolTip("Ctrl+Shift+回车，村和组不用再填")
        foot.addWidget(self.save_next)
        save = button("保存", self.save, "primary", "save")
        save.setToolTip("Ctrl+S")
        foot.addWidget(save)
        below = column(self.form_area)
        below.addLayout(foot)
        return _page(row(self.form_title), None, holder(below))


def _page(head: QHBoxLayout, below: QWidget | None, body: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, GRID, 0)
    layout.setSpacing(4)
    layout.addLayout(head)
    if below is not None:
        layout.addWidget(below)
    layout.addWidget(body, 1)
    return page
