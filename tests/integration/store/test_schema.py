"""Schema steps: a verified backup before each change, nothing half done, no edited past."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import Bug
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store import backup, schema, workspace_lifecycle
from qxn_desktop.store.driver import Database, OperationalError
from qxn_desktop.store.migrations import STEPS, Step
from qxn_desktop.store.schema import Schema, migrate, version_of
from qxn_desktop.store.workspace import Session
from tests.builders import HOUSEHOLD, NOON, SCHEMA, new_door, put

NEXT = Step("0002_more", ("CREATE TABLE more (a TEXT) STRICT",))
BROKEN = Step("0002_broken", ("CREATE TABLE more (a TEXT) STRICT", "CREATE NONSENSE"))


def tables(db: Database) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master").fetchall()}


def test_a_step_is_applied_once_and_recorded(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    db = door.workspace.db
    migrate(db, (*STEPS, NEXT))
    migrate(db, (*STEPS, NEXT))
    assert "more" in tables(db)
    assert version_of(db) == len(STEPS) + 1
    door.close()


def test_a_failing_step_leaves_nothing_and_stays_pending(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    db = door.workspace.db
    with pytest.raises(OperationalError):
        migrate(db, (*STEPS, BROKEN))
    assert "more" not in tables(db)
    assert version_of(db) == len(STEPS)
    migrate(db, (*STEPS, NEXT))
    assert "more" in tables(db)
    door.close()


def test_an_edited_step_is_noticed(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    edited = Step(STEPS[0].name, (*STEPS[0].statements, "SELECT 1"))
    with pytest.raises(Bug):
        migrate(door.workspace.db, (edited,))
    door.close()


def test_an_edited_step_is_noticed_when_opening(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.db.conn.execute("UPDATE schema_step SET checksum = 'x'")
    key = door.workspace.data_key
    door.close()
    with pytest.raises(Bug):
        workspace_lifecycle.open_with_key(
            tmp_path / "w", key, Session("员", SCHEMA, FixedClock(NOON))
        )


def test_a_verified_backup_precedes_a_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="罗")])
    before, key = door.workspace.digest(), door.workspace.data_key
    door.close()
    steps = (*STEPS, NEXT)
    monkeypatch.setattr(
        workspace_lifecycle, "needs_migration", lambda db: version_of(db) < len(steps)
    )
    monkeypatch.setattr(workspace_lifecycle, "migrate", lambda db: migrate(db, steps))
    monkeypatch.setattr(workspace_lifecycle, "refuse_newer", lambda _db: None)
    session = Session("员", SCHEMA, FixedClock(NOON))
    ws = workspace_lifecycle.open_with_key(tmp_path / "w", key, session)
    assert ws.digest() == before
    ws.close()
    saved = tmp_path / "w" / "backups" / f"schema-{len(STEPS)}.qxnbackup"
    monkeypatch.undo()
    backup.unpack(saved, tmp_path / "back", key, "0123456789ab")
    ws = workspace_lifecycle.open_with_key(tmp_path / "back", key, session)
    assert (version_of(ws.db), ws.digest()) == (len(STEPS), before)
    ws.close()


def test_a_new_field_gets_its_column_and_what_waited_in_extra(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="罗", tap_water="是")])
    key = door.workspace.data_key
    door.close()
    grown = RegisterSpec(
        **{
            "id": HOUSEHOLD.id,
            "title": HOUSEHOLD.title,
            "fields": (*HOUSEHOLD.fields, FieldSpec("tap_water", "自来水", "yesno", indexed=True)),
            "village_field": HOUSEHOLD.village_field,
        }
    )
    session = Session("员", lambda _unit: Schema({"household": grown}), FixedClock(NOON))
    ws = workspace_lifecycle.open_with_key(tmp_path / "w", key, session)
    assert [row.id for row in ws.select("household", {"tap_water": "是"})] == ["a"]
    ws.close()


def test_operations_of_an_unknown_register_wait_for_it(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("x", entity="well", depth=12)])
    key = door.workspace.data_key
    door.close()
    well = RegisterSpec("well", "水井", (FieldSpec("depth", "井深", "integer"),))
    both = schema.Schema({"household": HOUSEHOLD, "well": well})
    session = Session("员", lambda _unit: both, FixedClock(NOON))
    ws = workspace_lifecycle.open_with_key(tmp_path / "w", key, session)
    assert [row.values for row in ws.select("well")] == [{"depth": 12}]
    ws.close()
