"""Columns, their order and widths, those that stay put, and named views: kept on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import grid_layout
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_layout import GridLayout, NamedView
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.ui.pages.records.columns_dialog import ColumnsDialog
from qxn_desktop.ui.pages.records.name_dialog import NameDialog
from qxn_desktop.ui.pages.records.record_table import RecordTable
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button

KEEP_MS = 600
"""Pause after which widths that were dragged are kept."""


class GridDesign(QObject):
    """``chosen`` carries a named view's query. ``renamed``: there are other views."""

    renamed = Signal()
    chosen = Signal(object)

    def __init__(self, shell: Shell, page: QWidget, table: RecordTable) -> None:
        super().__init__(page)
        self._shell, self._page, self._table = shell, page, table
        self.layout = GridLayout()
        self.views: tuple[NamedView, ...] = ()
        self._spec: RegisterSpec | None = None
        self._query = ListQuery("")
        self._typed_in: frozenset[str] = frozenset()
        self.button = button("视图", self.offer_views, icon="star")
        self.button.setToolTip("常看的筛选、排序和列，起个名字存下来")
        self._pause = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._pause.timeout.connect(self._keep)
        table.width_dragged.connect(self._note_width)
        table.column_dragged.connect(self.move)

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns that are shown."""
        return grid_layout.fields_of(self._spec, self.layout) if self._spec else ()

    def know(
        self, spec: RegisterSpec, query: ListQuery, layout: GridLayout, views: Sequence[NamedView]
    ) -> None:
        """What was read; what is being dragged is not overwritten."""
        if self._spec is None or spec.id != self._spec.id or not self._pause.isActive():
            self.layout = layout
        self._spec, self._query, self.views = spec, query, tuple(views)
        named = next((one for one in self.views if self._is(one)), None)
        self.button.setText(f"视图：{named.name}" if named else "视图")
        self.button.setAccessibleName(self.button.text())

    def lay(self, keys: Sequence[int], typed_in: frozenset[str]) -> None:
        """Show rows under the columns of the layout."""
        self._typed_in = typed_in
        layout = self.layout
        self._table.show_keys(keys, self.fields, typed_in, layout.widths, layout.frozen)

    # --- columns

    def choose_columns(self) -> None:
        """Ask which columns are shown."""
        if self._spec is not None:
            fields = grid_layout.choosable(self._spec)
            dialog = ColumnsDialog(fields, self.fields, self.layout, self._page)
            dialog.wanted.connect(self.take)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def take(self, wanted: GridLayout) -> None:
        """Lay the grid out so, and keep it."""
        self.layout = wanted
        self._pause.stop()
        self._keep()
        row = self._table.currentIndex().row()
        self.lay(self._table.rows.keys, self._typed_in)
        self._table.go_to(row)

    def move(self, name: str, to: int) -> None:
        """Put a column elsewhere."""
        order = [one.id for one in self.fields if one.id != name]
        order.insert(max(min(to, len(order)), 0), name)
        self.take(replace(self.layout, columns=tuple(order)))

    def hide(self, name: str) -> None:
        """Show a column no more; the last one stays."""
        left = tuple(one.id for one in self.fields if one.id != name)
        if left:
            frozen = min(self.layout.frozen, len(left) - 1)
            self.take(replace(self.layout, columns=left, frozen=frozen))

    def freeze(self, count: int) -> None:
        """Let the first columns stay put."""
        self.take(replace(self.layout, frozen=count))

    def _note_width(self, name: str, width: int) -> None:
        self.layout = replace(self.layout, widths={**self.layout.widths, name: width})
        self._pause.start()

    def _keep(self) -> None:
        if self._spec is None:
            return
        register, layout = self._spec.id, self.layout

        def work(ctx: AppContext, _job: object) -> None:
            grid_layout.keep_layout(ctx, register, layout)

        self._shell.do(self._page, "正在保存", work, quiet=True)

    # --- views

    def offer_views(self) -> None:
        """A menu of the named views."""
        menu = QMenu(self._page)
        for one in self.views:
            action = menu.addAction(one.name)
            action.setCheckable(True)
            action.setChecked(self._is(one))
            action.triggered.connect(partial(self._chosen, one))
        if not self.views:
            menu.addAction("还没有存过视图").setEnabled(False)
        menu.addSeparator()
        menu.addAction("把现在的存为视图…", self.name_view)
        if self.views:
            gone = menu.addMenu("删除视图")
            for one in self.views:
                gone.addAction(one.name, partial(self.drop_view, one))
        menu.addSeparator()
        menu.addAction("显示哪些列…", self.choose_columns)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _chosen(self, view: NamedView, _on: bool) -> None:
        self.show_view(view)

    def show_view(self, view: NamedView) -> None:
        """Show a view: its filters, order and columns."""
        self.take(view.layout)
        self.chosen.emit(view.query)

    def name_view(self) -> None:
        """Ask for a name and keep what is shown under it."""
        dialog = NameDialog([one.name for one in self.views], self._page)
        dialog.named.connect(self.keep_view)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keep_view(self, name: str) -> None:
        """Keep what is shown under a name."""
        shown = replace(self.layout, columns=tuple(one.id for one in self.fields))
        view = NamedView(name, self._query, shown)
        self._shell.do(
            self._page,
            "正在保存",
            lambda ctx, _job: grid_layout.keep_view(ctx, view),
            self._kept,
        )

    def drop_view(self, view: NamedView) -> None:
        """Forget a view."""
        register, name = view.query.register, view.name
        self._shell.do(
            self._page,
            "正在删除",
            lambda ctx, _job: grid_layout.drop_view(ctx, register, name),
            lambda _none: self._dropped(view),
        )

    def _kept(self, view: NamedView) -> None:
        self._shell.say(f"已存为视图“{view.name}”。")
        self.renamed.emit()

    def _dropped(self, view: NamedView) -> None:
        more = ("放回去", lambda: self._put_back(view))
        self._shell.say(f"已删除视图“{view.name}”。", more=more)
        self.renamed.emit()

    def _put_back(self, view: NamedView) -> None:
        work = lambda ctx, _job: grid_layout.keep_view(ctx, view)  # noqa: E731
        self._shell.do(self._page, "正在保存", work, self._kept)

    def _is(self, view: NamedView) -> bool:
        return view.query == self._query and view.layout.columns == tuple(
            one.id for one in self.fields
        )
