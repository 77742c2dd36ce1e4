"""A ``Document`` as a .docx for editing in WPS or Word: same text, same page, named typefaces.

Typefaces are named, not embedded: 仿宋, 黑体, 楷体 are on every Windows, 方正小标宋简体 on most
office machines. The same document gives the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from qxn_desktop.reports.document import (
    Align,
    BarChart,
    Block,
    Column,
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
from qxn_desktop.reports.gbt9704 import (
    AREA_WIDTH,
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_NUMBER_DROP,
    PAGE_NUMBER_SIZE,
    PAGE_WIDTH,
    PITCH,
    RIGHT,
    SIGN_RIGHT,
    SIZE_2,
    SIZE_3,
    SIZE_SMALL_4,
    SIZE_SMALL_5,
    TOP,
)

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"

STYLES = (
    ("公文标题", XIAOBIAOSONG, SIZE_2),
    ("公文副题", KAITI, SIZE_3),
    ("公文正文", FANGSONG, SIZE_3),
    ("公文一级", HEITI, SIZE_3),
    ("公文二级", KAITI, SIZE_3),
    ("公文三级", FANGSONG, SIZE_3),
    ("公文四级", FANGSONG, SIZE_3),
    ("公文表格", FANGSONG, SIZE_SMALL_4),
    ("公文表头", HEITI, SIZE_SMALL_4),
    ("公文说明", FANGSONG, SIZE_SMALL_4),
    ("公文页码", SONGTI, PAGE_NUMBER_SIZE),
)
"""Paragraph styles: name, typeface, size (GB/T 9704-2012 5.2.2, 7.3)."""
SMALL_STYLES = (("小表格", FANGSONG, SIZE_SMALL_5), ("小表头", HEITI, SIZE_SMALL_5))
"""Of registers of many rows; in a document that has none they would only be in the way."""

LINE_SPACING = {SIZE_SMALL_4: 18.0, SIZE_SMALL_5: 12.0}
"""pt from line to line by size; of others the pitch of the page."""

LEVELS = ("公文一级", "公文二级", "公文三级", "公文四级")

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
AFTER_SWITCHES = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
"""What may follow autoSpaceDE and autoSpaceDN in a style (ISO/IEC 29500-1 17.3.1.26)."""

CELL_MARGIN = 2.0
"""Points left and right inside a cell, as in the PDF."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every part in the archive, so that nothing of the clock goes in."""

Word = Any
"""python-docx is not typed."""


def render_docx(document: Document) -> bytes:
    """``document`` as the bytes of a .docx."""
    word = docx.Document()
    _describe(word, document)
    has_small = any(isinstance(one, Table) and one.small for one in document.blocks)
    _make_styles(word, (*STYLES, *SMALL_STYLES) if has_small else STYLES)
    _set_page(word.sections[0])
    _number_pages(word, document.watermark)
    turned = False
    for block in numbered(document.blocks):
        across = isinstance(block, Table) and block.landscape
        if across != turned:
            _turn(word, across=across)
            turned = across
        WRITERS[type(block)](word, block)
    if turned:  # Word wants a paragraph after the last table; this one takes no room
        word.add_paragraph("").paragraph_format.line_spacing = Pt(1)
    target = BytesIO()
    word.save(target)
    return _without_times(target.getvalue())


def _describe(word: Word, document: Document) -> None:
    facts = word.core_properties
    facts.title, facts.author = document.title, document.org
    facts.last_modified_by = document.org
    facts.subject = document.meta.get("subject", "")
    facts.keywords = document.meta.get("keywords", "")
    facts.comments = ""
    facts.language = "zh-CN"
    moment = datetime.fromisoformat(document.meta.get("date") or "2000-01-01")
    facts.created = facts.modified = moment


def _make_styles(word: Word, styles: Iterable[tuple[str, str, float]]) -> None:
    _set_font(word.styles["Normal"], FANGSONG, SIZE_3)
    for name, typeface, size in styles:
        style = word.styles.add_style(name, 1)
        style.base_style = word.styles["Normal"]
        _set_font(style, typeface, size)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(LINE_SPACING.get(size, round(PITCH, 1)))
        layout.widow_control = True
        for spacing in ("w:autoSpaceDE", "w:autoSpaceDN"):
            _switch_off(style.element.get_or_add_pPr(), spacing)


def _switch_off(properties: Word, name: str) -> None:
    """Turn off a habit of Word, here the gap between hanzi and digits."""
    switch = OxmlElement(name)
    switch.set(qn("w:val"), "0")
    properties.insert_element_before(switch, *AFTER_SWITCHES)


def _set_font(style: Word, typeface: str, size: float) -> None:
    style.font.name = typeface
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), typeface)


def _set_page(section: Word) -> None:
    section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
    section.left_margin, section.right_margin = Pt(LEFT), Pt(RIGHT)
    section.footer_distance = Pt(BOTTOM - PAGE_NUMBER_DROP - PAGE_NUMBER_SIZE)


def _number_pages(word: Word, watermark: str | None) -> None:
    """``— 1 —``: right on odd pages, left on even ones, one character in."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        line.style = word.styles["公文页码"]
        line.alignment = ALIGNMENTS[side]
        indent = "right_indent" if side == "right" else "left_indent"
        setattr(line.paragraph_format, indent, Pt(PAGE_NUMBER_SIZE))
        line.add_run("— ")
        _add_page_field(line)
        line.add_run(" —")
    if watermark:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].style = word.styles["公文表头"]
            header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            header.paragraphs[0].add_run(f"【{watermark}】")


def _add_page_field(line: Word) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = line.add_run("1")
    field.append(run._r)
    line._p.append(field)


def _write_title(word: Word, block: Title) -> None:
    for text in block.lines:
        line = word.add_paragraph(text, "公文标题")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = Pt(1.2 * PITCH)
    if block.subtitle:
        word.add_paragraph(block.subtitle, "公文副题").alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph("", "公文正文")


def _write_heading(word: Word, block: Heading) -> None:
    line = word.add_paragraph(block.text, LEVELS[block.level - 1])
    _indent(line, characters=2)
    line.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(block.level - 1))
    line._p.get_or_add_pPr().append(level)


def _write_paragraph(word: Word, block: Paragraph) -> None:
    line = word.add_paragraph(block.text, "公文正文")
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if block.indent:
        _indent(line, characters=2)


def _indent(line: Word, characters: int) -> None:
    """Indent the first line by characters, as WPS counts them (hundredths)."""
    line.paragraph_format.first_line_indent = Pt(characters * SIZE_3)
    line._p.pPr.ind.set(qn("w:firstLineChars"), str(100 * characters))


def _write_table(word: Word, block: Table) -> None:
    _write_caption(word, block.caption)
    table = word.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _narrow_margins(table)
    width = PAGE_HEIGHT - TOP - BOTTOM if block.landscape else AREA_WIDTH
    cells = _cells_layout(block.columns, width)
    for column, (size, _) in zip(table.columns, cells, strict=True):
        column.width = size
    names = ("小表头", "小表格") if block.small else ("公文表头", "公文表格")
    strong, plain = (word.styles[name] for name in names)
    head = tuple(column.title for column in block.columns)
    _add_row(table, head, [(size, "center") for size, _ in cells], strong)
    for row in block.rows:
        _add_row(table, row, cells, plain)
    if block.total:
        _add_row(table, block.total, cells, strong)
    _repeat_header(table.rows[0])
    if not block.landscape:
        word.add_paragraph("", "公文说明")


def _write_caption(word: Word, caption: str) -> None:
    if caption:
        line = word.add_paragraph(caption, "公文表头")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = True


CellLayout = tuple[Any, Align]
"""Width and alignment of a cell."""


def _cells_layout(columns: Sequence[Column], width: float) -> list[CellLayout]:
    share = width / sum(column.width for column in columns)
    return [(Pt(column.width * share), column.align) for column in columns]


def _add_row(table: Word, texts: Sequence[str], layout: Sequence[CellLayout], style: Word) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = row.cells
    for cell, text, (width, align) in zip(cells, texts, layout, strict=True):
        line = cell.paragraphs[0]
        line._p.style = style.style_id  # by way of line.style each cell searches all styles
        line.text, line.alignment = text, ALIGNMENTS[align]
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        cell.width = width


def _repeat_header(row: Word) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _narrow_margins(table: Word) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(round(CELL_MARGIN * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _turn(word: Word, *, across: bool) -> None:
    """Go on across, or upright again, on a new page; at the very beginning on the first one."""
    begins = across and not word.element.body.xpath("./w:p | ./w:tbl")
    section = word.sections[0] if begins else word.add_section(WD_SECTION.NEW_PAGE)
    if not begins:
        _set_page(section)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Pt(PAGE_HEIGHT), Pt(PAGE_WIDTH)
        section.top_margin, section.bottom_margin = Pt(LEFT), Pt(RIGHT)
        section.left_margin, section.right_margin = Pt(BOTTOM), Pt(TOP)
    else:
        section.orientation = WD_ORIENT.PORTRAIT


def _write_chart(word: Word, block: BarChart) -> None:
    """The numbers of the chart: a table can be edited."""
    columns = (Column("项目", 2), *(Column(name) for name in block.series))
    rows = tuple((group.title, *(bar.label for bar in group.bars)) for group in block.groups)
    _write_table(word, Table(columns, rows, caption=block.title))


def _write_sign(word: Word, block: SignBlock) -> None:
    word.add_paragraph("", "公文正文")
    date = block.date or "　　　　年　　月　　日"
    for text in (f"{block.unit}（盖章）", date):
        line = word.add_paragraph(text, "公文正文")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(SIGN_RIGHT * SIZE_3)
        line.paragraph_format.keep_with_next = True
    word.add_paragraph("", "公文正文").paragraph_format.keep_with_next = True
    people = [f"{label}：{name or '　　　　'}" for label, name in block.people]
    word.add_paragraph("　".join(people), "公文正文")
    for label, value in block.facts:
        word.add_paragraph(f"{label}：{value}", "公文正文")


def _write_note(word: Word, block: Note) -> None:
    word.add_paragraph(block.title, "公文表头")
    for number, item in enumerate(block.items, 1):
        line = word.add_paragraph(f"{number}. {item}", "公文说明")
        line.paragraph_format.left_indent = Pt(1.5 * SIZE_SMALL_4)
        line.paragraph_format.first_line_indent = Pt(-1.5 * SIZE_SMALL_4)


def _write_break(word: Word, _block: PageBreak) -> None:
    word.add_page_break()


WRITERS: dict[type[Block], Callable[..., None]] = {
    Title: _write_title,
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Table: _write_table,
    BarChart: _write_chart,
    SignBlock: _write_sign,
    Note: _write_note,
    PageBreak: _write_break,
}


def _without_times(data: bytes) -> bytes:
    """The same archive with every part at one fixed time."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            archive.writestr(part, source.read(name))
    return target.getvalue()
