"""Values of this machine alone, in the encrypted file: who we are, our keys. Never travel."""

from __future__ import annotations

from qxn_desktop.common.errors import Bug
from qxn_desktop.store.connection import translated
from qxn_desktop.store.driver import Database


class LocalValues:
    """Text by key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, key: str) -> str | None:
        with translated():
            query = "SELECT value FROM meta WHERE key = ?"
            found = self._db.conn.execute(query, [key]).fetchone()
        return None if found is None else str(found[0])

    def get(self, key: str) -> str:
        """The value of a key that every workspace has."""
        value = self.find(key)
        if value is None:
            raise Bug("E-WS-150", "工作区缺少内部信息（{key}），请从备份恢复。", key=key)
        return value

    def starting(self, prefix: str) -> dict[str, str]:
        """Values whose key begins with ``prefix``, by key."""
        with translated():
            query = "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ? ORDER BY key"
            found = self._db.conn.execute(query, [len(prefix), prefix]).fetchall()
        return {str(key): str(value) for key, value in found}

    def remove(self, key: str) -> None:
        with translated():
            self._db.conn.execute("DELETE FROM meta WHERE key = ?", [key])

    def set(self, key: str, value: str) -> None:
        with translated():
            self._db.conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
