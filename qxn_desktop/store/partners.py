"""Colleagues' pinned cards, and what each said it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.domain.operation import Chain
from qxn_desktop.store.connection import immediate, translated
from qxn_desktop.store.driver import Database


@dataclass(frozen=True, slots=True)
class Partner:
    """A pinned site, its card's bytes (hex), when it was pinned and when its last package was made.

    Times are Unix milliseconds; ``last_at`` is 0 when none came.
    """

    site: str
    card: str
    pinned_at: int
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
            query = "SELECT site, card, pinned_at, last_at FROM partner ORDER BY site"
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
        """Remember a partner's package and its receipt. The caller holds the transaction.

        A package that does not confirm all that was known came late, or the partner's workspace
        went back, or was restored elsewhere while the old one is still in use: one site, two
        machines that hold different things. Then only what both confirm counts: too little
        costs a resend, too much would never be sent.
        """
        query = "UPDATE partner SET last_package = ?, last_at = ? WHERE site = ?"
        changed = self._db.conn.execute(query, [sent.package, sent.created, sent.site])
        if not changed.rowcount:  # not pinned: one's own
            return
        known = self.receipt(sent.site)
        if _confirms(sent.have, known):
            self._replace(sent.site, sent.have, sent.missing)
        else:
            missing = [*self.wanted(sent.site), *sent.missing]
            self._replace(sent.site, _in_both(known, sent.have), missing)

    def _replace(self, site: str, have: Receipt, missing: Sequence[str]) -> None:
        self._db.conn.execute("DELETE FROM receipt WHERE partner = ?", [site])
        self._db.conn.executemany(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?)",
            ([site, *chain, seq, link] for chain, (seq, link) in have.items()),
        )
        self._db.conn.execute("DELETE FROM wanted WHERE partner = ?", [site])
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO wanted VALUES (?, ?)", ([site, sha256] for sha256 in missing)
        )


def _confirms(have: Receipt, known: Receipt) -> bool:
    """Whether ``have`` goes at least as far as ``known`` in every chain."""
    nothing = (0, b"")
    return all(
        have.get(chain, nothing)[0] > seq or have.get(chain) == (seq, link)
        for chain, (seq, link) in known.items()
    )


def _in_both(one: Receipt, other: Receipt) -> Receipt:
    """For each chain the lower of both; none where they disagree."""
    return {
        chain: min(one[chain], other[chain])
        for chain in one.keys() & other.keys()
        if one[chain][0] != other[chain][0] or one[chain] == other[chain]
    }
