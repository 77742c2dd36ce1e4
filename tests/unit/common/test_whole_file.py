from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qxn_desktop.common.errors import EnvironmentProblem, UserError
from qxn_desktop.common.whole_file import read_bounded, reason, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and limits")


def test_a_file_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / ("包" * 80 + ".qxn")
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert read_bounded(path, 3) == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"1234")
    with pytest.raises(UserError):
        read_bounded(tmp_path / "x", 3)


@pytest.mark.parametrize("name", ["missing", ".", "file/inside"])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        read_bounded(tmp_path / name, 3)
    assert caught.value.code == "E-IO-050"


@pytest.mark.parametrize("name", ["missing/x", "file/x"])
def test_a_missing_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentProblem) as caught:
        write_whole(tmp_path / name, b"x")
    assert caught.value.code == "E-IO-055"


@pytest.mark.parametrize("number", [*errno.errorcode, None])
def test_a_refusal_is_told_in_chinese(number: int | None) -> None:
    told = reason(OSError(number, "No such thing"))
    assert told
    assert not re.search("[A-Za-z]", told)


def test_a_folder_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in (tmp_path / "folder", Path(), Path("..")):
        with pytest.raises(UserError) as caught:
            write_whole(path, b"x")
        assert caught.value.code == "E-IO-057"
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    import resource  # noqa: PLC0415 (not on Windows)

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@posix
def test_no_room_keeps_the_old_file_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with file_size_limit(4096), pytest.raises(EnvironmentProblem) as caught:
        write_whole(path, b"n" * 8192)
    assert caught.value.code == "E-IO-053"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write anywhere, so step down while it lasts."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix
def test_no_permission_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "x").write_bytes(b"old")
    (folder / "x").chmod(0)
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    folder.chmod(0o555)
    with ordinary_user():
        with pytest.raises(EnvironmentProblem) as writing:
            write_whole(folder / "x", b"new")
        with pytest.raises(EnvironmentProblem) as reading:
            read_bounded(folder / "x", 10)
    assert (writing.value.code, reading.value.code) == ("E-IO-054", "E-IO-051")
    assert writing.value.__cause__.errno == errno.EACCES  # type: ignore[union-attr]
