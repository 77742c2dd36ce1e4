"""Fallback glyph by glyph in every path, and text that copies out as it went in."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, String
from reportlab.pdfgen.canvas import Canvas

from qxn_desktop.reports.fonts import Typeface, font_name, missing, text_width, to_unicode_map
from tests.unit.reports.pdf_reading import page_texts

RARE = "王𬱖 岑䶮堃 买买提·艾力 韦龑 罗竜㛃 黄翯彧犇 陆𡒄㐱𠅤 弼佑岜丛笃山珉谷"


def written(*texts: str, typeface: Typeface = Typeface.BODY) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, invariant=1, initialFontName=font_name(typeface))
    for index, text in enumerate(texts):
        canvas.setFont(font_name(typeface), 12)
        canvas.drawString(50, 700 - 20 * index, text)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("typeface", list(Typeface))
def test_rare_names_copy_out_exactly(typeface: Typeface) -> None:
    [text] = page_texts(written(*RARE.split(), typeface=typeface))
    assert text.split() == RARE.split()


@pytest.mark.parametrize("typeface", list(Typeface))
def test_no_rare_name_is_missing(typeface: Typeface) -> None:
    assert missing(RARE, typeface) == set()


def test_a_chart_falls_back_too() -> None:
    target = BytesIO()
    canvas = Canvas(target, invariant=1, initialFontName=font_name(Typeface.HEI))
    drawing = Drawing(200, 50)
    drawing.add(String(10, 10, "陆𡒄", fontName=font_name(Typeface.HEI), fontSize=12))
    renderPDF.draw(drawing, canvas, 50, 500)
    canvas.save()
    assert page_texts(target.getvalue())[0].strip() == "陆𡒄"


def test_a_text_object_falls_back_too() -> None:
    target = BytesIO()
    canvas = Canvas(target, invariant=1, initialFontName=font_name(Typeface.BODY))
    text = canvas.beginText(50, 500)
    text.setFont(font_name(Typeface.BODY), 12)
    text.textLine("韦𡒄龑")
    canvas.drawText(text)
    canvas.save()
    assert page_texts(target.getvalue())[0].strip() == "韦𡒄龑"


def test_a_character_that_no_font_has_is_told_and_still_copies_out() -> None:
    unknown = "\u1234"
    assert missing(f"王{unknown}") == {unknown}
    assert page_texts(written(f"王{unknown}"))[0].strip() == f"王{unknown}"
    assert text_width(unknown, Typeface.BODY, 10) == pytest.approx(10)


@pytest.mark.parametrize("typeface", list(Typeface))
@pytest.mark.parametrize("sign", list("“”‘’—…，。（）"))
def test_signs_are_one_em_wide_in_every_typeface(typeface: Typeface, sign: str) -> None:
    assert text_width(sign, typeface, 100) == pytest.approx(100)


def test_more_characters_than_a_subset_holds() -> None:
    many = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 700) if not missing(chr(code)))
    assert len(many) > 300
    rows = [many[start : start + 30] for start in range(0, len(many), 30)]
    assert "".join(page_texts(written(*rows))[0].split()) == many


def test_the_map_to_unicode_is_utf16_in_blocks_of_a_hundred() -> None:
    text = to_unicode_map("F", [0x2C456, *range(0x4E00, 0x4E00 + 150)])
    assert "<00> <D871DC56>" in text
    assert "<01> <4E00>" in text
    assert "100 beginbfchar" in text
    assert "51 beginbfchar" in text
