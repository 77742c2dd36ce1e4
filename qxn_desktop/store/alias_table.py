"""Rows that have become others, and the columns in which that shows.

``into`` is kept in the file; what it comes to (``domain/alias.py``) is worked out in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.alias import followed
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.driver import Database

VILLAGE = "village"

Into = dict[str, dict[str, str]]
"""By register: the row that a row has become, by its id."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What new aliases of one register changed.

    ``became``: rows that lead on and did not before. What is shown under one of ``again`` has to
    be folded anew. ``shown``: rows that a circle of aliases hid or brought back.
    """

    entity: str
    became: Mapping[str, str]
    again: frozenset[str]
    shown: frozenset[str]


class AliasTable:
    """Aliases of one file. ``forget`` after an undone transaction."""

    def __init__(self, db: Database, registers: Mapping[str, RegisterSpec]) -> None:
        self._db = db
        self._leading = {id_: tuple(_leading(spec)) for id_, spec in registers.items()}
        self._into: Into | None = None
        self._ends: Into = {}

    def forget(self) -> None:
        """Read the file again when next asked."""
        self._into = None

    def ends(self, entity: str) -> Mapping[str, str]:
        """The row that each row of a register has become in the end, by id."""
        self._load()
        return self._ends.get(entity, {})

    def into(self) -> Into:
        """What each row says it has become, by register and id, as the file keeps it."""
        self.forget()
        return {entity: dict(into) for entity, into in self._load().items()}

    def clear(self) -> None:
        """Forget all aliases, in the file too."""
        self._db.conn.execute("DELETE FROM alias")
        self._into, self._ends = {}, {}

    def learn(self, entity: str, states: Mapping[str, str]) -> Turned | None:
        """Take in what rows of a register have become ("": they are there, or were deleted)."""
        into = self._load().get(entity, {})
        news = {id_: target for id_, target in states.items() if into.get(id_, "") != target}
        if not news:
            return None
        self._save(entity, news)
        old = self._ends.get(entity, {})
        merged = {id_: target for id_, target in {**into, **news}.items() if target}
        new = followed(merged)
        self._load()[entity], self._ends[entity] = merged, new
        became = {id_: end for id_, end in new.items() if id_ not in old}
        again = frozenset(end for id_, end in old.items() if new.get(id_) != new.get(end, end))
        return Turned(entity, became, again, frozenset((old.keys() ^ new.keys()) - states.keys()))

    def pointing(self, entity: str) -> list[tuple[str, str]]:
        """The columns (register, field) that lead to rows of ``entity`` and follow them.

        Of what comes of procedures only the village follows: checks and cases stay with the row
        that they were about.
        """
        return [
            (register, name)
            for register, fields in self._leading.items()
            for name, target in fields
            if target == entity
        ]

    def followed(self, register: str, values: Mapping[str, Json]) -> Mapping[str, Json]:
        """``values`` of a row with what they lead to in the end."""
        self._load()
        if not self._ends:
            return values
        changed = {}
        for name, entity in self._leading[register]:
            target, ends = values.get(name), self._ends.get(entity, {})
            if isinstance(target, str) and target in ends:
                changed[name] = ends[target]
        return {**values, **changed} if changed else values

    def _load(self) -> Into:
        if self._into is None:
            self._into = {}
            query = "SELECT entity, id, into_id FROM alias"
            for entity, id_, target in self._db.conn.execute(query).fetchall():
                self._into.setdefault(entity, {})[id_] = target
            self._ends = {entity: followed(into) for entity, into in self._into.items()}
        return self._into

    def _save(self, entity: str, news: Mapping[str, str]) -> None:
        self._db.conn.executemany(
            "DELETE FROM alias WHERE entity = ? AND id = ?", ([entity, id_] for id_ in news)
        )
        self._db.conn.executemany(
            "INSERT INTO alias VALUES (?, ?, ?)",
            ([entity, id_, target] for id_, target in news.items() if target),
        )


def _leading(spec: RegisterSpec) -> Iterator[tuple[str, str]]:
    """Fields that lead to another register's rows, with that register."""
    for field in spec.fields:
        if field.type == "village":
            yield field.id, VILLAGE
        elif field.type == "ref" and not spec.internal:
            yield field.id, field.ref
