"""The one place that knows where ``resources/`` lies.

In the source tree it stands beside the package; in a wheel it is installed inside the package;
in a frozen program it lies in the bundle.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qxn_desktop.common.errors import Bug


def resource_root() -> Path:
    """The folder ``resources``."""
    package = Path(__file__).resolve().parent.parent
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [package / "resources", package.parent / "resources"]
    if bundle is not None:
        candidates.insert(0, Path(bundle) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise Bug("E-RES-001", "程序文件不完整：找不到资源文件夹，请重新安装。")


def resource_path(name: str) -> Path:
    """The file ``name`` (such as ``templates/HC.toml``) under ``resources/``."""
    path = resource_root() / name
    if not path.is_file():
        raise _missing(name)
    return path


def read_resource(name: str) -> str:
    """The text of ``resources/name`` (UTF-8)."""
    return resource_path(name).read_text(encoding="utf-8")


def list_resources(folder: str, suffix: str) -> list[Path]:
    """Files of ``resources/folder`` ending in ``suffix``, by name."""
    path = resource_root() / folder
    if not path.is_dir():  # an empty list would look like a program without templates
        raise _missing(folder)
    return sorted(path.glob(f"*{suffix}"))


def _missing(name: str) -> Bug:
    return Bug("E-RES-002", "程序文件不完整：缺少 {name}，请重新安装。", name=name)
