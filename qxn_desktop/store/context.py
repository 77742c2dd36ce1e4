"""What each operation's author had seen: what the ``seen`` operations before it say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Chain, OpId


@dataclass(slots=True)
class _Steps:
    """How far one chain had seen another: from which own number on, how far."""

    starts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)


class Contexts:
    """Only what is new is kept: a vector for each ``seen`` would grow with the number of chains."""

    def __init__(self) -> None:
        self._steps: dict[Chain, dict[Chain, _Steps]] = {}

    def add(self, chain: Chain, seq: int, payload: Mapping[str, Json]) -> None:
        """Take in a ``seen`` operation; those of one chain come in order."""
        known = self._steps.setdefault(chain, {})
        for other, last in parse_seen(payload):
            steps = known.setdefault(other, _Steps())
            if not steps.lasts or last > steps.lasts[-1]:
                steps.starts.append(seq)
                steps.lasts.append(last)

    def latest(self, chain: Chain) -> Mapping[Chain, int]:
        """What the chain last said that its author had seen."""
        return {other: steps.lasts[-1] for other, steps in self._steps.get(chain, {}).items()}

    def seen(self, author: OpId, other: OpId) -> int:
        """How far the author of ``author`` had said it had seen the chain of ``other``."""
        # A slice of an id equals its chain, and costs no new tuple class.
        known = self._steps.get(author[1:4])  # type: ignore[call-overload]
        steps = known.get(other[1:4]) if known else None
        if steps is None:
            return 0
        at = bisect_right(steps.starts, author.seq)
        return steps.lasts[at - 1] if at else 0


def seen_payload(news: Mapping[Chain, int]) -> dict[str, Json]:
    """The payload of a ``seen`` operation: chains and how far they were seen."""
    return {"seen": [[*chain, news[chain]] for chain in sorted(news)]}


def parse_seen(payload: Mapping[str, Json]) -> Iterable[tuple[Chain, int]]:
    """Chains and numbers of a ``seen`` payload; entries of another shape are passed over."""
    entries = payload.get("seen")
    if not isinstance(entries, list):
        return
    for entry in entries:
        match entry:
            case [str(site), str(epoch), str(stream), int(seq)]:
                yield Chain(site, epoch, stream), seq
            case _:
                continue
