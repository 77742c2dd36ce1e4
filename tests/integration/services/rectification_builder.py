"""Problems, pictures and events for rectification on a real workspace."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from qxn_desktop.common.json_types import Json
from qxn_desktop.services import problems
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_opening import Found, open_by_hand
from qxn_desktop.services.problems import ProblemView
from tests.builders import VILLAGE

OWNER, SUPERVISOR = "罗老三", "覃督办"
PEOPLE: dict[str, Json] = {"owner": OWNER, "supervisor": SUPERVISOR}


def picture(folder: Path, name: str, shade: int, taken: str = "") -> str:
    """A photo in ``folder``, of its own content; ``taken`` as 2026:11:23 10:00:00."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    Image.new("RGB", (400, 300), (shade, 90, 60)).save(folder / name, exif=exif)
    return name


def found(ctx: AppContext, title: str = "厕所污水外溢", **more: object) -> str:
    """A problem entered by hand; gives its id."""
    wanted: dict[str, object] = {"source": "12345", "object_id": VILLAGE, **more}
    return open_by_hand(ctx, Found(title, **wanted))  # type: ignore[arg-type]


def do(
    ctx: AppContext, problem: str, event: str, folder: Path = Path(), by: str = "", **facts: Json
) -> ProblemView:
    return problems.do(ctx, problem, Action(event, facts, by, folder))


def applied(ctx: AppContext, folder: Path, text: str = "已清掏并修好", shade: int = 1) -> str:
    """A problem whose 一销 waits for its supervisor."""
    id_ = found(ctx)
    do(ctx, id_, "assign", **PEOPLE)
    photo = picture(folder, f"{shade}.jpg", shade)
    do(ctx, id_, "apply", folder, by=OWNER, text=text, photos=[photo])
    return id_
