"""What a package would change, asked of the operations held: which rows are new to somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qxn_desktop.store.connection import translated
from qxn_desktop.store.operation_log import CHUNK, RowKey
from qxn_desktop.store.partners import Receipt
from qxn_desktop.store.workspace import Workspace


def first_stamps(ws: Workspace, keys: Iterable[RowKey]) -> dict[RowKey, int]:
    """The ``hlc`` of the first operation held of each of ``keys``; rows not held are left out."""
    by_entity: dict[str, list[str]] = {}
    for entity, id_ in keys:
        by_entity.setdefault(entity, []).append(id_)
    found: dict[RowKey, int] = {}
    with translated():
        for entity, ids in by_entity.items():
            for at in range(0, len(ids), CHUNK):
                part = ids[at : at + CHUNK]
                marks = ",".join("?" * len(part))
                query = (
                    "SELECT row.id, min(op.hlc) FROM row JOIN op ON op.row = row.ref"
                    f" WHERE row.entity = ? AND row.id IN ({marks}) GROUP BY row.ref"
                )
                for id_, hlc in ws.db.conn.execute(query, [entity, *part]).fetchall():
                    found[entity, id_] = hlc
    return found


def rows_beyond(ws: Workspace, have: Receipt) -> set[RowKey]:
    """Rows that were written here by operations which somebody who holds ``have`` lacks."""
    query = (
        "SELECT DISTINCT row.entity, row.id FROM op JOIN row ON row.ref = op.row"
        " WHERE op.chain = ? AND op.seq > ? AND op.kind <> 'seen'"
    )
    found: set[RowKey] = set()
    with translated():
        for chain, state in ws.log.chains.items():
            seq = have.get(chain, (0, b""))[0]
            if seq < state.last_seq:
                found.update(ws.db.conn.execute(query, [state.ref, seq]).fetchall())
    return found


def counts_beyond(held: Receipt, have: Receipt) -> int:
    """How many operations whoever holds ``held`` has that whoever holds ``have`` lacks."""
    return sum(max(seq - have.get(chain, (0, b""))[0], 0) for chain, (seq, _) in held.items())


def last_sent(ws: Workspace) -> Mapping[str, int]:
    """When a package was last made for each site (Unix ms), as the local audit says."""
    query = (
        "SELECT site.value, max(audit.at) FROM audit, json_each(audit.facts, '$.sites') AS site"
        " WHERE audit.action = 'pack' GROUP BY 1"
    )
    with translated():
        return dict(ws.db.conn.execute(query).fetchall())
