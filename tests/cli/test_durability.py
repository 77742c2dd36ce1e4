"""kill -9 amid writes: every acknowledged write is there and the workspace verifies."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import new_door
from tests.cli.driver import ROOT

KILLS = 50

WRITER = """
import sys
from pathlib import Path
from qxn_desktop.common.clock import SystemClock
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.workspace import Session
from qxn_desktop.store.workspace_lifecycle import open_with_key

root, key, turn = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
ws = open_with_key(root, key, Session("写入者", vocabulary, SystemClock()))
print("ready", flush=True)
number = 0
while True:
    number += 1
    row = f"{turn}-{number}"
    values = {"village": "522327103200", "head_name": f"户{row}"}
    ws.write([Draft("household", row, Kind.PUT, values, "522327103200")])
    print(row, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX; Windows has its own run")
def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    root = tmp_path / "w"
    door = new_door(root, vocabulary)
    key = door.workspace.data_key
    door.close()
    acknowledged: set[str] = set()
    for turn in range(KILLS):
        acknowledged |= killed_amid_writes(root, key, turn)
    ws = open_with_key(root, key, Session("核对", vocabulary, SystemClock()))
    assert len(acknowledged) >= KILLS
    assert acknowledged <= {row.id for row in ws.select("household")}
    assert findings(ws) == []
    ws.close()


def killed_amid_writes(root: Path, key: bytes, turn: int) -> set[str]:
    """Rows a writer reported before it was killed, after a number of writes that varies."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), key.hex(), str(turn)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    said = [writer.stdout.readline() for _ in range(1 + turn % 7)]
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().splitlines(keepends=True)
    writer.wait()
    writer.stdout.close()
    return {line.strip() for line in [*said, *rest] if line.endswith("\n")}
