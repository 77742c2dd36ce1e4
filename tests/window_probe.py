"""A window in a process of its own, measured from outside: ``python -m tests.window_probe MODE``.

Says when a moment is reached; whoever started the process takes the time. ``empty``: a bare
QMainWindow is ``painted``. ``door``: the program's first window is ``painted``. ``work FOLDER``:
the workspace there is open and 今日 ``filled``; then every page in turn, and figures as JSON:

* ``passphrase``: seconds that Argon2 took; ``answers``, ``filled``: seconds from there until the
  window was painted and answered, and until 今日 was filled,
* ``shown``, ``filled_first``, ``filled_again``: page → seconds until it was painted when opened
  first, and until all that it reads in the background was in it,
* ``rss_today``, ``rss_all``: resident memory in bytes, then and at the end.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

if TYPE_CHECKING:
    from qxn_desktop.ui.shell import Shell

PASSPHRASE, CLERK = "基准口令2026", "基准"
PATIENCE_S = 60.0
LOOK_MS = 20


class FirstPaint(QObject):
    """Tells once that a window was painted."""

    def __init__(self, window: QWidget, tell: Callable[[], None]) -> None:
        super().__init__(window)
        self._tell: Callable[[], None] | None = tell
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._tell is not None:
            tell, self._tell = self._tell, None
            tell()
        return False


def say(moment: str) -> None:
    """One line to whoever waits."""
    print(moment, flush=True)


def empty() -> None:
    """A bare window."""
    app = QApplication(["empty"])
    window = QMainWindow()
    FirstPaint(window, _painted)
    window.show()
    app.exec()


def door() -> None:
    """The program as ``__main__`` starts it, up to asking who is there."""
    from qxn_desktop.common import collector  # noqa: PLC0415 - what is measured

    collector.pause()
    from qxn_desktop.common.preferences import Recent  # noqa: PLC0415 - what is measured
    from qxn_desktop.ui.app import Program, application  # noqa: PLC0415
    from qxn_desktop.ui.machine import machine  # noqa: PLC0415

    app = application(["door"])
    machine().note_opened(Recent("/nowhere", "丫他镇", CLERK))  # not the first run
    program = Program(app)
    program.begin()
    assert program.door is not None
    FirstPaint(program.door, _painted)
    app.exec()
    program.close()


def work(root: Path) -> None:
    """A clerk's window over a workspace, page by page."""
    from qxn_desktop.bootstrap import open_desk  # noqa: PLC0415 - what is measured
    from qxn_desktop.common import collector  # noqa: PLC0415
    from qxn_desktop.common.clock import SystemClock  # noqa: PLC0415
    from qxn_desktop.store.workspace_files import Secret  # noqa: PLC0415
    from qxn_desktop.ui import opening  # noqa: PLC0415
    from qxn_desktop.ui.app import application  # noqa: PLC0415
    from qxn_desktop.ui.main_window import MainWindow  # noqa: PLC0415
    from qxn_desktop.ui.navigation import PAGES  # noqa: PLC0415
    from qxn_desktop.ui.shell import Shell  # noqa: PLC0415
    from qxn_desktop.ui.target import Target  # noqa: PLC0415

    collector.pause()
    application(["work"])
    opening.read_ahead()  # as the door does while a passphrase is typed
    collector.resume()
    passphrase = _Passphrase()
    desk = open_desk(root, Secret(PASSPHRASE, CLERK), SystemClock()).result()
    opening.read_first(desk)
    shell = Shell(desk)
    window = MainWindow(shell)
    window.show()
    QApplication.processEvents()
    answers = time.perf_counter() - passphrase.ended
    _settle(shell)
    filled = time.perf_counter() - passphrase.ended
    say("filled")
    rss_today = _rss()
    visits: dict[str, dict[str, float]] = {"shown": {}, "filled_first": {}, "filled_again": {}}
    for visit in ("filled_first", "filled_again"):
        for one in reversed(PAGES):
            start = time.perf_counter()
            window.show_target(Target(one.id))
            QApplication.processEvents()
            visits["shown"].setdefault(one.id, time.perf_counter() - start)
            _settle(shell)
            visits[visit][one.id] = time.perf_counter() - start
    figures = {
        "passphrase": passphrase.seconds,
        "answers": answers,
        "filled": filled,
        **visits,
        "rss_today": rss_today,
        "rss_all": _rss(),
    }
    say(json.dumps(figures))
    window.close()
    desk.close()


class _Passphrase:
    """Takes the time of Argon2, which is meant to be slow."""

    def __init__(self) -> None:
        vault: Any = import_module("qxn_desktop.store.key_vault")
        self.seconds, self.ended = 0.0, 0.0
        self._hash: Callable[..., bytes] = vault.hash_secret_raw
        vault.hash_secret_raw = self._timed

    def _timed(self, *arguments: object) -> bytes:
        start = time.perf_counter()
        try:
            return self._hash(*arguments)
        finally:
            self.ended = time.perf_counter()
            self.seconds += self.ended - start


def _painted() -> None:
    say("painted")
    QApplication.quit()


def _settle(shell: Shell) -> None:
    """Wait as a window does, asleep in its loop: to look each millisecond slows what is read."""
    from tests.ui.settling import is_settled  # noqa: PLC0415 - imports what is measured

    loop = QEventLoop()
    shell.runner.idle.connect(loop.quit)
    look = QTimer(interval=LOOK_MS)  # for what waits and reads nothing
    look.timeout.connect(loop.quit)
    look.start()
    give_up = time.perf_counter() + PATIENCE_S
    QApplication.processEvents()
    while not is_settled(shell):
        loop.exec()
        QApplication.processEvents()
        if time.perf_counter() > give_up:
            raise TimeoutError("the window does not come to rest")


def _rss() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    {"empty": empty, "door": door}.get(sys.argv[1], lambda: work(Path(sys.argv[2])))()
