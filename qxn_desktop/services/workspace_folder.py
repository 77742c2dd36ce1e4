"""What can be told of a workspace folder without its libraries: whether it is one.

Imports next to nothing, because the door is painted with it.
"""

from __future__ import annotations

from pathlib import Path

from qxn_desktop.store.file_name import VAULT

DEMO_PASSPHRASE = "yanshi"  # noqa: S105 - opens invented people only, and the window shows it


def is_workspace(root: Path) -> bool:
    """Whether a workspace lies at ``root``; a folder on a drive that is gone is none."""
    try:
        return (root / VAULT).is_file()
    except OSError:
        return False
