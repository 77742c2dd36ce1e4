"""Pages as pictures, and where the figures stand on them."""

from __future__ import annotations

import threading

import pytest

from qxn_desktop.domain.figure_row import FigureKey
from qxn_desktop.domain.monthly import check_total
from qxn_desktop.reports.catalog.monthly import build
from qxn_desktop.reports.document import Column, Document, Paragraph, Table
from qxn_desktop.reports.month_figures import outcome_figures
from qxn_desktop.reports.pdf import Pdf, render_pdf
from qxn_desktop.reports.preview import Picture, Preview
from tests.unit.reports.pdf_reading import words_of
from tests.unit.reports.sample_month import month


@pytest.fixture(scope="module")
def pdf() -> Pdf:
    return render_pdf(build(month()))


def grey(picture: Picture, x: int, y: int) -> int:
    start = y * picture.stride + 4 * x
    return sum(picture.pixels[start : start + 3]) // 3


def test_a_page_is_black_on_white_from_the_top(pdf: Pdf) -> None:
    with Preview(pdf.data) as preview:
        picture = preview.picture(0, 1.0)
        assert len(preview.sizes) == pdf.pages
    assert (picture.width, picture.height) == (596, 842)
    assert len(picture.pixels) == picture.stride * picture.height
    assert grey(picture, 3, 3) == 255
    inked = [y for y in range(picture.height) if min(grey(picture, x, y) for x in range(596)) < 128]
    assert inked[0] == pytest.approx(37 / 25.4 * 72, abs=25)  # the title, below the top margin


def test_the_scale_is_pixels_to_the_point(pdf: Pdf) -> None:
    with Preview(pdf.data) as preview:
        assert preview.picture(0, 2.0).width == 1191
        for page, scale in ((99, 1.0), (-1, 1.0), (0, 40.0)):
            with pytest.raises(ValueError, match="page"):
                preview.picture(page, scale)
    with pytest.raises(ValueError, match="closed"):
        preview.picture(0, 1.0)


def test_many_threads_may_ask(pdf: Pdf) -> None:
    found: list[bytes] = []
    with Preview(pdf.data) as preview:
        wanted = preview.picture(1, 0.5).pixels
        threads = [
            threading.Thread(target=lambda: found.append(preview.picture(1, 0.5).pixels))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [wanted] * 8


def test_a_figure_is_marked_where_it_is_printed(pdf: Pdf) -> None:
    figures = month()
    field = figures.fields[0]
    total = check_total(field.villages)
    by_key = {mark.figure: mark for mark in pdf.marks}
    for row in (*field.villages[:3], total):
        mark = by_key[FigureKey(field.template, row.code, "checked")]
        assert words_of(pdf.data, mark) == str(row.checked)
    assert all(mark.left < mark.right and mark.bottom < mark.top for mark in pdf.marks)


def test_marks_leave_no_trace_in_the_file() -> None:
    columns = (Column("村"), Column("数"))
    plain = Table(columns, (("甲", "1"),), ("合计", "1"))
    marked = Table(columns, (("甲", "1"),), ("合计", "1"), figures=((None, "a"), (None, "b")))
    files = [render_pdf(Document("t", "o", (table,))) for table in (plain, marked)]
    assert files[0].data == files[1].data
    assert [mark.figure for mark in files[1].marks] == ["a", "b"]


def test_figures_of_a_turned_table_stand_on_the_upright_page() -> None:
    table = Table(
        (Column("村"), Column("数")), (("甲", "7"),), landscape=True, figures=((None, "a"),)
    )
    file = render_pdf(Document("t", "o", (table,)))
    [mark] = file.marks
    assert words_of(file.data, mark) == "7"


def test_a_total_in_a_sentence_is_marked_where_it_is_said(pdf: Pdf) -> None:
    figures = month()
    said = [words for words, _ in outcome_figures(figures)]
    assert len(said) >= 4
    for words, figure in outcome_figures(figures):
        marks = [mark for mark in pdf.marks if mark.figure == figure and mark.page == 0]
        printed = "".join(words_of(pdf.data, mark) for mark in marks)
        assert "".join(printed.split()).startswith(words[:4])


def test_every_figure_of_a_sentence_stands_in_it() -> None:
    blocks = [block for block in build(month()).blocks if isinstance(block, Paragraph)]
    said = [(words, block.text) for block in blocks for words, _ in block.figures]
    assert len(said) > 20
    assert [words for words, text in said if text.count(words) != 1] == []
