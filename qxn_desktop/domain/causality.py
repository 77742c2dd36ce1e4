"""What happened before what: by what a site had seen, never by its clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from qxn_desktop.domain.operation import OpId

Before: TypeAlias = Callable[[OpId, OpId], bool]
"""``before(a, b)``: b's author had seen a when writing b. Not transitive: b's author may have seen
an answer to a before a itself."""


def before_by(seen: Callable[[OpId, OpId], int]) -> Before:
    """The causal order, given ``seen(b, a)``: how far b's author had seen the chain of a.

    Within one site and epoch the hybrid clock only rises, so it orders across streams. Nobody has
    seen what bears a later stamp, whatever it says: so ids sort in an order that agrees.
    """

    def before(a: OpId, b: OpId) -> bool:
        if a.hlc >= b.hlc:
            return False
        if a.site == b.site and a.epoch == b.epoch:
            return True
        return seen(b, a) >= a.seq

    return before


def has_seen_all(author: OpId, others: Sequence[OpId], before: Before) -> bool:
    """Whether the author of ``author`` had seen each of ``others``."""
    return all(before(other, author) for other in others)
