"""One generated STRICT table per register: typed columns, and ``extra`` for unknown fields.

Columns are only ever added; a field that changes its type is a new field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import NoneType
from typing import Any

import msgspec

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.driver import Database

EXTRA = "extra"
_encode = msgspec.json.Encoder(order="deterministic").encode
decoded = msgspec.json.Decoder().decode

SqlValue = str | int | None


def encoded(value: Json) -> str:
    """JSON text as columns hold it."""
    return _encode(value).decode()


WORTH_SETTING_ASIDE = 5_000
"""New rows from which building the indexes at the end is quicker."""
MOST_SHAPES = 8
"""Sets of filled fields among rows, up to which each set has a statement of its own."""
_PLAIN = {"TEXT": {str, NoneType}, "INTEGER": {int, NoneType}}
"""The Python types that a column takes without a look at each value."""


def ensure_table(db: Database, spec: RegisterSpec) -> list[str]:
    """Create the table or add what is missing; gives the columns that were added."""
    table = db.table(spec.id)
    wanted: dict[str, Any] = {f.id: f.column_type for f in spec.fields}
    if not table.exists():
        columns = {"id": "TEXT", **wanted, EXTRA: "TEXT"}
        table.create(columns, pk="id", strict=True)
        added: list[str] = []
    else:
        present = {column.name for column in table.columns}
        added = [name for name in wanted if name not in present]
        for name in added:
            table.add_column(name, wanted[name])
    for field in spec.fields:
        if field.indexed:
            indexed = order_columns(spec, field.id)
            table.create_index(indexed, if_not_exists=True)
            if len(indexed) > 2:  # the index that earlier versions made for the same field
                db.conn.execute(f"DROP INDEX IF EXISTS [idx_{spec.id}_{field.id}_id]")
    return added


def order_columns(spec: RegisterSpec, sort: str) -> list[str]:
    """The columns by which a list stands when ``sort`` is chosen: then by village, label and id.

    The indexes have the same, so that a list that is filtered or sorted by an indexed field is
    read from one index alone.
    """
    wanted = (sort, spec.village_field, spec.label_field, "id")
    return [name for name in dict.fromkeys(wanted) if name]


class RegisterTable:
    """Rows of one register to SQL and back."""

    def __init__(self, spec: RegisterSpec) -> None:
        self.spec = spec
        self._fields: dict[str, FieldSpec] = {f.id: f for f in spec.fields}
        self._columns = ["id", *self._fields, EXTRA]
        self._place = {f.id: (at, f) for at, f in enumerate(spec.fields, start=1)}
        self._insert_sql = _insert(spec.id, self._columns)

    @property
    def select_list(self) -> str:
        return ", ".join(f"[{name}]" for name in self._columns)

    def insert(self, db: Database, rows: Iterable[tuple[str, Mapping[str, Json]]]) -> None:
        """Insert whole rows; a row that is there is replaced.

        Rows of one shape go to the driver together, by columns. Rows with gaps here and there have
        as many shapes as rows: these are given every column that one of them fills.
        """
        every = list(rows)
        shapes: dict[tuple[str, ...], list[tuple[str, Mapping[str, Json]]]] = {}
        for row in every:
            shapes.setdefault(tuple(row[1]), []).append(row)
        if len(shapes) > MOST_SHAPES:
            shapes = {tuple(dict.fromkeys(key for keys in shapes for key in keys)): every}
        for keys, alike in shapes.items():
            columns = [self._column(key, [values.get(key) for _, values in alike]) for key in keys]
            whole = [column for column in columns if column is not None]
            if len(whole) == len(keys):
                records = zip((id_ for id_, _ in alike), *whole, strict=True)
                db.conn.executemany(_insert(self.spec.id, ["id", *keys]), records)
            else:
                db.conn.executemany(
                    self._insert_sql, (self._to_sql(id_, values) for id_, values in alike)
                )

    @contextmanager
    def indexed_after(self, db: Database, count: int) -> Iterator[None]:
        """While ``count`` rows go into an empty table, its indexes are set aside.

        Built at the end from sorted keys they take a quarter of the time. The caller holds a
        transaction: what goes wrong brings them back.
        """
        empty = (
            count >= WORTH_SETTING_ASIDE
            and not db.execute(f"SELECT 1 FROM [{self.spec.id}] LIMIT 1").fetchone()
        )
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
        found = db.execute(f"{query} AND sql IS NOT NULL", [self.spec.id]).fetchall()
        indexes = found if empty else []
        for name, _ in indexes:
            db.conn.execute(f"DROP INDEX [{name}]")
        yield
        for _, sql in indexes:
            db.conn.execute(sql)

    def _column(self, key: str, values: Sequence[Json]) -> Sequence[Json] | None:
        """A whole column as the driver takes it; None where a value does not fit."""
        field = self._fields.get(key)
        if field is None:
            return None
        if field.is_json:
            return [None if value is None else encoded(value) for value in values]
        return values if set(map(type, values)) <= _PLAIN[field.column_type] else None

    def update(
        self, db: Database, keys: Sequence[str], rows: Iterable[tuple[str, Mapping[str, Json]]]
    ) -> None:
        """Set the columns ``keys`` of rows that exist. All values must fit their columns.

        A former value that did not fit stands in ``extra`` and goes from there.
        """
        if not keys:
            return
        sets = "".join(f"[{key}] = ?, " for key in keys)
        paths = ", ".join(f"""'$."{key}"'""" for key in keys)
        sets += f"[{EXTRA}] = json_remove([{EXTRA}], {paths})"
        fields = [self._fields[key] for key in keys]
        db.conn.executemany(
            f"UPDATE [{self.spec.id}] SET {sets} WHERE id = ?",
            ([*(_to_column(f, values[f.id]) for f in fields), id_] for id_, values in rows),
        )

    def delete(self, db: Database, ids: Iterable[str]) -> None:
        db.conn.executemany(
            f"DELETE FROM [{self.spec.id}] WHERE id = ?",
            ([id_] for id_ in ids),
        )

    def fits(self, payload: Mapping[str, Json]) -> bool:
        """Whether every key is a column and every value of its type."""
        fields = self._fields
        return all(key in fields and _fits(fields[key], payload[key]) for key in payload)

    def from_sql(self, record: Sequence[SqlValue]) -> tuple[str, dict[str, Json]]:
        """(id, values without empty fields) of a record in ``select_list`` order."""
        values: dict[str, Json] = {}
        for field, value in zip(self._fields.values(), record[1:-1], strict=True):
            if value is not None:
                values[field.id] = decoded(str(value)) if field.is_json else value
        if record[-1] is not None:
            values |= decoded(str(record[-1]))
        return str(record[0]), values

    def _to_sql(self, id_: str, values: Mapping[str, Json]) -> list[SqlValue]:
        record: list[SqlValue] = [None] * len(self._columns)
        record[0] = id_
        rest: dict[str, Json] = {}
        for key, value in values.items():
            place = self._place.get(key)
            if value is None:
                continue
            if place is None or not _fits(place[1], value):
                rest[key] = value
            else:
                record[place[0]] = _to_column(place[1], value)
        if rest:
            record[-1] = encoded(rest)
        return record


def _insert(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f"[{name}]" for name in columns)
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR REPLACE INTO [{table}] ({names}) VALUES ({marks})"


def _fits(field: FieldSpec, value: Json) -> bool:
    if value is None or field.is_json:
        return True
    if field.column_type == "INTEGER":
        return type(value) is int
    return type(value) is str


def _to_column(field: FieldSpec, value: Json) -> SqlValue:
    if value is None:
        return None
    if field.is_json:
        return encoded(value)
    return value  # type: ignore[return-value]  # _fits has seen to it
