"""What a package carries, apart from how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qxn_desktop.common.errors import TrustError
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.operation import Chain, Operation


@dataclass(frozen=True, slots=True)
class ChainRun:
    """Operations ``first`` to ``last`` of a chain, without a gap.

    ``previous_hash`` (32 bytes) stands before the first of them, ``last_hash`` after the last.
    """

    chain: Chain
    first: int
    last: int
    previous_hash: bytes
    last_hash: bytes


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Operations and photos from ``site``, with what that site holds.

    ``package`` is 32 hexadecimal digits at random, ``created`` Unix milliseconds UTC.
    ``have`` is the receipt: for each chain the last sequence number held and the hash after it.
    ``operations`` are those of ``chains``, in that order and each run by sequence number.
    ``photos`` are pairs of SHA-256 (hexadecimal) and bytes.
    """

    site: str
    package: str
    created: int
    have: Mapping[Chain, tuple[int, bytes]] = field(default_factory=dict)
    chains: Sequence[ChainRun] = ()
    operations: Sequence[Operation] = ()
    photos: Sequence[tuple[str, bytes]] = ()


def verify_chains(content: PackageContent) -> list[bytes]:
    """The hash (32 bytes) after each of the operations, in their order.

    Raises:
        TrustError: the operations do not lead from a run's first hash to its last.
    """
    operations = iter(content.operations)
    return [after for run in content.chains for after in _hashes(run, operations)]


def _hashes(run: ChainRun, operations: Iterator[Operation]) -> Iterator[bytes]:
    current = run.previous_hash
    if run.first == 1 and current != chain_start(run.chain):
        raise _broken(run)
    for _ in range(run.first, run.last + 1):
        current = chain_next(current, canonical_bytes(next(operations)))
        yield current
    if current != run.last_hash:
        raise _broken(run)


def _broken(run: ChainRun) -> TrustError:
    return TrustError(
        "E-SYN-010",
        "设备 {site} 的第 {first}—{last} 条记录与其校验链不符，数据包未合并，请让对方重新导出。",
        site=run.chain.site,
        first=run.first,
        last=run.last,
    )
