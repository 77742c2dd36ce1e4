"""Pictures that are brought, before anything is written: files, folders, what was pasted.

Nothing is left out silently: what is no picture is named with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qxn_desktop.common.errors import AppError, UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.services import photos
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.object_photos import uses
from qxn_desktop.services.photo_guess import Guess
from qxn_desktop.services.photos import Prepared
from qxn_desktop.services.search import Hit

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif")
"""Endings of what is tried as a picture; of the last two ``prepare`` says what to do."""
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})
MOST_FILES = 500
MOST_SEEN = 20_000
"""Files of a folder that are looked at: somebody dropped a whole disk."""
FOLDERS = 3
"""Folders above a file whose names may say what it shows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a picture comes from: a file, or ``data`` from the clipboard.

    ``folders``: names of the folders above it, the nearest first.
    """

    name: str
    path: Path | None = None
    data: bytes = b""
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture: its day if it tells, what is odd about it, the object that its name says."""

    photo: Prepared
    taken_on: str
    remarks: tuple[str, ...] = ()
    meant: Hit | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """The pictures that were brought, and why other files are none."""

    brought: tuple[Brought, ...]
    refused: tuple[str, ...] = ()


def pasted(data: bytes) -> Source:
    """A picture from the clipboard."""
    return Source("粘贴的图片.png", data=data)


def gather(paths: Iterable[Path]) -> list[Source]:
    """The files among ``paths`` and in the folders among them, by name; each once.

    Raises:
        UserError: none of them is a picture, or they are more than can be looked through.
    """
    found: dict[Path, Source] = {}
    pictures = 0
    for source in _all(paths):
        assert source.path is not None  # noqa: S101 - files only
        if source.path in found:
            continue
        found[source.path] = source
        pictures += is_picture(source.path)
        if pictures > MOST_FILES or len(found) > MOST_SEEN:
            raise UserError(
                "E-WS-251", "一次最多放 {most} 张照片，这里不止，请分几次。", most=MOST_FILES
            )
    if not pictures:
        raise UserError("E-WS-250", "里面没有照片（JPG、PNG）。请核对选的文件或文件夹。")
    return [*found.values()]


def files(paths: Sequence[Path]) -> list[Path]:
    """``paths`` with the pictures of the folders among them in their place.

    Raises:
        UserError: as ``gather``.
    """
    return [
        one.path
        for one in gather(paths)
        if one.path is not None and (one.path in paths or is_picture(one.path))
    ]


def is_picture(path: Path) -> bool:
    """Whether a file is tried as a picture, by its ending."""
    return path.suffix.lower() in ENDINGS


def take_in(ctx: AppContext, sources: Sequence[Source], progress: Progress = SILENT) -> Intake:
    """Read pictures; nothing is written. The same picture twice is taken once.

    Raises:
        Cancelled: the user gave up.
    """
    guess = Guess(ctx)
    brought: dict[str, Brought] = {}
    refused: list[str] = []
    for number, source in enumerate(sources):
        progress.report(number, len(sources), "正在读取照片")
        if source.path is not None and not is_picture(source.path):
            refused.append(f"“{source.name}”不是照片，没有收。")
            continue
        try:
            photo = _prepared(source)
        except AppError as error:
            refused.append(error.message)
            continue
        if photo.sha256 in brought:
            same = brought[photo.sha256].photo.name
            refused.append(f"“{source.name}”和“{same}”是同一张，只收一张。")
            continue
        brought[photo.sha256] = _brought(ctx, photo, source, guess)
    return Intake(tuple(brought.values()), tuple(refused))


def bring_in(
    ctx: AppContext, paths: Sequence[Path], copied: bytes = b"", progress: Progress = SILENT
) -> Intake:
    """Read files and folders, or the picture that was copied; nothing is written.

    Raises:
        UserError: as ``gather``. Cancelled: the user gave up.
    """
    return take_in(ctx, gather(paths) if paths else [pasted(copied)], progress)


def _brought(ctx: AppContext, photo: Prepared, source: Source, guess: Guess) -> Brought:
    remarks = [*uses(ctx, photo.sha256)]
    day = photo.taken_at[:10]
    if day and date.fromisoformat(day) > ctx.today:
        remarks.append(f"照片自带的日期 {day} 还没有到，请填实际的日期")
        day = ""
    names = (Path(source.name).stem, *source.folders) if source.path is not None else ()
    return Brought(photo, day, tuple(remarks), guess.object(names))


def _prepared(source: Source) -> Prepared:
    if source.path is None:
        return photos.prepare_data(source.data, source.name)
    return photos.prepare(source.path)


def _all(paths: Iterable[Path]) -> Iterator[Source]:
    for path in paths:
        if path.is_dir():
            yield from _inside(path)
        else:
            yield Source(path.name, path, folders=(path.parent.name,))


def _inside(root: Path) -> Iterator[Source]:
    """The files of a folder, those that a system left there aside."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        here = Path(folder)
        above = here.relative_to(root.parent).parts[::-1][:FOLDERS]
        for name in sorted(names):
            if not name.startswith(".") and name.lower() not in LEFT_BY_SYSTEMS:
                yield Source(name, here / name, folders=above)
