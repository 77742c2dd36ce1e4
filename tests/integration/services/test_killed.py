"""Killed at any moment of a merge, backup, restore, new account: what was there can be opened.

The child is a fork: it costs nothing, and every moment is as likely to be hit as any other.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.services import exchange, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store import key_vault
from qxn_desktop.store.backup import unpack
from qxn_desktop.store.file_name import VAULT
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_files import read_vault
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import NOON, SECRET, VILLAGE, new_office, put

KILLS = 20
SECRET_WORD = "UNMISTAKABLE"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and timers are POSIX")


@dataclass(frozen=True)
class Scene:
    """A workspace with data, its key, and a package that waits for it."""

    folder: Path
    key: bytes
    package: Path
    merged: str

    @property
    def root(self) -> Path:
        return self.folder / "office"

    def copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.root, self.folder / name))


def opened(root: Path, key: bytes) -> Workspace:
    return open_with_key(root, key, Session("韦建国", vocabulary, FixedClock(NOON)))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("killed")
    doors = {name: new_office(folder / name) for name in ("office", "colleague")}
    (_, office), (_, colleague) = doors.values()
    for ctx, name in ((office, "office"), (colleague, "colleague")):
        exchange.write_card(ctx, folder / f"{name}.card")
    exchange.pin(office, folder / "colleague.card")
    exchange.pin(colleague, folder / "office.card")
    office.ws.write([put("own", village=VILLAGE, head_name=SECRET_WORD)])
    drafts = [put(f"r{n}", village=VILLAGE, head_name=f"{SECRET_WORD}{n}") for n in range(1500)]
    colleague.ws.write(drafts)
    exchange.pack(colleague, folder / "package")
    key = office.ws.data_key
    for door, _ in doors.values():
        door.close()
    ws = opened(Path(shutil.copytree(folder / "office", folder / "whole")), key)
    exchange.merge(AppContext(ws, ws.clock), folder / "package")
    state = ws.digest().state
    ws.close()
    return Scene(folder, key, folder / "package", state)


def run(work: Callable[[], object], seconds: float = 0) -> None:
    """Run ``work`` in a child, which the system ends after ``seconds`` as kill -9 does."""
    pid = os.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # nothing of Python's runs any more
            signal.setitimer(signal.ITIMER_REAL, seconds)
            work()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def duration(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes in a child that nobody kills."""
    start = time.perf_counter()
    run(work)
    return time.perf_counter() - start


def moments(whole: float) -> list[float]:
    """Spread over the whole of the work, and a little beyond."""
    return [whole * 1.05 * (turn + 0.5) / KILLS for turn in range(KILLS)]


def holds_plaintext(folder: Path) -> bool:
    word = SECRET_WORD.encode()
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def merge_into(root: Path, scene: Scene) -> None:
    ws = opened(root, scene.key)
    exchange.merge(AppContext(ws, ws.clock), scene.package)
    ws.close()


def test_a_merge_is_there_or_not(scene: Scene) -> None:
    whole = duration(lambda: merge_into(scene.copy("timed"), scene))
    applied = set()
    for turn, moment in enumerate(moments(whole)):
        root = scene.copy(f"merge{turn}")
        run(lambda root=root: merge_into(root, scene), moment)  # type: ignore[misc]
        assert not holds_plaintext(root)
        ws = opened(root, scene.key)
        applied.add(ws.count("household"))
        exchange.merge(AppContext(ws, ws.clock), scene.package)
        assert ws.digest().state == scene.merged
        if turn % 5 == 0:
            assert findings(ws) == []
        ws.close()
        shutil.rmtree(root)
    assert applied <= {1, 1501}


def back_up(root: Path, scene: Scene, target: Path) -> None:
    ws = opened(root, scene.key)
    workspaces.backup(AppContext(ws, ws.clock), target)
    ws.close()


def test_a_backup_is_whole_or_absent_and_the_next_one_clears_up(scene: Scene) -> None:
    folder = scene.folder / "backups"
    folder.mkdir()
    target = folder / "b.qxnbackup"
    whole = duration(lambda: back_up(scene.folder / "whole", scene, target))
    for turn, moment in enumerate(moments(whole)):
        target.unlink(missing_ok=True)
        run(lambda: back_up(scene.folder / "whole", scene, target), moment)
        assert not holds_plaintext(folder)
        if target.exists():
            unpack(target, folder / f"back{turn}", scene.key, "e")
            shutil.rmtree(folder / f"back{turn}")
    back_up(scene.folder / "whole", scene, target)
    assert [path.name for path in folder.iterdir()] == [target.name]


def test_a_restore_opens_in_a_new_epoch_or_not_at_all(scene: Scene) -> None:
    folder = scene.folder / "restores"
    folder.mkdir()
    back_up(scene.folder / "whole", scene, folder / "b")
    original = opened(scene.folder / "whole", scene.key)
    epoch = original.epoch
    original.close()

    def restore(root: Path) -> None:
        unpack(folder / "b", root, scene.key, "cafecafecafe")

    whole = duration(lambda: restore(folder / "timed"))
    complete = 0
    for turn, moment in enumerate(moments(whole)):
        root = folder / f"r{turn}"
        run(lambda root=root: restore(root), moment)  # type: ignore[misc]
        assert not holds_plaintext(folder)
        try:
            read_vault(root)
        except UserError:
            continue
        ws = opened(root, scene.key)
        assert ws.epoch == "cafecafecafe" != epoch
        assert ws.digest().state == scene.merged
        ws.close()
        complete += 1
    assert complete < KILLS


def test_accounts_and_recovery_codes_never_lock_out(scene: Scene) -> None:
    root = scene.copy("accounts")

    def work(turn: int) -> None:
        ws = opened(root, scene.key)
        ctx = AppContext(ws, ws.clock)
        workspaces.add_clerk(ctx, f"新人{turn}", "另一个口令")
        workspaces.renew_recovery(ctx)
        ws.close()

    whole = duration(lambda: work(99))
    for turn, moment in enumerate(moments(whole)):
        run(lambda turn=turn: work(turn), moment)  # type: ignore[misc]
        vault = read_vault(root)
        assert key_vault.account_names(vault)[0] == SECRET.account
        assert sum(slot.kind == "recovery" for slot in vault.slots) == 1
        opened(root, scene.key).close()
    assert key_vault.unlock(vault, SECRET.account, SECRET.passphrase).key == scene.key
    names = key_vault.account_names(vault)
    assert key_vault.unlock(vault, names[-1], "另一个口令").key == scene.key


def test_a_workspace_in_the_making_is_none_or_opens(scene: Scene) -> None:
    folder = scene.folder / "making"
    folder.mkdir()

    def make(root: Path) -> None:
        workspaces.create(root, "522327103000", None, SECRET, FixedClock(NOON))

    whole = duration(lambda: make(folder / "timed"))
    for turn, moment in enumerate(moments(whole)):
        root = folder / f"n{turn}"
        run(lambda root=root: make(root), moment)  # type: ignore[misc]
        if (root / VAULT).exists():
            with workspaces.opened(root, SECRET, FixedClock(NOON)) as ctx:
                assert ctx.ws.count("village") == 12
