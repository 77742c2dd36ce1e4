"""The steps by which the file's fixed tables came to be: one frozen file a step.

Register tables are generated from their TOML (``register_table``) and are no concern of these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from qxn_desktop.store.migrations import m0001_initial, m0002_first_writing, m0003_alias


@dataclass(frozen=True, slots=True)
class Step:
    """One schema step, never edited after release: its checksum is stored and compared."""

    name: str
    statements: tuple[str, ...]

    @property
    def checksum(self) -> str:
        return hashlib.sha256("\0".join(self.statements).encode()).hexdigest()


STEPS: tuple[Step, ...] = (
    Step("0001_initial", m0001_initial.STATEMENTS),
    Step("0002_first_writing", m0002_first_writing.STATEMENTS),
    Step("0003_alias", m0003_alias.STATEMENTS),
)
