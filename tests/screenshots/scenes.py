"""The scenes: one small function for each page and dialog of the window.

To add one, write a function that brings the ``Stage`` there and gives the widget to be looked at,
under ``@scene``; its name with dashes is the file's. Scenes are taken in this order, light and
dark, at 100 % and 150 %; each also goes through ``clipped_text``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.ui.dialogs.help_dialog import HelpDialog
from qxn_desktop.ui.dialogs.keys_dialog import KeysDialog
from qxn_desktop.ui.dialogs.palette import Palette
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from tests.screenshots.stage import Scene, Stage

SCENES: list[Scene] = []


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    SCENES.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def problem_in(stage: Stage, group: Group) -> str:
    """The id of a problem of the demonstration."""
    return stage.read(lambda ctx: board(ctx, Wanted(group))).lines[0].problem.id


@scene
def today(stage: Stage) -> QWidget:
    return stage.go("today")


@scene
def today_by_village(stage: Stage) -> QWidget:
    stage.go("today")
    stage.press("各村今日情况，按村统计")
    return stage.dialog(VillageCountDialog)


@scene
def palette(stage: Stage) -> QWidget:
    stage.go("today")
    stage.window.search()
    stage.window.palette_dialog.field.setText("板万")
    return stage.dialog(Palette)


@scene
def problems(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.OVERDUE))


@scene
def problem_to_confirm(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.TO_CONFIRM))


@scene
def problem_closed(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.TO_REVISIT))


@scene
def problem_new(stage: Stage) -> QWidget:
    return stage.go("problems", view="new")


@scene
def orders(stage: Stage) -> QWidget:
    return stage.go("problems", view="orders")


@scene
def order_new(stage: Stage) -> QWidget:
    stage.go("problems", view="orders")
    stage.find(QPushButton, "新交办").click()
    return stage.window


@scene
def help_page(stage: Stage) -> QWidget:
    stage.go("problems")
    stage.window.show_help()
    return stage.dialog(HelpDialog)


@scene
def keys(stage: Stage) -> QWidget:
    stage.go("problems")
    stage.window.show_keys()
    return stage.dialog(KeysDialog)


@scene
def reports(stage: Stage) -> QWidget:
    return stage.go("reports")
