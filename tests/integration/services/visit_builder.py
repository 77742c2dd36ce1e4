"""Objects, pictures and answers for checks on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.errors import AppError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services.checks import Visit
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from tests.builders import VILLAGE

DAY = date(2026, 11, 20)
TOILET, HOUSEHOLD, FACILITY, MEMBER = "toilet-1", "household-1", "facility-1", "member-1"

OBJECTS: Mapping[str, tuple[str, Mapping[str, Json]]] = {
    TOILET: ("toilet", {"code": "HC-0001", "type": "三格式", "third_tank_full": "否"}),
    HOUSEHOLD: ("household", {"head_name": "韦阿甲", "household_type": "脱贫户"}),
    FACILITY: ("sewage_facility", {"name": "板坝集中点", "class": "一级"}),
    MEMBER: ("member", {"name": "韦阿乙", "household": HOUSEHOLD}),
}

HC: Mapping[str, object] = {
    "HC01": "是",
    "HC02": "是",
    "HC04": {"na": "旱季停水，另有水窖"},
    "HC05": ["无异常"],
    "HC06": "正常",
    "HC07": "是",
    "HC08": 60,
    "HC09": "农户自行还田",
    "HC10": 5,
    "HC12": "正常使用",
    "HC15": "满意",
}
FP: Mapping[str, object] = {
    "FP01": "是",
    "FP02": "是",
    "FP03": "是",
    "FP04": "A级",
    "FP05": "是",
    "FP06": 100,
    "FP07": 9000,
    "FP08": "稳定",
    "FP09": ["无"],
    "FP15": "无风险",
}
PHOTOS = ["a.jpg", "b.jpg", "c.jpg"]


def furnish(ctx: AppContext) -> None:
    """One row of each kind in the first village."""
    ctx.ws.write(
        [
            draft(ctx, register, id_, Kind.PUT, {"village": VILLAGE, **values})
            for id_, (register, values) in OBJECTS.items()
        ]
    )


def take_photos(folder: Path) -> None:
    """Three different pictures, larger than what is kept."""
    for shade, name in enumerate(PHOTOS):
        Image.new("RGB", (2000, 1000), (80 * shade, 120, 60)).save(folder / name)


def visit(folder: Path, template: str, object_id: str, answers: object, day: date = DAY) -> Visit:
    return Visit(template, object_id, day, answers, folder, "罗阿丙")


@contextmanager
def refused(ctx: AppContext, *codes: str) -> Iterator[list[str]]:
    """Within, a failure is expected whose codes are ``codes``; the digest stays the same."""
    before, told = ctx.ws.digest(), list[str]()
    with pytest.raises(AppError) as failure:
        yield told
    problems = failure.value.facts.get("problems")
    found = [entry[1] for entry in problems] if isinstance(problems, list) else []
    assert tuple(found or [failure.value.code]) == codes, failure.value.message
    told.append(failure.value.message)
    assert ctx.ws.digest() == before
