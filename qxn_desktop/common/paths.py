"""Folders of the program on this machine: one set per user, none inside the installation.

Workspaces lie where the clerk puts them and are not found here.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

from qxn_desktop.common.errors import EnvironmentProblem

HOME_VARIABLE = "QXN_HOME"
"""Environment variable that moves every folder under one: a memory stick, a test."""

# No author folder and no roaming on Windows: a profile that roams must not carry logs along.
_DIRS = PlatformDirs("qxn_desktop", appauthor=False, roaming=False)


def data_folder() -> Path:
    """Settings and the list of recent workspaces; created when missing."""
    return _created(_portable("data") or _DIRS.user_data_path)


def log_folder() -> Path:
    """The program's log files; created when missing."""
    return _created(_portable("logs") or _DIRS.user_log_path)


def documents_folder() -> Path:
    """Where a new workspace is proposed; not created here."""
    return _portable("workspaces") or _DIRS.user_documents_path / "乡村振兴任务清单"


def _portable(name: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / name if home else None


def _created(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            "E-RES-003", "不能建立程序文件夹 {folder}，请检查磁盘空间和写入权限。", folder=folder
        ) from error
    return folder
