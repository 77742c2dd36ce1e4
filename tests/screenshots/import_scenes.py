"""Scenes of an import: see ``scenes``."""

from __future__ import annotations

from collections.abc import Callable

import xlsxwriter
from PySide6.QtWidgets import QWidget

from qxn_desktop.ui.pages.records.import_view import ImportView
from qxn_desktop.ui.pages.records_page import RecordsPage
from tests.screenshots.stage import Scene, Stage

IMPORTS: list[Scene] = []


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    IMPORTS.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def importing(stage: Stage, *rows: list[object]) -> ImportView:
    """The import of a sheet of households."""
    head = [
        "序号",
        "村",
        "组",
        "户主",
        "身份证号码",
        "联系电话",
        "家庭人口数",
        "家庭人口数量",
        "备注",
    ]
    path = stage.folder / "板万村2026年农户台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("农户")
        for at, line in enumerate((["板万村2026年农户台账"], head, *rows)):
            sheet.write_row(at, 0, line)
    stage.go("records", register="household")
    door = stage.find(RecordsPage, "").imports
    door.begin(path)
    stage.settle()
    return door.view


TYPED: tuple[list[object], ...] = (
    [1, "板万村", "一组", "韦　大山", "", "13900000001", 4, 4, ""],
    [2, "板万村委会", "二组", "韦小云", "", "123", 5, 5, "外出务工"],
    [3, "板万村", "二组", "罗天才", "522327********0010", "", 3, 3, ""],
    [4, "月亮村", "", "黄小花", "", "", 2, 2, ""],
)


@scene
def import_columns(stage: Stage) -> QWidget:
    importing(stage, *TYPED)
    return stage.window


@scene
def import_lines(stage: Stage) -> QWidget:
    view = importing(stage, *TYPED)
    view.go_on()
    stage.settle()
    return stage.window
