"""Creating, opening and locking workspaces."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import Clock, millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.store import key_vault
from qxn_desktop.store.backup import backup_before_migration
from qxn_desktop.store.connection import immediate, open_database
from qxn_desktop.store.driver import Database
from qxn_desktop.store.file_name import DATABASE, LOCK
from qxn_desktop.store.instance_lock import InstanceLock
from qxn_desktop.store.local_values import LocalValues
from qxn_desktop.store.location import new_folder, refuse_full_disk, refuse_network
from qxn_desktop.store.schema import (
    Vocabulary,
    check_steps,
    migrate,
    needs_migration,
    refuse_newer,
    version_of,
)
from qxn_desktop.store.workspace import Session, Workspace, new_epoch
from qxn_desktop.store.workspace_files import (
    Secret,
    failed_tries,
    forget_failed_tries,
    unlock,
    write_vault,
)

MOST_TRIES = 100
"""Times of wrong passphrases that one line of the audit names; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workspace it is: 12-digit unit code and role."""

    unit: str
    role: str


class Door:
    """An open workspace together with its lock."""

    def __init__(self, workspace: Workspace, lock: InstanceLock) -> None:
        self.workspace = workspace
        self._lock = lock

    def close(self) -> None:
        self.workspace.close()
        self._lock.release()


def create(
    root: Path, identity: Identity, secret: Secret, vocabulary: Vocabulary, clock: Clock
) -> tuple[Door, str]:
    """A new workspace and its recovery code. Writes no operation.

    The vault comes last: cut off before that, the folder is no workspace yet.

    Raises:
        UserError: the folder is taken. EnvironmentProblem: network path, disk full, no permission.
    """
    refuse_network(root)
    fresh = not root.exists()
    new_folder(root)
    try:
        refuse_full_disk(root)
        vault, opened, code = key_vault.new_vault(secret.account or "经办人", secret.passphrase)
        with ExitStack() as undo:
            lock = InstanceLock(root / LOCK)
            undo.callback(lock.release)
            db = open_database(root / DATABASE, opened.key)
            undo.callback(db.close)
            migrate(db)
            _introduce(db, identity, clock)
            workspace = _ready(root, db, opened.key, Session(opened.name, vocabulary, clock))
            write_vault(root, vault)
            undo.pop_all()
    except BaseException:
        if fresh:
            shutil.rmtree(root, ignore_errors=True)
        raise
    return Door(workspace, lock), code


def open_workspace(root: Path, secret: Secret, vocabulary: Vocabulary, clock: Clock) -> Door:
    """The workspace at ``root``, unlocked and brought up to this program.

    Raises:
        UserError: no workspace there, plaintext or newer file, unknown account.
        TrustError: wrong passphrase or damaged file.
        EnvironmentProblem: network path, second instance, disk.
    """
    lock, opened = unlock(root, secret, millis(clock.now()))
    try:
        session = Session(opened.name, vocabulary, clock)
        workspace = open_with_key(root, opened.key, session)
    except BaseException:
        lock.release()
        raise
    door = Door(workspace, lock)
    try:
        _tell_failed_tries(workspace)
    except BaseException:
        door.close()
        raise
    return door


def open_with_key(root: Path, key: bytes, session: Session) -> Workspace:
    """The workspace at ``root`` under its raw data key; the caller holds the lock."""
    if not (root / DATABASE).is_file():
        raise UserError("E-WS-141", "数据文件夹里缺少数据文件（data.db），请从备份恢复。")
    db = open_database(root / DATABASE, key)
    try:
        refuse_newer(db)
        check_steps(db)
        if needs_migration(db):
            if version_of(db):
                backup_before_migration(root, db, key)
            migrate(db)
        return _ready(root, db, key, session)
    except BaseException:
        db.close()
        raise


def open_reader(of: Workspace, vocabulary: Vocabulary) -> Workspace:
    """A further connection to the open workspace ``of``, for another thread; it only reads.

    Call it in the thread that will read. Close it before the workspace itself.
    """
    db = open_database(of.root / DATABASE, of.data_key, read_only=True)
    try:
        return Workspace(of.root, db, of.data_key, Session(of.clerk, vocabulary, of.clock))
    except BaseException:
        db.close()
        raise


@contextmanager
def opened(root: Path, secret: Secret, vocabulary: Vocabulary, clock: Clock) -> Iterator[Workspace]:
    """``open_workspace`` for one piece of work."""
    door = open_workspace(root, secret, vocabulary, clock)
    try:
        yield door.workspace
    finally:
        door.close()


def _tell_failed_tries(workspace: Workspace) -> None:
    """Wrong passphrases since the last unlocking, into the audit that was shut then."""
    tries = failed_tries(workspace.root)
    if tries:
        latest: list[Json] = [*tries[-MOST_TRIES:]]
        workspace.audit("failed_passphrase", at=latest, times=len(tries))
        forget_failed_tries(workspace.root)


def _introduce(db: Database, identity: Identity, clock: Clock) -> None:
    local = LocalValues(db)
    with immediate(db):
        local.set("unit", identity.unit)
        local.set("role", identity.role)
        local.set("site", new_id()[:16])
        local.set("epoch", new_epoch())
        local.set("created", str(millis(clock.now())))


def _ready(root: Path, db: Database, key: bytes, session: Session) -> Workspace:
    workspace = Workspace(root, db, key, session)
    known = workspace.local.find("registers") or ""
    if known != workspace.schema.fingerprint:
        with immediate(db):
            workspace.projection.prepare(known)
            workspace.local.set("registers", workspace.schema.fingerprint)
    with immediate(db):
        workspace.follow_columns()
    return workspace
