"""What a reader finds in a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from qxn_desktop.reports.flow import Mark


@contextmanager
def pages(data: bytes) -> Iterator[list[pypdfium2.PdfTextPage]]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    opened = [document[index] for index in range(len(document))]
    texts = [page.get_textpage() for page in opened]
    try:
        yield texts
    finally:
        for text in texts:
            text.close()
        for page in opened:
            page.close()
        document.close()


def page_texts(data: bytes) -> list[str]:
    """The text of each page, one string a page."""
    with pages(data) as texts:
        return [page.get_text_range() for page in texts]


def letter_boxes(data: bytes) -> list[list[tuple[str, tuple[float, float, float, float]]]]:
    """Per page: every visible character and its box (left, bottom, right, top) in points."""
    with pages(data) as texts:
        return [
            [
                (char, page.get_charbox(index))
                for index in range(page.count_chars())
                if (char := page.get_text_range(index, 1)).strip()
            ]
            for page in texts
        ]


def words_of(data: bytes, mark: Mark) -> str:
    """What is printed in the box of ``mark``."""
    document = pypdfium2.PdfDocument(data)
    page = document[mark.page]
    text = page.get_textpage()
    try:
        return text.get_text_bounded(mark.left, mark.bottom, mark.right, mark.top).strip()
    finally:
        text.close()
        page.close()
        document.close()
