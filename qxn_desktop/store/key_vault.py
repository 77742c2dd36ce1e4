"""The data key, wrapped once per clerk and once for the sealed envelope.

``workspace.json`` holds no secret in the clear: a slot is the random data key under AES-GCM with a
key from Argon2id. The workspace, the account and its name are the associated data, so a slot
cannot be renamed or moved to another workspace.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec
from argon2.exceptions import Argon2Error
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.common.ids import new_id
from qxn_desktop.domain.character import tidy_name

RECOVERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0/O and 1/I, so that a code copied by hand comes back right."""

RECOVERY_NAME = "恢复码"
MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 4

Kind = Literal["passphrase", "recovery"]


class Holder(NamedTuple):
    """Whose slot it is."""

    user: str
    name: str
    kind: Kind


class Slot(msgspec.Struct, frozen=True):
    """The data key under one secret. Bytes are base64; Argon2id's costs stand with them."""

    user: str
    name: str
    kind: Kind
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    lanes: int = LANES


class Vault(msgspec.Struct, frozen=True):
    """The whole of ``workspace.json``. ``retired`` are names of accounts that were disabled."""

    format: int
    workspace: str
    slots: tuple[Slot, ...]
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An opened data key and whose secret opened it."""

    key: bytes
    user: str
    name: str
    kind: Kind


FORMAT = 1


def new_vault(name: str, passphrase: str) -> tuple[Vault, Unlocked, str]:
    """A vault with a fresh data key, the first account and its recovery code."""
    key = secrets.token_bytes(32)
    vault = Vault(FORMAT, new_id(), ())
    vault, user = add_slot(vault, key, name, passphrase)
    vault, code = renew_recovery(vault, key)
    return vault, Unlocked(key, user, account_names(vault)[0], "passphrase"), code


def parse_vault(data: bytes) -> Vault:
    """The vault in ``workspace.json``.

    Raises:
        UserError: damaged, or written by a newer program.
    """
    try:
        vault = msgspec.json.decode(data, type=Vault)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(
            "E-KEY-001", "数据的口令文件（workspace.json）已损坏，请从备份恢复。"
        ) from error
    if vault.format > FORMAT:
        raise UserError("E-KEY-002", "数据由更新版本的程序建立，请先升级本程序。")
    return vault


def encode_vault(vault: Vault) -> bytes:
    """The bytes of ``workspace.json``."""
    return msgspec.json.format(msgspec.json.encode(vault), indent=1)


def account_names(vault: Vault) -> list[str]:
    """Names of the accounts that can unlock, the first one first."""
    return [slot.name for slot in vault.slots if slot.kind == "passphrase"]


def add_slot(
    vault: Vault, key: bytes, name: str, passphrase: str, *, revive: bool = False
) -> tuple[Vault, str]:
    """``vault`` with one more account; gives its user id too.

    The name of a disabled account comes back only with ``revive``: who signs by it must not be
    replaced by whoever sits at the machine.

    Raises:
        UserError: no name, name taken or retired, empty passphrase.
    """
    clean = tidy_name(name)
    if not 0 < len(clean) <= 40 or _looks(clean) == RECOVERY_NAME:
        raise UserError("E-KEY-003", "请填写账户姓名（1 至 40 个字）。")
    if _looks(clean) in map(_looks, account_names(vault)):
        raise UserError("E-KEY-004", "已有名为“{name}”的账户，请换一个名字。", name=clean)
    if _looks(clean) in map(_looks, vault.retired) and not revive:
        raise UserError(
            "E-KEY-013",
            "账户“{name}”已停用。为防冒名，要重新启用须用恢复码打开数据后再添加。",
            name=clean,
        )
    _refuse_empty(passphrase)
    user = new_id()
    slot = _wrap(vault, Holder(user, clean, "passphrase"), passphrase, key)
    return _with(vault, (*vault.slots, slot)), user


def replace_passphrase(vault: Vault, key: bytes, name: str, passphrase: str) -> Vault:
    """``vault`` with another passphrase for the account ``name``."""
    _refuse_empty(passphrase)
    old = _slot_of(vault, name)
    fresh = _wrap(vault, Holder(old.user, old.name, "passphrase"), passphrase, key)
    return _with(vault, tuple(fresh if slot is old else slot for slot in vault.slots))


def remove_slot(vault: Vault, name: str) -> Vault:
    """``vault`` without the account ``name``.

    Raises:
        UserError: unknown name, or the last account.
    """
    gone = _slot_of(vault, name)
    if len(account_names(vault)) == 1:
        raise UserError("E-KEY-005", "这是唯一的账户，停用后谁也打不开数据。请先添加另一个账户。")
    kept = _with(vault, tuple(slot for slot in vault.slots if slot is not gone))
    return msgspec.structs.replace(kept, retired=(*vault.retired, gone.name))


def renew_recovery(vault: Vault, key: bytes) -> tuple[Vault, str]:
    """``vault`` with a new recovery code; the old one no longer opens it."""
    code = "-".join("".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(5)) for _ in range(6))
    slot = _wrap(vault, Holder("recovery", RECOVERY_NAME, "recovery"), _bare(code), key)
    kept = tuple(slot for slot in vault.slots if slot.kind != "recovery")
    return _with(vault, (*kept, slot)), code


def unlock(vault: Vault, name: str | None, passphrase: str) -> Unlocked:
    """The data key by an account's passphrase; the first account when ``name`` is None.

    Raises:
        UserError: no such account. TrustError: the passphrase does not fit.
    """
    slot = _slot_of(vault, name) if name else _first(vault)
    wrong = TrustError("E-KEY-007", "账户“{name}”的口令不正确，请重新输入。", name=slot.name)
    return _open(vault, slot, passphrase, wrong)


def unlock_by_recovery(vault: Vault, code: str) -> Unlocked:
    """The data key by the code in the sealed envelope."""
    slots = [slot for slot in vault.slots if slot.kind == "recovery"]
    if not slots:
        raise UserError("E-KEY-006", "这份数据没有恢复码。")
    wrong = TrustError("E-KEY-012", "恢复码不正确，请对照信封逐字核对。")
    return _open(vault, slots[0], _bare(code), wrong)


def _open(vault: Vault, slot: Slot, secret: str, wrong: TrustError) -> Unlocked:
    try:
        salt, nonce, wrapped = (b64decode(part, validate=True) for part in _parts(slot))
        wrapping = _derive(secret, salt, slot.memory_kib, slot.passes, slot.lanes)
        key = AESGCM(wrapping).decrypt(nonce, wrapped, _associated(vault, slot))
    except (InvalidTag, ValueError) as error:
        raise wrong from error
    except Argon2Error as error:
        raise _edited() from error
    return Unlocked(key, slot.user, slot.name, slot.kind)


def _parts(slot: Slot) -> tuple[str, str, str]:
    return slot.salt, slot.nonce, slot.wrapped


def _wrap(vault: Vault, holder: Holder, secret: str, key: bytes) -> Slot:
    salt, nonce = os.urandom(16), os.urandom(12)
    bare = Slot(*holder, b64encode(salt).decode(), b64encode(nonce).decode(), "")
    wrapping = _derive(secret, salt, MEMORY_KIB, PASSES, LANES)
    wrapped = AESGCM(wrapping).encrypt(nonce, key, _associated(vault, bare))
    return msgspec.structs.replace(bare, wrapped=b64encode(wrapped).decode())


def _derive(secret: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    if not 8 * 1024 <= memory_kib <= 1024 * 1024 or not 1 <= passes <= 20 or not 1 <= lanes <= 16:
        raise _edited()
    return hash_secret_raw(secret.encode(), salt, passes, memory_kib, lanes, 32, Type.ID)


def _edited() -> UserError:
    return UserError("E-KEY-008", "数据的口令文件被改动过，请从备份恢复。")


def _looks(name: str) -> str:
    """What two names share that a reader cannot tell apart: case, width and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _associated(vault: Vault, slot: Slot) -> bytes:
    return "\0".join((vault.workspace, slot.user, slot.kind, slot.name)).encode()


def _slot_of(vault: Vault, name: str) -> Slot:
    for slot in vault.slots:
        if slot.kind == "passphrase" and slot.name == tidy_name(name):
            return slot
    names = "、".join(account_names(vault))
    raise UserError(
        "E-KEY-009", "没有名为“{name}”的账户。现有账户：{names}。", name=name, names=names
    )


def _first(vault: Vault) -> Slot:
    for slot in vault.slots:
        if slot.kind == "passphrase":
            return slot
    raise UserError("E-KEY-010", "这份数据没有可用的账户，请用恢复码打开。")


def _with(vault: Vault, slots: tuple[Slot, ...]) -> Vault:
    return msgspec.structs.replace(vault, slots=slots)


def _bare(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _refuse_empty(passphrase: str) -> None:
    if not passphrase.strip():
        raise UserError("E-KEY-011", "口令不能为空，请输入口令。")
