"""The key of a blank sheet: which checklist, period and object it is for, safe from slips.

``HC-2026Q4-48291350-K``: checklist, period, number of the object, check character. The number
follows from the object's id, so every machine that holds the object can tell whose sheet it is,
whoever printed it. The check character is ISO/IEC 7064 MOD 37,36: it finds every wrong sign and
nearly every exchange of two neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from qxn_desktop.common.ids import hashed_id
from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.period import Period

SHORTEST = 8
"""Digits of an object's number, unless another object's begins with the same, or the check
character of the key would be one that is misread."""

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = 20
_SHAPE = re.compile(
    r"([A-Z][A-Z0-9_]{0,31})-([12][0-9]{3}(?:W[0-9]{2}|Q[1-4]|[0-9]{2})?)-([0-9]{8,20})-([0-9A-Z])"
)
_LOOKALIKES = str.maketrans("OI", "01")


@dataclass(frozen=True, slots=True)
class RowKey:
    """One sheet. ``period`` has no dash: 2026Q4, 202610, 2026W47, 2026; capitals throughout."""

    template: str
    period: str
    number: str

    def __str__(self) -> str:
        body = f"{self.template}-{self.period}-{self.number}"
        return f"{body}-{check_character(body)}"


def parse_row_key(text: str) -> RowKey | None:
    """The key that ``text`` is, however wide, spaced and cased; None when it is none, or misread.

    Letters O and I are taken for 0 and 1 after the period: no key has them there.
    """
    signs = half_width(text).upper().replace("—", "-").replace("–", "-")
    head, dash, check = signs.rpartition("-")
    start, inner, number = head.rpartition("-")
    found = _SHAPE.fullmatch(f"{start}{inner}{number.translate(_LOOKALIKES)}{dash}{check}")
    if found is None:
        return None
    key = RowKey(found[1], found[2], found[3])
    return key if str(key)[-1] == found[4].translate(_LOOKALIKES) else None


def check_character(text: str) -> str:
    """The check character of the letters and digits of ``text`` (ISO/IEC 7064 MOD 37,36)."""
    rest = 36
    for sign in text:
        if sign in _SIGNS:
            total = (rest + _SIGNS.index(sign)) % 36 or 36
            rest = total * 2 % 37
    return _SIGNS[(37 - rest) % 36]


class ObjectNumbers:
    """The numbers of the objects a checklist may be filled for."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = {_digits(id_): id_ for id_ in ids}
        self._sorted = sorted(self._ids)

    def key(self, template: str, period: Period, id_: str) -> RowKey:
        """The key of a sheet for ``id_``, with as many digits as make it unmistakable."""
        digits = _digits(id_)
        key = RowKey("", "", "")
        for length in range(SHORTEST, _DIGITS + 1):
            key = RowKey(template.upper(), str(period).replace("-", ""), digits[:length])
            if str(key)[-1] not in "OI" and not self._starting(key.number, id_):
                break
        return key

    def find(self, number: str) -> list[str]:
        """Ids of the objects whose digits begin with ``number``."""
        return self._starting(number)

    def _starting(self, number: str, without: str = "") -> list[str]:
        found = []
        at = bisect_left(self._sorted, number)
        while at < len(self._sorted) and self._sorted[at].startswith(number):
            id_ = self._ids[self._sorted[at]]
            found += [id_] if id_ != without else []
            at += 1
        return found


def _digits(id_: str) -> str:
    return f"{int(hashed_id('sheet', id_), 16) % 10**_DIGITS:0{_DIGITS}}"
