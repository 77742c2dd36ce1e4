"""How long a window stands still while another thread takes in a large package.

A timer of 5 ms on the main thread tells how late it is called: nobody can click in a gap. The
merge runs on a thread and a connection of its own, as the window's writer does.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.workspace import Session
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.benchmarks.benchmark import Figures, Target, benchmark
from tests.benchmarks.exchange import VILLAGES, pair, rows

OPERATIONS = 50_000
TICK = 0.005
LONGEST = 0.100
"""Seconds after which a person feels that a window hangs."""


def drafts(count: int = OPERATIONS) -> Iterator[Draft]:
    """What a township's laptop sends after a long time: of ten, four households and as many
    people, a check with its answers, a problem that was given out."""
    for number, (id_, values) in enumerate(rows(count)):
        village = VILLAGES[number % len(VILLAGES)]
        match number % 10:
            case 0 | 1 | 2 | 3:
                yield Draft("household", id_, Kind.PUT, values, village)  # type: ignore[arg-type]
            case 4 | 5 | 6 | 7:
                person: dict[str, Json] = {"household": id_, "village": village}
                person |= {"name": f"韦测{number}", "gender": "女", "relation": "本人或户主"}
                yield Draft("member", id_, Kind.PUT, person, village)
            case 8:
                yield Draft("check", id_, Kind.PUT, _check(number, village), village)
            case _:
                yield from _problem(id_, village)


def _check(number: int, village: str) -> dict[str, Json]:
    answers: dict[str, Json] = {f"HC{item:02}": "是" for item in range(1, 18)}
    verdicts: dict[str, Json] = dict.fromkeys(answers, "pass")
    return {
        "village": village, "template": "HC", "template_version": 1, "object": f"t{number}",
        "date": "2026-10-12", "outcome": "done", "score": "95", "grade": "优秀",
        "answers": answers, "verdicts": verdicts,
    }  # fmt: skip


def _problem(id_: str, village: str) -> Iterator[Draft]:
    found: dict[str, Json] = {"title": "盖板破损", "severity": "一般", "found_on": "2026-10-12"}
    yield Draft("problem", id_, Kind.PUT, {**found, "village": village}, village)
    facts: dict[str, Json] = {"owner": "罗老三", "supervisor": "覃督办"}
    yield Draft("problem", id_, Kind.EVENT, {"event": "assign", "facts": facts}, village)


class Watch:
    """A 5 ms timer on this thread that remembers how late it was called."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.app = QCoreApplication.instance() or QCoreApplication([])

    def during(self, work: Callable[[], object]) -> float:
        """Run ``work`` on another thread under the timer; seconds that it took."""
        took: list[float] = []
        failed: list[BaseException] = []

        def run() -> None:
            start = time.perf_counter()
            try:
                work()
            except BaseException as error:
                failed.append(error)
            took.append(time.perf_counter() - start)

        thread = threading.Thread(target=run)
        last = time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter()
            self.gaps.append(now - last - TICK)
            last = now
            if not thread.is_alive():
                self.app.quit()

        timer = QTimer()
        timer.timeout.connect(tick)
        timer.start(round(TICK * 1000))
        thread.start()
        self.app.exec()
        timer.stop()
        thread.join()
        if failed:
            raise failed[0]
        return took[0]


def prepared(folder: Path) -> tuple[Path, Path, bytes]:
    """A package, and the receiver's folder and data key."""
    one, two = pair(folder)
    given = list(drafts())
    for start in range(0, len(given), 10_000):
        one.ws.write(given[start : start + 10_000])
    packed = exchange.pack(one, folder / "large.qxnpkg")
    assert packed.operations >= OPERATIONS
    root, key = two.ws.root, two.ws.data_key
    for ctx in (one, two):
        ctx.ws.close()
    return packed.path, root, key


@benchmark("worst gap of a window in a merge of 50,000", Target(measured=LONGEST))
def merge_gap(folder: Path) -> Figures:
    """Beside it, the worst gap beside a thread that sleeps as long."""
    package, root, key = prepared(folder)
    clock = SystemClock()

    def merge() -> None:
        ws = open_with_key(root, key, Session("基准", vocabulary, clock))
        assert exchange.merge(AppContext(ws, clock), package).outcome.applied >= OPERATIONS
        ws.close()

    busy, idle = Watch(), Watch()
    took = busy.during(merge)
    idle.during(lambda: time.sleep(took))
    shutil.rmtree(root)
    for name, watch in (("merging", busy), ("idle", idle)):
        late = statistics.quantiles(watch.gaps, n=100)[-1] * 1000
        print(
            f"  {name:<8} {took:.2f} s, gaps: worst {max(watch.gaps) * 1000:.1f} ms,"
            f" p99 {late:.1f} ms, switch interval {sys.getswitchinterval() * 1000:g} ms"
        )
    return Figures(max(busy.gaps), max(idle.gaps))
