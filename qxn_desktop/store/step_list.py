"""The last writes of this site, one step each, so that they can be taken back. Never travels.

Operations do not say which of them were written together; this list does. It is kept with the
values of this machine and written in the transaction of the operations themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from qxn_desktop.domain.operation import Operation
from qxn_desktop.domain.step_stack import Run, Step, Taken, Turn
from qxn_desktop.store.local_values import LocalValues

KEY = "steps"
MOST_STEPS = 100
"""How far back one can go."""

_encode = msgspec.json.Encoder().encode


class StepList:
    """Steps of one epoch: a workspace brought back from a backup begins a new list."""

    def __init__(self, local: LocalValues, epoch: str) -> None:
        self._local = local
        self._epoch = epoch

    def all(self) -> list[Step]:
        """The steps kept, oldest first."""
        return [_step(record) for record in self._records()]

    def add(self, ops: Sequence[Operation], taken: Taken) -> None:
        """Note the write of ``ops``; the caller holds its transaction."""
        records = self._records()[1 - MOST_STEPS :]
        number = records[-1][0] + 1 if records else 1
        spans: dict[str, list[int]] = {}
        for op in ops:
            spans.setdefault(op.chain.stream, [op.seq, op.seq])[1] = op.seq
        runs = [[stream, *span] for stream, span in spans.items()]
        records.append([number, ops[0].actor, ops[0].wall, taken.turn, taken.of, runs])
        self._local.set(KEY, _encode({"epoch": self._epoch, "steps": records}).decode())

    def _records(self) -> list[Any]:
        kept = msgspec.json.decode(self._local.find(KEY) or "{}")
        return list(kept["steps"]) if kept.get("epoch") == self._epoch else []


def _step(record: Sequence[Any]) -> Step:
    number, actor, at, turn, of, runs = record
    return Step(number, actor, at, Taken(Turn(turn), of), tuple(Run(*run) for run in runs))
