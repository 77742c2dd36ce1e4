"""Photos of objects: placed many at once, each with its object and day, looked at, taken down.

What is odd is said and never counted against anybody: a picture that is used elsewhere already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import photos, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photos import Prepared
from qxn_desktop.services.routing import draft
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store.condition import Filter, Query
from qxn_desktop.store.row import Row

OWN, TYPED = "照片自带", "登记人填写"
"""Where the day of a photo comes from."""
REGISTER = "object_photo"


@dataclass(frozen=True, slots=True)
class Placing:
    """A picture for an object, of a day (YYYY-MM-DD)."""

    photo: Prepared
    object_id: str
    taken_on: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObjectPhoto:
    """A photo of an object. ``remarks`` say what is odd about it."""

    id: str
    sha256: str
    taken_on: str
    dated_by: str
    note: str
    remarks: tuple[str, ...] = ()


def place(ctx: AppContext, wanted: Sequence[Placing], progress: Progress = SILENT) -> ChangeSet:
    """Keep pictures with their objects, all or none; one step.

    Raises:
        UserError: no such object; no day, or one that has not come. Cancelled: the user gave up.
    """
    drafts = [_draft(ctx, one) for one in wanted]  # all is checked before a picture is kept
    return ctx.ws.write([*_kept(ctx, wanted, progress), *drafts])


def bring(ctx: AppContext, object_id: str, paths: Sequence[Path], day: str) -> list[ObjectPhoto]:
    """Keep picture files with one object; ``day`` is for those that bear none of their own.

    Raises:
        UserError: a file is no picture; as ``place``.
    """
    found = [photos.prepare(path) for path in paths]
    place(ctx, [Placing(one, object_id, one.taken_at[:10] or day) for one in found])
    brought = {one.sha256 for one in found}
    return [one for one in of_object(ctx, object_id) if one.sha256 in brought]


def correct(ctx: AppContext, id_: str, taken_on: str, note: str) -> ChangeSet:
    """Give a photo of an object another day and note.

    Raises:
        UserError: it is not there; no day, or one that has not come.
    """
    row = _there(ctx, id_)
    picture = ctx.ws.get("photo", row.text("photo"))
    own = picture.text("taken_at")[:10] if picture else ""
    day = _day(ctx, taken_on)
    values: dict[str, Json] = {
        "taken_on": day,
        "dated_by": OWN if day == own else TYPED,
        "note": note.strip() or None,
    }
    new = {name: value for name, value in values.items() if row.values.get(name) != value}
    return ctx.ws.write([draft(ctx, REGISTER, id_, Kind.PUT, new)] if new else [])


def remove(ctx: AppContext, id_: str) -> ChangeSet:
    """Take a photo away from its object; the picture itself stays in the file.

    Raises:
        UserError: it is not there.
    """
    _there(ctx, id_)
    return ctx.ws.write([draft(ctx, REGISTER, id_, Kind.PUT, {"removed": "是"})])


def of_object(ctx: AppContext, object_id: str) -> list[ObjectPhoto]:
    """The photos of an object, the latest first."""
    rows = ctx.ws.select(REGISTER, {"object": object_id, "removed": None})
    rows.sort(key=lambda row: (row.text("taken_on"), row.id), reverse=True)
    return [
        ObjectPhoto(
            row.id,
            row.text("photo"),
            row.text("taken_on"),
            row.text("dated_by"),
            row.text("note"),
            tuple(uses(ctx, row.text("photo"), besides=row.id)),
        )
        for row in rows
    ]


def uses(ctx: AppContext, sha256: str, besides: str = "") -> Iterator[str]:
    """Where else a picture stands, in words; ``besides``: the photo of an object not to name."""
    words = ValueWords(ctx)
    for row in ctx.ws.select(REGISTER, {"photo": sha256, "removed": None}):
        if row.id != besides:
            target = ctx.ws.find(row.text("object"))
            yield f"这张照片也用在{words.row(target)}" if target else "这张照片也用在别处"
    number = _problem_with(ctx, sha256)
    if number:
        yield f"这张照片也用在问题 {number}"


def _there(ctx: AppContext, id_: str) -> Row:
    row = ctx.ws.get(REGISTER, id_)
    if row is None or row.text("removed"):
        raise UserError("E-WS-252", "这张照片已经不在这条记录上，请刷新后再看。")
    return row


def _kept(ctx: AppContext, wanted: Sequence[Placing], progress: Progress) -> list[Draft]:
    """Keep the pictures, each once; when the user gives up none of them stays."""
    each = {one.photo.sha256: one for one in wanted}
    drafts: list[Draft] = []
    fresh: list[str] = []
    try:
        for number, (sha256, one) in enumerate(each.items()):
            progress.report(number, len(each), "正在保存照片")
            if not ctx.ws.photos.has(sha256):
                fresh.append(sha256)
            drafts += photos.keep(ctx, [one.photo], _village(ctx, records.live(ctx, one.object_id)))
    except BaseException:
        for sha256 in fresh:
            ctx.ws.photos.remove(sha256)
        raise
    return drafts


def _draft(ctx: AppContext, one: Placing) -> Draft:
    row = records.live(ctx, one.object_id)
    day = _day(ctx, one.taken_on)
    values: dict[str, Json] = {
        "village": _village(ctx, row),
        "object_register": row.register,
        "object": row.id,
        "photo": one.photo.sha256,
        "taken_on": day,
        "dated_by": OWN if day == one.photo.taken_at[:10] else TYPED,
    }
    values |= {"note": one.note.strip()} if one.note.strip() else {}
    id_ = hashed_id(REGISTER, row.id, one.photo.sha256)
    if ctx.ws.get(REGISTER, id_) is not None:
        values["removed"] = None
    return draft(ctx, REGISTER, id_, Kind.PUT, values)


def _problem_with(ctx: AppContext, sha256: str) -> str:
    """The number of a problem that shows the picture among those it was found with."""
    spec = ctx.ws.schema.registers["problem"]
    for field in spec.fields:
        if field.type == "photo":
            query = Query(filters=(Filter(field.id, "one_of", (sha256,)),), limit=1)
            for row in ctx.ws.page("problem", query).rows:
                return row.text("number")
    return ""


def _village(ctx: AppContext, row: Row) -> str | None:
    spec = ctx.ws.schema.registers[row.register]
    village = row.id if spec.village_field == "id" else row.text(spec.village_field)
    return village or None


def _day(ctx: AppContext, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UserError("E-WS-253", "请给每张照片填上拍摄日期，写成 2026-01-31。") from error
    if day > ctx.today:
        raise UserError("E-WS-254", "拍摄日期 {day} 还没有到，请核对。", day=text)
    return day.isoformat()
