"""Rows as services see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register. ``values`` leaves out empty fields."""

    register: str
    id: str
    values: Mapping[str, Json]
    deleted: bool = False

    def text(self, field: str) -> str:
        """The field as text, "" when empty."""
        value = self.values.get(field)
        return "" if value is None else str(value)


def differing(present: Row | None, values: Mapping[str, Json]) -> dict[str, Json]:
    """What a put of ``values`` has to hold: only what changes ``present`` (None: a new row)."""
    known = present.values if present else {}
    return {key: value for key, value in values.items() if known.get(key) != value}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One field of one operation on a row; ``current`` when it is what the row shows now."""

    at: int
    actor: str
    site: str
    field: str
    old: Json
    new: Json
    current: bool
