"""The keys of a long list a part at a time: its beginning, its end, the rest in the background.

Where an index stands in the list's order (``register_table.ensure_table``), the beginning and the
end of a million rows are read in a millisecond. The order is that of ``RecordQuery.keys``.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from qxn_desktop.common.progress import Progress
from qxn_desktop.store.condition import Query, condition
from qxn_desktop.store.connection import interruptible, translated
from qxn_desktop.store.list_order import order_terms
from qxn_desktop.store.register_table import encoded
from qxn_desktop.store.workspace import Workspace

AT_ONCE = 10_000
"""Keys that are fetched together: tuples of a million at once would take a hundred megabytes."""
WORDS = "正在读取清单"


@dataclass(frozen=True, slots=True)
class Ends:
    """How many rows a list has, and the keys of its last ones in order."""

    count: int
    tail: array[int]


def head(ws: Workspace, entity: str, query: Query, most: int, progress: Progress) -> array[int]:
    """The keys of the first ``most`` rows.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    return _keys(ws, entity, query, progress, most)


def ends(ws: Workspace, entity: str, query: Query, most: int, progress: Progress) -> Ends:
    """The number of rows, and the keys of the last ``most``.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    clause, values = condition(ws.schema.registers[entity], query)
    with interruptible(ws.db, progress, WORDS):
        sql = f"SELECT count(*) FROM [{entity}]{clause}"
        count = int(ws.db.execute(sql, values).fetchone()[0])
    tail = _keys(ws, entity, query, progress, most, backwards=True)
    tail.reverse()
    return Ends(count, tail)


def keys(ws: Workspace, entity: str, query: Query, progress: Progress) -> array[int]:
    """The keys of all rows: eight bytes each, a second for a million.

    Raises:
        Cancelled: nobody waits for it any more.
    """
    return _keys(ws, entity, query, progress)


def ids_at(ws: Workspace, entity: str, wanted: Sequence[int]) -> list[str]:
    """The ids of rows by their keys, in the same order; "" where one is there no more."""
    sql = f"SELECT rowid, id FROM [{entity}] WHERE rowid IN (SELECT value FROM json_each(?))"
    with translated():
        known = dict(ws.db.execute(sql, [encoded([*wanted])]).fetchall())
    return [str(known.get(key, "")) for key in wanted]


def keys_of(ws: Workspace, entity: str, ids: Sequence[str]) -> array[int]:
    """The keys of rows by their ids, in the order of ``ids``; those that are gone are left out."""
    sql = f"SELECT id, rowid FROM [{entity}] WHERE id IN (SELECT value FROM json_each(?))"
    with translated():
        known = dict(ws.db.execute(sql, [encoded([*ids])]).fetchall())
    return array("q", [known[id_] for id_ in ids if id_ in known])


def plan_of(ws: Workspace, entity: str, query: Query) -> str:
    """How SQLite means to read the list: which index, and whether it sorts."""
    spec = ws.schema.registers[entity]
    clause, values = condition(spec, query)
    sql = f"SELECT rowid FROM [{entity}]{clause} ORDER BY {order_terms(spec, query)}"
    with translated():
        found = ws.db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    return "; ".join(str(step[-1]) for step in found)


def at_most(ws: Workspace, entity: str) -> int:
    """A number that the register has no more rows than, at once at any size."""
    with translated():
        found = ws.db.execute(f"SELECT max(rowid) FROM [{entity}]").fetchone()[0]
    return int(found or 0)


def distinct(ws: Workspace, entity: str, field: str) -> list[str]:
    """The texts that stand in a column, each once."""
    with translated():
        sql = f"SELECT DISTINCT [{field}] FROM [{entity}] WHERE [{field}] IS NOT NULL"
        return [str(value) for (value,) in ws.db.execute(sql).fetchall()]


def _keys(  # noqa: PLR0913 - one statement's parts
    ws: Workspace,
    entity: str,
    query: Query,
    progress: Progress,
    most: int | None = None,
    *,
    backwards: bool = False,
) -> array[int]:
    spec = ws.schema.registers[entity]
    clause, values = condition(spec, query)
    order = order_terms(spec, query, backwards=backwards)
    sql = f"SELECT rowid FROM [{entity}]{clause} ORDER BY {order}"
    found = array("q")
    with interruptible(ws.db, progress, WORDS):
        cursor = ws.db.execute(sql if most is None else f"{sql} LIMIT {most}", values)
        while part := cursor.fetchmany(AT_ONCE):
            found.extend(key for (key,) in part)
    return found
