"""Opening, recording and growing a workspace of a township's size, keys known."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import checks, exchange
from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.checks import Visit
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.connection import immediate, open_database
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.benchmarks.benchmark import Figures, Target, benchmark
from tests.benchmarks.exchange import VILLAGES, pair, rows, write_rows

HOUSEHOLDS = 8_000
ROUNDS = 15


@benchmark("workspace of 8,000 households opened", Target(measured=0.050))
def open_township(folder: Path) -> Figures:
    """Beside it: the bare encrypted file opened and one row read."""
    ws = pair(folder)[0].ws
    write_rows(ws, rows(HOUSEHOLDS))
    measured, baseline = [], []
    for _ in range(ROUNDS):
        root, key = ws.root, ws.data_key
        ws.close()
        start = time.perf_counter()
        bare = open_database(root / "data.db", key)
        bare.execute("SELECT * FROM household LIMIT 1").fetchall()
        baseline.append(time.perf_counter() - start)
        bare.close()
        start = time.perf_counter()
        ws = open_with_key(root, key, Session("基准", vocabulary, SystemClock()))
        ws.select("household", limit=1)
        measured.append(time.perf_counter() - start)
    ws.close()
    return Figures(statistics.median(measured), statistics.median(baseline))


@benchmark("a check recorded", Target(measured=0.020))
def record_check(folder: Path) -> Figures:
    """One visit to a public toilet, in a township of 8,000 households; beside it, a bare commit."""
    ctx = pair(folder)[0]
    write_rows(ctx.ws, rows(HOUSEHOLDS))
    toilet: dict[str, Json] = {"village": VILLAGES[0], "name": "板万公厕"}
    ctx.ws.write([Draft("public_toilet", "t1", Kind.PUT, toilet, VILLAGES[0])])
    answers = good_answers()
    bare = open_database(folder / "bare.db", bytes(32))
    bare.execute("CREATE TABLE t (a TEXT)")
    measured, baseline = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        checks.record(ctx, Visit("GC", "t1", ctx.today, answers, folder, "罗检查"))
        measured.append(time.perf_counter() - start)
        start = time.perf_counter()
        with immediate(bare):
            bare.conn.execute("INSERT INTO t VALUES (?)", ["x" * 900])
        baseline.append(time.perf_counter() - start)
    bare.close()
    ctx.ws.close()
    return Figures(statistics.median(measured), statistics.median(baseline))


def good_answers() -> dict[str, Json]:
    """Answers to the public toilet's checklist that all pass."""
    good: dict[str, Json] = {"yesno": "是", "number": 2}
    answers: dict[str, Json] = {}
    for item in shipped_templates()["GC"][0].items:
        if item.type == "multi":
            answers[item.code] = [item.options[0]]
        elif item.type == "choice":
            answers[item.code] = item.options[0]
        elif item.type in good:
            answers[item.code] = good[item.type]
    return answers


@benchmark("growth of the file by 5,000 changed rows", Target(ratio=1.2))
def growth(folder: Path) -> Figures:
    """Against the same operations inserted blindly into a table of the same columns."""
    one, two = pair(folder)
    found = rows()
    write_rows(one.ws, found)
    exchange.pack(one, folder / "first")
    exchange.merge(two, folder / "first")
    before = size(two.ws)
    write_rows(one.ws, [(id_, {"village": v["village"], "note": "改了"}) for id_, v in found])
    exchange.pack(two, folder / "receipt")
    exchange.merge(one, folder / "receipt")
    exchange.pack(one, folder / "delta")
    exchange.merge(two, folder / "delta")
    grown = size(two.ws) - before
    return Figures(grown, blind_operations(two.ws, folder), "bytes")


def size(ws: Workspace) -> int:
    """Bytes of the file's pages in use."""
    pages = ws.db.execute("PRAGMA page_count").fetchone()[0]
    free = ws.db.execute("PRAGMA freelist_count").fetchone()[0]
    return (int(pages) - int(free)) * int(ws.db.execute("PRAGMA page_size").fetchone()[0])


def blind_operations(ws: Workspace, folder: Path) -> int:
    """Bytes that the delta's operations take in a bare table, keyed as ours."""
    records = ws.db.execute(
        "SELECT * FROM op WHERE kind = 'put' AND payload LIKE '%改了%' ORDER BY chain, seq"
    ).fetchall()
    bare = open_database(folder / "blind.db", bytes(32))
    schema = ws.db.execute("SELECT sql FROM sqlite_master WHERE name = 'op'").fetchone()[0]
    bare.execute(schema)
    empty = int(bare.execute("PRAGMA page_count").fetchone()[0])
    with immediate(bare):
        bare.conn.executemany("INSERT INTO op VALUES (?,?,?,?,?,?,?,?,?,?)", records)
    pages = int(bare.execute("PRAGMA page_count").fetchone()[0])
    page = int(bare.execute("PRAGMA page_size").fetchone()[0])
    bare.close()
    return (pages - empty) * page
