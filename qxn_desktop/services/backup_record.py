"""What this machine knows of its backups: sizes, hashes, what they held; kept in its local values.

A backup whose size is still that of its record was verified when it was made.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from qxn_desktop.common.clock import CHINA
from qxn_desktop.services.context import AppContext

KEY: Final = "backup_records"
MOST: Final = 200


class BackupRecord(msgspec.Struct, frozen=True):
    """One backup. ``made`` is local time (ISO), ``operations`` how many it holds (-1: unknown)."""

    size: int
    sha256: str
    made: str
    operations: int

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made).astimezone(CHINA)


def records(ctx: AppContext) -> dict[str, BackupRecord]:
    """What is known of backups, by place and name; nothing when the note cannot be read."""
    written = ctx.ws.local.find(KEY)
    try:
        return msgspec.json.decode(written or "{}", type=dict[str, BackupRecord])
    except msgspec.DecodeError:
        return {}


def last_record(ctx: AppContext) -> BackupRecord | None:
    """The newest backup that was made here."""
    made = [one for one in records(ctx).values() if one.operations >= 0]
    return max(made, key=lambda one: one.made, default=None)


def key_of(path: Path, place: str) -> str:
    """The same file name lies in two places; a workspace may be moved as a whole."""
    return f"{place}/{path.name}"


def note(ctx: AppContext, key: str, record: BackupRecord) -> None:
    """Keep ``record`` under ``key_of`` its file; the oldest of too many are forgotten."""
    known = {**records(ctx), key: record}
    newest = sorted(known.items(), key=lambda item: item[1].made)[-MOST:]
    ctx.ws.keep_local({KEY: msgspec.json.encode(dict(newest)).decode()})
