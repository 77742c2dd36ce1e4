"""Scenes of 监测: a new lead, a case half way, one that has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.services import cases
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.legal_step import Action
from tests.screenshots.stage import Scene, Stage

MONITORING: list[Scene] = []
STEPS: tuple[tuple[str, int, dict[str, Json]], ...] = (
    ("assign", 16, {"owner": "韦建国"}),
    ("authorize", 15, {"sheet": "照片.jpg"}),
    ("visit", 15, {"visitor1": "韦建国", "visitor2": "罗秀英", "result": "住院自付三万",
                   "photos": ["照片.jpg"]}),
    ("compare", 14, {"result": "没有商品房、车辆和工商登记"}),
)  # fmt: skip


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    MONITORING.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def households(stage: Stage) -> list[str]:
    return stage.read(lambda ctx: [row.id for row in ctx.ws.select("household", limit=9)])


def carried(ctx: AppContext, home: str, folder: Path, count: int) -> None:
    """A case of ``home``, opened some days ago, with the first ``count`` steps done."""
    Image.new("RGB", (400, 300), (200, 90, 60)).save(folder / "照片.jpg")
    if ctx.ws.select("monitor_case", {"household": home}):
        return
    cases.open_case(ctx, home, "DEPT", ctx.today - timedelta(days=16))
    for event, ago, facts in STEPS[:count]:
        day = ctx.today - timedelta(days=ago)
        cases.do(ctx, home, Action(event, facts, "", folder), day)


@scene
def monitoring_leads(stage: Stage) -> QWidget:
    return stage.go("monitoring", group="leads")


@scene
def monitoring_case(stage: Stage) -> QWidget:
    homes = households(stage)
    for count, home in enumerate(homes[:5]):
        stage.write(partial(carried, home=home, folder=stage.folder, count=count))
    return stage.go("monitoring", homes[4], group="open")


@scene
def monitoring_new_lead(stage: Stage) -> QWidget:
    stage.go("monitoring", group="leads")
    stage.press("登记线索")
    return stage.window
