"""What happened before what: by what a site had seen, never by its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from qxn_desktop.domain.operation import Chain, OpId

Vector: TypeAlias = Mapping[Chain, int]
"""For each chain, the last sequence number seen."""

Before: TypeAlias = Callable[[OpId, OpId], bool]
"""``before(a, b)``: b's author had seen a when writing b."""


def chain_of(op: OpId) -> Chain:
    """The chain an operation belongs to."""
    return Chain(op.site, op.epoch, op.stream)


def before_by(context_of: Callable[[OpId], Vector]) -> Before:
    """The causal order, given what each operation's author had seen from other sites.

    Within one site and epoch the hybrid clock only rises, so it orders across streams.
    """

    def before(a: OpId, b: OpId) -> bool:
        if a.site == b.site and a.epoch == b.epoch:
            return a.hlc < b.hlc
        return context_of(b).get(chain_of(a), 0) >= a.seq

    return before
