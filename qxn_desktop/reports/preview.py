"""Pages of a finished PDF as pictures, for the screen and for the printer.

PDFium may be called by one thread at a time only, whatever documents: one lock for all.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium

POINTS = 72
"""To the inch: at scale 1 a point is a pixel."""

MOST_PIXELS = 40_000_000
"""Of one picture: an A4 page at 300 dpi has 9 million."""

_one_at_a_time = threading.RLock()
"""Taken again by the same thread where the collector frees a document in between two calls."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels from the top: red, green, blue and an unused byte each, no gaps."""

    width: int
    height: int
    pixels: bytes

    @property
    def stride(self) -> int:
        """Bytes a line."""
        return 4 * self.width


class Preview:
    """An open PDF. Any thread may ask for pages; close it, or use it with ``with``."""

    def __init__(self, data: bytes) -> None:
        """``data`` is a whole PDF of our own making."""
        self._closed = True
        with _one_at_a_time:
            self._document = pypdfium2.PdfDocument(data)
            self._closed = False
            self.sizes = tuple(
                PageSize(*self._document.get_page_size(page)) for page in range(len(self._document))
            )

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()  # else pypdfium2 would do it without the lock

    def picture(self, page: int, scale: float) -> Picture:
        """The page ``page`` (from 0), ``scale`` pixels to the point.

        Raises:
            ValueError: the document was closed, has no such page, or the picture is too large.
        """
        size = self.sizes[page] if 0 <= page < len(self.sizes) else None
        if size is None or size.width * size.height * scale * scale > MOST_PIXELS:
            raise ValueError(f"page {page} at scale {scale}")
        with _one_at_a_time:
            if self._closed:
                raise ValueError("the document was closed")
            return _picture(self._document[page], scale)

    def close(self) -> None:
        """Free what PDFium holds; to be called once nobody asks any more."""
        with _one_at_a_time:
            if not self._closed:
                self._closed = True
                self._document.close()


def _picture(page: pypdfium2.PdfPage, scale: float) -> Picture:
    bitmap = page.render(
        scale=scale,
        rev_byteorder=True,
        force_bitmap_format=pdfium.FPDFBitmap_BGRx,
        fill_color=(255, 255, 255, 255),
    )
    try:
        return Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
