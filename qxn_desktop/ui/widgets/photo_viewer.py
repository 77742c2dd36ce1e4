"""A photo over the whole page: arrows go on, Esc goes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from qxn_desktop.services.photo_view import PhotoView, whole_photo
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.widgets.overlay import Overlay

MARGIN, FOOT = 32, 56
SHADE = QColor(10, 12, 16, 235)


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo to look at and the words below it."""

    sha256: str
    words: str


class PhotoViewer(Overlay):
    """Reads each photo when it is looked at. It goes when Esc is pressed or it is clicked."""

    def __init__(self, shell: Shell, ground: QWidget) -> None:
        super().__init__(ground)
        self._shell = shell
        self._photos: tuple[Shown, ...] = ()
        self._at = 0
        self._picture = QPixmap()
        self._words = ""
        self._before: QWidget | None = None
        self.setProperty("overlay", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("照片")
        self.hide()

    def look_at(self, photos: Sequence[Shown], at: int) -> None:
        """Show the photo ``at`` of ``photos``."""
        self._before = self.window().focusWidget()
        self._photos = tuple(photos)
        self.place()
        self.show()
        self.raise_()
        self.setFocus()
        self._go(at)

    def event(self, event: QEvent) -> bool:
        """Esc is the photo's before it is the page's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1}
        key = Qt.Key(event.key())
        if key in step:
            self._go(self._at + step[key])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), SHADE)
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -FOOT)
        if not self._picture.isNull():
            size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRect(0, 0, size.width(), size.height())
            box.moveCenter(room.center())
            painter.drawPixmap(box, self._picture)
        painter.setPen(QColor(theme().tokens.on_bar))
        foot = QRect(MARGIN, self.height() - FOOT, self.width() - 2 * MARGIN, FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._foot())
        painter.end()

    def _go(self, at: int) -> None:
        self._at = at % len(self._photos)
        self._picture, self._words = QPixmap(), "正在读取"
        self.update()
        sha256 = self._photos[self._at].sha256
        self._shell.read(self, lambda ctx: whole_photo(ctx, sha256), self._show_photo, key="photo")

    def _show_photo(self, photo: PhotoView) -> None:
        self._picture = QPixmap()
        if photo.data:
            self._picture.loadFromData(photo.data)
        self._words = photo.words
        self.update()

    def _foot(self) -> str:
        shown = self._photos[self._at] if self._photos else Shown("", "")
        many = f"　第 {self._at + 1} 张，共 {len(self._photos)} 张" if len(self._photos) > 1 else ""
        told = f"　{self._words}" if self._words else ""
        return f"{shown.words}{many}{told}　按 Esc 返回"

    def leave(self) -> None:
        """Show the page again, the keyboard where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
