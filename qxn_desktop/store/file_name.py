"""The names of a workspace folder's files; light, so that the door can look for one at once."""

from __future__ import annotations

from typing import Final

VAULT: Final = "workspace.json"
DATABASE: Final = "data.db"
LOCK: Final = "lock"
FAILED: Final = "failed_unlocks"
BACKUPS: Final = "backups"
