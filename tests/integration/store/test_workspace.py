from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import EnvironmentProblem, TrustError, UserError
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.store import backup
from qxn_desktop.store.file_name import DATABASE
from qxn_desktop.store.schema import Schema, Vocabulary
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Identity, create, open_workspace
from tests.builders import (
    HOUSEHOLD,
    NOON,
    SCHEMA,
    SECRET,
    UNIT,
    delete,
    new_door,
    put,
    reopen,
    runs_of,
    sent,
)


def test_what_is_written_is_read_back_after_reopening(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="韦𬱖", people=3, tags=["低保"], note=None)])
    door.close()
    again = reopen(tmp_path / "w")
    row = again.workspace.get("household", "a")
    assert row is not None
    assert row.values == {"head_name": "韦𬱖", "people": 3, "tags": ["低保"]}
    again.close()


def test_the_file_is_encrypted(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="UNMISTAKABLE")])
    door.close()
    for path in (tmp_path / "w").rglob("*"):
        if path.is_file():
            assert b"UNMISTAKABLE" not in path.read_bytes()
    assert not (tmp_path / "w" / DATABASE).read_bytes().startswith(b"SQLite format 3")


def test_unknown_fields_and_odd_values_are_kept(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="罗", future="新", people="三")])
    row = door.workspace.get("household", "a")
    assert row is not None
    assert row.values == {"head_name": "罗", "future": "新", "people": "三"}
    door.workspace.write([put("a", future="更新", note="x")])
    row = door.workspace.get("household", "a")
    assert row is not None
    assert row.values["future"] == "更新"
    door.close()


def test_creating_writes_no_operation(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    assert door.workspace.log.count() == 0
    door.close()


def test_a_second_instance_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    with pytest.raises(EnvironmentProblem, match="已在另一个窗口"):
        reopen(tmp_path / "w")
    door.workspace.write([put("a", head_name="罗")])
    door.close()
    reopen(tmp_path / "w").close()


def test_a_wrong_passphrase_is_a_trust_error(tmp_path: Path) -> None:
    new_door(tmp_path / "w").close()
    with pytest.raises(TrustError):
        open_workspace(tmp_path / "w", Secret("错", None), SCHEMA, FixedClock(NOON))
    with pytest.raises(UserError, match="没有名为"):
        open_workspace(tmp_path / "w", Secret("错", "无此人"), SCHEMA, FixedClock(NOON))
    reopen(tmp_path / "w").close()


def test_a_plaintext_file_is_refused(tmp_path: Path) -> None:
    new_door(tmp_path / "w").close()
    (tmp_path / "w" / DATABASE).write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(UserError, match="没有加密"):
        reopen(tmp_path / "w")


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.db.conn.execute("PRAGMA user_version = 99")
    door.close()
    with pytest.raises(UserError, match="更新版本"):
        reopen(tmp_path / "w")


def test_a_taken_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "x").write_text("x")
    with pytest.raises(UserError, match="不是空文件夹"):
        create(tmp_path / "w", Identity(UNIT, "township"), SECRET, SCHEMA, FixedClock(NOON))
    assert [p.name for p in (tmp_path / "w").iterdir()] == ["x"]


def test_a_network_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="网络"):
        create(
            Path("//server/share/w"), Identity(UNIT, "township"), SECRET, SCHEMA, FixedClock(NOON)
        )


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    door.workspace.write([put("a", head_name="罗")])
    before = door.workspace.digest()
    with pytest.raises(UserError):
        door.workspace.write([put("b", head_name="王"), put("c", head_name=1.5)])  # type: ignore[arg-type]
    assert door.workspace.digest() == before
    door.workspace.write([put("b", head_name="王")])
    assert door.workspace.count("household") == 2
    door.close()


def test_a_deleted_row_is_gone_until_undeleted(tmp_path: Path) -> None:
    door = new_door(tmp_path / "w")
    ws = door.workspace
    ws.write([put("a", head_name="罗", people=2)])
    ws.write([delete("a")])
    assert ws.get("household", "a") is None
    with pytest.raises(UserError, match="已被删除"):
        ws.write([put("a", people=3)])
    ws.write([Draft("household", "a", Kind.UNDELETE)])
    row = ws.get("household", "a")
    assert row is not None
    assert row.values["people"] == 2
    door.close()


def test_what_comes_with_the_program_is_no_part_of_the_digest(tmp_path: Path) -> None:
    def named(name: str) -> Vocabulary:
        rows = {"household": {"v": {"head_name": name}}}
        return lambda _unit: Schema({"household": HOUSEHOLD}, base_rows=lambda: rows)

    one, two = new_door(tmp_path / "1", named("旧名")), new_door(tmp_path / "2", named("新名"))
    one.workspace.write([put("v", note="改"), put("w", head_name="罗")])
    two.workspace.merge(runs_of(one.workspace), sent("p"))
    shown = [door.workspace.get("household", "v") for door in (one, two)]
    assert [row and row.values["head_name"] for row in shown] == ["旧名", "新名"]
    assert one.workspace.digest() == two.workspace.digest()
    two.workspace.write([put("v", note="再改")])
    assert one.workspace.digest().state != two.workspace.digest().state
    one.close()
    two.close()


def test_merging_reaches_the_same_digest_and_twice_changes_nothing(tmp_path: Path) -> None:
    one, two = new_door(tmp_path / "1"), new_door(tmp_path / "2")
    one.workspace.write([put(f"r{i}", head_name=f"户{i}", people=i) for i in range(30)])
    one.workspace.write([put("r3", note="改")])
    outcome = two.workspace.merge(runs_of(one.workspace), sent("p"))
    assert (outcome.applied, outcome.already, outcome.pending) == (31, 0, 0)
    assert two.workspace.digest() == one.workspace.digest()
    again = two.workspace.merge(runs_of(one.workspace), sent("p"))
    assert (again.applied, again.already) == (0, 31)
    one.close()
    two.close()


def test_two_edits_side_by_side_are_a_conflict_until_decided(tmp_path: Path) -> None:
    one, two = new_door(tmp_path / "1"), new_door(tmp_path / "2")
    a, b = one.workspace, two.workspace
    a.write([put("r", head_name="罗", people=1)])
    b.merge(runs_of(a), sent("p"))
    a.write([put("r", people=2)])
    b.write([put("r", people=3), put("r", note="乙")])
    a.merge(runs_of(b), sent("p"))
    b.merge(runs_of(a), sent("p"))
    assert a.digest() == b.digest()
    [conflict] = a.conflicts()
    assert (conflict.field, {o.value for o in conflict.options}) == ("people", {2, 3})
    a.write([put("r", people=2)])
    b.merge(runs_of(a), sent("p"))
    assert a.conflicts() == b.conflicts() == []
    row = b.get("household", "r")
    assert row is not None
    assert row.values == {"head_name": "罗", "people": 2, "note": "乙"}
    one.close()
    two.close()


def test_edit_against_delete_stays_visible_until_decided(tmp_path: Path) -> None:
    one, two = new_door(tmp_path / "1"), new_door(tmp_path / "2")
    a, b = one.workspace, two.workspace
    a.write([put("r", head_name="罗")])
    b.merge(runs_of(a), sent("p"))
    a.write([delete("r")])
    b.write([put("r", note="还在")])
    for ws, other in ((a, b), (b, a)):
        ws.merge(runs_of(other), sent("p"))
    assert a.digest() == b.digest()
    assert [c.field for c in a.conflicts()] == ["_deleted"]
    assert a.get("household", "r") is not None
    b.write([delete("r")])
    a.merge(runs_of(b), sent("p"))
    assert a.get("household", "r") is None
    assert a.conflicts() == []
    one.close()
    two.close()


def test_gaps_wait_and_are_named(tmp_path: Path) -> None:
    one, two = new_door(tmp_path / "1"), new_door(tmp_path / "2")
    a, b = one.workspace, two.workspace
    for i in range(5):
        a.write([put(f"r{i}", head_name="x")])
    [whole] = runs_of(a)
    [late] = runs_of(a, {whole.chain: 3})
    outcome = b.merge([late], sent("p"))
    assert (outcome.applied, outcome.pending) == (0, 2)
    assert b.set_aside() == (2, 0)
    assert outcome.waiting == ((whole.chain, 1, 3),)
    outcome = b.merge([whole], sent("p"))
    assert (outcome.pending, outcome.waiting) == (0, ())
    assert a.digest() == b.digest()
    one.close()
    two.close()


def test_a_fork_is_set_aside_never_skipped(tmp_path: Path) -> None:
    one = new_door(tmp_path / "1")
    one.workspace.write([put("r", head_name="共同")])
    one.close()
    shutil.copytree(tmp_path / "1", tmp_path / "clone")
    first, clone, other = (
        reopen(tmp_path / "1"),
        reopen(tmp_path / "clone"),
        new_door(tmp_path / "2"),
    )
    first.workspace.write([put("r", people=1)])
    clone.workspace.write([put("r", people=2)])
    other.workspace.merge(runs_of(first.workspace), sent("p"))
    before = other.workspace.digest()
    outcome = other.workspace.merge(runs_of(clone.workspace), sent("q"))
    assert (outcome.quarantined, outcome.applied, outcome.already) == (1, 0, 1)
    assert other.workspace.set_aside() == (0, 1)
    assert other.workspace.digest() == before
    for door in (first, clone, other):
        door.close()


def test_a_restored_epoch_does_not_fork(tmp_path: Path) -> None:
    one, two = new_door(tmp_path / "1"), new_door(tmp_path / "2")
    one.workspace.write([put("r", head_name="共同")])
    backup.backup(one.workspace.root, one.workspace.db, one.workspace.data_key, tmp_path / "b")
    one.workspace.write([put("r", people=1)])
    two.workspace.merge(runs_of(one.workspace), sent("p"))
    key = one.workspace.data_key
    one.close()
    backup.unpack(tmp_path / "b", tmp_path / "back", key, "0123456789ab")
    back = reopen(tmp_path / "back")
    back.workspace.write([put("r", people=2)])
    outcome = two.workspace.merge(runs_of(back.workspace), sent("q"))
    assert outcome.quarantined == 0
    assert [c.field for c in two.workspace.conflicts()] == ["people"]
    two.close()
    back.close()
