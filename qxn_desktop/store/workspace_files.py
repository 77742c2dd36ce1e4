"""The files of a workspace folder, and opening them: lock, vault, encrypted database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.store import key_vault
from qxn_desktop.store.connection import translated
from qxn_desktop.store.file_name import FAILED, LOCK, VAULT
from qxn_desktop.store.instance_lock import InstanceLock
from qxn_desktop.store.key_vault import Unlocked, Vault
from qxn_desktop.store.location import refuse_network

MOST_NOTED = 1_000_000
"""Bytes of the list of failed tries that are read."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person opens a workspace with: an account and its passphrase, or the recovery code."""

    passphrase: str
    account: str | None = None
    recovery: bool = False


def read_vault(root: Path) -> Vault:
    """The vault of the workspace at ``root``.

    Raises:
        UserError: there is no workspace.
    """
    refuse_network(root)
    path = root / VAULT
    with translated():
        if not path.is_file():
            raise UserError(
                "E-WS-140",
                "“{name}”里没有本程序的数据，请选对文件夹，或先新建。",
                name=root.name,
            )
        return key_vault.parse_vault(path.read_bytes())


def write_vault(root: Path, vault: Vault) -> None:
    """Put ``vault`` in place, whole or not at all."""
    with translated():
        write_whole(root / VAULT, key_vault.encode_vault(vault))


def unlock(root: Path, secret: Secret, now: int) -> tuple[InstanceLock, Unlocked]:
    """The lock on the workspace and its data key; a wrong passphrase is noted as of ``now``."""
    vault = read_vault(root)
    lock = InstanceLock(root / LOCK)
    try:
        return lock, _opened(root, vault, secret, now)
    except BaseException:
        lock.release()
        raise


def recognize(root: Path, secret: Secret, now: int) -> Unlocked:
    """Whose secret it is, without opening the workspace: for one that is open and locked.

    Raises:
        UserError: unknown account. TrustError: wrong passphrase; it is noted as of ``now``.
    """
    return _opened(root, read_vault(root), secret, now)


def _opened(root: Path, vault: Vault, secret: Secret, now: int) -> Unlocked:
    try:
        if secret.recovery:
            return key_vault.unlock_by_recovery(vault, secret.passphrase)
        return key_vault.unlock(vault, secret.account, secret.passphrase)
    except TrustError:
        _note_failed_try(root, now)
        raise


def _note_failed_try(root: Path, now: int) -> None:
    """The audit is shut without the key: times wait beside it for the next unlocking."""
    with suppress(OSError), (root / FAILED).open("a", encoding="ascii") as file:
        file.write(f"{now}\n")


def failed_tries(root: Path) -> list[int]:
    """When wrong passphrases were given since the last unlocking (Unix ms).

    The file lies in the open: whatever stands in it must not keep the workspace shut.
    """
    path = root / FAILED
    with translated():
        if not path.is_file():
            return []
        words = path.read_bytes()[-MOST_NOTED:].split()
    return [int(word) for word in words if word.isdigit() and len(word) < len(str(1 << 62))]


def forget_failed_tries(root: Path) -> None:
    """Empty the list, once it stands in the audit."""
    with translated():
        (root / FAILED).unlink(missing_ok=True)
