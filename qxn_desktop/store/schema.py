"""What a store is told of the domain, and bringing a file up to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qxn_desktop.common.errors import Bug, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import Replayer
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.store.connection import translated
from qxn_desktop.store.driver import Database, Migrations
from qxn_desktop.store.migrations import STEPS, Step

SCHEMA = 1
"""Written into every operation: the version of the vocabulary it was written with."""

BaseRows = Callable[[], Mapping[str, Mapping[str, Mapping[str, Json]]]]
"""Rows that exist without an operation, by register and id (the unit's villages)."""


def _no_rows() -> Mapping[str, Mapping[str, Mapping[str, Json]]]:
    return {}


@dataclass(frozen=True, slots=True)
class Schema:
    """Registers, the state machines of those that have events, and rows that need no operation.

    ``version`` changes whenever any of them may: then all rows are folded anew.
    """

    registers: Mapping[str, RegisterSpec]
    replays: Mapping[str, Replayer] = field(default_factory=dict)
    base_rows: BaseRows = _no_rows
    version: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes when tables may have to."""
        text = "\n".join(
            [self.version, *(repr(self.registers[key]) for key in sorted(self.registers))]
        )
        return hashlib.sha256(text.encode()).hexdigest()


Vocabulary = Callable[[str], Schema]
"""The schema for a unit (12 digits)."""


def version_of(db: Database) -> int:
    """How many schema steps the file has seen."""
    with translated():
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(db: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """A file from a newer program is left alone.

    Raises:
        UserError: it is newer.
    """
    if version_of(db) > len(steps):
        raise UserError("E-WS-120", "这份数据由更新版本的程序建立。请先升级本程序，数据没有改动。")


def needs_migration(db: Database, steps: tuple[Step, ...] = STEPS) -> bool:
    """Whether steps are missing."""
    return version_of(db) < len(steps)


def migrate(db: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """Apply the missing steps, each in its own transaction with the record of it.

    sqlite-utils keeps the names of the applied steps but not what they did, hence the checksums.

    Raises:
        Bug: a step that was applied once has been edited since.
    """
    with translated():
        check_steps(db, steps)
        migrations = Migrations("qxn_desktop")
        for number, step in enumerate(steps, start=1):
            migrations(name=step.name)(_runner(step, number))
        migrations.apply(db)


def _runner(step: Step, number: int) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, checksum TEXT)")
        for statement in step.statements:
            db.execute(statement)
        db.execute("INSERT INTO schema_step VALUES (?, ?)", [step.name, step.checksum])
        db.execute(f"PRAGMA user_version = {number}")

    return run


def check_steps(db: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """Compare what the file's steps did with what they say today.

    Raises:
        Bug: one has been edited since.
    """
    if not db.table("schema_step").exists():
        return
    known = {step.name: step.checksum for step in steps}
    for name, checksum in db.execute("SELECT name, checksum FROM schema_step").fetchall():
        if name in known and known[name] != checksum:
            raise Bug(
                "E-WS-121", "程序的数据结构步骤（{name}）与建立时不同，请重新安装程序。", name=name
            )
