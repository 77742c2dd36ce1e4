"""What a camera writes into a picture (EXIF 2.3): when, with what, and where it was taken.

Phones write it; WeChat takes it away when it sends a picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

TIMES = (36867, 36868)
"""DateTimeOriginal, DateTimeDigitized (EXIF 2.3, 4.6.5 F)."""
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
MAKER, MODEL = 271, 272
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
"""Tags of the GPS directory (EXIF 2.3, 4.6.6)."""
LONGEST = 60
PLACES = 6


@dataclass(frozen=True, slots=True)
class Exif:
    """``taken_at`` is ``2026-11-23T08:30:00``, ``place`` ``25.088100,104.906400``; "" unknown."""

    taken_at: str = ""
    camera: str = ""
    place: str = ""


def read(image: Image) -> Exif:
    """What the camera says; what it says nonsense of is left out."""
    exif = image.getexif()
    return Exif(_taken(exif.get_ifd(EXIF_IFD)), _camera(exif), _place(exif.get_ifd(GPS_IFD)))


def _taken(tags: Mapping[int, Any]) -> str:
    for tag in TIMES:
        try:
            text = str(tags.get(tag, "")).strip("\0 ")
            return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def _camera(tags: Mapping[int, Any]) -> str:
    words = (str(tags.get(tag, "")).strip("\0 ") for tag in (MAKER, MODEL))
    return " ".join(word for word in words if word.isprintable() and word)[:LONGEST]


def _place(tags: Mapping[int, Any]) -> str:
    try:
        north = _degrees(tags[LATITUDE], tags.get(LATITUDE_REF) == "S")
        east = _degrees(tags[LONGITUDE], tags.get(LONGITUDE_REF) == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return ""
    return f"{north:.{PLACES}f},{east:.{PLACES}f}"


def _degrees(parts: Sequence[Any], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    total = degrees + minutes / 60 + seconds / 3600
    if total != total:  # noqa: PLR0124 - not a number: a fraction over nothing
        raise ValueError(parts)
    return -total if negative else total
