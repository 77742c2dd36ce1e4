"""The one way in which pictures come into the window: chosen, dropped, pasted.

Here are paths and bytes only; what is a picture at all is ``services/photo_intake.py``'s.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from qxn_desktop.services.photo_intake import ENDINGS, is_picture
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.widgets.file_drop import file_in

SHEET = ".pdf"
_KINDS = " ".join(f"*{ending}" for ending in ENDINGS)
PICTURES = f"照片 ({_KINDS})"
SHEETS = f"照片或 PDF ({_KINDS} *{SHEET})"


def choose_pictures(parent: QWidget, title: str) -> list[Path]:
    """Let picture files be chosen."""
    return [*file_asking.ask_open_several(parent, Purpose.PHOTOS, title, PICTURES)]


def choose_folder(parent: QWidget, title: str) -> list[Path]:
    """Let a folder of pictures be chosen."""
    folder = file_asking.ask_folder(parent, Purpose.PHOTOS, title)
    return [] if folder is None else [folder]


def files_in(data: QMimeData) -> list[Path]:
    """Files and folders that are dragged or were copied; none where a package is among them."""
    if file_in(data):  # that is the window's
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def copied_files() -> list[Path]:
    """Files and folders on the clipboard."""
    return files_in(QGuiApplication.clipboard().mimeData())


def copied_picture() -> bytes:
    """The picture on the clipboard as PNG, as from WeChat; b"" for none."""
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class PictureDrop(QObject):
    """Watches ``area``. ``dropped`` carries files and folders, and where they were let go.

    Takes what holds a picture or a folder, with ``sheets`` a PDF too; all else is for others.
    """

    dropped = Signal(list, QPoint)

    def __init__(self, area: QWidget, *, sheets: bool = False) -> None:
        super().__init__(area)
        self._sheets = sheets
        area.setAcceptDrops(True)
        area.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            files = self._taken(event.mimeData())
            if files:
                event.acceptProposedAction()
                self.dropped.emit(files, event.position().toPoint())
            return bool(files)
        # What is dragged over comes as a kind of drop too.
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            if isinstance(event, QDragMoveEvent) and self._taken(event.mimeData()):
                event.acceptProposedAction()
                return True
            event.ignore()
        return False

    def _taken(self, data: QMimeData) -> list[Path]:
        files = files_in(data)
        return files if any(self._fits(path) for path in files) else []

    def _fits(self, path: Path) -> bool:
        if self._sheets and path.suffix.lower() == SHEET:
            return True
        return is_picture(path) or path.is_dir()
