"""The sheet for the sealed envelope: one page, the code readable group by group."""

from __future__ import annotations

import pypdfium2

from qxn_desktop.reports.envelope import Envelope, envelope_document
from qxn_desktop.reports.pdf import render_pdf

CODE = "4TWZK-5ZPLC-BC7M3-6ANYR-46PNR-2KCG7"


def test_the_envelope_is_one_page_with_the_whole_code() -> None:
    unit = "秧坝森林小镇安置区第二社区居民委员会"
    sheet = Envelope(unit, "04D", CODE, "2026年11月23日")
    pdf = render_pdf(envelope_document(sheet))
    document = pypdfium2.PdfDocument(pdf.data)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert pdf.pages == 1
    assert all(group in text for group in CODE.split("-"))
    assert "封存人" in text
