"""Stories of sites that write, exchange and are cut off: real causal histories for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before, before_by
from qxn_desktop.domain.operation import Chain, Event, OpId

DAY = 86_400_000
START = 1_793_491_200_000  # 2026-11-01 08:00 in China


@dataclass
class Site:
    name: str
    held: dict[OpId, Event] = field(default_factory=dict)
    clock: int = 0


@dataclass
class Story:
    """``write`` at a site, ``tell`` one site what another holds."""

    contexts: dict[OpId, Mapping[Chain, int]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def site(self, name: str) -> Site:
        return self.sites.setdefault(name, Site(name))

    def write(
        self,
        at: str,
        name: str,
        facts: Mapping[str, Json] | None = None,
        actor: str = "办事员",
        day: int = 0,
    ) -> Event:
        site = self.site(at)
        site.clock += 1
        seq = 1 + sum(op.site == at for op in site.held)
        op = OpId(site.clock, at, "e1", "unit", seq)
        event = Event(op, name, facts or {}, actor, START + day * DAY)
        seen: dict[Chain, int] = {}
        for held in site.held:
            chain = Chain(held.site, held.epoch, held.stream)
            seen[chain] = max(seen.get(chain, 0), held.seq)
        self.contexts[op] = seen
        site.held[op] = event
        self.events.append(event)
        return event

    def tell(self, source: str, target: str) -> None:
        site = self.site(target)
        site.held.update(self.site(source).held)
        site.clock = max(site.clock, self.site(source).clock)

    def tell_all(self) -> None:
        for source in list(self.sites):
            for target in list(self.sites):
                self.tell(source, target)

    @property
    def before(self) -> Before:
        return before_by(lambda op, other: self.contexts[op].get(Chain(*other[1:4]), 0))
