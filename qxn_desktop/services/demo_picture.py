"""Small invented photos, drawn and marked 演示; the same name and day give the same bytes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from qxn_desktop.common.resource_files import resource_path

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIZE = (320, 240)
QUALITY = 70
BEFORE, AFTER = "整改前", "整改后"
_SKY, _GROUND, _WALL = (196, 216, 232), (150, 134, 110), (226, 220, 208)
_MARKS = {BEFORE: (196, 60, 44), AFTER: (52, 128, 72)}


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and the day it shows. ``village`` "" for one that many checks use."""

    data: bytes
    name: str
    taken_at: str
    village: str


@dataclass(slots=True)
class Album:
    """The pictures of a demonstration by their SHA-256, each drawn once.

    A story may ask for a picture of a day after ``until`` before it is cut off there: such a one
    is drawn for its hash and not kept, or the demonstration would write from the future.
    """

    until: date
    _pictures: dict[str, Picture] = field(default_factory=dict)
    _drawn: dict[tuple[str, str, date], str] = field(default_factory=dict)

    @property
    def pictures(self) -> Mapping[str, Picture]:
        return self._pictures

    def add(self, kind: str, name: str, day: date, village: str) -> str:
        """Draw a picture, once; gives its SHA-256."""
        known = self._drawn.get((kind, name, day))
        if known is not None:
            return known
        data = draw_picture(kind, name, day)
        sha256 = hashlib.sha256(data).hexdigest()
        self._drawn[kind, name, day] = sha256
        if day <= self.until:
            self._pictures[sha256] = Picture(data, f"演示-{name}.jpg", f"{day}T10:00:00", village)
        return sha256


def draw_picture(kind: str, name: str, day: date) -> bytes:
    """A house before or after, with what and when written on it."""
    from PIL import ImageDraw  # noqa: PLC0415 - slow to import, and only demonstrations draw

    image = _scene(kind).copy()
    pen = ImageDraw.Draw(image)
    pen.text((8, 212), f"{name}　{day}", fill="white", font=_font(16))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


@cache
def _scene(kind: str) -> Image:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    image = Image.new("RGB", SIZE, _SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 170, *SIZE), fill=_GROUND)
    pen.rectangle((90, 90, 230, 190), fill=_WALL)
    pen.polygon(((80, 90), (160, 45), (240, 90)), fill=(120, 70, 58))
    pen.rectangle((145, 130, 175, 190), fill=(96, 72, 56))
    if kind == BEFORE:
        for x in (40, 58, 74, 262):
            pen.ellipse((x, 188, x + 22, 204), fill=(84, 80, 66))
    pen.rectangle((0, 206, *SIZE), fill=(60, 60, 60))
    pen.text((8, 6), f"演示　{kind}", fill=_MARKS.get(kind, (60, 60, 60)), font=_font(24))
    return image


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    return ImageFont.truetype(str(resource_path("fonts/qxn-sans.ttf")), size)
