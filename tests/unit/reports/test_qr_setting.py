from __future__ import annotations

import io

import pypdfium2
import pytest
import segno
from reportlab.pdfgen.canvas import Canvas

from qxn_desktop.reports.flow import Spot
from qxn_desktop.reports.qr_setting import QUIET, draw_qr

SIDE = 200.0


@pytest.mark.parametrize("text", ["HC-2026Q4-48291350-6", "GC-2026W47-482913501234-X"])
def test_every_module_is_drawn_where_it_belongs(text):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(SIDE, SIDE), invariant=1)
    draw_qr(Spot(canvas, 0.0, SIDE), text, SIDE)
    canvas.save()
    pdf = pypdfium2.PdfDocument(target.getvalue())
    image = pdf[0].render(scale=4).to_pil().convert("L")
    pdf.close()
    matrix = [list(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
    module = image.width / (len(matrix) + 2 * QUIET)
    middles = [int((at + QUIET + 0.5) * module) for at in range(len(matrix))]
    seen = [[int(image.getpixel((x, y)) < 128) for x in middles] for y in middles]
    assert seen == matrix
    assert image.getpixel((int(module), int(module))) == 255
