"""The keys of a long list of which only the beginning and the end are known yet."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

UNKNOWN = 0
"""Stands for a key that is not read yet; keys begin with 1."""


class KeyRun(Sequence[int]):
    """``count`` keys: ``head`` first, ``tail`` last, between them ``UNKNOWN``."""

    def __init__(self, count: int, head: array[int], tail: array[int]) -> None:
        self._count = count
        self._head, self._tail = head[:count], tail[max(len(head) + len(tail) - count, 0) :]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> array[int]: ...
    def __getitem__(self, at: int | slice) -> int | array[int]:
        if isinstance(at, slice):
            return array("q", [self._key(one) for one in range(*at.indices(self._count))])
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._key(at % self._count)

    def _key(self, at: int) -> int:
        if at < len(self._head):
            return self._head[at]
        from_end = at - (self._count - len(self._tail))
        return self._tail[from_end] if from_end >= 0 else UNKNOWN

    def place_of(self, key: int) -> int:
        """Where a key stands, -1 where it is not known."""
        if key in self._head:
            return self._head.index(key)
        return self._count - len(self._tail) + self._tail.index(key) if key in self._tail else -1
