"""The photos of an item: small pictures, one more from a file, dropped, or pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from qxn_desktop.common.json_types import Json
from qxn_desktop.services.check_draft import DraftPhoto
from qxn_desktop.ui.pages.check.answer_editor import AnswerEditor
from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.flow_layout import FlowLayout
from qxn_desktop.ui.widgets.picture_intake import choose_pictures
from qxn_desktop.ui.widgets.text import label

TILE = QSize(88, 66)
HINT = "回车选照片，Ctrl+V 粘贴，也可以拖到这里；↑↓ 换一项"


class PhotoStrip(AnswerEditor):
    """Shows the photos of a draft that its item names; adding is done by who owns the draft."""

    files_chosen = Signal(list)

    def _fill(self, flow: FlowLayout) -> None:
        self._photos: dict[str, DraftPhoto] = {}
        self._pictures: dict[str, QPixmap] = {}
        self._shown: list[str] = []
        self._tiles: list[_Tile] = []
        self._add = button("1　选照片", self.ask, icon="image_add")
        self._add.setAccessibleName("选照片")
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hint = label(HINT, "faint")
        flow.addWidget(self._add)
        flow.addWidget(self._hint)

    @property
    def wanted(self) -> list[str]:
        """SHA-256 of the photos whose pictures are not known yet."""
        return [sha256 for sha256 in self._shown if sha256 not in self._pictures]

    def know(self, photos: Sequence[DraftPhoto]) -> None:
        """What the photos of the draft are called."""
        self._photos = {photo.sha256: photo for photo in photos}

    def show_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Their contents, as they were read."""
        for sha256, data in pictures.items():
            picture = QPixmap()
            picture.loadFromData(data)
            ratio = self.devicePixelRatioF()
            scaled = picture.scaled(
                TILE * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            scaled.setDevicePixelRatio(ratio)
            self._pictures[sha256] = scaled
        self._lay_out()

    def ask(self) -> None:
        """Let photos be chosen."""
        chosen = choose_pictures(self, "选择现场照片")
        if chosen:
            self.files_chosen.emit(chosen)

    def enter(self) -> bool:
        """Choosing photos, until there are enough."""
        if self._is_whole:
            return False
        self.ask()
        return True

    @property
    def _is_whole(self) -> bool:
        return self.is_off or len(self._shown) >= self.item.photos

    def _press(self, sign: str) -> bool:
        if sign != "1":
            return False
        self.ask()
        return True

    def _show(self, raw: Json) -> None:
        self._shown = [str(one) for one in raw] if isinstance(raw, list) else []
        self._lay_out()

    def _remove(self, sha256: str) -> None:
        left: list[Json] = [one for one in self._shown if one != sha256]
        self._show(left)
        self.edited.emit(left or None)

    def _lay_out(self) -> None:
        for tile in self._tiles:
            self.flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = []
        for number, sha256 in enumerate(self._shown, 1):
            photo = self._photos.get(sha256, DraftPhoto(sha256, f"照片{number}"))
            tile = _Tile(photo, self._pictures.get(sha256))
            tile.removed.connect(self._remove)
            self._tiles.append(tile)
            self.flow.addWidget(tile)
            tile.show()
        self._hint.setVisible(not self._is_whole)
        self.flow.invalidate()


class _Tile(QFrame):
    """One photo, with a way to take it out again."""

    removed = Signal(str)

    def __init__(self, photo: DraftPhoto, picture: QPixmap | None) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self.setToolTip(photo.name + (f"　拍摄于 {photo.taken_at}" if photo.taken_at else ""))
        self.setAccessibleName(f"照片 {photo.name}")
        shown = QLabel()
        shown.setFixedSize(TILE)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if picture is None:
            set_icon(shown, "image", "text_faint", 24)
        else:
            shown.setPixmap(picture)
        away = icon_button("dismiss", f"去掉照片 {photo.name}", self._remove_clicked)
        away.setFixedSize(24, 24)
        away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sha256 = photo.sha256
        side = QVBoxLayout()
        side.addWidget(away)
        side.addStretch(1)
        body = row(shown, spacing=0)
        body.addLayout(side)
        body.setContentsMargins(2, 2, 2, 2)
        self.setLayout(body)

    def _remove_clicked(self) -> None:
        self.removed.emit(self._sha256)
