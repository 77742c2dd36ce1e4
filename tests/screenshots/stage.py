"""A window over the demonstration, brought to one scene after another."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMessageLogContext, QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qxn_desktop.bootstrap import open_desk
from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.paths import HOME_VARIABLE
from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import demo
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui.app import application
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.pages.records_page import RecordsPage
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.theme import Look, dress
from qxn_desktop.ui.target import Target
from tests.ui.settling import is_settled

NOW = datetime(2026, 11, 25, 2, 32, tzinfo=UTC)
SECRET = Secret("演示口令2026", "韦小兰")
DEMO = DemoArguments("522327103000", date(2026, 11, 25))
SIZES = {"1": QSize(1366, 728), "1.5": QSize(1280, 680)}
"""Logical pixels that a screen of 1366×768, or of 1920×1080 at 150 %, leaves above its task bar."""
PATIENCE_S = 20.0
LAYOUTS = 3

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


class Stage:
    """The window and what brings it to a scene. ``folder`` is for files of the scene."""

    def __init__(self, shell: Shell, window: MainWindow, folder: Path) -> None:
        self.shell = shell
        self.window = window
        self.folder = folder
        self._opened: list[QWidget] = []

    def go(self, page: str, id_: str = "", **facts: str) -> QWidget:
        """Show a page, and what ``id_`` and ``facts`` name on it; gives the window."""
        self.window.show_target(Target(page, id_, facts))
        self.settle()
        return self.window

    def show(self, widget: W) -> W:
        """Show a dialog beside the window; it is closed after the scene."""
        self._opened.append(widget)
        widget.show()
        self.settle()
        return widget

    def press(self, title: str) -> None:
        """Do the action of the page in front that is called so."""
        next(one for one in self.window.page.actions_here() if one.title == title).run()
        self.settle()

    def read(self, work: Callable[[AppContext], T]) -> T:
        """Ask the workspace."""
        with self.shell.here() as ctx:
            return work(ctx)

    def write(self, work: Callable[[AppContext], T]) -> T:
        """Change the workspace, as a scene needs it."""
        done = self.shell.desk.write(work).result()
        self.settle()
        return done

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget of a kind whose text or accessible name is ``name``."""
        for root in (*reversed(self._opened), self.window):
            for one in root.findChildren(kind):
                text = one.text() if hasattr(one, "text") else ""
                if one.isVisible() and name in (text, one.accessibleName()):
                    return one
        raise LookupError(f"no {kind.__name__} “{name}” is shown")

    def dialog(self, kind: type[W]) -> W:
        """The dialog of a kind that the window shows; it is closed after the scene."""
        self.settle()
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def settle(self) -> None:
        """Wait until everything that was asked for is shown."""
        give_up = time.monotonic() + PATIENCE_S
        while True:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            if is_settled(self.shell):
                for _ in range(LAYOUTS):  # a label's height follows from the width it was given
                    QApplication.sendPostedEvents(None, 0)
                    QApplication.processEvents()
                return
            if time.monotonic() > give_up:
                raise TimeoutError("the window does not come to rest")
            time.sleep(0.005)

    def clear(self) -> None:
        """Close what the last scene opened."""
        for widget in reversed(self._opened):
            widget.close()
            widget.deleteLater()
        self._opened.clear()
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        if isinstance(self.window.page, RecordsPage) and self.window.page.pane.is_editing:
            self.window.page.pane.leave_form()  # it would keep its place from the next scene
        self.window.said.hide()
        self.shell.settle()
        self.settle()


@dataclass(frozen=True)
class Scene:
    """One picture: ``arrive`` brings the stage there and gives the widget to look at."""

    name: str
    arrive: Callable[[Stage], QWidget]


@contextmanager
def raised(scale: str, *, for_pictures: bool = False) -> Iterator[Stage]:
    """A stage over a fresh demonstration. ``scale`` is what QT_SCALE_FACTOR was set to.

    ``for_pictures``: folders have the same name each time; one process a machine then.
    """
    with tempfile.TemporaryDirectory(prefix="scenes-") as made:
        folder = _called_the_same(Path(made)) if for_pictures else Path(made)
        root = folder / "丫他镇"
        os.environ[HOME_VARIABLE] = str(folder / "本机")
        demo.create(root, DEMO, SECRET, FixedClock(NOW))
        qInstallMessageHandler(_tell)
        application(["scenes"])
        machine().note_opened(Recent(str(root), "丫他镇", "韦小兰", demo=True))
        desk = open_desk(root, SECRET, FixedClock(NOW)).result()
        shell = Shell(desk)
        window = MainWindow(shell)
        window.resize(SIZES[scale])
        window.show()
        stage = Stage(shell, window, folder)
        try:
            stage.settle()
            yield stage
        finally:
            stage.clear()
            window.close()


def _called_the_same(folder: Path) -> Path:
    """``folder`` by a name that is the same each time where links are to be had."""
    link = Path(tempfile.gettempdir()) / "村务数据"
    with suppress(OSError, NotImplementedError):
        link.unlink(missing_ok=True)
        link.symlink_to(folder, target_is_directory=True)
        return link
    return folder


def _tell(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but what the screenless platform always says."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def put_on(stage: Stage, look: Look) -> None:
    """Dress the window light or dark."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        dress(app, look)
    stage.settle()
