"""Takes in runs of operations from elsewhere: gap-free prefixes only, forks set aside.

The rules are those of ``docs/sync.md`` ("Receiving"). The caller holds the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from qxn_desktop.common.errors import TrustError
from qxn_desktop.common.progress import Tally
from qxn_desktop.domain.canonical import canonical_bytes, chain_next
from qxn_desktop.domain.chain_run import ChainRun, Foreseen
from qxn_desktop.domain.hlc import LIMIT, are_counted
from qxn_desktop.domain.operation import Chain, Operation
from qxn_desktop.store.driver import Database
from qxn_desktop.store.operation_log import OperationLog

FORKED = "同一编号内容不同"
BROKEN = "与已有记录接不上"
MOST_RUNS = 5_000
"""In one package: an office has some hundred chains, and on one row each meets every other."""


@dataclass(slots=True)
class Sorted:
    """Operations to apply, in chain order, with the hashes after each; counts of the others."""

    ready: list[Operation] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    already: int = 0
    quarantined: int = 0
    fresh: dict[Chain, range] = field(default_factory=dict)
    """Where in ``ready`` the operations of a chain stand that continue what is held."""


class Merger:
    """Sorts what arrived into new, held already, early, and forked."""

    def __init__(self, db: Database, log: OperationLog) -> None:
        self._db = db
        self._log = log

    def sort(self, runs: Sequence[ChainRun], tally: Tally | None = None) -> Sorted:
        """What of ``runs``, and of the pending ones they release, can be applied now."""
        tally = tally or Tally()
        result = Sorted()
        self._refuse_malformed(runs)
        for run in runs:
            self._sort_run(run, result, tally)
        for chain, places in result.fresh.items():
            self._release(chain, places, result)
        return result

    def _sort_run(self, run: ChainRun, result: Sorted, tally: Tally) -> None:
        held = self._last(run.chain)
        if run.last <= held and self._log.hash_at(run.chain, run.last) == run.last_hash:
            result.already += len(run.operations)
            tally.add(len(run.operations))
            return
        links = _links(run, tally)
        if run.first > held + 1:
            self._hold(run, links, result)
            return
        common = min(held, run.last)
        same = common - run.first + 1  # how many of the run's operations we hold a number for
        if self._log.hash_at(run.chain, common) != links[same]:
            self._set_aside(run, links, result)
            return
        state = self._log.chains.get(run.chain)
        if state is not None and run.operations[same].hlc <= state.last_hlc:
            raise malformed()
        result.already += same
        start = len(result.ready)
        result.ready.extend(run.operations[same:])
        result.links.extend(links[same + 1 :])
        result.fresh[run.chain] = range(start, len(result.ready))

    def foresee(self, runs: Sequence[ChainRun], tally: Tally) -> Foreseen:
        """What ``sort`` would come to, nothing written; of pending ones it takes no account.

        Raises:
            TrustError: as ``sort``.
        """
        self._refuse_malformed(runs)
        fresh: list[Operation] = []
        waiting: list[tuple[Chain, int, int]] = []
        already = early = forked = 0
        for run in runs:
            held, count = self._last(run.chain), len(run.operations)
            links = _links(run, tally)
            if run.first > held + 1:
                early += count
                waiting.append((run.chain, held + 1, run.first - 1))
                continue
            common = min(held, run.last)
            same = common - run.first + 1
            if self._log.hash_at(run.chain, common) != links[same]:
                ours = sum(
                    self._log.hash_at(run.chain, op.seq) == links[at + 1]
                    for at, op in enumerate(run.operations)
                )
                already, forked = already + ours, forked + count - ours
                continue
            already += same
            fresh.extend(run.operations[same:])
        return Foreseen(tuple(fresh), already, early, forked, tuple(waiting))

    def _refuse_malformed(self, runs: Sequence[ChainRun]) -> None:
        if len({run.chain for run in runs}) != len(runs) or len(runs) > MOST_RUNS:
            raise malformed()
        for run in runs:
            _refuse_malformed(run)
        high = (op.hlc for run in runs if run.operations[-1].hlc >= LIMIT for op in run.operations)
        if not are_counted(high, self._log.last_hlc):
            raise malformed()

    def _last(self, chain: Chain) -> int:
        state = self._log.chains.get(chain)
        return state.last_seq if state else 0

    def _set_aside(self, run: ChainRun, links: Sequence[bytes], result: Sorted) -> None:
        """Keep what contradicts us; what we hold of the same chain stays as it is."""
        for at, op in enumerate(run.operations):
            if self._log.hash_at(run.chain, op.seq) == links[at + 1]:
                result.already += 1
            else:
                self._quarantine(op, links[at + 1], FORKED)
                result.quarantined += 1

    def _quarantine(self, op: Operation, link: bytes, reason: str) -> None:
        self._db.conn.execute(
            "INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*op.chain, op.seq, link, canonical_bytes(op), reason],
        )

    def _hold(self, run: ChainRun, links: Sequence[bytes], result: Sorted) -> None:
        query = "SELECT previous, body FROM pending WHERE site=? AND epoch=? AND stream=? AND seq=?"
        for at, op in enumerate(run.operations):
            body = canonical_bytes(op)
            known = self._db.conn.execute(query, [*op.chain, op.seq]).fetchone()
            if known is None:
                self._db.conn.execute(
                    "INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)",
                    [*op.chain, op.seq, links[at], body],
                )
            elif (bytes(known[0]), bytes(known[1])) == (links[at], body):
                result.already += 1
            else:
                self._quarantine(op, links[at + 1], FORKED)
                result.quarantined += 1

    def _release(self, chain: Chain, places: range, result: Sorted) -> None:
        """Pending operations that now follow on, as far as they go; what contradicts is set aside.

        ``places`` are those of the chain's new operations in ``result.ready``.
        """
        first = result.ready[places.start].seq
        fresh = result.links[places.start : places.stop]
        held, link = first + len(fresh) - 1, fresh[-1]
        stamp = result.ready[places.stop - 1].hlc
        query = (
            "SELECT seq, previous, body FROM pending WHERE site=? AND epoch=? AND stream=?"
            " ORDER BY seq"
        )
        for seq, previous, body in self._db.conn.execute(query, chain).fetchall():
            if seq > held + 1:
                break
            op, after = decode_operation(bytes(body)), chain_next(bytes(previous), bytes(body))
            ours = fresh[seq - first] if first <= seq <= held else self._log.hash_at(chain, seq)
            if seq == held + 1 and bytes(previous) == link and op.hlc > stamp:
                held, link, stamp = seq, after, op.hlc
                fresh.append(after)
                result.ready.append(op)
                result.links.append(after)
            elif after != ours:
                self._quarantine(op, after, FORKED if seq <= held else BROKEN)
                result.quarantined += 1
            self._drop_pending(chain, seq)

    def _drop_pending(self, chain: Chain, seq: int) -> None:
        self._db.conn.execute(
            "DELETE FROM pending WHERE site=? AND epoch=? AND stream=? AND seq=?", [*chain, seq]
        )

    def pending(self) -> int:
        """How many operations wait for earlier ones."""
        return int(self._db.conn.execute("SELECT count(*) FROM pending").fetchone()[0])

    def gaps(self) -> list[tuple[Chain, int, int]]:
        """For each chain with pending operations: first and last number missing before them."""
        query = "SELECT site, epoch, stream, min(seq) FROM pending GROUP BY 1, 2, 3"
        return [
            (chain, self._last(chain) + 1, first - 1)
            for *parts, first in self._db.conn.execute(query).fetchall()
            for chain in [Chain(*parts)]
        ]


def _refuse_malformed(run: ChainRun) -> None:
    """Numbers follow on, and so must stamps rise: within a site they are the order."""
    stamp = 0
    for seq, op in enumerate(run.operations, run.first):
        if op.chain != run.chain or op.seq != seq or op.hlc <= stamp:
            raise malformed()
        stamp = op.hlc
    if not run.operations:
        raise malformed()


def malformed() -> TrustError:
    """The package's operations are not numbered as they must be."""
    return TrustError("E-SYN-201", "数据包里的记录编号有误，没有合并，请对方重新导出。")


def _links(run: ChainRun, tally: Tally) -> list[bytes]:
    """The hashes along the run: before its first operation, after it, after its second, and so on.

    Raises:
        TrustError: they do not end in the hash that the package states.
    """
    links = [run.previous_hash]
    for op in tally.each(run.operations):
        links.append(chain_next(links[-1], canonical_bytes(op)))
    if links[-1] != run.last_hash:
        raise TrustError("E-SYN-202", "数据包里的记录与校验值不符，没有合并，请对方重新导出。")
    return links


def decode_operation(body: bytes) -> Operation:
    """The operation whose canonical bytes are ``body``."""
    parts = msgspec.json.decode(body)
    return Operation(Chain(*parts[:3]), *parts[3:])
