"""What a package carries, apart from how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Operation


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Operations and photos from ``site``, with what that site holds.

    ``package`` is 32 hexadecimal digits at random, ``created`` Unix milliseconds UTC.
    ``have`` is the receipt: for each chain the last sequence number held and the hash after it.
    ``runs`` are at most one for each chain.
    ``photos`` are pairs of SHA-256 (hexadecimal) and bytes; ``missing`` the SHA-256 of photos that
    the site knows of and does not have.
    """

    site: str
    package: str
    created: int
    have: Mapping[Chain, tuple[int, bytes]] = field(default_factory=dict)
    runs: tuple[ChainRun, ...] = ()
    photos: tuple[tuple[str, bytes], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def operations(self) -> list[Operation]:
        """The operations of all runs, in their order."""
        return [op for run in self.runs for op in run.operations]
