"""The read side: rows by condition, one page or window at a time, and counts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.condition import Query, condition
from qxn_desktop.store.connection import translated
from qxn_desktop.store.driver import Database
from qxn_desktop.store.list_order import order_terms
from qxn_desktop.store.register_table import RegisterTable, encoded
from qxn_desktop.store.row import Row


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, the id to go on after (None at the end), and how many rows match in all."""

    rows: tuple[Row, ...]
    next: str | None
    total: int


class RecordQuery:
    """Reads one register's table. Gives lists, never generators: an open one pins the log."""

    def __init__(self, db: Database, table: RegisterTable) -> None:
        self._db = db
        self._table = table
        self._spec: RegisterSpec = table.spec

    def get(self, id_: str) -> Row | None:
        """The live row ``id_``."""
        rows = self._rows("WHERE id = ?", [id_])
        return rows[0] if rows else None

    def select(
        self, where: Mapping[str, Json], order: Sequence[str] = ("id",), limit: int | None = None
    ) -> list[Row]:
        """Live rows with ``where``'s values, in ``order``."""
        clause, values = condition(self._spec, Query(where=where))
        by = ", ".join(f"[{name}]" for name in order)
        tail = f" ORDER BY {by}" + (f" LIMIT {int(limit)}" if limit is not None else "")
        return self._rows(clause + tail, values)

    def count(self, where: Mapping[str, Json]) -> int:
        return self._count(*condition(self._spec, Query(where=where)))

    def page(self, query: Query) -> Page:
        """One page by keyset: quick at any depth of any register."""
        clause, values = condition(self._spec, query)
        total = self._count(clause, values)
        key = self._sort_key(query.sort)
        if query.after is not None:
            sign = "<" if query.descending else ">"
            clause, values = self._beyond(clause, values, key, sign, query.after)
        way = " DESC" if query.descending else ""
        limit = "" if query.limit is None else f" LIMIT {query.limit + 1}"
        rows = self._rows(f"{clause} ORDER BY {key}{way}, id{way}{limit}", values)
        more = query.limit is not None and len(rows) > query.limit
        rows = rows[: query.limit] if more else rows
        return Page(tuple(rows), rows[-1].id if more and rows else None, total)

    def keys(self, query: Query) -> array[int]:
        """What ``at_keys`` reads a window of: one number a row, in order.

        Rows equal in the sort field stand by village, label and id. Good until the register
        changes.
        """
        clause, values = condition(self._spec, query)
        sql = (
            f"SELECT rowid FROM [{self._spec.id}]{clause} ORDER BY {order_terms(self._spec, query)}"
        )
        with translated():
            found = self._db.execute(sql, values).fetchall()
        return array("q", [key for (key,) in found])

    def at_keys(self, keys: Sequence[int]) -> list[Row | None]:
        """The rows of a window of ``keys``; None where one is there no more."""
        sql = f"SELECT rowid, {self._table.select_list} FROM [{self._spec.id}]"
        sql += " WHERE rowid IN (SELECT value FROM json_each(?))"
        with translated():
            records = self._db.execute(sql, [encoded([*keys])]).fetchall()
        known = {key: Row(self._spec.id, *self._table.from_sql(rest)) for key, *rest in records}
        return [known.get(key) for key in keys]

    def count_by(self, query: Query, name: str) -> dict[Json, int]:
        """How many rows of ``query`` hold each value of the field ``name``, in its order."""
        clause, values = condition(self._spec, query)
        sql = f"SELECT [{name}], count(*) FROM [{self._spec.id}]{clause} GROUP BY 1 ORDER BY 1"
        with translated():
            return dict(self._db.execute(sql, values).fetchall())

    def _beyond(
        self, clause: str, values: list[Json], key: str, sign: str, after: str
    ) -> tuple[str, list[Json]]:
        start = f"(SELECT {key} FROM [{self._spec.id}] WHERE id = ?)"
        joined = f"{clause} AND" if clause else "WHERE"
        return f"{joined} ({key}, id) {sign} ({start}, ?)", [*values, after, after]

    def _sort_key(self, name: str) -> str:
        spec = self._spec.field(name)
        if spec is not None and spec.type == "decimal":
            return f"coalesce(CAST([{name}] AS REAL), -9e99)"
        if name == "id":
            return "id"
        # Rows without a value come first and still take part in the keyset comparison.
        nothing = "-9e99" if spec is not None and spec.column_type == "INTEGER" else "''"
        return f"coalesce([{name}], {nothing})"

    def _rows(self, tail: str, values: Sequence[Json]) -> list[Row]:
        query = f"SELECT {self._table.select_list} FROM [{self._spec.id}] {tail}"
        with translated():
            records = self._db.execute(query, list(values)).fetchall()
        return [Row(self._spec.id, *self._table.from_sql(record)) for record in records]

    def _count(self, clause: str, values: Sequence[Json]) -> int:
        query = f"SELECT count(*) FROM [{self._spec.id}]{clause}"
        with translated():
            return int(self._db.execute(query, list(values)).fetchone()[0])
