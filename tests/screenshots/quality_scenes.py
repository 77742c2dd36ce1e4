"""Scenes of 数据体检 and 账账相符."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qxn_desktop.services.problem_list import village_names
from tests.screenshots.stage import Scene, Stage

QUALITY: list[Scene] = []


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    QUALITY.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


@scene
def quality(stage: Stage) -> QWidget:
    return stage.go("quality", group="open")


@scene
def quality_lead(stage: Stage) -> QWidget:
    return stage.go("quality", rule="28")


@scene
def compare_nothing(stage: Stage) -> QWidget:
    return stage.go("quality", view="compare")


@scene
def compare_found(stage: Stage) -> QWidget:
    stage.go("quality", view="compare")
    rows = stage.read(lambda ctx: ctx.ws.select("household", limit=40))
    codes = {row.text("village") for row in rows}
    names = stage.read(village_names)
    path = stage.folder / "国家系统导出.csv"
    lines = ["村,户主姓名,户主证件号,户类型,组"]
    for at, row in enumerate(rows[: len(rows) - 3]):
        kind = "一般农户" if at % 9 == 0 else row.text("household_type")
        values = (row.text("head_name"), row.text("id_number"), kind, row.text("group"))
        lines.append(",".join((names[row.text("village")], *values)))
    lines.append(f"{names[min(codes)]},虚构人,,一般农户,1组")
    path.write_text("\n".join(lines), encoding="utf-8")
    view = stage.window.page.compare
    view._path = path
    view.compare()
    stage.settle()
    return stage.window


@scene
def quality_off(stage: Stage) -> QWidget:
    return stage.go("quality", rule="42")


@scene
def settings_quality(stage: Stage) -> QWidget:
    return stage.go("settings", "quality")
