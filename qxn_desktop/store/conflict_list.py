"""Open conflicts, as the projection computed them."""

from __future__ import annotations

import msgspec

from qxn_desktop.domain.fold import Conflict, Option
from qxn_desktop.domain.operation import OpId
from qxn_desktop.store.driver import Database


def open_conflicts(db: Database) -> list[Conflict]:
    """All open conflicts by register, row and field: the same list on every machine."""
    query = (
        "SELECT c.id, row.entity, row.id, c.field, c.options FROM conflict c"
        " JOIN row ON row.ref = c.row ORDER BY 2, 3, 4"
    )
    return [
        Conflict(id_, entity, row, field, _options(options))
        for id_, entity, row, field, options in db.conn.execute(query).fetchall()
    ]


def count(db: Database) -> int:
    """How many conflicts are open."""
    return int(db.conn.execute("SELECT count(*) FROM conflict").fetchone()[0])


def _options(text: str) -> tuple[Option, ...]:
    return tuple(
        Option(OpId(*op), value, actor, wall)
        for op, value, actor, wall in msgspec.json.decode(text)
    )
