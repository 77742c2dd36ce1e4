"""One page to the printer, drawn beforehand; nothing of it is left on the disk."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from qxn_desktop.reports.preview import POINTS, Picture, Preview

DOTS = 300
"""To the inch."""


def drawn(data: bytes) -> Picture:
    """The first page of a PDF as the printer takes it; off the window's thread."""
    with Preview(data) as preview:
        return preview.picture(0, DOTS / POINTS)


def print_sheet(parent: QWidget, picture: Picture, title: str) -> bool:
    """Ask for a printer and send the page; whether it was sent."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setResolution(DOTS)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印{title}")
    return dialog.exec() == QPrintDialog.DialogCode.Accepted and put_on_paper(printer, picture)


def put_on_paper(printer: QPrinter, picture: Picture) -> bool:
    """Draw the page over the whole sheet; whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    image = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGBX8888,
    )
    area = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(QRectF(0, 0, area.width(), area.height()), image)
    return painter.end()
