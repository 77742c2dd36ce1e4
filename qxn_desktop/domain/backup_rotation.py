"""Which of many backups to keep: the newest of each of the last days, weeks and months.

How many is 默认: no rule fixes it, a unit may set it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many days, weeks (Monday to Sunday) and months that have a backup keep one."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


ROTATION_KEYS = tuple(key.name for key in fields(Rotation))
ROTATION_TITLES = {"daily": "每日", "weekly": "每周", "monthly": "每月"}


def kept(moments: Iterable[datetime], rotation: Rotation) -> frozenset[datetime]:
    """Those of ``moments`` (in one zone) to keep; the newest always stays."""
    newest_first = sorted(set(moments), reverse=True)
    return frozenset(
        [
            *newest_first[:1],
            *_newest(newest_first, _day, rotation.daily),
            *_newest(newest_first, _week, rotation.weekly),
            *_newest(newest_first, _month, rotation.monthly),
        ]
    )


def _newest(
    newest_first: Iterable[datetime], span: Callable[[datetime], Hashable], most: int
) -> list[datetime]:
    """The newest moment of each of the last ``most`` spans."""
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(span(moment), moment)
    return list(found.values())[:most]


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return moment.year, moment.month
