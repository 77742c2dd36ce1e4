"""A ``Document`` as a PDF on the page of GB/T 9704-2012.

The same document gives the same bytes on every machine: nothing of the clock, of the machine's
fonts (unless asked for) or of hash order goes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.reports import fonts
from qxn_desktop.reports.chart_setting import chart_boxes
from qxn_desktop.reports.document import (
    BarChart,
    Block,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    SignBlock,
    Table,
    Title,
    numbered,
)
from qxn_desktop.reports.flow import Box, Mark, Sheet, Spot, paginate
from qxn_desktop.reports.fonts import Typeface
from qxn_desktop.reports.gbt9704 import (
    AREA_HEIGHT,
    LANDSCAPE,
    LEFT,
    PAGE_HEIGHT,
    PAGE_NUMBER_DROP,
    PAGE_NUMBER_SIZE,
    PAGE_WIDTH,
    PORTRAIT,
    TOP,
    Area,
    page_number_text,
    page_number_x,
)
from qxn_desktop.reports.sign_setting import sign_boxes
from qxn_desktop.reports.table_setting import table_boxes
from qxn_desktop.reports.text_setting import (
    Style,
    draw_text,
    heading_boxes,
    note_boxes,
    paragraph_boxes,
    title_boxes,
)

WATERMARK_SIZE = 130.0
WATERMARK_GREY = 0.88


class Pdf(NamedTuple):
    """A finished file, how many pages it has, and where on them the figures of its tables stand."""

    data: bytes
    pages: int
    marks: tuple[Mark, ...] = ()


def render_pdf(document: Document, system: Path | None = None, progress: Progress = SILENT) -> Pdf:
    """``document`` typeset.

    ``system``: a folder whose 仿宋, 黑体, 楷体 to prefer; the bytes then depend on the machine.

    Raises:
        Cancelled: the user took it back.
    """
    progress.report(0, 0, "正在排版")
    sheets = _sheets(document, system)
    marks: list[Mark] = []
    target = BytesIO()
    canvas = new_canvas(target, document, system)
    for number, sheet in enumerate(sheets, 1):
        progress.report(number - 1, len(sheets), "正在排版")
        if document.watermark:
            draw_watermark(canvas, document.watermark, system)
        _draw_sheet(canvas, sheet, marks)
        _draw_page_number(canvas, number, system)
        canvas.showPage()
    canvas.save()
    return Pdf(target.getvalue(), len(sheets), tuple(marks))


def new_canvas(target: BytesIO, document: Document, system: Path | None) -> Any:
    """A canvas of A4 pages that bears what ``document`` says of itself, and no time."""
    canvas = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.font_name(Typeface.BODY, system),
        lang="zh-CN",
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.org)
    canvas.setSubject(document.meta.get("subject", ""))
    canvas.setKeywords(document.meta.get("keywords", ""))
    canvas.setCreator("QXN")
    canvas.setProducer("QXN")
    return canvas


SETTERS: dict[type, Callable[..., list[Box]]] = {
    Title: title_boxes,
    Heading: heading_boxes,
    Paragraph: paragraph_boxes,
    Table: table_boxes,
    BarChart: chart_boxes,
    SignBlock: sign_boxes,
    Note: note_boxes,
}
"""What sets each kind of block: from (block, width, system) to boxes."""


def _sheets(document: Document, system: Path | None) -> list[Sheet]:
    """All pages; no page bears a signature and nothing else (GB/T 9704-2012 7.3.5.5)."""
    sheets: list[Sheet] = []
    for area, section in _sections(document.blocks):
        boxes: list[Box] = []
        for block in section:
            if isinstance(block, SignBlock):
                boxes[-2:] = [replace(box, keep_next=True) for box in boxes[-2:]]
            boxes += SETTERS[type(block)](block, area.width, system)
        sheets += paginate(area, boxes)
    return sheets or [Sheet(PORTRAIT)]


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[Area, list[Block]]]:
    """Runs of blocks that share a sequence of pages: cut at page breaks and turned tables."""
    section: list[Block] = []
    turned = False
    for block in numbered(blocks):
        turns = isinstance(block, Table) and block.landscape
        if isinstance(block, PageBreak) or turns != turned:
            yield (LANDSCAPE if turned else PORTRAIT), section
            section, turned = [], turns
        if not isinstance(block, PageBreak):
            section.append(block)
    yield (LANDSCAPE if turned else PORTRAIT), section


def _draw_sheet(canvas: Any, sheet: Sheet, marks: list[Mark]) -> None:
    canvas.saveState()
    x, top = LEFT, PAGE_HEIGHT - TOP
    if sheet.area.turned:
        canvas.translate(LEFT, PAGE_HEIGHT - TOP - AREA_HEIGHT)
        canvas.rotate(90)
        x, top = 0.0, 0.0
    for offset, box in sheet.placed:
        box.draw(Spot(canvas, x, top - offset, marks))
    canvas.restoreState()


def _draw_page_number(canvas: Any, number: int, system: Path | None) -> None:
    style = Style(Typeface.BODY, PAGE_NUMBER_SIZE, system)
    text = page_number_text(number)
    x = page_number_x(number, style.measure(text))
    middle = PAGE_HEIGHT - TOP - AREA_HEIGHT - PAGE_NUMBER_DROP
    draw_text(Spot(canvas, x, middle), style, text, 0.0)


def draw_watermark(canvas: Any, text: str, system: Path | None) -> None:
    """Grey, across the page, below everything else."""
    style = Style(Typeface.HEI, WATERMARK_SIZE, system)
    size = min(WATERMARK_SIZE, WATERMARK_SIZE * PAGE_WIDTH / max(style.measure(text), 1))
    style = Style(Typeface.HEI, size, system)
    canvas.saveState()
    canvas.setFillGray(WATERMARK_GREY)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(45)
    draw_text(Spot(canvas, -style.measure(text) / 2, 0.0), style, text, 0.0)
    canvas.restoreState()
