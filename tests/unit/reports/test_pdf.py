"""PDFs: the same bytes everywhere, on the page of GB/T 9704-2012, with all the text."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from qxn_desktop.reports.catalog.monthly import build
from qxn_desktop.reports.document import (
    Bar,
    BarChart,
    BarGroup,
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
)
from qxn_desktop.reports.gbt9704 import AREA_HEIGHT, AREA_WIDTH, LEFT, MM, PAGE_HEIGHT, TOP
from qxn_desktop.reports.pdf import render_pdf
from tests.unit.reports.pdf_reading import letter_boxes, page_texts
from tests.unit.reports.sample_month import month

LONG_TEXT = "本月按照检查任务安排，对各村（社区）农村户厕、公厕、垃圾、污水逐项检查，" * 30


def document(*blocks: Block, watermark: str | None = None) -> Document:
    return Document("某月报", "丫他镇", blocks, watermark)


def texts(*blocks: Block, watermark: str | None = None) -> list[str]:
    return page_texts(render_pdf(document(*blocks, watermark=watermark)).data)


def plain(text: str) -> str:
    return "".join(text.split())


SCRIPT = """
import hashlib
from tests.unit.reports.sample_month import month
from qxn_desktop.reports.catalog.monthly import build
from qxn_desktop.reports.pdf import render_pdf
from qxn_desktop.reports.docx import render_docx
document = build(month(), watermark="演示")
print(hashlib.sha256(render_pdf(document).data + render_docx(document)).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_another_process_makes_the_same_bytes(seed: str) -> None:
    from qxn_desktop.reports.docx import render_docx  # noqa: PLC0415 - slow to import

    made = build(month(), watermark="演示")
    here = hashlib.sha256(render_pdf(made).data + render_docx(made)).hexdigest()
    command = [sys.executable, "-c", SCRIPT]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
    there = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert there.stdout.strip() == here


def test_other_text_makes_other_bytes() -> None:
    one, two = (render_pdf(document(Paragraph(text))).data for text in ("甲", "乙"))
    assert one != two


def test_the_page_is_a4_and_text_stays_in_the_type_area() -> None:
    pages = letter_boxes(render_pdf(build(month(22))).data)
    for letters in pages:
        for char, (left, bottom, right, top) in letters:
            assert left >= LEFT - 1, char
            assert right <= LEFT + AREA_WIDTH + 1, char
            assert top <= PAGE_HEIGHT - TOP + 1, char
            assert bottom >= PAGE_HEIGHT - TOP - AREA_HEIGHT - 10 * MM, char


def test_22_lines_of_28_characters() -> None:
    [text] = texts(Paragraph("村" * 28 * 22, indent=False))
    lines = [line for line in text.splitlines() if "村" in line]
    assert [len(line.strip()) for line in lines] == [28] * 22


def test_page_numbers_stand_right_on_odd_pages_left_on_even_ones() -> None:
    pages = letter_boxes(render_pdf(document(Paragraph(LONG_TEXT))).data)
    assert len(pages) == 2
    below = PAGE_HEIGHT - TOP - AREA_HEIGHT
    for number, letters in enumerate(pages, 1):
        found = [(char, box) for char, box in letters if box[3] < below]
        assert "".join(char for char, _ in found) == f"—{number}—"
        centre = sum(box[0] for _, box in found) / len(found)
        assert (centre > LEFT + AREA_WIDTH / 2) == (number % 2 == 1)


def test_a_watermark_lies_on_every_page() -> None:
    pages = texts(Paragraph(LONG_TEXT), PageBreak(), Paragraph("完"), watermark="演示")
    assert len(pages) == 3
    assert all("演示" in page for page in pages)
    assert "演示" not in "".join(texts(Paragraph("完")))


def test_no_text_is_lost_in_paragraphs() -> None:
    found = "".join(texts(Paragraph(LONG_TEXT + "王𬱖、岑䶮堃、买买提·艾力。")))
    assert plain(found).replace("—1—", "").replace("—2—", "") == plain(
        LONG_TEXT + "王𬱖、岑䶮堃、买买提·艾力。"
    )


def test_headings_are_numbered_and_never_last_on_a_page() -> None:
    blocks = [
        Heading("检查情况"),
        Paragraph(LONG_TEXT[:500]),
        Heading("户厕", 2),
        Paragraph("查" * 90),
    ]
    for lead in range(1, 12):
        pages = texts(*(Paragraph("村") for _ in range(lead)), *blocks)
        assert "一、检查情况" in pages[0]
        for page in pages:
            lines = [line for line in page.splitlines() if line.strip()]
            assert not lines[-2].strip().startswith(("一、", "（一）"))


def test_no_line_of_a_paragraph_stands_alone() -> None:
    for lead in range(16, 23):
        pages = texts(*(Paragraph("村") for _ in range(lead)), Paragraph("查" * 28 * 3))
        counts = [page.count("查") for page in pages]
        assert all(count == 0 or count > 28 for count in counts)


def test_a_long_table_repeats_its_header_and_keeps_its_total_company() -> None:
    columns = (Column("村（社区）", 3), Column("应查"))
    rows = tuple((f"第{n}村", str(n)) for n in range(70))
    pages = texts(Table(columns, rows, total=("合计", "2415"), caption="表1　应查"))
    assert len(pages) == 3
    assert all("村（社区）" in page for page in pages)
    assert "第69村" in pages[-1]
    assert "合计" in pages[-1]


def test_a_total_never_opens_a_page() -> None:
    columns = (Column("村（社区）", 3), Column("应查"))
    for count in range(20, 40):
        rows = tuple((f"第{n}村", str(n)) for n in range(count))
        last = texts(Table(columns, rows, total=("合计", "9")))[-1]
        assert f"第{count - 1}村" in last


def test_long_cells_are_wrapped_whole() -> None:
    name = "秧坝森林小镇安置区第二社区居民委员会"
    columns = (Column("村（社区）", 2), *(Column("户主不在") for _ in range(8)))
    [page] = texts(Table(columns, ((name, *"12345678"),)))
    assert plain(name) in plain(page)


def test_a_turned_table_has_pages_of_its_own() -> None:
    columns = tuple(Column(f"第{n}列") for n in range(12))
    rows = tuple(tuple(f"{n}·{m}" for m in range(12)) for n in range(3))
    pages = texts(Paragraph("前"), Table(columns, rows, landscape=True), Paragraph("后"))
    assert len(pages) == 3
    assert "前" in pages[0]
    assert "2·11" in pages[1]
    assert "后" in pages[2]


def test_a_signature_is_never_alone_on_a_page() -> None:
    sign = SignBlock(
        "丫他镇", "2026年11月2日", (("填表人", "王𬱖"), ("审核人", ""), ("负责人", ""))
    )
    for lines in range(10, 24):
        last = texts(*(Paragraph("村") for _ in range(lines)), sign)[-1]
        assert "村" in last
        assert "丫他镇（盖章）" in last


def test_notes_and_charts_print_their_words() -> None:
    groups = (BarGroup("农村户厕巡查", (Bar(Decimal("97.5"), "97.5%"), Bar(None, "—"))),)
    [page] = texts(
        BarChart("图1　完成率", ("完成率", "合格率"), groups),
        Note("说明", ("应查为本月到期的对象。", "已查" * 60)),
    )
    for words in ("图1　完成率", "农村户厕巡查", "97.5%", "合格率", "说明", "1.", "2."):
        assert plain(words) in plain(page)


def test_a_title_stands_in_the_middle() -> None:
    data = render_pdf(document(Title(("册亨县丫他镇", "月报"), "（2026年10月）"))).data
    [letters] = letter_boxes(data)
    top = [box for char, box in letters if char in "册镇"]
    middle = (top[0][0] + top[-1][2]) / 2
    assert middle == pytest.approx(LEFT + AREA_WIDTH / 2, abs=1.5)


def test_a_document_without_blocks_is_one_page() -> None:
    assert render_pdf(document()).pages == 1


def test_the_file_says_what_it_is() -> None:
    import pypdfium2  # noqa: PLC0415

    with_title = pypdfium2.PdfDocument(render_pdf(build(month())).data)
    facts = with_title.get_metadata_dict()
    with_title.close()
    assert facts["Title"] == "册亨县丫他镇人居环境整治与防返贫监测月报（2026年10月）"
    assert facts["Author"] == "丫他镇"


def test_windows_fonts_are_used_only_when_asked(tmp_path: Path) -> None:
    from qxn_desktop.common.resource_files import resource_path  # noqa: PLC0415

    (tmp_path / "simfang.ttf").write_bytes(resource_path("fonts/qxn-kai.ttf").read_bytes())
    made = document(Paragraph("村·王𬱖"))
    asked = render_pdf(made, tmp_path).data
    assert asked != render_pdf(made).data
    assert plain(page_texts(asked)[0]).startswith("村·王𬱖")
