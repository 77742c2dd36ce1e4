"""Hybrid logical clock: 47 bits of Unix milliseconds, 16 bits of counter, one integer.

It only picks the provisional winner among operations written side by side; causality comes
from what a site had seen (``causality``). A wrong clock is accepted and flagged, never refused.
"""

from __future__ import annotations

COUNTER_BITS = 16
LIMIT = 1 << 62
"""Stamps from here on (the year 4199) cannot come from a clock: the operation is malformed."""

SUSPECT_AHEAD_MS = 24 * 3600 * 1000
"""A stamp more than a day ahead of the receiving machine is shown as a suspect clock."""


def tick(last: int, wall_ms: int) -> int:
    """The next stamp of a site whose highest known stamp is ``last``."""
    return max(last + 1, wall_ms << COUNTER_BITS)


def wall_of(stamp: int) -> int:
    """The milliseconds part of a stamp."""
    return stamp >> COUNTER_BITS


def is_suspect(stamp: int, now_ms: int) -> bool:
    """Whether the clock behind ``stamp`` runs ahead of ``now_ms`` by more than a day."""
    return wall_of(stamp) > now_ms + SUSPECT_AHEAD_MS
