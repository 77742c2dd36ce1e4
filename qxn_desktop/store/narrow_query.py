"""Some columns of a whole register, and when its rows were first written: for long lists.

Rows come as tuples: building a mapping of every field of ten thousand rows costs a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qxn_desktop.common.json_types import Json
from qxn_desktop.store.connection import translated
from qxn_desktop.store.register_table import encoded
from qxn_desktop.store.workspace import Workspace


def columns(
    ws: Workspace, entity: str, fields: Sequence[str], *, ordered: bool = True
) -> list[tuple[Json, ...]]:
    """(id, *fields) of every live row in order of ids. JSON fields are not for this.

    Not ``ordered`` an index alone may answer, in half the time.
    """
    return _rows(ws, entity, ("id", *fields), "ORDER BY id" if ordered else "")


def columns_within(
    ws: Workspace, entity: str, fields: Sequence[str], first: str, last: str
) -> list[tuple[Json, ...]]:
    """As ``columns``, without the id and in no order: rows whose first of ``fields`` lies within.

    From ``first`` to ``last``, both included; texts are compared, so dates as they are stored.
    """
    within = f"WHERE [{fields[0]}] BETWEEN ? AND ?"
    return _rows(ws, entity, fields, within, (first, last))


def first_written(ws: Workspace, entity: str, since: int | None = None) -> list[tuple[str, int]]:
    """(id, when): the earliest writing of each row (Unix ms), as its machine's clock said.

    With ``since`` only of the rows that were first written at that moment or later.
    """
    query = "SELECT id, first_wall FROM row WHERE entity = ?"
    since_when = () if since is None else (since,)
    with translated():
        return ws.db.execute(
            query + " AND first_wall >= ?" * len(since_when), [entity, *since_when]
        ).fetchall()


class Writing(NamedTuple):
    """An operation on a row: its stamp, and the site and epoch that wrote it."""

    row: str
    hlc: int
    site: str
    epoch: str


def writings(ws: Workspace, entity: str) -> list[Writing]:
    """Every operation on the rows of a register, in order of time."""
    query = (
        "SELECT row.id, op.hlc, chain.site, chain.epoch FROM row"
        " JOIN op ON op.row = row.ref JOIN chain ON chain.id = op.chain"
        " WHERE row.entity = ? ORDER BY op.hlc"
    )
    with translated():
        found = ws.db.execute(query, [entity]).fetchall()
    return [Writing(*one) for one in found]


def streams_of(ws: Workspace, entity: str) -> dict[str, str]:
    """The stream of the first operation here of every row of a register that has one."""
    query = (
        "SELECT row.id, chain.stream, min(op.hlc) FROM row JOIN op ON op.row = row.ref"
        " JOIN chain ON chain.id = op.chain WHERE row.entity = ? GROUP BY row.ref"
    )
    with translated():
        found = ws.db.execute(query, [entity]).fetchall()
    return {str(id_): str(stream) for id_, stream, _ in found}


def ever_written(ws: Workspace, entity: str, ids: Iterable[str]) -> dict[str, set[str]]:
    """The fields that were ever put into each of the rows ``ids``."""
    query = (
        "SELECT DISTINCT row.id, field.key FROM row JOIN op ON op.row = row.ref,"
        " json_each(op.payload) AS field WHERE row.entity = ? AND op.kind = 'put'"
        " AND row.id IN (SELECT value FROM json_each(?))"
    )
    found: dict[str, set[str]] = {}
    with translated():
        for id_, key in ws.db.execute(query, [entity, encoded([*ids])]).fetchall():
            found.setdefault(str(id_), set()).add(str(key))
    return found


def _rows(
    ws: Workspace, entity: str, fields: Sequence[str], rest: str, values: Sequence[Json] = ()
) -> list[tuple[Json, ...]]:
    spec = ws.schema.registers[entity]
    known = {"id", *(f.id for f in spec.fields if not f.is_json)}
    if not known.issuperset(fields):
        raise ValueError(f"{entity}: {sorted(set(fields) - known)}")
    names = ", ".join(f"[{name}]" for name in fields)
    with translated():
        return ws.db.execute(f"SELECT {names} FROM [{entity}] {rest}", values).fetchall()
