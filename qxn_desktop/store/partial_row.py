"""Rows of a register with only some of their columns, and how full columns are.

For checks that look at many rows but few fields: registers are wide.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def counts(ws: Workspace, entity: str, fields: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many rows a register has, and in how many each known one of ``fields`` is filled."""
    known = [f.id for f in ws.schema.registers[entity].fields if f.id in set(fields)]
    sums = "".join(f", count([{name}])" for name in known)
    with translated():
        total, *filled = ws.db.execute(f"SELECT count(*){sums} FROM [{entity}]").fetchone()
    return int(total), dict(zip(known, filled, strict=True))


def _row(entity: str, record: Sequence[Json], keys: Sequence[str], lists: Sequence[str]) -> Row:
    values = {key: value for key, value in zip(keys, record[1:], strict=True) if value is not None}
    for key in lists:
        if key in values:
            values[key] = decoded(str(values[key]))
    return Row(entity, str(record[0]), values)
