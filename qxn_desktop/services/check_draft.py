"""Half-filled checks: kept on this machine at every answer, until they are recorded.

A draft is a local value of the encrypted file: no operation, outside the digest, never sent. Its
photos are kept at once, encrypted like all others, so that a phone may be unplugged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from qxn_desktop.common.clock import from_millis, millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.services import photos
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.photos import Prepared

PREFIX = "check_draft:"


@dataclass(frozen=True, slots=True)
class DraftPhoto:
    """A photo of a draft; its content is kept. ``taken_at`` as in ``photos.Prepared``."""

    sha256: str
    name: str
    taken_at: str = ""


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """What was answered so far. ``answers`` are raw, photos in them named by SHA-256.

    ``label`` is what people call the object, ``village`` its code: a list of drafts needs no other
    table. ``saved_at`` is None until it was saved.
    """

    template: str
    object_id: str
    label: str = ""
    village: str = ""
    date: date | None = None
    inspector: str = ""
    answers: Mapping[str, Json] = field(default_factory=dict)
    photos: tuple[DraftPhoto, ...] = ()
    saved_at: datetime | None = None

    @property
    def key(self) -> str:
        """The local value that holds it."""
        return f"{PREFIX}{self.template}:{self.object_id}"

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(1 for value in self.answers.values() if value not in (None, "", []))


def save(ctx: AppContext, draft: CheckDraft) -> CheckDraft:
    """Keep ``draft`` in the place of what was kept for its object; gives it with its time."""
    now = millis(ctx.clock.now())
    ctx.ws.keep_local({draft.key: json.dumps(_to_json(draft, now), ensure_ascii=False)})
    return replace(draft, saved_at=from_millis(now))


def find(ctx: AppContext, template: str, object_id: str) -> CheckDraft | None:
    """The draft for an object, None when there is none, or none that this program can read."""
    key = CheckDraft(template, object_id).key
    text = ctx.ws.local.find(key)
    return None if text is None else _read(key, text)


def drafts(ctx: AppContext) -> tuple[CheckDraft, ...]:
    """All drafts, the latest first."""
    found = [_read(key, text) for key, text in ctx.ws.local.starting(PREFIX).items()]
    kept = [draft for draft in found if draft is not None and draft.saved_at is not None]
    return tuple(sorted(kept, key=lambda d: (d.saved_at, d.key), reverse=True))


def discard(ctx: AppContext, chosen: Iterable[CheckDraft]) -> None:
    """Give drafts up, and the photos that nothing else names."""
    gone = list(chosen)
    ctx.ws.forget_local(draft.key for draft in gone)
    still = {photo.sha256 for draft in drafts(ctx) for photo in draft.photos}
    for sha256 in {photo.sha256 for draft in gone for photo in draft.photos} - still:
        if ctx.ws.get("photo", sha256) is None:
            ctx.ws.photos.remove(sha256)


def add_photo(ctx: AppContext, path: Path) -> DraftPhoto:
    """Keep the photo at ``path`` for a draft.

    Raises:
        UserError: no such file, or not a picture. EnvironmentProblem: it cannot be read or kept.
    """
    return _kept(ctx, photos.prepare(path))


def paste_photo(ctx: AppContext, data: bytes, name: str) -> DraftPhoto:
    """Keep a picture that came without a file, from the clipboard.

    Raises:
        UserError: not a picture. EnvironmentProblem: it cannot be kept.
    """
    return _kept(ctx, photos.prepare_data(data, name))


def kept_photos(ctx: AppContext, draft: CheckDraft) -> dict[str, Prepared]:
    """The photos of a draft, ready to be recorded, by SHA-256.

    Raises:
        UserError: one is no longer there, or damaged.
    """
    return {
        photo.sha256: Prepared(
            photo.sha256, ctx.ws.photos.read(photo.sha256), photo.taken_at, photo.name
        )
        for photo in draft.photos
    }


def _kept(ctx: AppContext, picture: Prepared) -> DraftPhoto:
    ctx.ws.photos.add(picture.data)
    return DraftPhoto(picture.sha256, picture.name, picture.taken_at)


def _to_json(draft: CheckDraft, saved_at: int) -> dict[str, Json]:
    return {
        "label": draft.label,
        "village": draft.village,
        "date": draft.date.isoformat() if draft.date else None,
        "inspector": draft.inspector,
        "answers": dict(draft.answers),
        "photos": [[photo.sha256, photo.name, photo.taken_at] for photo in draft.photos],
        "saved_at": saved_at,
    }


def _read(key: str, text: str) -> CheckDraft | None:
    """A draft as kept; None for one of another program version that has another shape."""
    template, _, object_id = key.removeprefix(PREFIX).partition(":")
    try:
        held = json.loads(text)
        return CheckDraft(
            template=template,
            object_id=object_id,
            label=str(held["label"]),
            village=str(held["village"]),
            date=date.fromisoformat(held["date"]) if held["date"] else None,
            inspector=str(held["inspector"]),
            answers=dict(held["answers"]),
            photos=tuple(DraftPhoto(*map(str, photo)) for photo in held["photos"]),
            saved_at=from_millis(int(held["saved_at"])),
        )
    except (KeyError, TypeError, ValueError):
        return None
