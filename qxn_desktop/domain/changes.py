"""What a view needs to know after a commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Rows touched by one transaction, as (entity, id); ``source`` is "local" or a package id."""

    rows: frozenset[tuple[str, str]] = frozenset()
    source: str = "local"
    operations: int = 0

    def touches(self, entity: str) -> bool:
        return any(name == entity for name, _ in self.rows)
