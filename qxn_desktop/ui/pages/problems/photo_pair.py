"""Photos of the finding beside photos of what was done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qxn_desktop.services.photo_view import PhotoView, thumbnails
from qxn_desktop.services.problem_timeline import PhotoRef
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.card import Card, column, emptied, holder, row
from qxn_desktop.ui.widgets.photo_tile import PhotoTile
from qxn_desktop.ui.widgets.photo_viewer import Shown
from qxn_desktop.ui.widgets.text import label

TILE = QSize(152, 114)
A_ROW = 2
Photos = tuple[PhotoRef, ...]


class PhotoPair(Card):
    """Two columns; ``enlarge`` carries the photos of the column and the place of the chosen one.

    ``brief``: one photo a side, to stand beside a form.
    """

    enlarge = Signal(object, int)

    def __init__(self, shell: Shell, *, brief: bool = False) -> None:
        super().__init__("" if brief else "照片")
        self._shell, self._brief = shell, brief
        if brief:
            self.setProperty("kind", "well")
        self._tiles: dict[str, list[PhotoTile]] = {}
        self._shown: tuple[Photos, Photos] | None = None
        self._sides = row(spacing=16)
        self.body.addLayout(self._sides)

    def show_photos(self, before: Photos, after: Photos) -> None:
        """Show both sides, and read what they look like."""
        if (before, after) == self._shown:
            return
        self._shown = (before, after)
        self._tiles = {}
        emptied(self._sides)
        self._sides.addWidget(self._side("整改前", before, "发现时没有照片"), 1)
        self._sides.addWidget(self._side("整改后", after, "还没有整改照片"), 1)
        digests = tuple(dict.fromkeys(ref.sha256 for ref in (*before, *after)))
        if digests:
            self._shell.read(self, lambda ctx: thumbnails(ctx, digests), self._fill, key="photos")

    def _side(self, title: str, photos: Sequence[PhotoRef], empty: str) -> QWidget:
        body = column(label(title, "strong"))
        if not photos:
            body.addWidget(label(empty, "faint"))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, ref in enumerate(photos[:1] if self._brief else photos):
            tile = PhotoTile(f"{title}：{ref.words}", self._opener(photos, at), TILE)
            self._tiles.setdefault(ref.sha256, []).append(tile)
            many = f"，共 {len(photos)} 张" if self._brief and len(photos) > 1 else ""
            words = label(ref.words + many, "faint")
            grid.addWidget(holder(column(tile, words, spacing=2)), at // A_ROW, at % A_ROW)
        grid.setColumnStretch(A_ROW, 1)
        body.addLayout(grid)
        body.addStretch(1)
        return holder(body)

    def _opener(self, photos: Sequence[PhotoRef], at: int) -> Callable[[], None]:
        shown = [Shown(ref.sha256, ref.words) for ref in photos]
        return lambda: self.enlarge.emit(shown, at)

    def _fill(self, views: tuple[PhotoView, ...]) -> None:
        for view in views:
            for tile in self._tiles.get(view.sha256, ()):
                tile.show_photo(view.data, view.words)
