"""The local audit: unlocking, revealing, exporting, merging. Stays on this machine.

The operation chain audits the data; this one audits what was done with it. Hash-chained, so that
a line taken out shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from qxn_desktop.common.json_types import Json
from qxn_desktop.store.driver import Database

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line: Unix milliseconds, account, what was done, and its facts."""

    at: int
    actor: str
    action: str
    facts: Mapping[str, Json]


def append(db: Database, entry: AuditEntry) -> None:
    """Add a line; the caller holds the transaction."""
    last = db.conn.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    link = _link(bytes(last[0]) if last else b"", entry)
    db.conn.execute(
        "INSERT INTO audit (at, actor, action, facts, hash) VALUES (?, ?, ?, ?, ?)",
        [entry.at, entry.actor, entry.action, _encode(entry.facts).decode(), link],
    )


def entries(db: Database) -> list[AuditEntry]:
    """All lines, oldest first."""
    return [entry for entry, _ in _lines(db)]


def is_whole(db: Database) -> bool:
    """Whether no line was changed or taken out of the middle."""
    link = b""
    for entry, stated in _lines(db):
        link = _link(link, entry)
        if link != stated:
            return False
    return True


def _lines(db: Database) -> list[tuple[AuditEntry, bytes]]:
    query = "SELECT at, actor, action, facts, hash FROM audit ORDER BY id"
    return [
        (AuditEntry(at, actor, action, msgspec.json.decode(facts)), bytes(link))
        for at, actor, action, facts, link in db.conn.execute(query).fetchall()
    ]


def _link(previous: bytes, entry: AuditEntry) -> bytes:
    body = _encode([entry.at, entry.actor, entry.action, entry.facts])
    return hashlib.sha256(previous + body).digest()
