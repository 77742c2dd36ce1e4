"""The list of photos on their way: small pictures, read when they come into view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem

from qxn_desktop.ui.models.column import LINE
from qxn_desktop.ui.models.placing_model import Line, PlacingModel, second
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.widgets.table_view import PillDelegate, TableView

THUMBNAIL = QSize(72, 54)
ROW_HEIGHT = 64
MARGIN = 11
KEPT = 300
"""Small pictures that are held at once."""


class PlacingTable(TableView):
    """``wanted`` carries a line whose picture is to be read; ``out`` asks for marked ones to go."""

    wanted = Signal(object)
    out = Signal()
    marked = Signal()

    def __init__(self, model: PlacingModel) -> None:
        super().__init__(model, "要放的照片")
        self.photos = model
        self.pictures: dict[str, QPixmap] = {}
        self.setItemDelegate(PhotoLineDelegate(self))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())

    def marked_rows(self) -> list[int]:
        """Rows that are marked, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def mark(self, rows: Iterable[int]) -> None:
        """Mark these rows and no others."""
        chosen, model = QItemSelection(), self.photos
        every = [*rows]
        for row in every:
            chosen.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        flag = QItemSelectionModel.SelectionFlag
        if every:
            self.selectionModel().setCurrentIndex(model.index(every[0], 0), flag.NoUpdate)
            self.scrollTo(model.index(every[0], 0))
        self.selectionModel().select(chosen, flag.ClearAndSelect)

    def show_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Small pictures as they were read, b"" for one that cannot be shown."""
        for sha256, data in pictures.items():
            picture = QPixmap()
            if data:
                picture.loadFromData(data)
            self.pictures[sha256] = picture
        while len(self.pictures) > KEPT:
            del self.pictures[next(iter(self.pictures))]
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.out.emit()
        else:
            super().keyPressEvent(event)


class PhotoLineDelegate(PillDelegate):
    """A cell of two lines, in the first column beside a small picture."""

    def __init__(self, table: PlacingTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        text, line = str(index.data() or ""), index.data(LINE)
        self.draw_ground(painter, option, index)
        if not isinstance(line, Line):
            return
        box = option.rect.adjusted(MARGIN, 4, -8, -4)
        if index.column() == 0:
            self._draw_picture(painter, box, line)
            box.setLeft(box.left() + THUMBNAIL.width() + 12)
        self._draw_words(painter, option, box, (text, second(line, index.column())))

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, words: tuple[str, str]
    ) -> None:
        tokens, metrics = theme().tokens, option.fontMetrics
        lines = [(words[0], tokens.text), (words[1], tokens.text_soft)]
        lines = [one for one in lines if one[0]]
        top = box.center().y() - len(lines) * metrics.lineSpacing() // 2
        painter.save()
        for at, (text, ink) in enumerate(lines):
            painter.setPen(QColor(ink))
            line = QRect(
                box.left(), top + at * metrics.lineSpacing(), box.width(), metrics.height()
            )
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()

    def _draw_picture(self, painter: QPainter, box: QRect, line: Line) -> None:
        frame = QRect(box.left(), 0, THUMBNAIL.width(), THUMBNAIL.height())
        frame.moveTop(box.center().y() - frame.height() // 2)
        painter.fillRect(frame, QColor(theme().tokens.hover))
        picture = self._table.pictures.get(line.brought.photo.sha256)
        if picture is None:
            self._table.wanted.emit(line)
        elif not picture.isNull():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(frame.center())
            painter.drawPixmap(target, picture)
            painter.restore()
