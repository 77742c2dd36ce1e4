"""Many sites from one workspace, and runs of operations that no honest program would write."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Kind, Operation
from qxn_desktop.store.schema import Vocabulary
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import NOON, SCHEMA, new_door, runs_of, sent

FORGED = Chain("forged", "1", "unit")


class Sites:
    """Copies of one workspace under sites of their own: making them costs no passphrase."""

    def __init__(self, folder: Path, vocabulary: Vocabulary = SCHEMA) -> None:
        self._folder = folder
        self._vocabulary = vocabulary
        self._open: list[Workspace] = []
        door = new_door(folder / "template", vocabulary)
        self._key = door.workspace.data_key
        door.close()

    def new(self, site: str, epoch: str = "1") -> Workspace:
        """One more copy that writes as ``site``; two of one name are clones."""
        folder = self._folder / f"copy{len(self._open)}"
        shutil.copytree(self._folder / "template", folder)
        session = Session(f"{site}的账户", self._vocabulary, FixedClock(NOON))
        ws = open_with_key(folder, self._key, session)
        ws.site, ws.epoch = site, epoch
        self._open.append(ws)
        return ws

    def reopen(self, ws: Workspace) -> Workspace:
        """The same workspace after closing and opening it."""
        ws.close()
        session = Session(ws.clerk, self._vocabulary, FixedClock(NOON))
        again = open_with_key(ws.root, self._key, session)
        again.site, again.epoch = ws.site, ws.epoch
        self._open.append(again)
        return again

    def close(self) -> None:
        for ws in self._open:
            ws.close()


Entry = tuple[int, str, str, str, dict[str, Json]]
"""hlc, register, row, kind and payload of a forged operation."""


def forged(entries: Sequence[Entry], chain: Chain = FORGED, wall: int = 0) -> ChainRun:
    """A run that holds together, whatever it says."""
    start = link = chain_start(chain)
    ops = []
    for seq, (hlc, entity, row, kind, payload) in enumerate(entries, start=1):
        op = Operation(chain, seq, hlc, "某人", wall, 1, entity, row, kind, payload)
        ops.append(op)
        link = chain_next(link, canonical_bytes(op))
    return ChainRun(chain, 1, start, link, tuple(ops))


def put_entry(hlc: int, row: str, entity: str = "household", **values: Json) -> Entry:
    return (hlc, entity, row, Kind.PUT, values)


def tell(source: Workspace, *targets: Workspace) -> None:
    """Everything ``source`` holds, to each of ``targets``."""
    for target in targets:
        target.merge(runs_of(source), sent())
