"""Packing and merging against the blind insert of the same rows, in one run, keys open."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.domain.chain_run import MergeOutcome
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.connection import immediate, open_database
from qxn_desktop.store.register_table import ensure_table
from qxn_desktop.store.workspace import Workspace
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Identity, create
from tests.benchmarks.benchmark import Figures, Target, benchmark

OPERATIONS = 5_000
UNIT = "522327103000"
VILLAGES = ("522327103200", "522327103202", "522327103203", "522327103204")
ROUNDS = 5


def rows(count: int = OPERATIONS, round_: int = 0) -> list[tuple[str, dict[str, object]]]:
    """Household rows as the register holds them."""
    return [
        (
            f"{round_:04x}{number:028x}",
            {
                "village": VILLAGES[number % len(VILLAGES)],
                "head_name": f"韦测{number}",
                "phone": f"1990000{number:04d}",
                "group": f"{number % 9 + 1}组",
                "household_type": "一般农户",
                "has_labour": "是",
                "address": "丫他镇板万村八组十二号",
                "note": f"第{number}户",
            },
        )
        for number in range(count)
    ]


def pair(folder: Path) -> tuple[AppContext, AppContext]:
    """Two laptops of one unit that trust each other."""
    contexts = []
    for name in ("one", "two"):
        door, _ = create(
            folder / name,
            Identity(UNIT, "township"),
            Secret("benchmark", "基准"),
            vocabulary,
            SystemClock(),
        )
        contexts.append(AppContext(door.workspace, SystemClock()))
        exchange.write_card(contexts[-1], folder / f"{name}.card")
    exchange.pin(contexts[0], folder / "two.card")
    exchange.pin(contexts[1], folder / "one.card")
    return contexts[0], contexts[1]


def write_rows(ws: Workspace, found: list[tuple[str, dict[str, object]]]) -> None:
    """The rows as operations of this site."""
    drafts = [
        Draft("household", id_, Kind.PUT, values, str(values["village"]))  # type: ignore[arg-type]
        for id_, values in found
    ]
    ws.write(drafts)


def blind_insert(folder: Path, found: list[tuple[str, dict[str, object]]], name: str) -> float:
    """Seconds to insert the rows into an encrypted table like the register's, in one commit."""
    spec = vocabulary(UNIT).registers["household"]
    db = open_database(folder / f"{name}.db", bytes(32))
    ensure_table(db, spec)
    columns = [*found[0][1]]
    names = ", ".join(f"[{name}]" for name in ("id", *columns))
    marks = ", ".join("?" * (len(columns) + 1))
    records = [(id_, *(values[key] for key in columns)) for id_, values in found]
    start = time.perf_counter()
    with immediate(db):
        statement = f"INSERT INTO household ({names}) VALUES ({marks})"  # noqa: S608 - our names
        db.conn.executemany(statement, records)
    took = time.perf_counter() - start
    db.close()
    return took


def pack_and_merge(
    one: AppContext, two: AppContext, folder: Path, name: str
) -> tuple[float, MergeOutcome]:
    """Seconds from the sender's operations to the receiver's committed tables."""
    start = time.perf_counter()
    exchange.pack(one, folder / f"{name}.qxnpkg")
    merged = exchange.merge(two, folder / f"{name}.qxnpkg")
    took = time.perf_counter() - start
    exchange.pack(two, folder / f"{name}.receipt")
    exchange.merge(one, folder / f"{name}.receipt")
    return took, merged.outcome


@benchmark("5,000 operations packed and merged", Target(ratio=5))
def merge_new_rows(folder: Path) -> Figures:
    """Against the blind insert of the same rows; medians of interleaved rounds."""
    one, two = pair(folder)
    measured, baseline = [], []
    for round_ in range(ROUNDS):
        found = rows(round_=round_)
        write_rows(one.ws, found)
        took, outcome = pack_and_merge(one, two, folder, f"p{round_}")
        assert outcome.applied >= OPERATIONS
        measured.append(took)
        baseline.append(blind_insert(folder, found, f"b{round_}"))
    return Figures(statistics.median(measured), statistics.median(baseline))


@benchmark("5,000 changed rows packed and merged", Target())
def merge_changes(folder: Path) -> Figures:
    """One changed field each, against the blind insert of the whole rows."""
    one, two = pair(folder)
    found = rows()
    write_rows(one.ws, found)
    pack_and_merge(one, two, folder, "first")
    measured, baseline = [], []
    for round_ in range(ROUNDS):
        changes = [(id_, {"village": v["village"], "note": f"改{round_}"}) for id_, v in found]
        write_rows(one.ws, changes)
        took, outcome = pack_and_merge(one, two, folder, f"p{round_}")
        assert outcome.applied >= OPERATIONS
        measured.append(took)
        baseline.append(blind_insert(folder, found, f"b{round_}"))
    return Figures(statistics.median(measured), statistics.median(baseline))
