"""The grid of 台账 over a million rows, and search as you type over 120,000 people.

The rows are put into the register's table as a merge would leave them; nobody types a million.
"""

from __future__ import annotations

import atexit
import gc
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import islice
from pathlib import Path

import psutil

from qxn_desktop.bootstrap import open_desk
from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import record_list, record_window
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.condition import Filter
from qxn_desktop.store.connection import immediate
from qxn_desktop.store.register_table import RegisterTable
from tests.benchmarks.benchmark import Figures, Target, benchmark
from tests.builders import NOON, SECRET, new_office

ROWS, PEOPLE, TOGETHER = 1_000_000, 120_000, 50_000
FAMILY = "韦罗岑王李黄陈杨吴张刘卢陆潘覃莫蒙何周梁"
GIVEN = "国明永天贵小兰秀英建华光荣文武平安福寿德才志强芳丽珍玉梅春秋冬夏朝阳大山水江河"
TYPED = ("w", "wg", "wgm", "wgmi", "韦", "韦国", "韦国明", "l", "ly", "zhang", "zhangxl", "天贵")
FILTERS = (
    Filter("household_type", "one_of", ("脱贫户",)),
    Filter("household_type", "one_of", ("脱贫户", "一般农户")),
    Filter("group", "one_of", ("3组",)),
    Filter("group", "empty"),
    Filter("phone", "between", ("13800010000", "13800020000")),
    Filter("monitor_category", "filled"),
)

Make = Callable[[random.Random, int], dict[str, Json]]


@benchmark("grid of 1,000,000 rows: filter by an indexed field", Target(measured=0.005))
def filter_million(_folder: Path) -> Figures:
    """The median of the first keys of filtered lists; beside it, a first screen of their lines.

    The lines lie anywhere in the file: each is a page to decipher, the first time.
    """

    def work(ctx: AppContext) -> Figures:
        keys, screens = [], []
        for one in FILTERS:
            query = ListQuery("household", filters=(one,))
            keys += [_timed(partial(record_window.beginning, ctx, query)) for _ in range(5)]
            screens.append(_timed(partial(_screen, ctx, query)))
        return Figures(statistics.median(keys), statistics.median(screens))

    return _at_desk(million(), work)


@benchmark("search as you type, 120,000 people", Target(measured=0.005))
def search_people(_folder: Path) -> Figures:
    """The median of the keystrokes; beside it, the worst."""

    def work(ctx: AppContext) -> Figures:
        labels(ctx, "member").warm()
        taken = [
            _timed(partial(record_window.beginning, ctx, ListQuery("member", text)))
            for text in TYPED * 3
        ]
        return Figures(statistics.median(taken), max(taken))

    return _at_desk(people(), work)


@benchmark("grid of 1,000,000 rows: first paint", Target(measured=0.050))
def first_paint(_folder: Path) -> Figures:
    """From the choice of the register to its first rows on the screen; beside it, to the end."""
    paint, end, _ = _opened()
    return Figures(paint, end)


@benchmark("grid of 1,000,000 rows: to the end", Target(measured=0.060))
def to_the_end(_folder: Path) -> Figures:
    """Ctrl+End, once the number of rows is known."""
    return Figures(_opened()[1])


@benchmark("grid of 1,000,000 rows: memory", Target(measured=40 * 1024 * 1024))
def memory(_folder: Path) -> Figures:
    """What the process holds more once all keys are read."""
    return Figures(_opened()[2], unit="bytes")


@cache
def _opened() -> tuple[float, float, float]:
    """First paint, end and memory of one opening of the page."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - no Qt for the other benchmarks

    from qxn_desktop.ui.pages.records_page import RecordsPage  # noqa: PLC0415
    from qxn_desktop.ui.shell import Shell  # noqa: PLC0415
    from qxn_desktop.ui.style.theme import Look, dress  # noqa: PLC0415
    from qxn_desktop.ui.target import Target as Place  # noqa: PLC0415

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    dress(app, Look.LIGHT)
    desk = open_desk(million(), SECRET, FixedClock(NOON)).result()
    shell = Shell(desk)
    page = RecordsPage(shell)
    page.resize(1180, 640)
    page.show()
    page.open(Place("records", facts={"register": "village"}))

    def until(arrived: Callable[[], bool]) -> None:
        while not arrived():
            app.processEvents()

    until(lambda: page.table.rows.rowCount() > 0 and shell.runner.is_idle)
    gc.collect()
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    page.bar.choose(ListQuery("household"))
    until(lambda: page.hand.register == "household" and page.table.rows.rowCount() >= 100)
    page.table.viewport().repaint()
    paint = time.perf_counter() - start
    until(lambda: page.table.rows.rowCount() == ROWS)
    start = time.perf_counter()
    page.table.go_to_cell(ROWS - 1, 0)
    page.table.viewport().repaint()
    end = time.perf_counter() - start
    until(lambda: shell.runner.is_idle)
    added = psutil.Process().memory_info().rss - before
    page.close()
    desk.close()
    return paint, end, float(max(added, 0))


@cache
def million() -> Path:
    """A township with a million households."""

    def make(draw: random.Random, number: int) -> dict[str, Json]:
        return {
            "head_name": _name(draw),
            "group": f"{draw.randint(1, 12)}组",
            "household_type": draw.choice(("一般农户", "脱贫户", "监测户")),
            "population": draw.randint(1, 8),
            "phone": f"138{number:08d}",
        }

    return _made("household", ROWS, make)


@cache
def people() -> Path:
    """A township with 120,000 people."""
    return _made("member", PEOPLE, lambda draw, _number: {"name": _name(draw)})


def _name(draw: random.Random) -> str:
    second = draw.choice(GIVEN) if draw.random() < 0.8 else ""
    return draw.choice(FAMILY) + draw.choice(GIVEN) + second


def _made(register: str, count: int, make: Make) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="bench-grid-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = folder / "office"
    door, ctx = new_office(root)
    spec = ctx.ws.schema.registers[register]
    table, rows = RegisterTable(spec), _rows(ctx, spec, count, make)
    with immediate(ctx.ws.db), table.indexed_after(ctx.ws.db, count):
        for _ in range(0, count, TOGETHER):
            table.insert(ctx.ws.db, [*islice(rows, TOGETHER)])
    door.close()
    return root


def _rows(
    ctx: AppContext, spec: RegisterSpec, count: int, make: Make
) -> Iterator[tuple[str, dict[str, Json]]]:
    draw, villages = random.Random(spec.id), sorted(village_names(ctx))
    for number in range(count):
        values = {spec.village_field: draw.choice(villages), **make(draw, number)}
        yield f"{draw.getrandbits(128):032x}", values


def _screen(ctx: AppContext, query: ListQuery) -> object:
    """The first screen of a list, ready to be shown."""
    begin = record_window.beginning(ctx, query)
    return record_list.lines(ctx, query.register, begin.keys[:40])


def _at_desk(root: Path, work: Callable[[AppContext], Figures]) -> Figures:
    desk = open_desk(root, SECRET, FixedClock(NOON)).result()
    try:
        return desk.read(work).result()
    finally:
        desk.close()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
