"""What each operation's author had seen: vectors grown by ``seen`` operations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Vector, chain_of
from qxn_desktop.domain.operation import Chain, OpId

_NOTHING: Vector = {}


class Contexts:
    """For each chain, the vectors in force from which sequence number on."""

    def __init__(self) -> None:
        self._starts: dict[Chain, list[int]] = {}
        self._vectors: dict[Chain, list[dict[Chain, int]]] = {}

    def add(self, chain: Chain, seq: int, payload: Mapping[str, Json]) -> None:
        """Take in a ``seen`` operation; those of one chain come in order."""
        starts = self._starts.setdefault(chain, [])
        vectors = self._vectors.setdefault(chain, [])
        vector = dict(vectors[-1]) if vectors else {}
        for seen, last in parse_seen(payload):
            vector[seen] = max(last, vector.get(seen, 0))
        starts.append(seq)
        vectors.append(vector)

    def latest(self, chain: Chain) -> Vector:
        """What the chain last said that its author had seen."""
        vectors = self._vectors.get(chain)
        return vectors[-1] if vectors else _NOTHING

    def of(self, op: OpId) -> Vector:
        """What the author of ``op`` had said it had seen."""
        chain = chain_of(op)
        starts = self._starts.get(chain)
        if not starts:
            return _NOTHING
        at = bisect_right(starts, op.seq)
        return self._vectors[chain][at - 1] if at else _NOTHING


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
