"""Rows of a register with only some of their columns, and how full columns are.

For checks that look at many rows but few fields: registers are wide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json
from qxn_desktop.store.connection import translated
from qxn_desktop.store.register_table import decoded, encoded
from qxn_desktop.store.row import Row
from qxn_desktop.store.workspace import Workspace


def rows(
    ws: Workspace,
    entity: str,
    fields: Sequence[str],
    among: tuple[str, Sequence[str]] | None = None,
) -> list[Row]:
    """Live rows with only the known ones of ``fields``, in order of ids.

    ``among``: a column (``id`` too) and the values one of which it has to hold.
    """
    wanted = [f for f in ws.schema.registers[entity].fields if f.id in set(fields)]
    names = ", ".join(f"[{name}]" for name in ("id", *(f.id for f in wanted)))
    query = f"SELECT {names} FROM [{entity}]"
    values: list[Json] = []
    if among is not None:
        query += f" WHERE [{among[0]}] IN (SELECT value FROM json_each(?))"
        values.append(encoded([*among[1]]))
    with translated():
        records = ws.db.execute(f"{query} ORDER BY id", values).fetchall()
    keys = [f.id for f in wanted]
    lists = [f.id for f in wanted if f.is_json]
    return [_row(entity, record, keys, lists) for record in records]


@dataclass(frozen=True, slots=True)
class Fill:
    """In how many of ``rows`` a column is filled: of all rows, or of those it is asked of."""

    rows: int
    filled: int


def fills(
    ws: Workspace, entity: str, fields: Sequence[str], asked_of: Mapping[str, tuple[str, str]]
) -> dict[str, Fill]:
    """How full the known ones of ``fields`` are.

    ``asked_of``: by field, a field and the value it has to hold for a row to count.
    """
    known = [f.id for f in ws.schema.registers[entity].fields]
    wanted = [name for name in known if name in set(fields)]
    asked = {
        name: f"[{asked_of[name][0]}] = ?"
        for name in wanted
        if name in asked_of and asked_of[name][0] in known
    }
    parts: list[str] = []
    values: list[Json] = []
    for name in wanted:
        within = asked.get(name, "1")
        parts += [
            f"count(CASE WHEN {within} THEN 1 END)",
            f"count(CASE WHEN {within} THEN [{name}] END)",
        ]
        values += [asked_of[name][1]] * 2 if name in asked else []
    with translated():
        found = ws.db.execute(f"SELECT {', '.join(parts)} FROM [{entity}]", values).fetchone()
    pairs = zip(found[::2], found[1::2], strict=True)
    return {name: Fill(*pair) for name, pair in zip(wanted, pairs, strict=True)}


def _row(entity: str, record: Sequence[Json], keys: Sequence[str], lists: Sequence[str]) -> Row:
    values = {key: value for key, value in zip(keys, record[1:], strict=True) if value is not None}
    for key in lists:
        if key in values:
            values[key] = decoded(str(values[key]))
    return Row(entity, str(record[0]), values)
