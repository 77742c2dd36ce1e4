"""Accounts that cannot be taken for others, and a vault that somebody has edited."""

from __future__ import annotations

from base64 import b64encode

import msgspec
import pytest

from qxn_desktop.common.errors import AppError, TrustError, UserError
from qxn_desktop.store import key_vault
from qxn_desktop.store.key_vault import Slot, Vault

PASSPHRASE = "正确的口令"


@pytest.fixture(scope="module")
def made() -> tuple[Vault, bytes]:
    vault, opened, _ = key_vault.new_vault(" 韦建国 ", PASSPHRASE)
    assert opened.name == "韦建国"
    vault, _ = key_vault.add_slot(vault, opened.key, "Lǐ Míng", "另一个口令")
    return vault, opened.key


@pytest.mark.parametrize(
    "name",
    [
        "韦建国", " 韦建国", "韦建\u200b国", "韦建国\u2060", "\u202e韦建国", "韦 建国", "韦　建国",
        "韦建国\n", "韦建国\x00", "恢复码", "恢 复码", "LǏ MÍNG", "Li\u030c Mi\u0301ng", "",
        "x" * 41,
    ],
)  # fmt: skip
def test_no_name_looks_like_another(made: tuple[Vault, bytes], name: str) -> None:
    with pytest.raises(UserError):
        key_vault.add_slot(*made, name, "第三个口令")


def test_a_slot_cannot_be_renamed_or_given_to_another(made: tuple[Vault, bytes]) -> None:
    vault, key = made
    first, *_, last = (slot for slot in vault.slots if slot.kind == "passphrase")
    swapped = {first.name: last.name, last.name: first.name}
    slots = tuple(msgspec.structs.replace(s, name=swapped.get(s.name, s.name)) for s in vault.slots)
    with pytest.raises(TrustError):
        key_vault.unlock(msgspec.structs.replace(vault, slots=slots), last.name, PASSPHRASE)
    moved = msgspec.structs.replace(vault, workspace="another")
    with pytest.raises(TrustError):
        key_vault.unlock(moved, first.name, PASSPHRASE)
    assert key_vault.unlock(vault, first.name, PASSPHRASE).key == key


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": ""},
        {"salt": "===="},
        {"salt": b64encode(b"1").decode()},
        {"nonce": b64encode(b"1").decode()},
        {"wrapped": ""},
        {"memory_kib": 1},
        {"memory_kib": 1 << 40},
        {"passes": 0},
        {"lanes": -1},
    ],
)
def test_an_edited_slot_is_refused_in_words(
    made: tuple[Vault, bytes], changes: dict[str, object]
) -> None:
    vault, _ = made
    slot: Slot = msgspec.structs.replace(vault.slots[0], **changes)
    with pytest.raises(AppError):
        key_vault.unlock(msgspec.structs.replace(vault, slots=(slot,)), None, PASSPHRASE)
