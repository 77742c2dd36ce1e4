"""Consecutive operations of one chain, as they travel."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.domain.operation import Chain, Operation


@dataclass(frozen=True, slots=True)
class ChainRun:
    """Operations ``first`` and following of ``chain``, the hash before them and the one after."""

    chain: Chain
    first: int
    previous_hash: bytes
    last_hash: bytes
    operations: tuple[Operation, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.operations) - 1


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What became of the operations of a package.

    ``waiting`` names gaps: for each chain, the numbers that are missing before pending ones.
    """

    applied: int = 0
    already: int = 0
    pending: int = 0
    quarantined: int = 0
    conflicts: int = 0
    suspect_clock: bool = False
    waiting: tuple[tuple[Chain, int, int], ...] = ()
    rows: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of the operations of a package, were it merged now.

    ``early`` ones would wait for those that ``waiting`` names; ``forked`` ones contradict ours.
    """

    fresh: tuple[Operation, ...] = ()
    already: int = 0
    early: int = 0
    forked: int = 0
    waiting: tuple[tuple[Chain, int, int], ...] = ()
