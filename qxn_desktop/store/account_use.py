"""When each account was last at work on this machine, from its own audit and operations."""

from __future__ import annotations

from qxn_desktop.store.connection import translated
from qxn_desktop.store.workspace import Workspace


def last_uses(ws: Workspace) -> dict[str, int]:
    """Unix ms by account. What colleagues' machines wrote does not count."""
    query = (
        "SELECT actor, max(at) FROM ("
        " SELECT actor, at FROM audit UNION ALL"
        " SELECT actor, wall FROM op WHERE chain IN (SELECT id FROM chain WHERE site = ?))"
        " GROUP BY actor"
    )
    with translated():
        return dict(ws.db.conn.execute(query, [ws.site]).fetchall())


def last_audited(ws: Workspace, action: str) -> int | None:
    """When ``action`` was last audited (Unix ms); None when it never was."""
    with translated():
        query = "SELECT max(at) FROM audit WHERE action = ?"
        found = ws.db.conn.execute(query, [action]).fetchone()[0]
    return None if found is None else int(found)
