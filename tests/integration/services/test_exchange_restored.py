"""Restored and cloned laptops among others, and what a laptop leaves on its disk."""

from __future__ import annotations

import shutil

from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.store import backup
from qxn_desktop.store.verify import findings
from tests.builders import VILLAGE
from tests.integration.services.town import Town, common_row, fields, shown, the_conflict, write

# --- restored and cloned laptops ------------------------------------------------------------------


def test_a_restored_laptop_gets_back_what_it_had_confirmed(town: Town) -> None:
    """The others believe that it holds what it lost: its next receipt tells them otherwise."""
    a, b = town.laptops("ab")
    key = b.ws.data_key
    common_row(town, a, b)
    b.ws.keep_local({"site": "b"})
    backup.backup(b.ws.root, b.ws.db, key, town.folder / "b.backup")
    write(a, "r2", head_name="备份之后")
    write(b, "mine", head_name="也在备份之后")
    town.send(a, b)
    town.send(b, a)
    write(a, "r3", head_name="恢复之后")
    back = town.restored(town.folder / "b.backup", key, "back")
    early = town.send(a, back).outcome
    assert (early.applied, early.pending) == (0, 2)
    [(_, first, last)] = early.waiting
    assert (first, last) == (2, 2)
    write(back, "new", head_name="新")
    town.send(back, a)
    assert town.send(a, back).outcome.pending == 0
    town.meet(a, back)
    assert {row.id for row in back.ws.select("household")} >= {"r", "r2", "r3", "mine", "new"}


def test_a_restored_laptop_whose_clock_went_back(town: Town) -> None:
    a, b = town.laptops("ab")
    key = b.ws.data_key
    common_row(town, a, b)
    b.ws.keep_local({"site": "b"})
    backup.backup(b.ws.root, b.ws.db, key, town.folder / "b.backup")
    write(a, "r2", head_name="备份之后")
    b.ws.clock.advance(days=3652)  # type: ignore[attr-defined]
    town.meet(a, b)
    back = town.restored(town.folder / "b.backup", key, "back")
    town.meet(a, back)
    assert shown(back, "r2")


def test_two_restores_of_one_backup_and_a_restore_of_a_clone(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    key = b.ws.data_key
    b.ws.keep_local({"site": "b"})
    backup.backup(b.ws.root, b.ws.db, key, town.folder / "b.backup")
    twins = [town.restored(town.folder / "b.backup", key, epoch) for epoch in ("e1", "e2")]
    backup.backup(twins[0].ws.root, twins[0].ws.db, key, town.folder / "clone.backup")
    twins.append(town.restored(town.folder / "clone.backup", key, "e3"))
    for number, twin in enumerate(twins):
        write(twin, "r", note=str(number))
        outcome = exchange.merge(a, town.pack(twin, a)).outcome
        assert outcome.quarantined == 0
    assert fields(a) == ["note"]
    assert [option.value for option in the_conflict(a).options] == ["0", "1", "2"]


def test_a_copied_folder_forks_and_loses_nothing_of_the_first(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(b, "r", note="之前")
    b.ws.keep_local({"site": "b", "epoch": "1"})
    key = b.ws.data_key
    b.ws.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(b.ws.root, town.folder / "copy")
    copy = town.open(town.folder / "copy", key)
    write(b, "r", note="本机")
    write(b, "r", phone="19900000001")
    write(copy, "r", note="复制的")
    town.send(b, a)
    before = a.ws.digest()
    forked = town.send(copy, a).outcome
    assert (forked.applied, forked.quarantined) == (0, 1)
    assert a.ws.digest() == before
    assert findings(a.ws) == []
    write(b, "r", address="板万")
    assert town.send(b, a).outcome.applied == 1


# --- what lies on the disk ------------------------------------------------------------------------


def test_nothing_in_the_clear_on_the_disk(town: Town) -> None:
    a, b = town.laptops("ab")
    word = "UNMISTAKABLE"
    write(a, "r", village=VILLAGE, head_name=word)
    name = a.ws.photos.add(word.encode() * 100)
    a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 1, "name": f"{word}.jpg"})])
    town.send(a, b)
    backup.backup(b.ws.root, b.ws.db, b.ws.data_key, town.folder / "b.backup")
    a.ws.audit("reveal", row=word)
    keys = [ctx.ws.local.get(exchange.KEYS) for ctx in (a, b)]
    secrets = [word.encode(), name.encode(), VILLAGE.encode()]
    for ctx, key in zip((a, b), keys, strict=True):
        secrets += [ctx.ws.data_key, ctx.ws.data_key.hex().encode(), bytes.fromhex(key)[8:40]]
    places = [town.folder, a.ws.root, b.ws.root]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert {"data.db-wal", "b.backup"} <= {path.name for path in files}
    for path in files:
        data = path.read_bytes()
        assert not any(secret in data for secret in secrets), path
        assert word not in path.name
        assert name not in path.name
