"""Photos and signed sheets: read and checked first, kept right before the write that names them.

A picture is brought down to 1600 pixels as JPEG without its metadata, which may tell where
somebody lives; what the camera wrote of time, place and itself is kept beside it, in the file.
"""

from __future__ import annotations

import errno
import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qxn_desktop.common.errors import EnvironmentProblem, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import photo_exif
from qxn_desktop.services.context import AppContext

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 1600
QUALITY = 85
MOST_BYTES = 60_000_000
MOST_PIXELS = 50_000_000
"""Of a picture that cannot be decoded at a fraction of its size, as a JPEG can."""
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
"""What phones and scanners give; Pillow would hand some others to programs outside (EPS)."""
MOST_BYTES_OF_PDF = 10_000_000
"""A sheet has to fit into a package beside photos."""

PLAIN_INFO = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content ready to be kept. ``taken_at`` is ``2026-11-23T08:30:00``, "" when not known.

    ``camera`` and ``place`` ("25.08,104.91") as the camera wrote them, "" when it did not.
    """

    sha256: str
    data: bytes
    taken_at: str
    name: str
    camera: str = ""
    place: str = ""


def prepare(path: Path) -> Prepared:
    """The photo at ``path``; the same file gives the same content.

    Raises:
        UserError: no such file, or not a picture. EnvironmentProblem: it cannot be read.
    """
    return _picture(_read(path), path)


def prepare_data(data: bytes, name: str) -> Prepared:
    """As ``prepare`` for a picture that is no file, as it comes from the clipboard."""
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    return _picture(data, Path(name))


def prepare_sheet(path: Path) -> Prepared:
    """As ``prepare`` for a signed sheet or document: a PDF is kept as it is."""
    data = _read(path)
    if not data.startswith(b"%PDF-"):
        return _picture(data, path)
    if len(data) > MOST_BYTES_OF_PDF:
        raise UserError(
            "E-WS-231", "文件“{name}”超过10 MB，请压缩，或只附需要的几页。", name=path.name
        )
    if b"%%EOF" not in data[-2048:]:
        raise UserError("E-WS-232", "PDF 文件“{name}”不完整，请重新导出或扫描。", name=path.name)
    return Prepared(hashlib.sha256(data).hexdigest(), data, "", path.name)


def keep(
    ctx: AppContext,
    photos: Sequence[Prepared],
    village: str | None,
    stays: frozenset[str] = frozenset(),
) -> list[Draft]:
    """Keep the contents and give the operations that name those not yet known here.

    ``stays`` are the SHA-256 of those that never leave the township.
    """
    new = {photo.sha256: photo for photo in photos if ctx.ws.get("photo", photo.sha256) is None}
    for photo in photos:
        ctx.ws.photos.add(photo.data)
    return [_draft(photo, village, stays=photo.sha256 in stays) for photo in new.values()]


def _draft(photo: Prepared, village: str | None, *, stays: bool) -> Draft:
    payload: dict[str, Json] = {
        "size": len(photo.data),
        "name": photo.name,
        "taken_at": photo.taken_at or None,
    }
    payload |= {
        key: text for key, text in (("camera", photo.camera), ("place", photo.place)) if text
    }
    if stays:
        payload["stays"] = "是"
    return Draft("photo", photo.sha256, Kind.BLOB, payload, village)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError("E-WS-233", "找不到文件“{name}”，请检查文件名。", name=path.name)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise UserError(
                "E-WS-236", "照片文件名太长（{name}…），请改短。", name=path.name[:20]
            ) from error
        raise EnvironmentProblem(
            "E-WS-234", "读不了文件“{name}”，请检查权限和磁盘后重试。", name=path.name
        ) from error
    if len(data) > MOST_BYTES:
        raise _too_large(path.name)
    return data


def _too_large(name: str) -> UserError:
    return UserError("E-WS-235", "文件“{name}”过大，请换一张照片。", name=name)


def _picture(data: bytes, path: Path) -> Prepared:
    from PIL import Image  # noqa: PLC0415 - slow to import, and most starts need no picture

    try:
        with warnings.catch_warnings():
            # Phones take 108 megapixels; what is really too large is refused by Pillow.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                told = photo_exif.read(image)
                small = data if _is_small_jpeg(image) else _reduced(image)
    except Exception as error:  # whatever a damaged file makes its decoder raise
        raise UserError(
            "E-WS-230",
            "“{name}”不是能识别的照片，请用 JPG 或 PNG（苹果手机的 HEIC 请先转换）。",
            name=path.name,
        ) from error
    digest = hashlib.sha256(small).hexdigest()
    return Prepared(digest, small, told.taken_at, path.name, told.camera, told.place)


def _is_small_jpeg(image: Image) -> bool:
    """Whether it is as ``_reduced`` leaves a picture: a stored one that comes back is the same."""
    plain = image.format == "JPEG" and PLAIN_INFO.issuperset(image.info)
    if plain and max(image.size) <= LONGEST_SIDE:
        image.load()
        return True
    return False


def _reduced(image: Image) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415 - as above

    if image.format not in ("JPEG", "MPO") and image.width * image.height > MOST_PIXELS:
        raise ValueError(image.size)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if upright.has_transparency_data:
        upright = _on_white(upright)
    out = io.BytesIO()
    plain = upright.convert("RGB")
    plain.info.clear()
    plain.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(image: Image) -> Image:
    from PIL import Image as Images  # noqa: PLC0415 - as above

    layers = image.convert("RGBA")
    return Images.alpha_composite(Images.new("RGBA", layers.size, "white"), layers)
