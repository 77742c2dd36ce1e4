"""The pages of a PDF of our own making, drawn in the background as they come into sight."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from qxn_desktop.reports.flow import Mark
from qxn_desktop.ui.shell import Shell, ignore
from qxn_desktop.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from qxn_desktop.reports.preview import Picture, Preview

NO_TIPS: Mapping[Hashable, str] = {}


class DocumentView(PageView):
    """A ``PageView`` over a ``Preview``; the one shown before is closed."""

    def __init__(self, shell: Shell, says: str) -> None:
        super().__init__(says)
        self._shell = shell
        self._preview: Preview | None = None
        self.picture_wanted.connect(self._draw)

    def show_document(
        self,
        preview: Preview,
        marks: Sequence[Mark] = (),
        tips: Mapping[Hashable, str] = NO_TIPS,
    ) -> None:
        """Show another document; ``marks`` and ``tips`` as ``show_pages`` takes them."""
        old, self._preview = self._preview, preview
        if old is not None:  # in the background: one of its pages may just be drawn
            self._shell.read(self, lambda _ctx: old.close(), ignore)
        self.show_pages(preview.sizes, marks, tips)

    def _draw(self, page: int, scale: float) -> None:
        preview = self._preview
        if preview is not None:
            self._shell.read(
                self,
                lambda _ctx: preview.picture(page, scale),
                lambda picture: self._put_on(preview, page, scale, picture),
                failed=self._drawn_in_vain,
            )

    def _put_on(self, preview: Preview, page: int, scale: float, picture: Picture) -> None:
        if preview is self._preview:
            self.put(page, scale, picture)

    def _drawn_in_vain(self, error: BaseException) -> None:
        """The document was replaced while one of its pages waited to be drawn: no failure."""
        if not isinstance(error, ValueError):
            self._shell.fail(error)
