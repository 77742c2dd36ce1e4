"""Numbers shown to people, such as 2026-522327103-WT-A0700012: never an identity.

Year, unit (9 digits for a township), kind (WT 问题, XS 线索), then the machine's short code and its
own counter, so that two laptops number apart without asking each other (docs/domain.md H.4).
"""

from __future__ import annotations

from collections.abc import Callable

from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exchange import machine_code

PROBLEM = ("problem", "WT")
LEAD = ("lead", "XS")


def next_numbers(ctx: AppContext, kind: tuple[str, str], count: int = 1) -> list[str]:
    """The next ``count`` numbers of this machine for rows of ``kind`` in this year."""
    entity, letters = kind
    start = f"{ctx.today.year}-{ctx.unit.prefix}-{letters}-{machine_code(ctx.ws.site)}"

    def taken(counter: int) -> bool:
        return ctx.ws.count(entity, {"number": f"{start}{counter:05}"}) > 0

    first = _first_free(taken)
    return [f"{start}{counter:05}" for counter in range(first, first + count)]


def _first_free(taken: Callable[[int], bool]) -> int:
    """A counter that is free while the one before is not, found by doubling and halving.

    A count of all rows would read the whole table for each check recorded.
    """
    beyond = 1
    while taken(beyond):
        beyond *= 2
    used = beyond // 2
    while beyond - used > 1:
        middle = (used + beyond) // 2
        used, beyond = (middle, beyond) if taken(middle) else (used, middle)
    return beyond
