"""Real encrypted workspaces for tests, made quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.partners import Sent
from qxn_desktop.store.schema import Schema, Vocabulary
from qxn_desktop.store.workspace import Workspace
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Door, Identity, create, open_workspace

UNIT = "522327103000"
VILLAGE = "522327103200"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

HOUSEHOLD = RegisterSpec(
    id="household",
    title="农户",
    fields=(
        FieldSpec("village", "村", "village", indexed=True),
        FieldSpec("head_name", "户主", "text", indexed=True),
        FieldSpec("people", "人口", "integer"),
        FieldSpec("tags", "标签", "multi"),
        FieldSpec("note", "备注", "text"),
    ),
    village_field="village",
)
SCHEMA: Vocabulary = lambda _unit: Schema({"household": HOUSEHOLD})  # noqa: E731
SECRET = Secret("正确的口令", "韦建国")


def put(row: str, /, entity: str = "household", **values: Json) -> Draft:
    return Draft(entity, row, Kind.PUT, values)


def delete(row: str, entity: str = "household") -> Draft:
    return Draft(entity, row, Kind.DELETE)


def new_door(root: Path, schema: Vocabulary = SCHEMA, clock: FixedClock | None = None) -> Door:
    door, _ = create(root, Identity(UNIT, "township"), SECRET, schema, clock or FixedClock(NOON))
    return door


def reopen(root: Path, schema: Vocabulary = SCHEMA) -> Door:
    return open_workspace(root, SECRET, schema, FixedClock(NOON))


def runs_of(source: Workspace, after: Mapping[object, int] | None = None) -> Sequence[ChainRun]:
    """Everything ``source`` holds (beyond ``after``), as it would travel."""
    runs = []
    for chain, state in source.log.chains.items():
        start = (after or {}).get(chain, 0)
        ops = source.log.after(chain, start)
        if ops:
            previous = source.log.hash_at(chain, start)
            assert previous is not None
            runs.append(ChainRun(chain, start + 1, previous, state.last_hash, tuple(ops)))
    return runs


def sent(package: str = "p") -> Sent:
    """A package from a site that is nobody's partner."""
    return Sent("elsewhere", package, 0, {})


def new_office(root: Path, unit: str = UNIT) -> tuple[Door, AppContext]:
    """A workspace of a real unit with the shipped registers and checklists."""
    clock = FixedClock(NOON)
    door, _ = create(root, Identity(unit, "township"), SECRET, vocabulary, clock)
    return door, AppContext(door.workspace, clock)
