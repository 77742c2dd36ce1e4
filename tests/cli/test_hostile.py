"""Bad files, wrong passphrases, full and read-only disks: the exit code, a sentence, no change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qxn_desktop.sync.card import Holder, make_card
from qxn_desktop.sync.keys import SiteKeys
from tests.cli.driver import TOWN, Ran, done, new, qxn

VILLAGE = "522327103200"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a household, a colleague's, their cards and a package."""
    root = tmp_path_factory.mktemp("hostile")
    for name in ("one", "two", "stranger"):
        new(root / name)
        done("card", root / name, "--out", root / f"{name}.card")
    done("trust", root / "one", root / "two.card")
    done("trust", root / "two", root / "one.card")
    done("add", root / "one", "household", f"village={VILLAGE}", "head_name=韦𬱖")
    done("pack", root / "one", "--out", root / "p.qxnpkg")
    return root


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """The same, to be harmed."""
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def refused(ran: Ran, code: int) -> None:
    """One line on stderr that begins with a code, the same as JSON on stdout."""
    assert ran.code == code, ran.err
    error = ran.error
    assert ran.err.strip().splitlines()[-1] == f"{error['code']} {error['message']}"
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error["message"])


def test_damaged_and_foreign_packages(copy: Path) -> None:
    before = done("digest", copy / "two")
    package = (copy / "p.qxnpkg").read_bytes()
    cases = {
        "truncated": (package[:-7], 3),
        "flipped": (package[:-50] + bytes([package[-50] ^ 1]) + package[-49:], 5),
        "appended": (package + b"x", 3),
        "empty": (b"", 3),
        "other": ("这不是数据包".encode() * 40, 3),
        "signature": (package[:600] + bytes([package[600] ^ 1]) + package[601:], None),
    }
    for name, (data, code) in cases.items():
        (copy / name).write_bytes(data)
        ran = qxn("merge", copy / "two", copy / name)
        assert ran.code in ((3, 5) if code is None else (code,)), (name, ran.err)
        refused(ran, ran.code)
    refused(qxn("merge", copy / "two", copy / "absent"), 3)
    refused(qxn("merge", copy / "two", copy), 3)
    assert done("digest", copy / "two") == before


def test_unknown_signer_and_wrong_recipient(copy: Path) -> None:
    refused(qxn("merge", copy / "stranger", copy / "p.qxnpkg"), 5)
    done("trust", copy / "stranger", copy / "one.card")
    refused(qxn("merge", copy / "stranger", copy / "p.qxnpkg"), 5)
    assert done("info", copy / "stranger")["operations"] == 0


def test_a_wrong_fingerprint_pins_nothing(copy: Path) -> None:
    wrong = "0000 0000 0000 0000 0000 0000 0000 0000"
    refused(qxn("trust", copy / "stranger", copy / "one.card", "--fingerprint", wrong), 5)
    refused(qxn("pack", copy / "stranger", "--out", copy / "x"), 3)
    assert not (copy / "x").exists()


def test_another_card_of_a_pinned_site_is_refused_until_untrusted(copy: Path) -> None:
    site = done("info", copy / "two")["site"]
    forged = forge_card(site)
    (copy / "forged.card").write_bytes(forged)
    refused(qxn("trust", copy / "one", copy / "forged.card"), 5)
    assert done("untrust", copy / "one", site) == {"sites": []}
    refused(qxn("untrust", copy / "one", site), 3)
    done("trust", copy / "one", copy / "two.card")


def forge_card(site: str) -> bytes:
    """A card that claims to be ``site`` under keys of its own."""
    holder = Holder(TOWN, "丫他镇", "township", site, "ABC")
    return make_card(SiteKeys.generate(), holder, 1_700_000_000_000).data


def test_passphrases_and_accounts(copy: Path) -> None:
    refused(qxn("info", copy / "one", passphrase="错"), 5)
    refused(qxn("info", copy / "one", "--clerk", "查无此人"), 3)
    refused(qxn("clerk", "disable", copy / "one", "经办人"), 3)
    clerks = done("clerk", "add", copy / "one", "岑主任", QXN_NEW_PASSPHRASE="另一口令")
    assert clerks == {"clerks": ["经办人", "岑主任"]}
    done("clerk", "disable", copy / "one", "经办人")
    refused(qxn("info", copy / "one", "--clerk", "经办人"), 3)
    assert qxn("info", copy / "one", passphrase="另一口令").code == 0
    impostor = {"passphrase": "另一口令", "QXN_NEW_PASSPHRASE": "冒名"}
    refused(qxn("clerk", "add", copy / "one", "经办人", **impostor), 3)


def test_the_recovery_code_opens_and_is_renewed(tmp_path: Path) -> None:
    code = done("new", tmp_path / "w", "--unit", TOWN)["recovery_code"]
    done(
        "clerk", "passphrase", tmp_path / "w", "经办人", QXN_RECOVERY=code, QXN_NEW_PASSPHRASE="新"
    )
    assert qxn("info", tmp_path / "w", passphrase="新").code == 0
    fresh = done("recovery", "renew", tmp_path / "w", passphrase="新")["recovery_code"]
    refused(qxn("info", tmp_path / "w", QXN_RECOVERY=code), 5)
    assert qxn("info", tmp_path / "w", QXN_RECOVERY=fresh.lower().replace("-", " ")).code == 0


def test_a_disabled_account_comes_back_with_the_recovery_code(tmp_path: Path) -> None:
    code = done("new", tmp_path / "w", "--unit", TOWN)["recovery_code"]
    done("clerk", "add", tmp_path / "w", "岑", QXN_NEW_PASSPHRASE="岑的口令")
    done("clerk", "disable", tmp_path / "w", "岑")
    done("clerk", "add", tmp_path / "w", "岑", QXN_RECOVERY=code, QXN_NEW_PASSPHRASE="新口令")
    assert qxn("info", tmp_path / "w", "--clerk", "岑", passphrase="新口令").code == 0


def test_wrong_usage(tmp_path: Path) -> None:
    for arguments in (
        ["nonsense"],
        ["new", tmp_path / "w"],
        ["info"],
        ["list", tmp_path],
        ["add", tmp_path, "household", "没有等号"],
    ):
        refused(qxn(*arguments), 2)
    refused(qxn("new", tmp_path / "w", "--unit", "522399999000"), 3)
    refused(qxn("info", tmp_path / "absent"), 3)
    assert not (tmp_path / "w").exists()


def test_wrong_values_change_nothing(copy: Path) -> None:
    before = done("digest", copy / "one")
    household = done("list", copy / "one", "household")["rows"][0]["id"]
    for fields in (
        ["village=522301001001", "head_name=罗"],
        [f"village={VILLAGE}"],
        [f"village={VILLAGE}", "head_name=罗", "id_number=522327190012318886"],
        [f"village={VILLAGE}", "head_name=罗", "phone=123"],
        [f"village={VILLAGE}", "head_name=罗", "nonsense=1"],
    ):
        refused(qxn("add", copy / "one", "household", *fields), 3)
    refused(qxn("set", copy / "one", household, "phone=12"), 3)
    refused(qxn("set", copy / "one", "no-such-id", "note=x"), 3)
    refused(qxn("delete", copy / "one", "no-such-id"), 3)
    refused(qxn("list", copy / "one", "nonsense"), 3)
    refused(qxn("list", copy / "one", "household", "--where", "nonsense=1"), 3)
    assert done("digest", copy / "one") == before


def test_damaged_workspaces(copy: Path) -> None:
    (copy / "one" / "workspace.json").write_text("{", encoding="utf-8")
    refused(qxn("info", copy / "one"), 3)
    data = bytearray((copy / "two" / "data.db").read_bytes())
    data[5000] ^= 1
    (copy / "two" / "data.db").write_bytes(bytes(data))
    assert qxn("verify", copy / "two").code in (0, 5)
    (copy / "stranger" / "data.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
    refused(qxn("info", copy / "stranger"), 3)


def test_backups(copy: Path, tmp_path: Path) -> None:
    before = done("digest", copy / "one")
    made = done("backup", copy / "one", copy / "b.qxnbackup")
    assert made["bytes"] == (copy / "b.qxnbackup").stat().st_size
    refused(qxn("restore", copy / "b.qxnbackup", copy / "two"), 3)
    refused(qxn("restore", copy / "p.qxnpkg", tmp_path / "r"), 3)
    refused(qxn("restore", copy / "b.qxnbackup", tmp_path / "r", passphrase="错"), 5)
    damaged = bytearray((copy / "b.qxnbackup").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (copy / "bad").write_bytes(bytes(damaged))
    refused(qxn("restore", copy / "bad", tmp_path / "r"), 3)
    assert not (tmp_path / "r").exists()
    done("restore", copy / "b.qxnbackup", tmp_path / "r")
    assert done("digest", tmp_path / "r") == before
    assert done("verify", tmp_path / "r")["ok"] is True


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, where this machine lets us mount one."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(point)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("needs root on Linux to mount a small disk")
    yield point
    subprocess.run(["umount", str(point)], check=True)


def fill(path: Path) -> None:
    """Write zeros until the disk is full."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_full_disk(small_disk: Path, copy: Path) -> None:
    root = new(small_disk / "w")
    done("trust", root, copy / "one.card")
    before = done("digest", root)
    fill(small_disk / "ballast")
    refused(qxn("add", root, "household", f"village={VILLAGE}", "head_name=罗"), 4)
    refused(qxn("pack", root, "--out", small_disk / "p"), 4)
    refused(qxn("backup", root, small_disk / "b"), 4)
    refused(qxn("new", small_disk / "second", "--unit", TOWN), 4)
    (small_disk / "ballast").unlink()
    assert done("digest", root) == before
    assert done("verify", root)["ok"] is True


def test_a_read_only_disk(small_disk: Path) -> None:
    root = new(small_disk / "w")
    before = done("digest", root)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused(qxn("add", root, "household", f"village={VILLAGE}", "head_name=罗"), 4)
    refused(qxn("new", small_disk / "second", "--unit", TOWN), 4)
    refused(qxn("backup", root, small_disk / "b"), 4)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert done("digest", root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="/sys is Linux's")
def test_a_folder_that_cannot_be_written() -> None:
    refused(qxn("new", "/proc/qxn-workspace", "--unit", TOWN), 4)
