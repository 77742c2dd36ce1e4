"""What was computed from the registers, kept by a connection until one it depends on changes.

The heads of the chains say which operations a result was computed from; the operations beyond them
say which registers have changed since. So a result is never stale, whoever wrote: this connection,
another one, or a merge. Local values and the audit are no registers: name them in the key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from qxn_desktop.domain.operation import Chain
from qxn_desktop.store.connection import translated
from qxn_desktop.store.operation_log import OperationLog, RowKey

T = TypeVar("T")

Heads = Mapping[Chain, int]
"""The last number held of each chain."""

MOST_KEPT = 64
"""Results of one connection; the one longest not asked for goes first."""
WORTH_READING = 5_000
"""Operations beyond the heads; of more it is quicker to compute anew than to look."""


@dataclass(slots=True)
class _Kept:
    heads: Heads
    value: object


class KeptResults:
    """Results by key. Use it within one snapshot of the file."""

    def __init__(self, log: OperationLog) -> None:
        self._log = log
        self._kept: dict[Hashable, _Kept] = {}

    def get(self, key: Hashable, registers: Collection[str], make: Callable[[], T]) -> T:
        """The result of ``make``, computed again only after one of ``registers`` has changed.

        With no register it is kept for good: something that brings itself up to date.
        """
        heads = self.heads()
        known = self._kept.pop(key, None)
        if known is None or not self._fresh(known.heads, heads, registers):
            known = _Kept(heads, make())
        known.heads = heads
        self._kept[key] = known
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return cast("T", known.value)

    def heads(self) -> Heads:
        """How far each chain goes now."""
        return {chain: state.last_seq for chain, state in self._log.chains.items()}

    def rows_since(self, heads: Heads) -> frozenset[RowKey] | None:
        """The rows with operations beyond ``heads``; None when there are too many to look.

        None too when rows have become others: then rows changed that have no operation there.
        """
        now = self.heads()
        if sum(now.values()) - sum(heads.values()) > WORTH_READING:
            return None
        with translated():
            return None if self._log.turned_beyond(heads) else self._log.rows_beyond(heads)

    def _fresh(self, then: Heads, now: Heads, registers: Collection[str]) -> bool:
        if then == now or not registers:
            return True
        rows = self.rows_since(then)
        return rows is not None and not any(entity in registers for entity, _ in rows)
