"""What two machines compare: equal digests mean equal data and equal conflicts.

Leaves out sites' private keys, clocks, accounts and the local audit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from qxn_desktop.common.json_types import Json
from qxn_desktop.store.driver import Database
from qxn_desktop.store.operation_log import OperationLog
from qxn_desktop.store.projection import Projection
from qxn_desktop.store.register_table import RegisterTable

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 (hex) of the rows and event states, of the open conflicts, of the operations held."""

    state: str
    conflicts: str
    operations: str


def digest(db: Database, log: OperationLog, projection: Projection) -> Digest:
    """The digest of a workspace."""
    return Digest(_hash(_rows(db, projection)), _hash(_conflicts(db)), _hash(_chains(log)))


def _rows(db: Database, projection: Projection) -> Iterable[list[Json]]:
    """(register, id, field, value) of every row that an operation has written, and tombstones."""
    for entity in sorted(projection.tables):
        if entity in projection.based:
            yield from _written(projection, entity)
        else:
            yield from _kept(db, projection.tables[entity])


def _written(projection: Projection, entity: str) -> Iterable[list[Json]]:
    """Only what operations say of rows that exist without any: the rest comes with the program."""
    states = {key[1]: state for key, _, state in projection.fold_all([entity])}
    for id_ in sorted(states):
        state = states[id_]
        if projection.is_gone((entity, id_), state):
            yield [entity, id_, None, None]
        else:
            for field in sorted(state.values):
                yield [entity, id_, field, state.values[field]]


def _kept(db: Database, table: RegisterTable) -> Iterable[list[Json]]:
    entity = table.spec.id
    gone = "SELECT id FROM row WHERE entity = ? AND deleted = 1 ORDER BY id"
    for (id_,) in db.conn.execute(gone, [entity]).fetchall():
        yield [entity, id_, None, None]
    query = (
        f"SELECT {table.select_list} FROM [{entity}] WHERE id IN"
        " (SELECT id FROM row WHERE entity = ?) ORDER BY id"
    )
    for record in db.conn.execute(query, [entity]).fetchall():
        id_, values = table.from_sql(record)
        for field in sorted(values):
            yield [entity, id_, field, values[field]]


def _conflicts(db: Database) -> Iterable[list[Json]]:
    query = (
        "SELECT row.entity, row.id, c.field, c.id FROM conflict c JOIN row ON row.ref = c.row"
        " ORDER BY 1, 2, 3, 4"
    )
    return [list(record) for record in db.conn.execute(query).fetchall()]


def _chains(log: OperationLog) -> Iterable[list[Json]]:
    for chain in sorted(log.chains):
        state = log.chains[chain]
        yield [*chain, state.last_seq, state.last_hash.hex()]


def _hash(parts: Iterable[list[Json]]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(_encode(part) + b"\n")
    return total.hexdigest()
