"""One program per workspace: a file lock, freed by the system even when the holder is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qxn_desktop.common.errors import EnvironmentProblem
from qxn_desktop.store.connection import translated


class InstanceLock:
    """Held from construction until ``release``.

    Raises:
        EnvironmentProblem: another program holds it, or the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        with translated():
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise EnvironmentProblem(
                "E-WS-110", "这份数据已在另一个窗口中打开，请先关闭它再试。"
            ) from error

    def release(self) -> None:
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
