"""Scenes of the grid of 台账: a block, filters, what is asked before writing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qxn_desktop.domain.cell_block import CellBlock
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.pages.records.block_preview import BlockPreview
from qxn_desktop.ui.pages.records.bulk_dialog import BulkDialog
from qxn_desktop.ui.pages.records.cell_history_dialog import CellHistoryDialog
from qxn_desktop.ui.pages.records.columns_dialog import ColumnsDialog
from qxn_desktop.ui.pages.records.field_filter import FieldFilter
from qxn_desktop.ui.pages.records.name_dialog import NameDialog
from qxn_desktop.ui.pages.records_page import RecordsPage
from tests.screenshots.stage import Scene, Stage

GRID_SCENES: list[Scene] = []
POPULATION = 5
"""The column of the family's size."""


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    GRID_SCENES.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def households(stage: Stage) -> RecordsPage:
    """The whole register of households."""
    stage.go("records", register="household")
    return stage.find(RecordsPage, "")


@scene
def grid_block(stage: Stage) -> QWidget:
    page = households(stage)
    page.table.mark(CellBlock(2, 3, 4, 5))
    page.table.setFocus()
    return stage.window


@scene
def grid_chips(stage: Stage) -> QWidget:
    page = households(stage)
    page.bar.put(Filter("population", "between", (3, "")))
    page.bar.put(Filter("household_type", "one_of", ("脱贫户", "一般农户")))
    stage.settle()
    return stage.window


@scene
def grid_filter_text(stage: Stage) -> QWidget:
    page = households(stage)
    page.menus.ask_filter(page.design.fields[0])
    return stage.dialog(FieldFilter)


@scene
def grid_filter_choice(stage: Stage) -> QWidget:
    page = households(stage)
    page.menus.ask_filter(page.design.fields[3])
    return stage.dialog(FieldFilter)


@scene
def grid_columns(stage: Stage) -> QWidget:
    households(stage).design.choose_columns()
    return stage.dialog(ColumnsDialog)


@scene
def grid_view_name(stage: Stage) -> QWidget:
    households(stage).design.name_view()
    return stage.dialog(NameDialog)


@scene
def grid_bulk(stage: Stage) -> QWidget:
    households(stage).menus.change_many()
    return stage.dialog(BulkDialog)


@scene
def grid_preview(stage: Stage) -> QWidget:
    page = households(stage)
    page.table.go_to_cell(0, POPULATION)
    QGuiApplication.clipboard().setText("3\n五口\n6\n7")
    page.hand.paste()
    stage.settle()
    return stage.dialog(BlockPreview)


@scene
def grid_history(stage: Stage) -> QWidget:
    page = households(stage)
    page.table.go_to_cell(0, 0)
    page.menus.show_history()
    stage.settle()
    return stage.dialog(CellHistoryDialog)
