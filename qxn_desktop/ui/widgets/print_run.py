"""Prints a PDF of our own making, page by page; nothing of it is left on the disk.

Each page is drawn in the background, then put on the paper: ``away`` is what does so, a shell's
reader or, before there is a workspace, an errand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from qxn_desktop.reports.preview import POINTS, Picture, Preview
from qxn_desktop.ui.shell import Shell

DOTS = 300
"""To the inch."""

Away = Callable[[QObject, Callable[[], Any], Callable[[Any], None]], None]
"""Does a piece of work of an owner in the background and hands on its result."""


def by_shell(shell: Shell) -> Away:
    """The reader of an open workspace as what draws pages."""

    def away(owner: QObject, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        shell.read(owner, lambda _ctx: work(), done)

    return away


def paper_printer() -> QPrinter:
    """A printer for A4 without margins of its own: the pages have theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(DOTS)
    return printer


def ask_printer(parent: QWidget, title: str, pages: int) -> QPrinter | None:
    """Which printer, which of the ``pages`` and how often; None when not."""
    printer = paper_printer()
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent.window())
    dialog.setWindowTitle(f"打印{title}")
    dialog.setMinMax(1, pages)
    try:
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def printed_words(pages: int) -> str:
    """What became of it; 0 pages: the printer took none."""
    return f"已送打印机，共 {pages} 页。" if pages else "打印机没有接收，请看看它是否连好、有纸。"


class PrintRun(QObject):
    """One document on its way to the printer; ``finished`` says how many pages went out.

    It opens the document for itself: what shows it may show another one meanwhile.
    """

    finished = Signal(int)

    def __init__(self, away: Away, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._away = away
        self._pdf = pdf
        self._printer = printer
        self._painter = QPainter()
        self._pages: list[int] = []
        self._at = 0

    def start(self) -> None:
        """Print the pages that were asked for, one after the other."""
        pdf = self._pdf
        self._away(self, lambda: Preview(pdf), self._begin)

    def _begin(self, preview: Preview) -> None:
        first, last = self._printer.fromPage(), self._printer.toPage()
        pages = range(len(preview.sizes))
        self._pages = [page for page in pages if not first or first <= page + 1 <= last]
        self._preview = preview
        if self._pages and self._painter.begin(self._printer):
            self._next()
        else:
            self._finish(0)

    def _next(self) -> None:
        page, preview = self._pages[self._at], self._preview
        self._away(self, lambda: preview.picture(page, DOTS / POINTS), self._put)

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
            self._finish(len(self._pages) if self._painter.end() else 0)

    def _finish(self, pages: int) -> None:
        self.finished.emit(pages)
        self.deleteLater()
