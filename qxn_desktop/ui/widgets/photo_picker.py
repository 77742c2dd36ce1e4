"""Choosing photos or a signed sheet from the disk: a button, or files dropped here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import photo_intake
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.style.icon import set_icon
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.card import emptied, holder, packed, row
from qxn_desktop.ui.widgets.picture_intake import (
    PICTURES,
    SHEETS,
    PictureDrop,
    choose_pictures,
)
from qxn_desktop.ui.widgets.text import label

SIDE = 40


class PhotoPicker(QFrame):
    """The files that are chosen; ``changed`` tells. With ``single`` a further one replaces it."""

    changed = Signal()

    def __init__(
        self,
        says: str,
        *,
        single: bool = False,
        sheets: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._single, self._filter = single, SHEETS if sheets else PICTURES
        self._says = says
        self.files: tuple[Path, ...] = ()
        drop = PictureDrop(self, sheets=sheets)
        drop.dropped.connect(lambda files, _at: self.add(files))
        self.setAccessibleName(says)
        words = "选择文件" if sheets else "选择照片"
        self.choose = button(words, self.ask, icon="image_add")
        self.choose.setAccessibleName(f"{says}：{words}")
        self._hint = label("也可以拖到这里", "faint")
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(4)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addLayout(packed(self.choose, self._hint))
        body.addLayout(self._chosen)

    def ask(self) -> None:
        """Let files be chosen."""
        if self._single:
            one = file_asking.ask_open(self, Purpose.PHOTOS, self._says, self._filter)
            self.add([one] if one is not None else [])
        else:
            self.add(choose_pictures(self, self._says))

    def add(self, paths: Sequence[Path]) -> None:
        """Take these files too."""
        if not paths:
            return
        found = _opened(paths)
        every = [found[-1]] if self._single else dict.fromkeys((*self.files, *found))
        self._show(tuple(every))

    def remove(self, path: Path) -> None:
        """Take no longer this file."""
        self._show(tuple(one for one in self.files if one != path))

    def _show(self, files: tuple[Path, ...]) -> None:
        self.files = files
        emptied(self._chosen)
        for path in files:
            self._chosen.addWidget(self._line(path))
        self._hint.setVisible(not files)
        self.changed.emit()

    def _line(self, path: Path) -> QWidget:
        picture = QLabel()
        picture.setFixedSize(SIDE, SIDE)
        QTimer.singleShot(0, picture, lambda: _draw(picture, path))  # decoding takes its time
        name = label(path.name, "soft")
        name.setProperty("verbatim", True)
        away = icon_button("dismiss", f"去掉 {path.name}", lambda: self.remove(path))
        away.setFixedSize(28, 28)
        made = row(picture, name)
        made.addWidget(away)
        made.addStretch(1)
        return holder(made)


def _opened(paths: Sequence[Path]) -> Sequence[Path]:
    """Folders as the pictures in them; what holds none is left for the service to refuse."""
    try:
        return photo_intake.files(paths) if any(path.is_dir() for path in paths) else paths
    except UserError:
        return paths


def _draw(target: QLabel, path: Path) -> None:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    side = SIDE * target.devicePixelRatioF()
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(
            size.scaled(QSize(int(side), int(side)), Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        set_icon(target, "pdf" if path.suffix.lower() == ".pdf" else "image", "text_faint", 24)
        return
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(target.devicePixelRatioF())
    target.setPixmap(picture)
