"""How many rows each register has, counted again only where one has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.kept_result import Heads


@dataclass(slots=True)
class _Held:
    """Counts by register and how far they have followed; None: nothing is counted yet."""

    counts: dict[str, int] = field(default_factory=dict)
    heads: Heads | None = None


def counts(ctx: AppContext, specs: Sequence[RegisterSpec]) -> Mapping[str, int]:
    """The number of live rows of each register."""
    held = ctx.ws.kept.get(("list counts",), (), _Held)
    heads = ctx.ws.kept.heads()
    if held.heads != heads:
        changed = None if held.heads is None else ctx.ws.kept.rows_since(held.heads)
        if changed is None:
            held.counts.clear()
        for register in {name for name, _ in changed or ()}:
            held.counts.pop(register, None)
        held.heads = heads
    for spec in specs:
        if spec.id not in held.counts:
            held.counts[spec.id] = ctx.ws.count(spec.id)
    return {spec.id: held.counts[spec.id] for spec in specs}
