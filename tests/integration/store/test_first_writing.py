"""When a row was first written: kept with the row, whatever arrives in whatever order."""

from __future__ import annotations

from pathlib import Path

from qxn_desktop.common.clock import FixedClock, millis
from qxn_desktop.store import narrow_query, workspace_lifecycle
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session, Workspace
from tests.builders import NOON, SCHEMA, new_door, put, sent
from tests.integration.copied_site import Sites, forged

EARLIER = millis(NOON) - 86_400_000


def first(ws: Workspace, since: int | None = None) -> dict[str, int]:
    return dict(narrow_query.first_written(ws, "household", since))


def test_it_is_the_first_of_a_rows_own_operations(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    ws = door.workspace
    ws.write([put("a", head_name="罗")])
    ws.clock.advance(hours=1)  # type: ignore[attr-defined]
    ws.write([put("a", people=3), put("b")])
    assert first(ws) == {"a": millis(NOON), "b": millis(NOON) + 3_600_000}
    assert first(ws, millis(NOON)) == first(ws)
    assert first(ws, millis(NOON) + 1) == {"b": millis(NOON) + 3_600_000}
    door.close()


def test_an_earlier_writing_that_arrives_later_counts(tmp_path: Path) -> None:
    sites = Sites(tmp_path)
    ws = sites.new("a")
    ws.write([put("x", head_name="罗")])
    later = millis(NOON)
    ws.merge([forged([(5, "household", "x", "put", {"people": 2})], wall=EARLIER)], sent())
    assert first(ws) == {"x": EARLIER}
    assert findings(ws) == []
    assert first(ws, later) == {}
    sites.close()


def test_verify_tells_a_wrong_one_and_rebuilding_mends_it(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    ws = door.workspace
    ws.write([put("a", head_name="罗")])
    ws.db.execute("UPDATE row SET first_wall = 7")
    assert len(findings(ws)) == 1
    ws.rebuild()
    assert findings(ws) == []
    assert first(ws) == {"a": millis(NOON)}
    door.close()


def test_an_older_file_is_brought_up(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    ws = door.workspace
    ws.write([put("a", head_name="罗"), put("b", head_name="韦")])
    ws.clock.advance(hours=1)  # type: ignore[attr-defined]
    ws.write([put("a", people=3)])
    _take_back(ws)
    key, digest = ws.data_key, ws.digest()
    door.close()
    session = Session("员", SCHEMA, FixedClock(NOON))
    ws = workspace_lifecycle.open_with_key(tmp_path / "w", key, session)
    assert first(ws) == {"a": millis(NOON), "b": millis(NOON)}
    assert (findings(ws), ws.digest()) == ([], digest)
    ws.close()


def _take_back(ws: Workspace) -> None:
    """Make the file one that has seen the first step only."""
    ws.db.execute("ALTER TABLE row DROP COLUMN first_wall")
    for table in ("schema_step", "_sqlite_migrations"):
        ws.db.execute(f"DELETE FROM {table} WHERE name = '0002_first_writing'")  # noqa: S608
    ws.db.execute("PRAGMA user_version = 1")
