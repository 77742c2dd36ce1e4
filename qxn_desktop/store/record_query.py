"""The read side: rows by condition, one page at a time, and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.connection import translated
from qxn_desktop.store.driver import Database
from qxn_desktop.store.register_table import RegisterTable
from qxn_desktop.store.row import Row


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of a register: equal fields, a text in any text field, an order, a page.

    ``after`` is the id of the last row of the page before.
    """

    where: Mapping[str, Json] = field(default_factory=dict)
    search: str = ""
    sort: str = "id"
    limit: int | None = None
    after: str | None = None


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
        condition, values = self._condition(Query(where=where))
        by = ", ".join(f"[{name}]" for name in order)
        tail = f" ORDER BY {by}" + (f" LIMIT {int(limit)}" if limit is not None else "")
        return self._rows(condition + tail, values)

    def count(self, where: Mapping[str, Json]) -> int:
        condition, values = self._condition(Query(where=where))
        return self._count(condition, values)

    def page(self, query: Query) -> Page:
        """One page by keyset: quick at any depth of any register."""
        condition, values = self._condition(query)
        total = self._count(condition, values)
        key = self._sort_key(query.sort)
        if query.after is not None:
            condition, values = self._beyond(condition, values, key, query.after)
        limit = "" if query.limit is None else f" LIMIT {query.limit + 1}"
        rows = self._rows(f"{condition} ORDER BY {key}, id{limit}", values)
        more = query.limit is not None and len(rows) > query.limit
        rows = rows[: query.limit] if more else rows
        return Page(tuple(rows), rows[-1].id if more and rows else None, total)

    def _beyond(
        self, condition: str, values: list[Json], key: str, after: str
    ) -> tuple[str, list[Json]]:
        start = f"(SELECT {key} FROM [{self._spec.id}] WHERE id = ?)"
        joined = f"{condition} AND" if condition else "WHERE"
        return f"{joined} ({key}, id) > ({start}, ?)", [*values, after, after]

    def _condition(self, query: Query) -> tuple[str, list[Json]]:
        parts: list[str] = []
        values: list[Json] = []
        for name, value in query.where.items():
            if value is None or value == "":
                parts.append(f"[{name}] IS NULL")
            else:
                parts.append(f"[{name}] = ?")
                values.append(value)
        if query.search:
            texts = [f for f in self._spec.fields if _searchable(f)]
            pattern = f"%{_escaped(query.search)}%"
            parts.append(
                "(" + " OR ".join(f"[{f.id}] LIKE ? ESCAPE '\\'" for f in texts) + ")"
                if texts
                else "0"
            )
            values += [pattern] * len(texts)
        return (" WHERE " + " AND ".join(parts)) if parts else "", values

    def _sort_key(self, name: str) -> str:
        spec = self._spec.field(name)
        if spec is not None and spec.type == "decimal":
            return f"coalesce(CAST([{name}] AS REAL), -9e99)"
        # Rows without a value come first and still take part in the keyset comparison.
        return "id" if name == "id" else f"coalesce([{name}], '')"

    def _rows(self, tail: str, values: Sequence[Json]) -> list[Row]:
        query = f"SELECT {self._table.select_list} FROM [{self._spec.id}] {tail}"
        with translated():
            records = self._db.execute(query, list(values)).fetchall()
        return [Row(self._spec.id, *self._table.from_sql(record)) for record in records]

    def _count(self, condition: str, values: Sequence[Json]) -> int:
        query = f"SELECT count(*) FROM [{self._spec.id}]{condition}"
        with translated():
            return int(self._db.execute(query, list(values)).fetchone()[0])


def _searchable(field: FieldSpec) -> bool:
    return field.column_type == "TEXT" and not field.is_json and field.type not in ("ref", "date")


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text
