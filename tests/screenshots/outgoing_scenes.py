"""Scenes of what leaves 台账 and comes back, and of households and villages that change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtWidgets import QWidget

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.services import records, row_return
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.household_change import merge
from qxn_desktop.services.household_family import Family, family
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.search import Hit
from qxn_desktop.services.village_change import rename
from qxn_desktop.ui.dialogs.deleted_dialog import DeletedDialog
from qxn_desktop.ui.dialogs.fill_form_dialog import FillFormDialog
from qxn_desktop.ui.dialogs.household_dialog import MERGE, MOVE, SPLIT, HouseholdDialog
from qxn_desktop.ui.dialogs.return_form_dialog import ReturnFormDialog
from qxn_desktop.ui.dialogs.send_form_dialog import SendFormDialog
from qxn_desktop.ui.dialogs.village_dialog import DIVIDE, RENAME, VillageDialog
from qxn_desktop.ui.widgets.tick_list import VALUE
from tests.screenshots.stage import Scene, Stage

OUTGOING: list[Scene] = []
PATHS = ("village", "head_name", "household_type", "population", "note")


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    OUTGOING.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


@scene
def form_send(stage: Stage) -> QWidget:
    stage.go("records", register="household")
    stage.press("发给村里填")
    return stage.dialog(SendFormDialog)


@scene
def form_sent(stage: Stage) -> QWidget:
    stage.go("records", register="household")
    stage.press("发给村里填")
    dialog = stage.dialog(SendFormDialog)
    dialog._sent(27, Path("D:/台账/监测对象动态管理台账_丫他村_20261125_待填.xlsx"))
    stage.settle()
    return dialog


@scene
def form_return(stage: Stage) -> QWidget:
    page = stage.go("records", register="household")
    path = stage.folder / "丫他村 填好.xlsx"
    _fill(path, stage.write(lambda ctx: _send(ctx, path)))
    dialog = ReturnFormDialog(stage.shell, page, path)
    dialog.open()
    stage.settle()
    return dialog


@scene
def form_fill(stage: Stage) -> QWidget:
    stage.go("records", register="household")
    stage.press("填别人的表")
    dialog = stage.dialog(FillFormDialog)
    path = stage.folder / "农户基本情况调查表.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["农户基本情况调查表"])
    sheet.append(["序号", "村", "组", "户主姓名", "身份证号", "家庭人口数", "宅基地面积", "备注"])
    sheet["D3"] = "查无此人"
    book.save(path)
    dialog.take_file(path)
    stage.settle()
    return dialog


def _send(ctx: AppContext, path: Path) -> list[str]:
    """A village's form, and the ids of its rows; one row is changed here after it was sent."""
    village = ctx.ws.select("household", limit=1)[0].text("village")
    row_return.send(ctx, ListQuery("household", village=village), PATHS, path)
    ids = [row.id for row in ctx.ws.select("household", {"village": village}, limit=4)]
    clock = ctx.clock
    if isinstance(clock, FixedClock):
        clock.advance(minutes=1)
    records.set_values(ctx, ids[0], {"note": "镇里已入户核对"})
    return ids


def _fill(path: Path, ids: list[str]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {sheet.cell(row, len(PATHS) + 1).value: row for row in range(4, sheet.max_row + 1)}
    for number, id_ in enumerate(ids):
        sheet.cell(at[id_], 4).value = ("9", "8", "五个", "7")[number]
        sheet.cell(at[id_], 5).value = "在外务工，春节回来"
    book.save(path)


def _families(stage: Stage) -> list[Family]:
    """The households with the most people."""
    work: Callable[[AppContext], list[Family]] = lambda ctx: [  # noqa: E731
        family(ctx, row.id) for row in ctx.ws.select("household", limit=30)
    ]
    return sorted(stage.read(work), key=lambda one: -len(one.people))[:2]


def _household(stage: Stage, kind: int) -> HouseholdDialog:
    gone, stays = _families(stage)
    stage.go("records", gone.id, register="household")
    stage.press("户籍变动、区划变动")
    dialog = stage.dialog(HouseholdDialog)
    dialog.kinds.button(kind).click()
    if kind == MERGE:
        dialog.into.show_hit(Hit(stays.name, stays.place, "household", stays.id))
    stage.settle()
    return dialog


@scene
def household_merge(stage: Stage) -> QWidget:
    return _household(stage, MERGE)


@scene
def household_split(stage: Stage) -> QWidget:
    dialog = _household(stage, SPLIT)
    for box in list(dialog.leaving._boxes.values())[-2:]:
        box.setChecked(True)
    stage.settle()
    return dialog


@scene
def household_move(stage: Stage) -> QWidget:
    return _household(stage, MOVE)


def _village(stage: Stage, kind: int) -> VillageDialog:
    code = stage.read(lambda ctx: sorted(village_names(ctx))[0])
    stage.go("records", code, register="village")
    stage.press("户籍变动、区划变动")
    dialog = stage.dialog(VillageDialog)
    dialog.kinds.button(kind).click()
    stage.settle()
    return dialog


@scene
def village_rename(stage: Stage) -> QWidget:
    return _village(stage, RENAME)


@scene
def village_divide(stage: Stage) -> QWidget:
    dialog = _village(stage, DIVIDE)
    dialog.groups.tick([dialog.groups.item(0).data(VALUE)])
    stage.settle()
    return dialog


@scene
def settings_villages(stage: Stage) -> QWidget:
    code = stage.read(lambda ctx: sorted(village_names(ctx))[0])
    paper = "册府函〔2026〕9号"
    stage.write(lambda ctx: rename(ctx, code, "丫他新社区", "2026-11-20", paper))
    stage.go("settings", "villages")
    return stage.window


@scene
def record_merged(stage: Stage) -> QWidget:
    gone, stays = _families(stage)
    relations = {gone.people[0].id: "之父"}
    stage.write(lambda ctx: merge(ctx, gone.id, stays.id, "2026-11-20", relations))
    stage.go("records", register="household")
    stage.press("看已删除的，恢复")
    return stage.dialog(DeletedDialog)
