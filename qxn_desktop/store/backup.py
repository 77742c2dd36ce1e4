"""Encrypted copies of a workspace, verified; and back, as a new epoch.

A backup is one zip (stored, not compressed) of files that are encrypted already: the vault, the
database and the photos, with a manifest of their hashes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.common.whole_file import refuse_folder, refuse_missing, write_whole
from qxn_desktop.store import key_vault
from qxn_desktop.store.connection import (
    immediate,
    interruptible,
    open_database,
    translated,
)
from qxn_desktop.store.driver import Database
from qxn_desktop.store.file_name import BACKUPS, DATABASE, VAULT
from qxn_desktop.store.local_values import LocalValues
from qxn_desktop.store.location import new_folder, refuse_network
from qxn_desktop.store.photo_files import FOLDER as PHOTOS

MANIFEST = "backup.json"
FORMAT = 1
_NAMES = re.compile(rf"{re.escape(VAULT)}|{re.escape(DATABASE)}|{PHOTOS}/[0-9a-f]{{64}}")


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: SHA-256 (hex) by name. ``made``: Unix ms, 0 where none was noted."""

    format: int
    files: dict[str, str]
    made: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself once it is unlocked.

    ``made`` and ``last_written`` (of its last operation) are Unix ms, 0 when not known.
    """

    unit: str
    site: str
    operations: int
    photos: int
    made: int
    last_written: int


def backup(  # noqa: PLR0913, PLR0917 - what to copy, its key, where to, when, who looks on
    root: Path,
    db: Database,
    key: bytes,
    target: Path,
    progress: Progress = SILENT,
    made: int = 0,
) -> tuple[int, str]:
    """Write a verified backup; gives its size in bytes and its SHA-256 (hex).

    Raises:
        EnvironmentProblem: disk full, no permission, folder missing.
        UserError: the copy did not verify, or ``target`` is a folder.
        Cancelled: the user took it back; an earlier backup at ``target`` stays.
    """
    refuse_network(target.parent)
    with translated():
        refuse_folder(target)
    # Names that the next backup finds again, should this one be cut off; all in them is encrypted.
    part = target.with_name(target.name + ".part")
    scratch = target.with_name(target.name + ".tmp")
    try:
        with translated():
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            copy = scratch / DATABASE
            with interruptible(db, progress, "正在复制数据"):
                db.conn.execute("VACUUM INTO ?", [str(copy)])
            progress.report(0, 0, "正在校验副本")
            verify_database(copy, key)
            _pack(root, copy, part, made, progress)
            _read_manifest(part, progress)
            progress.report(0, 0, "正在保存备份")
            part.replace(target)
            return target.stat().st_size, _file_hash(target)
    finally:
        part.unlink(missing_ok=True)
        shutil.rmtree(scratch, ignore_errors=True)


def backup_before_migration(root: Path, db: Database, key: bytes) -> Path:
    """The backup made before each change of the schema; kept in the workspace."""
    folder = root / BACKUPS
    with translated():
        folder.mkdir(exist_ok=True)
        version = db.conn.execute("PRAGMA user_version").fetchone()[0]
    target = folder / f"schema-{version}.qxnbackup"
    backup(root, db, key, target)
    return target


def check(source: Path, progress: Progress = SILENT) -> None:
    """Read a backup from end to end against its own hashes.

    Raises:
        UserError: it is none, or damaged. EnvironmentProblem: it cannot be read.
    """
    _read_manifest(source, progress)


def peek(source: Path, key: bytes, progress: Progress = SILENT) -> Contents:
    """What is in a backup; nothing is laid down but an encrypted copy that goes away at once.

    Raises:
        UserError: not a backup, or damaged. TrustError: ``key`` does not fit.
    """
    manifest = _read_manifest(source, progress)
    photos = sum(name.startswith(f"{PHOTOS}/") for name in manifest.files)
    with translated(), tempfile.TemporaryDirectory(prefix="qxn-") as folder:
        with zipfile.ZipFile(source) as archive:
            _extract(archive, DATABASE, Path(folder) / DATABASE)
        db = open_database(Path(folder) / DATABASE, key)
        try:
            local = LocalValues(db)
            operations = "SELECT count(*), coalesce(max(wall), 0) FROM op"
            count, last = db.conn.execute(operations).fetchone()
            unit, site = local.get("unit"), local.get("site")
        finally:
            db.close()
    return Contents(unit, site, int(count), photos, manifest.made, int(last))


def unpack(source: Path, root: Path, key: bytes, epoch: str, progress: Progress = SILENT) -> None:
    """Lay a backup's files into the new folder ``root``, each verified; it counts in ``epoch``.

    What this site wrote since the backup may be out in the world, so it must not count on from
    there. The vault comes last: cut off before that, the folder is no workspace yet.

    Raises:
        UserError: not a backup, damaged, or the folder is taken.
        TrustError: ``key`` does not fit.
        Cancelled: the user took it back; nothing is left in ``root``.
    """
    refuse_network(root)
    manifest = _read_manifest(source, progress)
    fresh = not root.exists()
    new_folder(root)
    try:
        with translated(), zipfile.ZipFile(source) as archive:
            tally = Tally(progress, len(manifest.files))
            tally.begin("正在恢复文件")
            for name in manifest.files.keys() - {VAULT}:
                _extract(archive, name, root / name)
                tally.add(1)
            _begin_epoch(root / DATABASE, key, epoch)
            write_whole(root / VAULT, archive.read(VAULT))
    except BaseException:
        _clear(root, keep=not fresh)
        raise


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with archive.open(name) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)
        file.flush()
        os.fsync(file.fileno())


def _begin_epoch(database: Path, key: bytes, epoch: str) -> None:
    db = open_database(database, key)
    try:
        with immediate(db):
            LocalValues(db).set("epoch", epoch)
    finally:
        db.close()


def _clear(root: Path, *, keep: bool) -> None:
    """Take a half-made folder away again; an empty one that was there stays."""
    shutil.rmtree(root, ignore_errors=True)
    if keep:
        root.mkdir(exist_ok=True)


def verify_database(path: Path, key: bytes) -> None:
    """Read every page of an encrypted file and check its structure.

    Raises:
        UserError: it is damaged.
    """
    db = open_database(path, key)
    try:
        if faults(db):
            raise UserError("E-WS-160", "备份没有通过校验，没有保存。请检查磁盘后重新备份。")
    finally:
        db.close()


def faults(db: Database) -> list[str]:
    """What the cipher's page check and SQLite's own say is wrong."""
    found = [str(r[0]) for r in db.conn.execute("PRAGMA cipher_integrity_check").fetchall()]
    quick = [str(r[0]) for r in db.conn.execute("PRAGMA quick_check").fetchall()]
    return found + [text for text in quick if text != "ok"]


def vault_of(source: Path) -> key_vault.Vault:
    """The vault inside a backup, to check a passphrase before anything is laid down."""
    _read_manifest(source)
    with translated(), zipfile.ZipFile(source) as archive:
        return key_vault.parse_vault(archive.read(VAULT))


def _pack(root: Path, database: Path, target: Path, made: int, progress: Progress) -> None:
    files = {VAULT: root / VAULT, DATABASE: database}
    photos = {f"{PHOTOS}/{path.name}": path for path in sorted((root / PHOTOS).glob("*"))}
    files |= {name: path for name, path in photos.items() if _NAMES.fullmatch(name)}
    tally = Tally(progress, 2 * len(files))
    tally.begin("正在打包文件和照片")
    manifest = Manifest(FORMAT, {n: _file_hash(files[n]) for n in _counted(files, tally)}, made)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        # A fixed date: that of a machine whose clock stands before 1980 does not fit into a zip.
        archive.writestr(zipfile.ZipInfo(MANIFEST), msgspec.json.encode(manifest))
        for name in _counted(files, tally):
            entry = zipfile.ZipInfo(name)
            with (
                archive.open(entry, "w", force_zip64=True) as packed,
                files[name].open("rb") as file,
            ):
                shutil.copyfileobj(file, packed)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _counted(names: Iterable[str], tally: Tally) -> Iterator[str]:
    """Names of files, each a step: a file is large."""
    for name in names:
        yield name
        tally.add(1)


def _read_manifest(source: Path, progress: Progress = SILENT) -> Manifest:
    with translated():
        refuse_missing(source)
    try:
        with translated(), zipfile.ZipFile(source) as archive:
            # Ours are stored as they are; what is packed could grow without end.
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
                raise _not_a_backup()
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if manifest.format > FORMAT:
                raise UserError("E-WS-161", "备份由更新版本的程序制作，请先升级本程序。")
            tally = Tally(progress, len(manifest.files))
            tally.begin("正在校验备份")
            for name, stated in manifest.files.items():
                tally.add(1)
                if not _NAMES.fullmatch(name) or _member_hash(archive, name) != stated:
                    raise _not_a_backup()
            if VAULT not in manifest.files or DATABASE not in manifest.files:
                raise _not_a_backup()
            return manifest
    except _BROKEN as error:
        raise _not_a_backup() from error


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, msgspec.DecodeError),
    *(KeyError, RuntimeError, ValueError, EOFError),
)
"""What the zip library raises on damaged and hostile files."""


def _not_a_backup() -> UserError:
    return UserError("E-WS-162", "这个文件不是完整的备份，或已损坏，请换一个备份文件。")


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _member_hash(archive: zipfile.ZipFile, name: str) -> str:
    total = hashlib.sha256()
    with archive.open(name) as member:
        while chunk := member.read(1 << 20):
            total.update(chunk)
    return total.hexdigest()
