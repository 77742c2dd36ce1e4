"""The clock as a port: everything that needs "now" is handed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "UTC+8")
"""One zone for every date a user sees (docs/domain.md J.3)."""


class Clock(Protocol):
    """Source of the present moment."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: for tests and for demo data."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


def today(clock: Clock) -> date:
    """The date in China by ``clock``."""
    return clock.now().astimezone(CHINA).date()


def millis(moment: datetime) -> int:
    """Unix time in milliseconds UTC."""
    return round(moment.timestamp() * 1000)


def day_begins(day: date) -> int:
    """Unix time in milliseconds at which a day begins in China."""
    return millis(datetime.combine(day, time(), CHINA))


EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(3000, 1, 1, tzinfo=UTC)


def moment_text(value: int) -> str:
    """A Unix time in milliseconds as people read it in China: ``2026-11-23 12:00``."""
    return f"{from_millis(value):%Y-%m-%d %H:%M}"


def from_millis(value: int) -> datetime:
    """The moment of a Unix time in milliseconds, in China's zone.

    Another machine may have written any number: outside 1900 to 3000 the nearest end is given.
    """
    within = min(max(value, millis(EARLIEST)), millis(LATEST))
    return datetime.fromtimestamp(within / 1000, CHINA)
