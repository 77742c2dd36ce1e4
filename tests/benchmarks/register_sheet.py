"""A register out of the program, against XlsxWriter's raw write of the same cells."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.domain.register_sheet import Cell
from qxn_desktop.services import block_edit, exporting, record_list, register_rows, undo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.list_query import ListQuery
from tests.benchmarks.benchmark import Figures, Target, benchmark, seconds
from tests.builders import VILLAGE, new_office

ROWS, COLUMNS = 50_000, 40
QUERY = ListQuery("household")
PASTED = 1_000


@benchmark("50,000 × 40 cells exported", Target(ratio=1.3))
def export(folder: Path) -> Figures:
    """Against the same cells, ready in memory, written by XlsxWriter alone."""
    with _office(folder, ROWS) as (ctx, paths):
        wanted = exporting.Wanted(QUERY, paths)
        measured = seconds(lambda: exporting.export(ctx, wanted, folder / "ours.xlsx"))
        spec = ctx.ws.schema.registers["household"]
        columns = register_rows.column_paths(ctx, spec, paths)
        keys = record_list.keys(ctx, QUERY)
        told = register_rows.cells(ctx, spec, columns, keys, Purpose.INTERNAL)
        rows = [cells for _, cells in told]
    return Figures(measured, seconds(lambda: _raw(folder / "raw.xlsx", rows)))


@benchmark("1,000 × 10 cells pasted and taken back", Target(measured=0.5))
def paste(folder: Path) -> Figures:
    """Judged, written, undone; beside it the judging and writing alone."""
    with _office(folder, 8_000) as (ctx, _):
        rows = ctx.ws.select("household", limit=PASTED)
        typed = {
            row.id: {
                "group": "2", "phone": "", "population": str(at % 7 + 1), "residence": "常住",
                "household_type": "一般农户", "risk_open": "否", "has_labour": "是",
                "relocated": "否", "helper": f"罗永{at}", "note": f"核对{at}",
            }
            for at, row in enumerate(rows)
        }  # fmt: skip
        started = time.perf_counter()
        block_edit.write(ctx, block_edit.plan(ctx, "household", typed))
        written = time.perf_counter() - started
        undo.back(ctx)
        return Figures(time.perf_counter() - started, written)


@contextmanager
def _office(folder: Path, rows: int) -> Iterator[tuple[AppContext, tuple[str, ...]]]:
    """An office with filled households, and the columns that are filled."""
    door, ctx = new_office(folder / "office")
    spec = ctx.ws.schema.registers["household"]
    usable = [
        one for one in spec.fields if not one.derived and one.type not in ("ref", "id_number")
    ]
    fields = usable[:COLUMNS]
    ctx.ws.write(
        [
            Draft("household", new_id(), Kind.PUT, _values(fields, number), VILLAGE)
            for number in range(rows)
        ]
    )
    yield ctx, tuple(one.id for one in fields)
    door.close()


def _values(fields: Sequence[FieldSpec], number: int) -> dict[str, Json]:
    plain: dict[str, Json] = {
        "village": VILLAGE, "text": f"核对{number}", "integer": number % 50,
        "decimal": f"{number % 1000}.5", "date": "2024-01-02", "month": "2024-01", "yesno": "是",
        "phone": "15400010001",
    }  # fmt: skip
    found: dict[str, Json] = {}
    for one in fields:
        if one.type == "choice":
            found[one.id] = one.options[number % len(one.options)]
        elif one.type in plain:
            found[one.id] = plain[one.type]
    return found


def _raw(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page, form = book.add_worksheet(), book.add_format({"border": 1})
    writers = {
        str: page.write_string, int: page.write_number, Decimal: page.write_number,
        date: page.write_datetime, type(None): page.write_blank,
    }  # fmt: skip
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            writers[type(cell)](at, column, cell, form)
    book.close()
