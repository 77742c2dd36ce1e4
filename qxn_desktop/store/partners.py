"""Colleagues' pinned cards, and what each said it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qxn_desktop.domain.operation import Chain
from qxn_desktop.store.connection import immediate, translated
from qxn_desktop.store.driver import Database


@dataclass(frozen=True, slots=True)
class Partner:
    """A pinned site: its card's text, when it was pinned, and its last package."""

    site: str
    card: str
    pinned_at: int
    last_package: str
    last_at: int


Receipt = Mapping[Chain, tuple[int, bytes]]
"""For each chain, the last sequence number held and the hash after it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that arrived: from which site, its id, made when (Unix ms), what the site held.

    ``missing`` are photos (SHA-256) that the site knew of and did not have.
    """

    site: str
    package: str
    created: int
    have: Receipt
    missing: tuple[str, ...] = ()


class Partners:
    """Pinned cards. Pinning creates no operation: trust is this machine's own affair."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Partner]:
        with translated():
            query = "SELECT site, card, pinned_at, last_package, last_at FROM partner ORDER BY site"
            return [Partner(*record) for record in self._db.conn.execute(query).fetchall()]

    def pin(self, site: str, card: str, at: int) -> None:
        """Trust ``card`` from now on; a card of the same site is replaced."""
        with immediate(self._db):
            self._db.conn.execute(
                "INSERT INTO partner (site, card, pinned_at) VALUES (?, ?, ?)"
                " ON CONFLICT (site) DO UPDATE SET card = excluded.card,"
                " pinned_at = excluded.pinned_at",
                [site, card, at],
            )

    def unpin(self, site: str) -> None:
        """Trust ``site`` no longer, and forget what it said."""
        with immediate(self._db):
            self._db.conn.execute("DELETE FROM partner WHERE site = ?", [site])
            self._db.conn.execute("DELETE FROM receipt WHERE partner = ?", [site])
            self._db.conn.execute("DELETE FROM wanted WHERE partner = ?", [site])

    def receipt(self, site: str) -> Receipt:
        """What ``site`` said it holds; empty when it never sent a package."""
        with translated():
            query = "SELECT site, epoch, stream, seq, hash FROM receipt WHERE partner = ?"
            records = self._db.conn.execute(query, [site]).fetchall()
        return {Chain(*chain): (seq, bytes(link)) for *chain, seq, link in records}

    def wanted(self, site: str) -> list[str]:
        """The photos that ``site`` said it lacks."""
        with translated():
            query = "SELECT sha256 FROM wanted WHERE partner = ? ORDER BY sha256"
            return [str(record[0]) for record in self._db.conn.execute(query, [site]).fetchall()]

    def note_package(self, sent: Sent) -> None:
        """Remember a partner's package and its receipt; an older package changes nothing.

        The caller holds the transaction.
        """
        query = "SELECT last_at FROM partner WHERE site = ?"
        found = self._db.conn.execute(query, [sent.site]).fetchone()
        if found is None or sent.created < found[0]:
            return
        self._db.conn.execute(
            "UPDATE partner SET last_package = ?, last_at = ? WHERE site = ?",
            [sent.package, sent.created, sent.site],
        )
        self._db.conn.execute("DELETE FROM receipt WHERE partner = ?", [sent.site])
        self._db.conn.executemany(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?)",
            ([sent.site, *chain, seq, link] for chain, (seq, link) in sent.have.items()),
        )
        self._db.conn.execute("DELETE FROM wanted WHERE partner = ?", [sent.site])
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO wanted VALUES (?, ?)",
            ([sent.site, sha256] for sha256 in sent.missing),
        )
