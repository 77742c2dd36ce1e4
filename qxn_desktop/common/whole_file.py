"""Files written whole or not at all and read within bounds; the system's refusals in words."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from qxn_desktop.common.errors import EnvironmentProblem, UserError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


_REASONS: Final = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被占用",
    errno.EINVAL: "名字里有不能用的字符，或这个位置不能写",
    errno.ENODEV: "磁盘已拔出",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese: its own words may be in any language."""
    if is_full(error):
        return "磁盘空间不足"
    if is_forbidden(error):
        return "没有权限"
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or '不明'}")


def refuse_missing(path: Path) -> None:
    """Refuse a file to read that is not there.

    Raises:
        UserError: no such file, or a folder.
    """
    if not path.is_file():
        raise UserError("E-IO-050", "找不到文件 {path}，请检查路径。", path=path)


def refuse_folder(path: Path) -> None:
    """Refuse a place for a file that is a folder, or in a folder that is not there.

    Raises:
        UserError: it is a folder. EnvironmentProblem: its folder is missing.
    """
    if path.is_dir():
        raise UserError("E-IO-057", "{path} 是文件夹，请在后面写上文件名。", path=path)
    if not path.parent.is_dir():
        raise EnvironmentProblem(
            "E-IO-055", "文件夹 {folder} 不存在，请先建立。", folder=path.parent
        )


def is_full(error: OSError) -> bool:
    """Whether the disk had no room."""
    return error.errno in _FULL


def is_forbidden(error: OSError) -> bool:
    """Whether we may not write there."""
    return error.errno in _FORBIDDEN


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path`` to write; it takes its place, synced, once it is complete.

    A file already there stays as it was until then, and where the writing fails.

    Raises:
        UserError: ``path`` is a folder.
        EnvironmentProblem: disk full, no permission, folder missing, disk removed.
    """
    # A short name: the file's own may already be as long as the file system allows.
    temporary = path.parent / f".qxn-{secrets.token_hex(8)}.tmp"
    try:
        refuse_folder(path)
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all; fails as ``whole`` does."""
    with whole(path) as temporary, temporary.open("xb") as file:
        file.write(data)


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of ``path``, at most ``limit`` of them.

    Raises:
        UserError: no such file, a folder, or larger than ``limit``.
        EnvironmentProblem: no permission, disk removed.
    """
    try:
        refuse_missing(path)
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
