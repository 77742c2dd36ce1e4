"""Hybrid logical clock: 47 bits of Unix milliseconds, 16 bits of counter, one integer.

It only picks the provisional winner among operations written side by side; causality comes
from what a site had seen (``causality``). A wrong clock is accepted and flagged, never refused.
"""

from __future__ import annotations

from collections.abc import Iterable

COUNTER_BITS = 16
LIMIT = 1 << 62
"""Stamps from here on (the year 4199) come from no clock, only from counting on from others."""

SLACK = 1 << 32
"""How far beyond ``LIMIT`` a stamp may be ahead of all others. Whoever drives the stamps up has to
write 2^30 operations before they no longer fit into 63 bits."""

SUSPECT_AHEAD_MS = 24 * 3600 * 1000
"""A stamp more than a day ahead of the receiving machine is shown as a suspect clock."""


def tick(last: int, wall_ms: int) -> int:
    """The next stamp of a site whose highest known stamp is ``last``."""
    return max(last + 1, min(wall_ms << COUNTER_BITS, LIMIT - 1))


def are_counted(stamps: Iterable[int], known: int) -> bool:
    """Whether ``stamps`` come from clocks or from counting on from ``known`` and each other.

    Not simply below ``LIMIT``: one stamp next to it would lock out all who count on from there.
    """
    top = max(known + 1, LIMIT)
    for stamp in sorted(stamp for stamp in stamps if stamp >= top):
        if stamp >= top + SLACK:
            return False
        top = stamp + 1
    return True


def wall_of(stamp: int) -> int:
    """The milliseconds part of a stamp."""
    return stamp >> COUNTER_BITS


def is_suspect(stamp: int, now_ms: int) -> bool:
    """Whether the clock behind ``stamp`` runs ahead of ``now_ms`` by more than a day."""
    return wall_of(stamp) > now_ms + SUSPECT_AHEAD_MS
