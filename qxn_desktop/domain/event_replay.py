"""Legal events replayed: final state, history and disputes, from the *set* of events alone.

A legal state (problem, later case) is never a field that is overwritten. Each event names what it
*touches* (the stage, the time limit, …); one that touches nothing is a note. Two events that touch
the same thing, of which neither author had seen the other, are a dispute for a person unless they
say the same. Until a person takes one, the earlier one stands provisionally and the other waits.

A person decides by an event ``settle`` with ``{"take": [hlc, site, epoch, stream, seq]}``. It sets
aside what clashes with the taken branch, as far as its author had seen it, and what depends on that
alone. Two people who decide differently side by side are a dispute again. Nothing leaves history.

Sources: invariants 1, 4, 6, 9 of ``docs/sync.md``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.legal_event import (
    DISPUTED,
    SETTLE,
    Branch,
    Dispute,
    Entry,
    Machine,
    Refusal,
    Replay,
    Status,
)
from qxn_desktop.domain.operation import Event, OpId

S = TypeVar("S")


def replay(machine: Machine[S], events: Iterable[Event], before: Before) -> Replay[S]:
    """The state, history and disputes of ``events``, whatever their order or repetition.

    ``before`` must agree with the order of ``OpId``; it is closed transitively here, because a
    package may have carried an event without all that its author had seen.
    """
    return _History(machine, events, before).result()


@dataclass(frozen=True, slots=True)
class _View(Generic[S]):
    """What a causally closed set of events amounts to; sets of events are bit masks."""

    state: S
    excluded: int = 0
    effective: int = 0
    late: Mapping[int, Refusal] = field(default_factory=dict)


class _History(Generic[S]):
    """Events in order, each judged in its own causal past.

    Per event: ``past`` (what its author had seen), ``outcome`` (state or refusal there),
    ``clashes`` and ``twins`` (side by side: contradicting, saying the same), and of a settle
    the event it takes and the events it sets aside.
    """

    def __init__(self, machine: Machine[S], events: Iterable[Event], before: Before) -> None:
        self.machine = machine
        self.events = sorted({event.id: event for event in events}.values(), key=lambda e: e.id)
        size = len(self.events)
        self.past = _pasts(self.events, before)
        self.outcome: list[S | Refusal] = []
        self.clashes = [0] * size
        self.twins = [0] * size
        self.take: dict[int, int] = {}
        self.losers: dict[int, int] = {}
        self.sound = 0
        self._views: dict[int, _View[S]] = {0: _View(machine.initial)}
        for index in range(size):
            self._admit(index)

    @cached_property
    def _index(self) -> dict[OpId, int]:
        return {event.id: index for index, event in enumerate(self.events)}

    # -- judging one event in its own causal past

    def _admit(self, index: int) -> None:
        event, view = self.events[index], self.view(self.past[index])
        outcome = (
            self._settled(index) if event.name == SETTLE else self._advanced(event, view, index)
        )
        self.outcome.append(outcome)
        if isinstance(outcome, Refusal):
            return
        if event.name == SETTLE:
            self.losers[index] = self._losers(index)
        self.sound |= 1 << index
        for other in _bits(self.sound & ~self.past[index] & ((1 << index) - 1)):
            self._compare(index, other)

    def _advanced(self, event: Event, view: _View[S], index: int) -> S | Refusal:
        if self._touches(event) and self._open(self.past[index], view):
            return DISPUTED
        return self.machine.advance(view.state, event)

    def _settled(self, index: int) -> S | Refusal:
        taken = self._taken(self.events[index].facts.get("take"))
        past = self.past[index]
        view = self.view(past)
        heads = {h for group in self._groups(past, view) for h in self._heads(group)}
        if taken is None or taken not in heads:
            return Refusal("E-PRB-099", "所选的记录不在待裁决之列，请重新查看冲突后再选。")
        self.take[index] = taken
        return view.state

    def _taken(self, take: Json) -> int | None:
        match take:
            case [int(hlc), str(site), str(epoch), str(stream), int(seq)]:
                return self._index.get(OpId(hlc, site, epoch, stream, seq))
        return None

    def _losers(self, index: int) -> int:
        """What this settle sets aside: what clashes with the taken branch, and what hangs on it."""
        taken = self.take[index]
        kept = self.past[taken] | 1 << taken
        lost = 0
        for member in _bits(kept & self.sound & ~self.view(kept).excluded):
            lost |= self.clashes[member]
        rest = self.past[index] & ~kept
        lost &= rest
        for member in _bits(rest):
            if self.past[member] & lost and not self.past[member] >> taken & 1:
                lost |= 1 << member
        return lost

    def _compare(self, index: int, other: int) -> None:
        """Note whether two events that ran side by side say the same or contradict."""
        pair = (self.events[index], self.events[other])
        if all(event.name == SETTLE for event in pair):
            same = self.take[index] == self.take[other]
            clash = bool(
                self.losers[index] >> self.take[other] & 1
                or self.losers[other] >> self.take[index] & 1
            )
        else:
            first, second = (self._touches(event) for event in pair)
            same = bool(first) and self.machine.says(pair[0]) == self.machine.says(pair[1])
            clash = bool(first & second)
        if same:
            self.twins[index] |= 1 << other
            self.twins[other] |= 1 << index
        elif clash and not self._covered(index, other):
            self.clashes[index] |= 1 << other
            self.clashes[other] |= 1 << index

    def _covered(self, index: int, other: int) -> bool:
        """Whether one author had seen an event that says the same as the other event."""
        return bool(self.past[index] & self.twins[other] or self.past[other] & self.twins[index])

    # -- what a causally closed set amounts to

    def view(self, members: int) -> _View[S]:
        found = self._views.get(members)
        if found is None:
            found = self._views[members] = self._grown(members) or self._folded(members)
        return found

    def _grown(self, members: int) -> _View[S] | None:
        """The short way for a last event that saw all the others: one step from its past."""
        top = members.bit_length() - 1
        if self.past[top] != members ^ 1 << top or top in self.take:
            return None
        below, outcome = self.view(self.past[top]), self.outcome[top]
        if isinstance(outcome, Refusal):
            return below
        return _View(outcome, below.excluded, below.effective | 1 << top, below.late)

    def _folded(self, members: int) -> _View[S]:
        excluded, effective = self._decided(members)
        live = members & self.sound & ~excluded
        state, late = self.machine.initial, dict[int, Refusal]()
        for index in _bits(live):
            passed_by = (self.clashes[index] | self.twins[index]) & effective
            if index in self.take or passed_by:
                continue
            outcome = self.machine.advance(state, self.events[index])
            if isinstance(outcome, Refusal):
                late[index] = outcome
            else:
                state, effective = outcome, effective | 1 << index
        return _View(state, excluded, effective, late)

    def _decided(self, members: int) -> tuple[int, int]:
        """Events set aside, and the settles that stand.

        Backwards: a settle is judged after all that could have overruled it; of two that
        contradict side by side the later stands provisionally.
        """
        excluded = standing = 0
        for index in reversed([i for i in _bits(members) if i in self.take]):
            if not (excluded >> index & 1 or excluded >> self.take[index] & 1):
                excluded |= self.losers[index]
                standing |= 1 << index
        return excluded, standing

    # -- disputes

    def _open(self, members: int, view: _View[S]) -> int:
        """Events of ``members`` that contradict another one and are not set aside."""
        live = members & self.sound & ~view.excluded
        return sum(1 << index for index in _bits(live) if self.clashes[index] & live)

    def _groups(self, members: int, view: _View[S]) -> Iterator[int]:
        """Events connected by contradiction, one mask a dispute."""
        rest = self._open(members, view)
        live = rest
        while rest:
            group, edge = 0, rest & -rest
            while edge:
                group |= edge
                reached = 0
                for index in _bits(edge):
                    reached |= self.clashes[index]
                edge = reached & live & ~group
            rest &= ~group
            yield group

    def _heads(self, group: int) -> list[int]:
        seen = 0
        for index in _bits(group):
            seen |= self.past[index]
        return list(_bits(group & ~seen))

    def _dispute(self, group: int) -> Dispute:
        """Branches that say the same from end to end are one."""
        branches: dict[Hashable, Branch] = {}
        for head in self._heads(group):
            branch = self._branch(head, group)
            branches.setdefault(frozenset(map(self.machine.says, branch.events)), branch)
        return Dispute(tuple(branches.values()))

    def _branch(self, head: int, group: int) -> Branch:
        members = (self.past[head] | 1 << head) & group
        if head in self.take:
            members |= 1 << self.take[head]
        return Branch(self.events[head].id, tuple(self.events[i] for i in _bits(members)))

    # -- the answer

    def result(self) -> Replay[S]:
        everything = (1 << len(self.events)) - 1
        view = self.view(everything)
        disputed = self._open(everything, view)
        state, history = self.machine.initial, list[Entry[S]]()
        for index, event in enumerate(self.events):
            status, reason = self._fate(index, view, disputed)
            if status is Status.EFFECTIVE and event.name != SETTLE:
                outcome = self.machine.advance(state, event)
                state = state if isinstance(outcome, Refusal) else outcome
            history.append(Entry(event, status, reason, state))
        disputes = tuple(self._dispute(group) for group in self._groups(everything, view))
        return Replay(view.state, tuple(history), disputes)

    def _fate(self, index: int, view: _View[S], disputed: int) -> tuple[Status, str]:
        outcome, bit = self.outcome[index], 1 << index
        if isinstance(outcome, Refusal):
            return Status.REFUSED, outcome.reason
        chances = (
            (view.effective & bit, Status.EFFECTIVE),
            (view.excluded & bit, Status.SET_ASIDE),
            (disputed & bit, Status.WAITING),
            (self.twins[index] & view.effective, Status.SAME),
            (index in self.take, Status.SET_ASIDE),
            (not self._touches(self.events[index]), Status.NOTED),
        )
        reason = view.late[index].reason if index in view.late else ""
        return next((status for true, status in chances if true), Status.REFUSED), reason

    def _touches(self, event: Event) -> frozenset[str]:
        return frozenset() if event.name == SETTLE else self.machine.touches(event.name)


def _pasts(events: Sequence[Event], before: Before) -> list[int]:
    """For each event the mask of those before it; near ones first, they bring theirs along."""
    pasts: list[int] = []
    for index, event in enumerate(events):
        past = 0
        for other in range(index - 1, -1, -1):
            if not past >> other & 1 and before(events[other].id, event.id):
                past |= pasts[other] | 1 << other
        pasts.append(past)
    return pasts


def _bits(mask: int) -> Iterator[int]:
    """Positions of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
