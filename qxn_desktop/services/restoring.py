"""Bringing a backup back by steps: which file, whose passphrase, what is in it, where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.services import workspaces
from qxn_desktop.services.catalog import divisions
from qxn_desktop.services.exchange import machine_code
from qxn_desktop.services.first_run import proposed_folder
from qxn_desktop.store import backup, key_vault
from qxn_desktop.store.workspace_files import Secret


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A whole backup that is still locked: its size in bytes and the accounts that open it."""

    path: Path
    size: int
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupPreview:
    """What a backup holds. ``made``, ``last_written``: 2026-11-23 16:05, "" when not known."""

    path: Path
    unit: str
    unit_path: str
    machine: str
    size: int
    operations: int
    photos: int
    made: str
    last_written: str
    folder: Path
    """Where it would be laid down: a folder that does not exist yet."""


def look_at(path: Path) -> BackupFile:
    """A backup file read from end to end.

    Raises:
        UserError: no backup, or damaged.
    """
    vault = backup.vault_of(path)
    return BackupFile(path, path.stat().st_size, tuple(key_vault.account_names(vault)))


def preview(path: Path, secret: Secret, parent: Path | None = None) -> BackupPreview:
    """What is in a backup, and where it would go.

    Raises:
        UserError: no backup, or damaged. TrustError: wrong passphrase.
    """
    found = backup.peek(path, workspaces.key_of_backup(path, secret))
    unit = divisions().unit(found.unit)
    return BackupPreview(
        path,
        unit.short_name,
        divisions().path(unit.code),
        f"{machine_code(found.site)}号机",
        path.stat().st_size,
        found.operations,
        found.photos,
        _moment(found.made),
        _moment(found.last_written),
        proposed_folder(f"{unit.short_name}（恢复）", parent),
    )


def restore(
    found: BackupPreview, secret: Secret, folder: Path | None = None, progress: Progress = SILENT
) -> Path:
    """Lay the backup down as a new workspace; what is there already is never touched.

    Raises:
        UserError: the folder is taken. TrustError: wrong passphrase.
        Cancelled: taken back; no folder is left.
    """
    root = folder or found.folder
    root.parent.mkdir(parents=True, exist_ok=True)
    workspaces.restore(found.path, root, secret, progress)
    return root


def _moment(at: int) -> str:
    return f"{from_millis(at):%Y-%m-%d %H:%M}" if at else ""
