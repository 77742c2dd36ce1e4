"""What the parts of the day share: the hands, the program, and where files go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from qxn_desktop.services.context import AppContext
from qxn_desktop.ui.app import Program
from qxn_desktop.ui.navigation import PAGES
from tests.ui.hands import CTRL, ENTER, Hands

T = TypeVar("T")


@dataclass(slots=True)
class Walk:
    """``folder`` takes what is saved; ``wanted`` is what the next question for a file is told."""

    hands: Hands
    program: Program
    folder: Path
    wanted: Path | None = None

    def read(self, work: Callable[[AppContext], T]) -> T:
        """Ask the workspace what came of it."""
        assert self.program.shell is not None
        with self.program.shell.here() as ctx:
            return work(ctx)

    def digest(self) -> object:
        """What two machines compare."""
        assert self.program.shell is not None
        return self.program.shell.desk.write(lambda ctx: ctx.ws.digest()).result()

    def open(self, title: str) -> None:
        """Ctrl and the number of a page at the left edge."""
        number = [one.title for one in PAGES].index(title) + 1
        self.hands.ctrl(Qt.Key(Qt.Key.Key_0.value + number))

    def enter_with_ctrl(self) -> None:
        """Ctrl+Enter: do what the form is for."""
        self.hands.press(ENTER, CTRL)

    def to_the_front(self) -> None:
        """What a window manager does when a dialog closed; without a screen there is none."""
        window = self.program.window
        assert window is not None
        window.activateWindow()
        self.hands.until(lambda: QApplication.activeWindow() is window)

    def copy_picture(self, colour: str) -> None:
        """A picture on the clipboard, as from WeChat."""
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(colour)
        QGuiApplication.clipboard().setImage(image)

    def picture(self, name: str, colour: str) -> Path:
        """A photo in the folder."""
        path = self.folder / name
        Image.new("RGB", (640, 480), colour).save(path)
        return path

    def ask_save(self, _parent: object, _purpose: object, _title: str, name: str, _k: str) -> Path:
        """Instead of the system's dialog: the proposed name, in the folder."""
        return self.folder / name

    def ask_open(self, *_: object) -> Path | None:
        """Instead of the system's dialog: the file that is wanted."""
        return self.wanted

    def ask_open_several(self, *_: object) -> tuple[Path, ...]:
        """The same, where several may be chosen."""
        return (self.wanted,) if self.wanted is not None else ()
