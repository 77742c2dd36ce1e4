"""Draws that come out the same on every machine and every Python for the same seed.

``random`` promises that only for ``random()``; a demonstration is compared by digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of choices for one entity: ``Draw(seed, "household", village, 7)``."""

    def __init__(self, *parts: str | int) -> None:
        text = "\x1f".join(f"{type(part).__name__}:{part}" for part in parts)
        self._key = hashlib.sha256(text.encode()).digest()
        self._block = 0
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """A whole number from 0 up to and without ``bound`` (at most 2**32)."""
        if not self._words:
            raw = hashlib.sha256(self._key + self._block.to_bytes(8, "big")).digest()
            self._words = [int.from_bytes(raw[at : at + 8], "big") for at in range(0, 32, 8)]
            self._block += 1
        return self._words.pop() % bound

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def percent(self, chance: int) -> bool:
        """True in ``chance`` of a hundred draws."""
        return self.below(100) < chance

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of the pairs' first halves, as often as the second halves say."""
        mark = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            mark -= weight
            if mark < 0:
                return choice
        raise AssertionError("weights add up")  # pragma: no cover
