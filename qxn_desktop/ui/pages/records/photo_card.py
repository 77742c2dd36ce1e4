"""One photo of a row: small, its day and where that comes from, its note, what else is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from qxn_desktop.services.object_photos import OWN, ObjectPhoto
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import column, holder, packed
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.photo_tile import PhotoTile
from qxn_desktop.ui.widgets.text import label

TILE = QSize(128, 96)
TOLD = {OWN: "照片自带的日期"}
TYPED_WORDS = "日期由登记人填写"
LONGEST_NOTE = 200


class PhotoCard(QWidget):
    """``corrected`` carries the photo's id, its day as it was typed, its note."""

    corrected = Signal(str, str, str)
    removed = Signal(str)

    def __init__(self, photo: ObjectPhoto, enlarge: Callable[[], None], today: date) -> None:
        super().__init__()
        self.photo = photo
        self.tile = PhotoTile(f"{photo.taken_on} 的照片", enlarge, TILE)
        self.day = DateField("拍摄日期", today)
        self.note = QLineEdit(maxLength=LONGEST_NOTE)
        self.note.setAccessibleName("照片的说明")
        self.note.setPlaceholderText("说明，如 改厕前")
        self.sides = QStackedWidget()
        self.sides.addWidget(self._shown())
        self.sides.addWidget(self._form())
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 4)
        body.setSpacing(12)
        body.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.sides, 1)

    @property
    def is_editing(self) -> bool:
        return self.sides.currentIndex() == 1

    def edit(self) -> None:
        """A form over the words."""
        self.day.set_value(self.photo.taken_on)
        self.note.setText(self.photo.note)
        self.sides.setCurrentIndex(1)
        self.day.setFocus()

    def leave(self) -> None:
        """Back to the words."""
        self.sides.setCurrentIndex(0)
        self.change.setFocus()

    def save(self) -> None:
        """Have what was typed kept."""
        self.corrected.emit(self.photo.id, self.day.value, self.note.text())

    def _shown(self) -> QWidget:
        one = self.photo
        told = TOLD.get(one.dated_by, TYPED_WORDS)
        body = column(label(one.taken_on, "strong"), label(told, "faint"), spacing=2)
        if one.note:
            note = label(one.note, wrap=True)
            note.setProperty("verbatim", True)
            body.addWidget(note)
        for remark in one.remarks:
            body.addWidget(label(remark, "faint", wrap=True))
        self.change = button("改日期、说明", self.edit, "link")
        self.change.setAccessibleName(f"改 {one.taken_on} 的照片的日期和说明")
        away = button("取下", lambda: self.removed.emit(one.id), "link")
        away.setAccessibleName(f"取下 {one.taken_on} 的照片")
        body.addLayout(packed(self.change, away, spacing=4))
        body.addStretch(1)
        return holder(body)

    def _form(self) -> QWidget:
        body = column(self.day, self.note, spacing=6)
        body.addLayout(packed(button("保存", self.save, "primary"), button("取消", self.leave)))
        body.addStretch(1)
        self.day.returnPressed.connect(self.save)
        self.note.returnPressed.connect(self.save)
        return holder(body)
