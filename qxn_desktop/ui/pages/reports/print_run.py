"""Prints a document page by page: each is drawn in the background, then put on the paper."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from qxn_desktop.reports.preview import POINTS, Picture, Preview
from qxn_desktop.ui.shell import Shell

DOTS = 300
"""To the inch."""


def paper_printer() -> QPrinter:
    """A printer for A4 without margins of its own: the pages have theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(DOTS)
    return printer


class PrintRun(QObject):
    """One document on its way to the printer; ``finished`` says how many pages went out.

    It opens the document for itself: the page may show another one meanwhile.
    """

    finished = Signal(int)

    def __init__(self, shell: Shell, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._pdf = pdf
        self._printer = printer
        self._painter = QPainter()
        self._pages: list[int] = []
        self._at = 0

    def start(self) -> None:
        """Print the pages that were asked for, one after the other."""
        pdf = self._pdf
        self._shell.read(self, lambda _ctx: Preview(pdf), self._begin)

    def _begin(self, preview: Preview) -> None:
        first, last = self._printer.fromPage(), self._printer.toPage()
        pages = range(len(preview.sizes))
        self._pages = [page for page in pages if not first or first <= page + 1 <= last]
        self._preview = preview
        if self._pages and self._painter.begin(self._printer):
            self._next()
        else:
            self.finished.emit(0)

    def _next(self) -> None:
        page, preview = self._pages[self._at], self._preview
        self._shell.read(self, lambda _ctx: preview.picture(page, DOTS / POINTS), self._put)

    def _put(self, picture: Picture) -> None:
        image = QImage(
            picture.pixels,
            picture.width,
            picture.height,
            picture.stride,
            QImage.Format.Format_RGBX8888,
        )
        area = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(0, 0, area.width(), area.height()), image)
        self._at += 1
        if self._at < len(self._pages):
            self._printer.newPage()
            self._next()
        else:
            self._painter.end()
            self.finished.emit(len(self._pages))
