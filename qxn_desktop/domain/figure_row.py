"""The rows behind a figure: they are what is counted, so that both can never disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

TOTAL_ROW = ""
"""The row 合计 of a table: it stands for all its villages."""

PROBLEMS, LEADS, CHANNELS, TASKS = "problems", "leads", "channels", "tasks"
"""Tables that are no field of work; a field's table is called as its checklist."""


class FigureKey(NamedTuple):
    """One figure: its table, its row (a village's code, a channel, a task), its column."""

    table: str
    row: str
    column: str


class RowRef(NamedTuple):
    """One row of a register that a figure counts. ``village`` is a 12-digit code, "" for none.

    A problem that was closed twice in a month is two closings, and stands here twice.
    """

    register: str
    id: str
    village: str = ""


Rows: TypeAlias = Mapping[str, tuple[RowRef, ...] | None]
"""The rows behind each column; None where the column does not apply."""

FigureRows: TypeAlias = Mapping[FigureKey, tuple[RowRef, ...]]


def counts(rows: Rows) -> dict[str, int | None]:
    """How many rows stand behind each column: the figure itself."""
    return {column: None if refs is None else len(refs) for column, refs in rows.items()}


def keyed(table: str, rows: Mapping[str, Rows]) -> Iterator[tuple[FigureKey, tuple[RowRef, ...]]]:
    """The figures of a table, ``rows`` by its rows in their order; its 合计 last."""
    totals: dict[str, tuple[RowRef, ...]] = {}
    for row, columns in rows.items():
        for column, refs in columns.items():
            if refs is not None:
                yield FigureKey(table, row, column), refs
                totals[column] = totals.get(column, ()) + refs
    for column, refs in totals.items():
        yield FigureKey(table, TOTAL_ROW, column), refs


def by_village(refs: Iterable[RowRef]) -> dict[str, int]:
    """How many of ``refs`` lie in each village, in code order."""
    found: dict[str, int] = {}
    for ref in refs:
        found[ref.village] = found.get(ref.village, 0) + 1
    return dict(sorted(found.items()))
