"""Results kept by a connection: never stale, whoever wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.store import kept_result
from qxn_desktop.store.workspace import Workspace
from qxn_desktop.store.workspace_lifecycle import Door, open_reader
from tests.builders import SCHEMA, VILLAGE, new_door, put, runs_of, sent


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = new_door(tmp_path / "w")
    yield made
    made.close()


def households(ws: Workspace) -> int:
    return ws.kept.get("households", {"household"}, lambda: ws.count("household"))


def test_a_result_is_computed_once_and_anew_after_a_change(door: Door) -> None:
    ws, calls = door.workspace, []
    assert households(ws) == 0
    assert ws.kept.get("households", {"household"}, lambda: calls.append(1)) == 0
    ws.write([put("h1", village=VILLAGE)])
    assert households(ws) == 1
    assert calls == []


def test_a_change_elsewhere_leaves_it_and_a_later_one_does_not(door: Door) -> None:
    ws = door.workspace
    households(ws)
    ws.write([put("n1", entity="note", text="别的")])
    assert ws.kept.get("households", {"household"}, lambda: pytest.fail("nothing changed")) == 0
    ws.write([put("h1", village=VILLAGE)])
    assert households(ws) == 1


def test_a_reader_learns_of_what_the_writer_and_a_merge_brought(door: Door, tmp_path: Path) -> None:
    ws = door.workspace
    reader = open_reader(ws, SCHEMA)
    colleague = new_door(tmp_path / "v")
    with reader.snapshot():
        assert households(reader) == 0
    ws.write([put("h1", village=VILLAGE)])
    with reader.snapshot():
        assert households(reader) == 1
    colleague.workspace.write([put("h2", village=VILLAGE)])
    ws.merge(runs_of(colleague.workspace), sent("p"))
    with reader.snapshot():
        assert households(reader) == 2
        assert reader.kept.rows_since({}) == {("household", "h1"), ("household", "h2")}
    colleague.close()
    reader.close()


def test_too_many_changes_are_not_looked_at(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = door.workspace
    households(ws)
    monkeypatch.setattr(kept_result, "WORTH_READING", 1)
    ws.write([put("a", entity="note"), put("b", entity="note")])
    calls: list[int] = []
    ws.kept.get("households", {"household"}, lambda: calls.append(1))
    assert calls == [1]


def test_the_result_longest_not_asked_for_goes_first(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = door.workspace.kept
    monkeypatch.setattr(kept_result, "MOST_KEPT", 2)
    kept.get("a", (), lambda: 1)
    kept.get("b", (), lambda: 1)
    kept.get("a", (), lambda: 2)
    kept.get("c", (), lambda: 1)
    assert kept.get("a", (), lambda: 2) == 1
    assert kept.get("b", (), lambda: 2) == 2
