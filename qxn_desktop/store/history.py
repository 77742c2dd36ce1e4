"""A row's past, told field by field."""

from __future__ import annotations

from collections.abc import Sequence

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.fold import DELETED, INTO, WRITES, fold, target_of
from qxn_desktop.domain.operation import Kind, Operation
from qxn_desktop.store.row import HistoryEntry


def history(ops: Sequence[Operation], before: Before) -> list[HistoryEntry]:
    """Every change in the order of replay; losers of a conflict are there too, not current."""
    if not ops:
        return []
    state = fold(ops[0].entity, ops[0].row, ops, before)
    current: dict[str, Operation] = {}
    for op in ops:
        for key in _changes(op):
            current[key] = op
    entries: list[HistoryEntry] = []
    shown: dict[str, Json] = {}
    for op in ops:
        for key, value in _changes(op).items():
            is_current = current[key] is op and (key == DELETED or state.values.get(key) == value)
            entries.append(
                HistoryEntry(
                    op.wall, op.actor, op.chain.site, key, shown.get(key), value, is_current
                )
            )
            shown[key] = value
    return entries


def _changes(op: Operation) -> dict[str, Json]:
    if op.kind in WRITES:
        return dict(op.payload)
    if op.kind == Kind.EVENT:
        return {str(op.payload.get("event")): op.payload.get("facts")}
    if op.kind in (Kind.DELETE, Kind.UNDELETE):
        return {DELETED: "是" if op.kind == Kind.DELETE else "否"}
    if op.kind == Kind.ALIAS:
        return {DELETED: f"{INTO}{target_of(op)}"}
    return {}
