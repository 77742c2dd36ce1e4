"""Tables follow the columns that users add: ``ADD COLUMN`` when the operation is there.

What had arrived for a column before it was known lies in ``extra`` and moves into it; what a
retired column holds moves back there. Nothing is ever dropped, and no operation is made.
"""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.domain.custom_field import REGISTER, extended, read_custom_field
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.driver import Database
from qxn_desktop.store.register_table import EXTRA, RegisterTable, ensure_table

Registers = Mapping[str, RegisterSpec]


def known_registers(db: Database, base: Registers) -> Registers:
    """``base`` with the columns that the file's rows of ``custom_field`` add."""
    if REGISTER not in base:
        return base
    table = RegisterTable(base[REGISTER])
    query = f"SELECT {table.select_list} FROM [{REGISTER}]"
    rows = [table.from_sql(record) for record in db.conn.execute(query).fetchall()]
    found = [read_custom_field(id_, values) for id_, values in rows]
    return extended(base, [one for one in found if one is not None])


def follow(db: Database, old: Registers, new: Registers) -> list[str]:
    """Bring the tables from ``old`` to ``new``; gives the registers that changed."""
    changed = [id_ for id_, spec in new.items() if spec != old[id_]]
    for id_ in changed:
        ensure_table(db, new[id_])
        _move(db, RegisterTable(old[id_]), RegisterTable(new[id_]))
    return changed


def _move(db: Database, old: RegisterTable, new: RegisterTable) -> None:
    """Write the rows anew that hold something in a column that came or went."""
    before, after = ({one.id for one in table.spec.fields} for table in (old, new))
    came = (f"json_type([{EXTRA}], '$.\"{key}\"') IS NOT NULL" for key in sorted(after - before))
    went = (f"[{key}] IS NOT NULL" for key in sorted(before - after))
    where = " OR ".join([*came, *went])
    if where:
        query = f"SELECT {old.select_list} FROM [{old.spec.id}] WHERE {where}"
        rows = [old.from_sql(record) for record in db.conn.execute(query).fetchall()]
        new.insert(db, rows)
