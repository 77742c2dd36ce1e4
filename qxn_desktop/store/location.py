"""Where a workspace may lie: on a local disk, with room to work."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import psutil

from qxn_desktop.common.errors import EnvironmentProblem, UserError
from qxn_desktop.store.connection import disk_full, translated

NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "webdav", "davfs"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.smbnetfs", "fuse.gvfsd-fuse"}
)
CLOUD_FOLDERS = (
    *("OneDrive", "百度网盘", "BaiduNetdisk", "BaiduSyncdisk", "BaiduYunDownload", "坚果云"),
    *("Nutstore", "WPS云盘", "WPSDrive", "WPS Cloud Files", "腾讯微云", "Weiyun", "阿里云盘"),
    *("aDrive", "夸克网盘", "iCloudDrive", "Dropbox", "Google Drive"),
)
"""Beginnings of the names under which sync programs keep their folders."""
MIN_FREE = 4 * 1024 * 1024
"""A write needs room for the write-ahead log; on a full disk even a deletion fails."""


def refuse_network(path: Path) -> None:
    """The write-ahead log does not work on a network share.

    Raises:
        EnvironmentProblem: ``path`` is on one.
    """
    if is_network(path):
        raise EnvironmentProblem(
            "E-WS-111",
            "数据不能放在网络位置上，容易损坏。请放到本机硬盘，交换数据请用数据包文件。",
        )


def refuse_full_disk(folder: Path) -> None:
    """Look before writing.

    Raises:
        EnvironmentProblem: less than 4 MB are free.
    """
    with translated():
        if shutil.disk_usage(folder).free < MIN_FREE:
            raise disk_full()


def new_folder(path: Path) -> None:
    """Make the folder of a new workspace or restore.

    Raises:
        UserError: something is there already.
    """
    with translated():
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UserError(
                "E-WS-112", "“{name}”已存在且不是空文件夹，请换一个名字。", name=path.name
            )
        path.mkdir(parents=True, exist_ok=True)


def on_same_disk(one: Path, other: Path) -> bool:
    """Whether two folders that exist share a volume: what breaks one, breaks both."""
    with translated():
        return one.stat().st_dev == other.stat().st_dev


def cloud_folder(path: Path) -> str:
    """The folder above ``path`` that a sync program uploads, by its name; "" for none."""
    for part in path.parts:
        if any(part.casefold().startswith(known.casefold()) for known in CLOUD_FOLDERS):
            return part
    return ""


def is_network(path: Path) -> bool:
    """Whether ``path`` lies on a network share."""
    text = os.fspath(path)
    if text.startswith(("\\\\", "//")):
        return True
    resolved = path.resolve()
    if sys.platform == "win32":
        return _is_network_drive(resolved.drive)
    mounts = psutil.disk_partitions(all=True)
    under = [m for m in mounts if resolved.is_relative_to(m.mountpoint)]
    if not under:
        return False
    return max(under, key=lambda m: len(m.mountpoint)).fstype.lower() in NETWORK_TYPES


def _is_network_drive(drive: str) -> bool:
    import ctypes  # noqa: PLC0415 - Windows only

    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == remote)
