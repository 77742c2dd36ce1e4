"""Files written whole or not at all and read within bounds; the system's refusals in words."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import Final

from qxn_desktop.common.errors import EnvironmentProblem, UserError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


def is_full(error: OSError) -> bool:
    """Whether the disk had no room."""
    return error.errno in _FULL


def is_forbidden(error: OSError) -> bool:
    """Whether we may not write there."""
    return error.errno in _FORBIDDEN


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` through a temporary file beside it, synced to the disk.

    A file already there stays as it was until the new one is complete.

    Raises:
        EnvironmentProblem: disk full, no permission, folder missing, disk removed.
    """
    # A short name: the file's own may already be as long as the file system allows.
    temporary = path.with_name(f".qxn-{secrets.token_hex(8)}.tmp")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of ``path``, at most ``limit`` of them.

    Raises:
        UserError: no such file, a folder, or larger than ``limit``.
        EnvironmentProblem: no permission, disk removed.
    """
    try:
        if not path.is_file():
            raise UserError("E-IO-050", "找不到文件 {path}，请检查路径。", path=path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise EnvironmentProblem(
            "E-IO-051", "读不了文件 {path}，请检查权限和磁盘后重试。", path=path
        ) from error
    if len(data) > limit:
        raise UserError("E-IO-052", "文件 {path} 过大，不是要找的文件。", path=path)
    return data


def _cannot_write(path: Path, error: OSError) -> EnvironmentProblem:
    if is_full(error):
        return EnvironmentProblem(
            "E-IO-053", "磁盘空间不足，没有写成 {path}，请清理后重试。", path=path
        )
    if is_forbidden(error):
        return EnvironmentProblem(
            "E-IO-054", "没有权限写入 {path}，或文件正被打开，请换个位置重试。", path=path
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return EnvironmentProblem(
            "E-IO-055", "文件夹 {folder} 不存在，请先建立。", folder=path.parent
        )
    return EnvironmentProblem("E-IO-056", "写不了文件 {path}，请检查磁盘后重试。", path=path)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some shared folders refuse it; the file is whole
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
