"""The .docx: the same text, the page of the standard, typefaces that WPS knows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from qxn_desktop.reports.catalog.monthly import build
from qxn_desktop.reports.document import (
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    SignBlock,
    Table,
)
from qxn_desktop.reports.docx import render_docx
from tests.unit.reports.sample_month import month


def opened(*blocks: Any, watermark: str | None = None) -> Any:
    return docx.Document(BytesIO(render_docx(Document("某月报", "丫他镇", blocks, watermark))))


def test_the_page_has_the_margins_of_the_standard() -> None:
    section = opened(Paragraph("甲")).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 35, 26]


@pytest.mark.parametrize(
    ("style", "typeface", "size"),
    [
        ("公文标题", "方正小标宋简体", 22),
        ("公文正文", "仿宋", 16),
        ("公文一级", "黑体", 16),
        ("公文二级", "楷体", 16),
        ("公文三级", "仿宋", 16),
        ("公文页码", "宋体", 14),
    ],
)
def test_styles_name_typefaces_for_hanzi(style: str, typeface: str, size: int) -> None:
    made = opened(Paragraph("甲")).styles[style]
    assert made.element.rPr.rFonts.get(qn("w:eastAsia")) == typeface
    assert made.font.size.pt == size


def test_headings_are_numbered_and_styled() -> None:
    word = opened(Heading("总体情况"), Heading("户厕", 2), Paragraph("本月应查12户。"))
    found = [(line.text, line.style.name) for line in word.paragraphs]
    assert found == [
        ("一、总体情况", "公文一级"),
        ("（一）户厕", "公文二级"),
        ("本月应查12户。", "公文正文"),
    ]


def test_a_table_holds_every_cell_and_repeats_its_header() -> None:
    columns = (Column("村", 3), Column("应查"))
    rows = (("丫他村", "3"), ("岜丛村", "4"))
    [table] = opened(Table(columns, rows, total=("合计", "7"))).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [["村", "应查"], ["丫他村", "3"], ["岜丛村", "4"], ["合计", "7"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    widths = [column.width for column in table.columns]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)


def test_a_turned_table_has_a_landscape_section() -> None:
    table = Table((Column("村"),), (("丫他村",),), landscape=True)
    sections = opened(Paragraph("前"), table, Paragraph("后")).sections
    assert [section.page_width > section.page_height for section in sections] == [
        False, True, False,
    ]  # fmt: skip


def test_page_numbers_are_fields_right_on_odd_pages() -> None:
    word = opened(Paragraph("甲"))
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    assert [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)] == [2, 0]
    field = section.footer.paragraphs[0]._p.find(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"


def test_a_watermark_stands_in_the_header_of_every_page() -> None:
    section = opened(Paragraph("甲"), PageBreak(), watermark="演示").sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "【演示】"


def test_rare_names_are_kept() -> None:
    sign = SignBlock("丫他镇", "", (("填表人", "王𬱖"), ("审核人", "买买提·艾力"), ("负责人", "")))
    text = "\n".join(line.text for line in opened(sign).paragraphs)
    assert "填表人：王𬱖" in text
    assert "审核人：买买提·艾力" in text
    assert "年　　月　　日" in text


def test_the_same_document_makes_the_same_bytes() -> None:
    made = build(month(), watermark="演示")
    assert render_docx(made) == render_docx(made)


def test_the_file_says_what_it_is_and_when() -> None:
    word = docx.Document(BytesIO(render_docx(build(month()))))
    facts = word.core_properties
    assert facts.title == "册亨县丫他镇人居环境整治与防返贫监测月报（2026年10月）"
    assert facts.created.isoformat()[:10] == "2026-10-31"
