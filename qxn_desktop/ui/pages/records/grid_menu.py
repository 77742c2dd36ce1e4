"""The menus of the grid: of a cell (right click, Shift+F10) and of a column (its head, Alt+↓)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import cell_history, list_filter, record_form
from qxn_desktop.services.list_filter import IS_FILLED, NOT_FILLED
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.services.record_view import Past
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.pages.records.bulk_dialog import BulkDialog, Scope
from qxn_desktop.ui.pages.records.cell_history_dialog import CellHistoryDialog
from qxn_desktop.ui.pages.records.field_filter import FieldFilter
from qxn_desktop.ui.pages.records.filter_bar import FilterBar
from qxn_desktop.ui.pages.records.grid_design import GridDesign
from qxn_desktop.ui.pages.records.grid_hand import GridHand
from qxn_desktop.ui.pages.records.record_table import RecordTable
from qxn_desktop.ui.shell import Shell


class GridMenu(QObject):
    """Offers what can be done; ``page`` has the rest of the actions."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self._bar: FilterBar
        self._table: RecordTable
        self._hand: GridHand
        self._design: GridDesign
        self.count: Callable[[], None] = _nothing
        self.open_row: Callable[[], None] = _nothing
        self.sort: Callable[[str, bool], None] = _nothing
        self.custom: Callable[[], None] = _nothing
        self.menu: QMenu | None = None

    def take(self, bar: FilterBar, table: RecordTable, hand: GridHand, design: GridDesign) -> None:
        """Work on these parts of the page."""
        self._bar, self._table, self._hand, self._design = bar, table, hand, design
        bar.filter_wanted.connect(self.offer_filters)
        table.menu_wanted.connect(self.offer_cell)
        table.column_menu_wanted.connect(self.offer_column)

    def actions(self) -> Sequence[Action]:
        """What the page's keys and the palette offer of it."""
        return [
            Action("向下填充", self._hand.fill_down, ("Ctrl+D",)),
            Action("批量修改", self.change_many, ("Ctrl+B",)),
            Action("筛选", self.offer_filters, ("Ctrl+Shift+L",)),
            Action("视图", self._design.offer_views),
            Action("显示哪些列", self._design.choose_columns),
            Action("这一格的历史", self.show_history),
        ]

    # --- menus

    def offer_cell(self, place: QPoint) -> None:
        """What can be done with the cell and what is marked."""
        field = self._table.current_field()
        if field is None:
            return
        menu = self._new()
        add = menu.addAction
        if self._table.is_written_by_hand:
            add("修改这一格\tF2", self._table.edit_current)
            add("修改整条\tShift+F2", self.open_row)
            menu.addSeparator()
        add("复制\tCtrl+C", self._hand.copy)
        if self._table.is_written_by_hand:
            add("粘贴\tCtrl+V", self._hand.paste)
            add("向下填充\tCtrl+D", self._hand.fill_down)
            add("清空\tDelete", self._hand.clear)
            add("批量修改…", self.change_many)
        menu.addSeparator()
        add("筛选这个值", self.filter_value)
        add(f"筛选“{field.title}”…", partial(self.ask_filter, field))
        menu.addSeparator()
        add("这一格的历史", self.show_history)
        if self._bar.village.isEnabled():
            add("按村统计\tCtrl+T", self.count)
        menu.popup(place)

    def offer_column(self, column: int, place: QPoint) -> None:
        """What can be done with a column."""
        field = self._table.rows.fields[column]
        name, menu = field.id, self._new()
        add = menu.addAction
        add("升序", partial(self.sort, name, False))
        add("降序", partial(self.sort, name, True))
        menu.addSeparator()
        add("筛选…", partial(self.ask_filter, field))
        add(f"只看{NOT_FILLED}的", partial(self._bar.put, Filter(name, "empty")))
        add(f"只看{IS_FILLED}的", partial(self._bar.put, Filter(name, "filled")))
        if self._bar.filter_of(name) is not None:
            add("不筛这一栏", partial(self._bar.drop, name))
        menu.addSeparator()
        add("左移", partial(self._design.move, name, column - 1)).setEnabled(column > 0)
        last = len(self._table.rows.fields) - 1
        add("右移", partial(self._design.move, name, column + 1)).setEnabled(column < last)
        add("不显示这一列", partial(self._design.hide, name)).setEnabled(last > 0)
        if self._design.layout.frozen == column + 1:
            add("取消冻结", partial(self._design.freeze, 0))
        else:
            add("冻结到这一列", partial(self._design.freeze, column + 1)).setEnabled(column < 4)
        menu.addSeparator()
        add("显示哪些列…", self._design.choose_columns)
        if self._table.is_written_by_hand:
            add("自定义列…", self.custom)
        menu.popup(place)

    def offer_filters(self) -> None:
        """All that the list can be filtered by."""
        spec = self._bar.spec
        if spec is None:
            return
        menu = self._new()
        if list_filter.can_be_faulty(spec.id):
            menu.addAction(list_filter.FAULTY, self._bar.put_faulty)
            menu.addSeparator()
        shown = self._design.fields
        for field in shown:
            menu.addAction(f"{field.title}…", partial(self.ask_filter, field))
        _offer_others(menu, spec, shown, self.ask_filter)
        button = self._bar.more
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    # --- what is chosen in them

    def ask_filter(self, field: FieldSpec) -> None:
        """Ask how to filter by a field."""
        with self._shell.here() as ctx:
            today = ctx.today
        villages = {
            str(self._bar.village.itemData(at)): self._bar.village.itemText(at)
            for at in range(1, self._bar.village.count())
        }
        present = self._bar.filter_of(field.id)
        dialog = FieldFilter(field, present, villages, today, self._page)
        dialog.wanted.connect(self._bar.put)
        dialog.spelling.connect(partial(self._bar.put_spelling, field.id))
        dialog.dropped.connect(partial(self._bar.drop, field.id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def filter_value(self) -> None:
        """Only rows that hold in this column what this cell does."""
        line, field = self._table.current_line(), self._table.current_field()
        if isinstance(line, RecordLine) and field is not None:
            with self._shell.here() as ctx:
                wanted = list_filter.same_value(ctx, self._hand.register, line.id, field.id)
            self._bar.put(wanted)

    def show_history(self) -> None:
        """What happened to the cell."""
        line, field = self._table.current_line(), self._table.current_field()
        if not isinstance(line, RecordLine) or field is None:
            return

        def show(past: list[Past]) -> None:
            title = f"{field.title}　第 {self._table.currentIndex().row() + 1} 行"
            dialog = CellHistoryDialog(title, past, self._page)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        work = lambda ctx: cell_history.cell_history(ctx, line.id, field.id)  # noqa: E731
        self._shell.read(self, work, show, key="history")

    def change_many(self) -> None:
        """批量修改."""
        spec = self._bar.spec
        if spec is None or not self._table.is_written_by_hand or not self._table.rows.rowCount():
            return
        with self._shell.here() as ctx:
            start = record_form.new_row(ctx, spec.id)
        field = self._table.current_field()
        rows = Scope(self._table.marked_keys(), self._table.rows.keys)
        dialog = BulkDialog(start, rows, field.id if field else "", self._shell, self._page)
        dialog.wanted.connect(self._hand.set_all)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _new(self) -> QMenu:
        self.menu = QMenu(self._page)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        return self.menu


def _offer_others(
    menu: QMenu,
    spec: RegisterSpec,
    shown: tuple[FieldSpec, ...],
    ask: Callable[[FieldSpec], None],
) -> None:
    """The fields that are no columns, by section of the form."""
    sections: dict[str, list[FieldSpec]] = {}
    for field in spec.fields:
        if field not in shown and field.type not in ("json", "photo"):
            sections.setdefault(field.section or "其他栏", []).append(field)
    if sections:
        menu.addSeparator()
    for title, fields in sections.items():
        below = menu.addMenu(title)
        for field in fields:
            below.addAction(f"{field.title}…", partial(ask, field))


def _nothing(*_given: object) -> None:
    """Until the page says what is to be done."""
