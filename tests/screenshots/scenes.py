"""The scenes: one small function for each page and dialog of the window.

To add one, write a function that brings the ``Stage`` there and gives the widget to be looked at,
under ``@scene``; its name with dashes is the file's. Scenes are taken in this order, light and
dark, at 100 % and 150 %; each also goes through ``clipped_text``.
"""

from __future__ import annotations

from collections.abc import Callable

import xlsxwriter
from PIL import Image
from PySide6.QtWidgets import QPushButton, QWidget

from qxn_desktop.services import check_round
from qxn_desktop.services.check_round import CheckRound
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.ui.dialogs.help_dialog import HelpDialog
from qxn_desktop.ui.dialogs.keys_dialog import KeysDialog
from qxn_desktop.ui.dialogs.palette import Palette
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.pages.check.entry_view import EntryView
from qxn_desktop.ui.pages.check.sheet_view import SheetView
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


def a_round(stage: Stage) -> CheckRound:
    """The toilets of the first village, all due."""
    village = stage.read(lambda ctx: check_round.board(ctx).villages[1][0])
    stage.go("check", template="HC", frequency="yearly_all", village=village)
    return stage.read(lambda ctx: check_round.check_round(ctx, "HC", village, "yearly_all"))


def entry(stage: Stage) -> EntryView:
    """One of these toilets, opened to be checked."""
    a_round(stage)
    stage.press("开始检查")
    return stage.find(EntryView, "")


@scene
def check_rounds(stage: Stage) -> QWidget:
    a_round(stage)
    return stage.window


@scene
def check_entry(stage: Stage) -> QWidget:
    view = entry(stage)
    answers = {"HC01": "是", "HC02": "否", "HC04": {"na": "旱季停水"}, "HC05": ["渗漏", "破损"]}
    for code, raw in answers.items():
        view.form.answer(code, raw)
    stage.settle()
    view.form.go_to("HC07")
    return stage.window


@scene
def check_photos(stage: Stage) -> QWidget:
    view = entry(stage)
    picture = stage.folder / "厕屋外观.jpg"
    Image.new("RGB", (640, 480), "#7a8f6a").save(picture)
    view.form.answer("HC02", "否")
    stage.settle()
    view._add_files([picture])
    stage.settle()
    view.form.go_to("HC14")
    return stage.window


@scene
def check_table(stage: Stage) -> QWidget:
    a_round(stage)
    stage.press("录入纸表")
    model = stage.find(SheetView, "").model
    columns = model.columns
    rows = (
        {code: "1" for code in columns if code.startswith("HC")} | {"HC08": "60", "HC10": "5"},
        {"HC01": "9", "HC02": "1", "HC05": "2、3", "HC08": "六十"},
    )
    for row, texts in enumerate(rows):
        for code, text in texts.items():
            model.setData(model.index(row, columns.index(code)), text)
    stage.settle()
    return stage.window


@scene
def check_returned(stage: Stage) -> QWidget:
    round_ = a_round(stage)
    path = stage.folder / "户厕巡查 填好.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        asked = [item for item in round_.template.items if item.type != "photo"]
        sheet.write_row(0, 0, ["表号", "检查日期", *(item.text for item in asked), "天气"])
        for row, line in enumerate(round_.remaining[:4], 1):
            answers = ["60" if item.unit else "1" for item in asked]
            answers[0] = ("1", "9", "", "2")[row - 1]
            sheet.write_row(row, 0, [line.key, "2026-11-24", *answers])
    stage.window.page.read_back(path)  # type: ignore[attr-defined]
    stage.settle()
    return stage.window


@scene
def check_record(stage: Stage) -> QWidget:
    found = stage.read(lambda ctx: ctx.ws.select("problem", {"template": "HC"}))
    return stage.go("check", found[0].text("check"), register="check")


@scene
def check_empty(stage: Stage) -> QWidget:
    stage.go("check")
    page = stage.window.page
    page.rounds.want("SC", "", "", free=True)  # type: ignore[attr-defined]
    stage.settle()
    page.rounds.search.setText("没有这个人")  # type: ignore[attr-defined]
    stage.settle()
    return stage.window


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
