"""Files that are dropped anywhere on the window, or on a page of it: packages, cards, tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

PACKAGE, CARD = ".qxnpkg", ".qxncard"


class FileDrop(QObject):
    """Watches ``window`` for files of ``kinds`` (suffixes).

    ``hovering`` says whether such a file hangs over it.
    """

    dropped = Signal(str)
    hovering = Signal(bool)

    def __init__(self, window: QWidget, kinds: Sequence[str] = (PACKAGE, CARD)) -> None:
        super().__init__(window)
        self._kinds = kinds
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if file_in(event.mimeData(), self._kinds):
                event.acceptProposedAction()
                self.hovering.emit(True)
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
        elif isinstance(event, QDropEvent):
            path = file_in(event.mimeData(), self._kinds)
            self.hovering.emit(False)
            if path:
                event.acceptProposedAction()
                self.dropped.emit(path)
                return True
        return False


def file_in(data: QMimeData, kinds: Sequence[str] = (PACKAGE, CARD)) -> str:
    """The first file of ``kinds`` among what is dragged, "" where there is none."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return next((path for path in paths if Path(path).suffix.lower() in kinds), "")
