"""台账: choose a register, narrow it, look at a row with all that belongs to it, change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QSplitter, QStackedWidget

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import record_form, record_list, record_view, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.services.record_view import RecordView
from qxn_desktop.services.record_window import LARGE
from qxn_desktop.services.records import Changed
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.custom_columns_dialog import CustomColumnsDialog
from qxn_desktop.ui.dialogs.deleted_dialog import DeletedDialog
from qxn_desktop.ui.dialogs.household_dialog import HouseholdDialog
from qxn_desktop.ui.dialogs.village_count_dialog import count_by_village
from qxn_desktop.ui.dialogs.village_dialog import VillageDialog
from qxn_desktop.ui.page import Page
from qxn_desktop.ui.pages.records.filter_bar import FilterBar
from qxn_desktop.ui.pages.records.grid_design import GridDesign
from qxn_desktop.ui.pages.records.grid_hand import GridHand
from qxn_desktop.ui.pages.records.grid_menu import GridMenu
from qxn_desktop.ui.pages.records.import_door import ImportDoor
from qxn_desktop.ui.pages.records.list_reading import ListReading
from qxn_desktop.ui.pages.records.listing import Listing
from qxn_desktop.ui.pages.records.outgoing import Listed, Outgoing
from qxn_desktop.ui.pages.records.photo_adding import PhotoAdding
from qxn_desktop.ui.pages.records.record_pane import RecordPane
from qxn_desktop.ui.pages.records.record_table import RecordTable
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import column, holder
from qxn_desktop.ui.widgets.empty_state import EmptyState
from qxn_desktop.ui.widgets.form_builder import RegisterForm

PANE_WIDTH = 400


class RecordsPage(Page):
    """List at the left, one row at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._wanted = ""
        self._sort = ("", False)
        self._asked: Target | None = None
        self._own_change = False
        self.bar = FilterBar()
        self.bar.changed.connect(self._requery)
        self.reading = ListReading(shell, self)
        self.hand = GridHand(shell, self)
        self.table = RecordTable(self._fetch, self.hand)
        self.hand.take(self.table)
        self.design = GridDesign(shell, self, self.table)
        self.menus = GridMenu(shell, self)
        self.menus.take(self.bar, self.table, self.hand, self.design)
        self.pane = RecordPane(shell, shell.go)
        self.outgoing = Outgoing(shell, self, self._what_is_listed)
        self.views = QStackedWidget()
        self.imports = ImportDoor(shell, self, self.views)
        self.add = button("新增", self.add_row, "primary", "add")
        self.widen = button("清除筛选", self.bar.clear)
        self.begin = button("登记第一条", self.add_row)
        self.bring = button("导入表格", self.imports.choose, icon="import")
        self.empty = EmptyState("ledger", "", "", self.widen, self.begin, self.bring)
        self.photos = PhotoAdding(shell, self, self.pane, self.table)
        self._lay_out()
        self._connect()

    def open(self, target: Target) -> None:
        """``register``, ``village`` and ``search`` narrow the list; the id is looked at."""
        if target.fact("register") or target.id:
            self._wanted = target.id
            self._asked = target
            self.refresh_soon()

    def refresh(self) -> None:
        if self._own_change:  # the rows stay where they are until the list is read for something
            self._own_change = False
            self.table.rows.refresh()
            if self.pane.view is not None and not self.pane.is_editing:
                self._read_row(self.pane.view.id)
            return
        asked, self._asked = self._asked, None
        self._read(asked or (Target("records") if self.bar.spec is None else None))

    def actions_here(self) -> Sequence[Action]:
        return [
            Action("新增一条", self.add_row, ("Ctrl+N",)),
            Action("修改这一格", self.table.edit_current, ("F2",)),
            Action("修改这一条", self.edit_row, ("Shift+F2",)),
            *self.menus.actions(),
            Action("保存", self.pane.save, ("Ctrl+S",)),
            Action("保存，再录下一条", self.pane.save_and_next, ("Ctrl+Shift+Return",)),
            Action("在本台账里找", self._focus_search, ("Ctrl+F",)),
            Action("按村统计", self.count_villages, ("Ctrl+T",)),
            *self.imports.actions(),
            *self.outgoing.actions(),
            Action("户籍变动、区划变动", self.change_row),
            Action("看已删除的，恢复", self.show_deleted),
            Action("自定义列", self.show_columns),
            Action("给这一条添加照片", self.photos.add, ("Ctrl+Shift+A",)),
            Action("放照片：许多张，各归各的对象", self.photos.place_many, ("Ctrl+Shift+P",)),
            Action("返回列表", self.back, ("Esc",), listed=False),
        ]

    def concerns(self, changes: ChangeSet) -> bool:
        return changes.operations > 0

    def unfinished(self) -> Sequence[str]:
        form = self.pane.form
        return ["台账：没有保存的记录"] if form is not None and form.is_changed else ()

    # --- what a person does

    def add_row(self) -> None:
        """A form for a new row; one that is half filled in has to be saved or left first."""
        if self.pane.form is not None and self.pane.form.is_changed:
            self.pane.form.focus_first()
            self.shell.say("这一条还没有保存。先保存（Ctrl+S），或者按 Esc 离开。")
            return
        spec = None if self.imports.is_open else self.bar.spec
        if spec is not None and record_list.is_kept_by_hand(spec) and spec.identity != "code":
            village = self.bar.query.village
            read = lambda ctx: record_form.new_row(ctx, spec.id, village)  # noqa: E731
            self.shell.read(self, read, self.pane.show_form, key="form")

    def edit_row(self) -> None:
        """A form over the row that is shown."""
        view = self.pane.view
        if view is not None and view.kept_by_hand and not self.pane.is_editing:
            read = lambda ctx: record_form.present_row(ctx, view.id)  # noqa: E731
            self.shell.read(self, read, self.pane.show_form, key="form")

    def save_for_next(self, form: RegisterForm) -> None:
        """Keep what was typed, then offer a form for one more in the same village and group."""
        register, typed = form.start.register, form.raw()
        read = lambda ctx: record_form.next_row(ctx, register, typed)  # noqa: E731
        show = self.pane.show_form
        self.save(form, then=lambda: self.shell.read(self, read, show, key="form"))

    def save(self, form: RegisterForm, then: Callable[[], None] | None = None) -> None:
        """Keep what was typed; afterwards do ``then``."""
        raw, start = form.raw(), form.start
        if not raw and start.id:
            self._leave_form()
            return

        def work(ctx: AppContext, _job: object) -> Changed:
            if start.id:
                return records.set_values(ctx, start.id, raw)
            return records.add(ctx, start.register, raw)

        def done(changed: Changed) -> None:
            self._saved(changed)
            if then is not None:
                then()

        self.shell.do(self, "正在保存", work, done, self._not_saved)

    def delete_row(self) -> None:
        """Take the row that is shown away."""
        view = self.pane.view
        if view is None:
            return
        said = f"已删除{view.register_title} {view.title}。"
        done = lambda _changed: self.shell.say(said, undo=True)  # noqa: E731
        self.shell.do(self, "正在删除", lambda ctx, _job: records.delete(ctx, view.id), done)

    def change_row(self) -> None:
        """户籍变动 of the household that is shown, 区划变动 of the village."""
        view = self.pane.view
        if view is not None and view.register == "household":
            HouseholdDialog(self.shell, self, view.id).open()
        elif view is not None and view.register == "village":
            VillageDialog(self.shell, self, view.id).open()
        else:
            self.shell.say("请先在台账里选一户农户，或一个村。")

    def count_villages(self) -> None:
        """按村统计 of what is listed."""
        query = self.bar.query
        spec = self.bar.spec
        if spec is not None:
            what = spec.title + ("（按筛选）" if self.bar.is_narrowed else "")
            work = lambda ctx: record_list.count(ctx, query, what)  # noqa: E731
            count_by_village(self.shell, self, work, self._choose_village)

    def _choose_village(self, code: str) -> None:
        self.bar.choose(ListQuery(self.bar.query.register, village=code))

    def show_deleted(self) -> None:
        """What was taken away, to be brought back."""
        spec = self.bar.spec
        if spec is not None:
            dialog = DeletedDialog(self.shell, self, spec)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def show_columns(self) -> None:
        """Columns that this office added to the register."""
        spec = self.bar.spec
        if spec is not None and record_list.is_kept_by_hand(spec):
            dialog = CustomColumnsDialog(self.shell, self, spec)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def back(self) -> None:
        """Out of the import, the photo or the form, into the list."""
        if self.imports.is_open:
            self.imports.view.go_back()
        elif self.photos.viewer.isVisible():
            self.photos.viewer.leave()
        elif self.pane.is_editing:
            self._give_up_form()
        else:
            self.table.end_entry()
            self.table.setFocus()

    def _imported(self, register: str) -> None:
        """Back from an import: the register that it was for."""
        if register and register != self.bar.query.register:
            self.open(Target("records", facts={"register": register}))
        self.table.setFocus()

    # --- reading

    def _requery(self) -> None:
        self._wanted = ""
        self._read(None)

    def _read(self, asked: Target | None) -> None:
        """Read the list anew: what ``asked`` names, else what the bar says."""
        wanted, query = self._wanted, self.bar.query
        if asked is not None:
            facts = (asked.fact("register"), asked.fact("search"), asked.fact("village"))
            query = ListQuery(*facts)
        query = replace(query, sort=self._sort[0], descending=self._sort[1])
        self.reading.read(query, wanted, asked=asked is not None)

    def _show(self, found: Listing) -> None:
        if not found.asked and found.wanted != self._wanted:
            self._read(None)  # a row was saved or chosen meanwhile: it must not lose its place
            return
        self.bar.know(found.specs, found.counts, found.villages)
        if found.asked:
            self.bar.show_query(found.query)
        spec = self.bar.spec
        if spec is None or spec.id != found.query.register:
            return
        self.imports.register = spec.id
        self.bar.show_chips(found.chips)
        self._show_number(spec, len(found.keys), whole=found.whole)
        self.hand.register = spec.id
        self.design.know(spec, found.query, found.layout, found.views)
        self.design.lay(found.keys, found.typed_in)
        if not self.table.go_to_key(found.key):
            self.pane.show_nothing()

    def _show_view(self, query: ListQuery) -> None:
        self._sort = (query.sort, query.descending)
        self.table.sort_as(*self._sort)
        self.bar.choose(query)

    def _grow(self, found: Listing) -> None:
        """More of the same list is known."""
        spec = self.bar.spec
        if spec is not None and spec.id == found.query.register:
            self.bar.know(found.specs, found.counts, found.villages)
            self.table.grow(found.keys)
            by_name = not found.whole and found.query.search != ""
            self._show_number(spec, len(found.keys), whole=not by_name)

    def _show_number(self, spec: RegisterSpec, count: int, *, whole: bool = True) -> None:
        self.say_title("台账", spec.title)
        self.bar.say_number(f"共 {count} {spec.counter}" if whole else "正在数…")
        can_add = record_list.is_kept_by_hand(spec) and spec.identity != "code"
        self.add.setVisible(can_add)
        self.add.setText(f"新增{spec.title}")
        self.add.setAccessibleName(self.add.text())
        self.list.setCurrentIndex(0 if count else 1)
        self.widen.setVisible(self.bar.is_narrowed)
        self.begin.setText(f"登记第一{spec.counter}")
        self.begin.setAccessibleName(self.begin.text())
        for one in (self.begin, self.bring):
            one.setVisible(can_add and not self.bar.is_narrowed)
        if self.bar.is_narrowed:
            self.empty.tell("没有符合条件的记录", "换个名字或拼音首字母，或者清除筛选。")
        else:
            self.empty.tell(
                f"还没有{spec.title}",
                "在这里登记第一条，把现成的表格导入，或者由同事的数据包带来。",
            )

    def _fetch(self, keys: Sequence[int]) -> Sequence[RecordLine | None]:
        spec = self.bar.spec
        if spec is None:
            return [None] * len(keys)
        with self.shell.here() as ctx:
            return record_list.lines(ctx, spec.id, keys, self.design.fields)

    def _choose(self, line: RecordLine | None) -> None:
        if line is not None and not self.pane.is_editing:
            self._wanted = line.id
            self._read_row(line.id)

    def _read_row(self, id_: str) -> None:
        work = lambda ctx: record_view.record_view(ctx, id_)  # noqa: E731
        self.shell.read(self, work, self._show_row, lambda _error: None, key="row")

    def _show_row(self, view: RecordView) -> None:
        if not self.pane.is_editing and view.id == self._wanted:
            self.pane.show_row(view)

    def _reveal(self, reason: str) -> None:
        view = self.pane.view
        if view is not None:
            work = lambda ctx, _job: record_view.reveal(ctx, view.id, reason)  # noqa: E731
            self.shell.do(self, "正在读取", work, self._show_row)

    def _mask_again(self) -> None:
        if self.pane.view is not None:
            self._read_row(self.pane.view.id)

    # --- saving

    def _saved(self, changed: Changed) -> None:
        start = self.pane.form.start if self.pane.form is not None else None
        self._wanted = changed.id
        self._leave_form()
        self.refresh_soon()  # the list may have been read before the new row was known
        if changed.fields:
            made = start is not None and not start.id
            title = start.title.removeprefix("新增") if start else ""
            self.shell.say(f"已新增{title}。" if made else "已保存修改。", undo=True)
        self._read_row(changed.id)

    def _not_saved(self, error: BaseException) -> None:
        form = self.pane.form
        if form is None or not form.tell_error(error):
            self.shell.fail(error)

    def _give_up_form(self) -> None:
        """Out of the form unsaved; what was typed can be had back."""
        if self.pane.form is None or not self.pane.form.is_changed:
            self._leave_form()
            return
        self.pane.park_form()
        self._leave_form()
        self.shell.say("没有保存。写的还在，可以接着填。", more=("接着填", self.pane.resume_form))

    def _leave_form(self) -> None:
        self.shell.settle()
        self.pane.leave_form()
        self.table.setFocus()

    # --- looks

    def _sort_by(self, field: str, down: bool) -> None:
        self._sort = (field, down)
        self.table.sort_as(field, down)
        if self.table.rows.rowCount() > LARGE:
            self._wanted = ""  # its place would have to be looked for first
        self._read(None)

    def _what_is_listed(self) -> Listed | None:
        spec = self.bar.spec
        if spec is None:
            return None
        query = replace(self.bar.query, sort=self._sort[0], descending=self._sort[1])
        shown = tuple(one.id for one in self.design.fields)
        return Listed(query, shown, record_list.is_kept_by_hand(spec))

    def _note_own(self, writes: bool) -> None:
        self._own_change = writes

    def _focus_search(self) -> None:
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _lay_out(self) -> None:
        top = self.bar.head
        top.addStretch(1)
        top.addWidget(icon_button("figures", "按村统计（Ctrl+T）", self.count_villages))
        top.addWidget(button("导入", self.imports.choose, icon="import"))
        for one in self.outgoing.buttons:
            top.addWidget(one)
        top.addWidget(icon_button("columns", "自定义列", self.show_columns))
        top.addWidget(icon_button("history", "已删除的，可以恢复", self.show_deleted))
        top.addWidget(self.add)
        self.bar.views.addWidget(self.design.button)
        self.list = QStackedWidget()
        self.list.addWidget(self.table)
        self.list.addWidget(self.empty)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([800, PANE_WIDTH])
        self.pane.setMinimumWidth(PANE_WIDTH - 60)
        listing = column(self.bar, spacing=12)
        listing.addWidget(self.split, 1)
        self.views.addWidget(holder(listing))
        self.body.addWidget(self.views, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.imports.left.connect(self._imported)
        self.table.sorting.connect(self._sort_by)
        self.table.chosen.connect(self._choose)
        self.hand.writing.connect(self._note_own)
        self.reading.begun.connect(self._show)
        self.reading.grown.connect(self._grow)
        self.design.chosen.connect(self._show_view)
        self.design.renamed.connect(self.refresh_soon)
        self.menus.count, self.menus.open_row = self.count_villages, self.edit_row
        self.menus.sort, self.menus.custom = self._sort_by, self.show_columns
        self.pane.edit_wanted.connect(self.edit_row)
        self.pane.delete_wanted.connect(self.delete_row)
        self.pane.change_wanted.connect(self.change_row)
        self.pane.saved.connect(self.save)
        self.pane.saved_for_next.connect(self.save_for_next)
        self.pane.given_up.connect(self._give_up_form)
        self.pane.info.revealed.connect(self._reveal)
        self.pane.info.masked_again.connect(self._mask_again)
