"""Photos of objects: many at once from files or a folder, each to its object and day.

What is odd is said and never counted against anybody: a picture that is used elsewhere already, or
that bears a day before the object could have looked like that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qxn_desktop.common.errors import AppError, UserError
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
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
MOST_FILES = 500
REGISTER = "object_photo"


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that was brought: what it is, its day if it tells, and what is odd about it."""

    photo: Prepared
    taken_on: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Pictures of some files, and why other files are none."""

    brought: tuple[Brought, ...]
    refused: tuple[str, ...] = ()


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


def gather(paths: Iterable[Path]) -> list[Path]:
    """The picture files among ``paths`` and in the folders among them, by name.

    Raises:
        UserError: none, or more than can be looked through.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in inside if one.suffix.lower() in PICTURES and one.is_file()]
    if not found:
        raise UserError("E-WS-250", "里面没有照片（JPG、PNG）。请核对选的文件或文件夹。")
    if len(found) > MOST_FILES:
        raise UserError(
            "E-WS-251", "一次最多放 {most} 张照片，这里有 {count} 张，请分几次。",
            most=MOST_FILES, count=len(found),
        )  # fmt: skip
    return list(dict.fromkeys(found))


def take_in(ctx: AppContext, paths: Sequence[Path], progress: Progress = SILENT) -> Intake:
    """Read pictures; nothing is written. The same picture twice is taken once.

    Raises:
        Cancelled: the user gave up.
    """
    brought: dict[str, Brought] = {}
    refused: list[str] = []
    for number, path in enumerate(paths):
        progress.report(number, len(paths), "正在读取照片")
        try:
            photo = photos.prepare(path)
        except AppError as error:
            refused.append(error.message)
            continue
        if photo.sha256 in brought:
            refused.append(
                f"“{path.name}”和“{brought[photo.sha256].photo.name}”是同一张，只收一张。"
            )
            continue
        remarks = tuple(_uses(ctx, photo.sha256, besides=""))
        brought[photo.sha256] = Brought(photo, photo.taken_at[:10], remarks)
    return Intake(tuple(brought.values()), tuple(refused))


def place(ctx: AppContext, wanted: Sequence[Placing]) -> ChangeSet:
    """Keep pictures with their objects, all or none; one step.

    Raises:
        UserError: no such object; no day, or one that has not come.
    """
    drafts: list[Draft] = []
    known: set[str] = set()
    for one in wanted:
        row = records.live(ctx, one.object_id)
        village = _village(ctx, row)
        values: dict[str, Json] = {
            "village": village,
            "object_register": row.register,
            "object": row.id,
            "photo": one.photo.sha256,
            "taken_on": _day(ctx, one.taken_on),
            "dated_by": OWN if one.taken_on == one.photo.taken_at[:10] else TYPED,
        }
        values |= {"note": one.note.strip()} if one.note.strip() else {}
        if one.photo.sha256 not in known:
            drafts += photos.keep(ctx, [one.photo], village)
            known.add(one.photo.sha256)
        id_ = hashed_id(REGISTER, row.id, one.photo.sha256)
        if ctx.ws.get(REGISTER, id_) is not None:
            values["removed"] = None
        drafts.append(draft(ctx, REGISTER, id_, Kind.PUT, values))
    return ctx.ws.write(drafts)


def remove(ctx: AppContext, id_: str) -> ChangeSet:
    """Take a photo away from its object; the picture itself stays in the file.

    Raises:
        UserError: it is not there.
    """
    row = ctx.ws.get(REGISTER, id_)
    if row is None or row.text("removed"):
        raise UserError("E-WS-252", "这张照片已经不在这条记录上，请刷新后再看。")
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
            tuple(_uses(ctx, row.text("photo"), besides=row.id)),
        )
        for row in rows
    ]


def _uses(ctx: AppContext, sha256: str, besides: str) -> Iterable[str]:
    """Where else a picture stands, in words."""
    words = ValueWords(ctx)
    for row in ctx.ws.select(REGISTER, {"photo": sha256, "removed": None}):
        if row.id != besides:
            target = ctx.ws.find(row.text("object"))
            yield f"这张照片也用在{words.row(target)}" if target else "这张照片也用在别处"
    number = _problem_with(ctx, sha256)
    if number:
        yield f"这张照片也用在问题 {number}"


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
