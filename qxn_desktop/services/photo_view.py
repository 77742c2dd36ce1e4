"""Photos as they are looked at: a small copy for a strip, the whole one when it is asked for.

Decrypting and scaling take tens of milliseconds a picture: call this on a reader, not on the
window's thread.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.services.context import AppContext

THUMBNAIL_SIDE = 320
"""Pixels of the longer side: fits two beside each other in a pane, on a screen at 150 %."""
QUALITY = 80


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One photo. ``data`` is a JPEG (or PNG), b"" when it cannot be shown; ``words`` say why.

    ``taken``: ``2026-11-20 10:00`` when the camera told, else "".
    """

    sha256: str
    data: bytes
    taken: str
    words: str = ""


def thumbnails(
    ctx: AppContext, digests: Iterable[str], side: int = THUMBNAIL_SIDE
) -> tuple[PhotoView, ...]:
    """Small copies of the photos ``digests``, in their order; one that is missing says so."""
    return tuple(_view(ctx, sha256, side) for sha256 in digests)


def whole_photo(ctx: AppContext, sha256: str) -> PhotoView:
    """The photo as it is kept (longest side 1,600 pixels)."""
    return _view(ctx, sha256, None)


def taken_at(ctx: AppContext, sha256: str) -> str:
    """When the camera says the photo was taken: ``2026-11-20 10:00``, "" when not known."""
    row = ctx.ws.get("photo", sha256)
    return row.text("taken_at")[:16].replace("T", " ") if row else ""


def _view(ctx: AppContext, sha256: str, side: int | None) -> PhotoView:
    taken = taken_at(ctx, sha256)
    try:
        data = ctx.ws.photos.read(sha256)
    except UserError as error:
        return PhotoView(sha256, b"", taken, error.message)
    if data.startswith(b"%PDF-"):
        return PhotoView(sha256, b"", taken, "PDF 文件")
    if side is None:
        return PhotoView(sha256, data, taken)
    small = smaller(data, side)
    return PhotoView(sha256, small, taken, "" if small else "这张照片已损坏，显示不了。")


def smaller(data: bytes, side: int) -> bytes:
    """A JPEG whose longer side is at most ``side``; b"" when ``data`` is no picture."""
    from PIL import Image  # noqa: PLC0415 - slow to import, and most starts need no picture

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.draft("RGB", (side, side))
            image.thumbnail((side, side))
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    except Exception:  # whatever a damaged picture makes its decoder raise
        return b""
    return out.getvalue()
