"""The day's page and the search of a township: what a keystroke and a recorded check cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import demo, search, today, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.store.workspace_files import Secret
from tests.benchmarks.benchmark import Figures, Target, benchmark

UNIT = "522327103000"
HOUSEHOLDS, MONTHS, ROUNDS = 8_000, 3, 15
SECRET = Secret("量一量 2026", "基准")
WORDS = ("w", "wg", "lgy", "韦", "国明", "板万 韦", "0007", "zhangx")


@benchmark("the day's page after a check, 8,000 households", Target(measured=0.100))
def day_after_check(folder: Path) -> Figures:
    """Beside it: asked again when nothing changed."""

    def work(ctx: AppContext) -> Figures:
        today.today(ctx)
        toilets = [row.id for row in ctx.ws.select("toilet", limit=ROUNDS)]
        after, same = [], []
        for toilet in toilets:
            _check(ctx, toilet)
            after.append(_timed(partial(today.today, ctx)))
            same.append(_timed(partial(today.today, ctx)))
        return Figures(statistics.median(after), statistics.median(same))

    return _in_township(folder, work)


@benchmark("a search of 42,000 labels", Target(measured=0.050))
def search_township(folder: Path) -> Figures:
    """The slowest of some words; beside it, reading what is searched."""

    def work(ctx: AppContext) -> Figures:
        read = _timed(partial(search.prepare, ctx))
        asks = [partial(search.search, ctx, word) for word in WORDS]
        medians = [statistics.median(_timed(ask) for _ in range(ROUNDS)) for ask in asks]
        return Figures(max(medians), read)

    return _in_township(folder, work)


def _in_township(folder: Path, work: Callable[[AppContext], Figures]) -> Figures:
    clock = SystemClock()
    root = folder / "township"
    arguments = DemoArguments(UNIT, clock.now().date(), HOUSEHOLDS, MONTHS)
    demo.create(root, arguments, SECRET, clock)
    with workspaces.opened(root, SECRET, clock) as ctx:
        return work(ctx)


def _check(ctx: AppContext, toilet: str) -> None:
    values = {"template": "HC", "object": toilet, "date": ctx.today.isoformat(), "outcome": "done"}
    row = ctx.ws.get("toilet", toilet)
    village = row.text("village") if row else ""
    payload = {**values, "village": village}
    ctx.ws.write([Draft("check", f"bench-{toilet}", Kind.PUT, payload, village)])


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
