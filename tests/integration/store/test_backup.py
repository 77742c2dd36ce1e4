"""Backups on machines with odd clocks and folders; what lies in the open beside a workspace."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.store import backup
from qxn_desktop.store.audit_log import entries
from qxn_desktop.store.backup import MANIFEST, unpack, vault_of
from qxn_desktop.store.file_name import DATABASE, FAILED, VAULT
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import open_workspace
from tests.builders import NOON, SCHEMA, SECRET, new_door, put, reopen

EPOCH = "0123456789ab"


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, bytes]:
    """A backup of a workspace with a photo, and its key."""
    door = new_door(tmp_path / "w")
    ws = door.workspace
    ws.write([put("r", head_name="罗")])
    ws.photos.add(b"picture")
    (ws.root / "photos" / "stray").write_bytes(b"by another program")
    for path in (ws.root / "photos").iterdir():
        os.utime(path, (0, 0))  # before 1980, as on a machine without a battery
    backup.backup(ws.root, ws.db, ws.data_key, tmp_path / "b")
    key = ws.data_key
    door.close()
    return tmp_path / "b", key


def test_old_dates_and_stray_files_stop_no_backup(
    saved: tuple[Path, bytes], tmp_path: Path
) -> None:
    source, key = saved
    with zipfile.ZipFile(source) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    unpack(source, tmp_path / "back", key, EPOCH)
    door = reopen(tmp_path / "back")
    assert door.workspace.epoch == EPOCH
    assert [path.name for path in (tmp_path / "back" / "photos").iterdir()] != ["stray"]
    door.close()


def test_a_restore_under_the_wrong_key_leaves_nothing(
    saved: tuple[Path, bytes], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "absent"):
        with pytest.raises(TrustError):
            unpack(saved[0], tmp_path / name, bytes(32), EPOCH)
    assert list((tmp_path / "empty").iterdir()) == []
    assert not (tmp_path / "absent").exists()


def test_a_packed_archive_is_no_backup(saved: tuple[Path, bytes], tmp_path: Path) -> None:
    """It could grow without end before anything of it is compared."""
    bomb = tmp_path / "bomb"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (MANIFEST, VAULT, DATABASE):
            archive.writestr(name, bytes(1000))
    with pytest.raises(UserError, match="不是完整的备份"):
        vault_of(bomb)
    with pytest.raises(UserError, match="不是完整的备份"):
        unpack(bomb, tmp_path / "x", saved[1], EPOCH)


def test_wrong_passphrases_change_nothing_but_the_list_of_tries(tmp_path: Path) -> None:
    new_door(tmp_path / "w").close()
    before = {path.name: path.read_bytes() for path in (tmp_path / "w").iterdir()}
    for _ in range(2):
        with pytest.raises(TrustError):
            open_workspace(tmp_path / "w", Secret("猜的口令"), SCHEMA, FixedClock(NOON))
    after = {path.name: path.read_bytes() for path in (tmp_path / "w").iterdir()}
    assert after.pop(FAILED).split() == [str(int(NOON.timestamp() * 1000)).encode()] * 2
    assert after == before


def test_whatever_stands_in_the_list_of_tries_the_workspace_opens(tmp_path: Path) -> None:
    new_door(tmp_path / "w").close()
    listed = b"\xff\xfe 12 x -3 " + "七".encode() + b" " + b"9" * 400 + b" 13\n" * 500
    (tmp_path / "w" / FAILED).write_bytes(listed)
    door = reopen(tmp_path / "w")
    [noted] = [e for e in entries(door.workspace.db) if e.action == "failed_passphrase"]
    assert noted.facts["times"] == 501
    assert noted.facts["at"] == [13] * 100
    door.close()
    assert not (tmp_path / "w" / FAILED).exists()
    assert SECRET.passphrase.encode() not in b"".join(
        path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file()
    )
