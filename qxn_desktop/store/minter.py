"""Turns drafts into this site's next operations: number, stamp, stream, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qxn_desktop.domain.hlc import tick
from qxn_desktop.domain.operation import Chain, Draft, Kind, Operation
from qxn_desktop.store.context import seen_payload
from qxn_desktop.store.operation_log import OperationLog
from qxn_desktop.store.schema import SCHEMA

UNIT_STREAM = "unit"
SEALED_STREAM = "sealed"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes: this workspace's site and epoch, or the virtual site of demo data."""

    site: str
    epoch: str


def stream_of(draft: Draft) -> str:
    """Each stream has its own numbers, so a package with fewer of them has no gaps."""
    if draft.sealed:
        return SEALED_STREAM
    return f"village:{draft.village}" if draft.village else UNIT_STREAM


def mint(
    log: OperationLog, origin: Origin, drafts: Sequence[Draft], actor: str, wall: int
) -> list[Operation]:
    """The operations for ``drafts``, with a ``seen`` before them wherever there is news to say.

    What the site had seen is written with its next local write, never by a merge.
    """
    stamp = log.last_hlc
    numbers: dict[Chain, int] = {}
    ops: list[Operation] = []

    def add(chain: Chain, draft: Draft) -> None:
        nonlocal stamp
        stamp = tick(stamp, wall)
        numbers[chain] += 1
        ops.append(
            Operation(
                chain, numbers[chain], stamp, actor, wall, SCHEMA,
                draft.entity, draft.row, draft.kind, dict(draft.payload),
            )
        )  # fmt: skip

    for draft in drafts:
        chain = Chain(origin.site, origin.epoch, stream_of(draft))
        if chain not in numbers:
            state = log.chains.get(chain)
            numbers[chain] = state.last_seq if state else 0
            news = _news(log, origin, chain)
            if news:
                add(chain, Draft("", "", Kind.SEEN, seen_payload(news)))
        add(chain, draft)
    return ops


def _news(log: OperationLog, origin: Origin, chain: Chain) -> dict[Chain, int]:
    """How far the other chains have come since ``chain`` last said so.

    Chains of this site and epoch are left out: the clock orders them.
    """
    said = log.contexts.latest(chain)
    return {
        other: state.last_seq
        for other, state in log.chains.items()
        if (other.site, other.epoch) != (origin.site, origin.epoch)
        and state.last_seq > said.get(other, 0)
    }
