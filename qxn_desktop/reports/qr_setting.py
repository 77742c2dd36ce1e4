"""Draws QR codes as filled squares: the same text gives the same drawing."""

from __future__ import annotations

from itertools import groupby

import segno

from qxn_desktop.reports.flow import Spot

QUIET = 4
"""Blank modules that a reader needs on every side (ISO/IEC 18004)."""


def draw_qr(spot: Spot, text: str, side: float) -> None:
    """``text`` as a QR code of level M, ``side`` points wide with its quiet zone."""
    rows = [list(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
    module = side / (len(rows) + 2 * QUIET)
    path = spot.canvas.beginPath()
    for down, row in enumerate(rows):
        across = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                x = spot.x + (across + QUIET) * module
                y = spot.top - (down + QUIET + 1) * module
                path.rect(x, y, width * module, module)
            across += width
    spot.canvas.setFillGray(0)
    spot.canvas.drawPath(path, stroke=0, fill=1)
