"""Some columns of a whole register, and when its rows were first written: for long lists.

Rows come as tuples: building a mapping of every field of ten thousand rows costs a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from qxn_desktop.common.json_types import Json
from qxn_desktop.store.connection import translated
from qxn_desktop.store.workspace import Workspace


def columns(ws: Workspace, entity: str, fields: Sequence[str]) -> list[tuple[Json, ...]]:
    """(id, *fields) of every live row in order of ids. JSON fields are not for this."""
    spec = ws.schema.registers[entity]
    known = {f.id for f in spec.fields if not f.is_json}
    if not known.issuperset(fields):
        raise ValueError(f"{entity}: {sorted(set(fields) - known)}")
    names = ", ".join(f"[{name}]" for name in ("id", *fields))
    with translated():
        return ws.db.execute(f"SELECT {names} FROM [{entity}] ORDER BY id").fetchall()


def first_written(ws: Workspace, entity: str) -> dict[str, int]:
    """When the first operation of each row was written (Unix ms), as its machine's clock said."""
    query = (
        "SELECT row.id, min(op.wall) FROM row JOIN op ON op.row = row.ref"
        " WHERE row.entity = ? GROUP BY row.ref"
    )
    with translated():
        return dict(ws.db.execute(query, [entity]).fetchall())
