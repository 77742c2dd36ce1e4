"""The pages of a document, one below the other; figures that can be clicked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from qxn_desktop.reports.flow import Mark
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import GRID, LIGHT

if TYPE_CHECKING:
    from qxn_desktop.reports.preview import PageSize, Picture

GAP = 2 * GRID
KEPT = 8
"""Pictures kept: what is on the screen, and a little beyond."""
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
"""Steps of enlarging; 1 is the size of the paper at 96 dots to the inch."""
PER_POINT = 96 / 72


class PageView(QAbstractScrollArea):
    """Shows pages as pictures that somebody else draws: it asks for them by ``picture_wanted``."""

    picture_wanted = Signal(int, float)
    """A page from 0, and pixels to the point."""
    page_changed = Signal(int)
    zoomed = Signal()
    figure_clicked = Signal(object)

    def __init__(self, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._sizes: Sequence[PageSize] = ()
        self._marks: Sequence[Mark] = ()
        self._tips: Mapping[Hashable, str] = {}
        self._pictures: OrderedDict[int, tuple[float, QPixmap]] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self._zoom = 0.0
        self._under: Mark | None = None
        self._chosen: Hashable | None = None
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # --- what is shown

    def show_pages(
        self, sizes: Sequence[PageSize], marks: Sequence[Mark], tips: Mapping[Hashable, str]
    ) -> None:
        """Show another document; the place in it is kept. ``tips``: what a figure says."""
        self._sizes, self._tips = sizes, tips
        self._marks = [mark for mark in marks if mark.figure in tips]
        self._pictures.clear()
        self._asked.clear()
        self._under = self._chosen = None
        self._lay_out()
        self._scrolled()

    def put(self, page: int, scale: float, picture: Picture) -> None:
        """The picture of a page that was asked for."""
        self._asked.discard((page, scale))
        image = QImage(
            picture.pixels,
            picture.width,
            picture.height,
            picture.stride,
            QImage.Format.Format_RGBX8888,
        )
        self._pictures[page] = (scale, QPixmap.fromImage(image))
        self._pictures.move_to_end(page)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def mark_figure(self, figure: Hashable | None) -> None:
        """Show where ``figure`` stands; scroll to its table where none of it can be seen."""
        self._chosen = figure
        boxes = [self._box_of(mark) for mark in self._marked()]
        seen = QRectF(self.viewport().rect().adjusted(0, GAP, 0, -GAP))
        if boxes and not any(seen.contains(box) for box in boxes):
            bar = self.verticalScrollBar()
            middle = boxes[-1].center().y() - self.viewport().height() / 2
            bar.setValue(round(bar.value() + middle))
        self.viewport().update()

    # --- pages and zoom

    @property
    def page(self) -> int:
        """The page that fills most of the view, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """How large the paper is shown; 0: it fits the width."""
        return self._zoom

    @property
    def scale(self) -> float:
        """Pixels of the window to the point."""
        if self._zoom:
            return self._zoom * PER_POINT
        widest = max((size.width for size in self._sizes), default=1.0)
        return max((self.viewport().width() - 2 * GAP) / widest, 0.2)

    def go_to_page(self, page: int) -> None:
        """Scroll to the head of a page."""
        if self._sizes:
            page = min(max(page, 0), len(self._sizes) - 1)
            self.verticalScrollBar().setValue(round(self._top(page) - GAP / 2))

    def set_zoom(self, zoom: float) -> None:
        """Show the paper at another size, 0: fit the width; the page in front stays there."""
        page = self._page
        self._zoom = zoom
        self._lay_out()
        self.go_to_page(page)
        self.viewport().update()
        self.zoomed.emit()

    def enlarge(self, steps: int) -> None:
        """One step larger (1) or smaller (-1)."""
        now = self.scale / PER_POINT
        wanted = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if steps > 0 else zoom < now - 0.01)]
        if wanted:
            self.set_zoom(wanted[0] if steps > 0 else wanted[-1])

    # --- Qt

    def sizeHint(self) -> QSize:
        return QSize(640, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share = self.verticalScrollBar().value() / max(self.verticalScrollBar().maximum(), 1)
        self._lay_out()
        if not self._zoom:
            bar = self.verticalScrollBar()
            bar.setValue(round(share * bar.maximum()))
        self.zoomed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme().tokens.ground))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(len(self._sizes)):
            rect = self._paper(page)
            if rect.intersects(QRectF(self.viewport().rect())):
                self._draw_page(painter, page, rect)
        if self.hasFocus():
            painter.setPen(QColor(theme().tokens.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._sizes) - 1,
        }
        page = moves.get(Qt.Key(event.key()))
        if page is None:
            super().keyPressEvent(event)
        else:
            self.go_to_page(page)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.enlarge(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position())
        if mark is not self._under:
            self._under = mark
            shape = Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().setToolTip(self._tips.get(mark.figure, "") if mark else "")
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position())
        if mark is not None and event.button() is Qt.MouseButton.LeftButton:
            self._chosen = mark.figure
            self.viewport().update()
            self.figure_clicked.emit(mark.figure)

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.viewport().update()
        super().leaveEvent(event)

    def box_of(self, figure: Hashable) -> QRect:
        """Where in the view ``figure`` stands in its table; empty where it does not."""
        marks = [one for one in self._marks if one.figure == figure]
        return self._box_of(marks[-1]).toRect() if marks else QRect()

    # --- geometry

    def _lay_out(self) -> None:
        heights = sum(size.height * self.scale + GAP for size in self._sizes) + GAP
        widest = max((size.width for size in self._sizes), default=0.0) * self.scale + 2 * GAP
        port = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(port.height())
        vertical.setSingleStep(48)
        vertical.setRange(0, max(round(heights) - port.height(), 0))
        horizontal.setPageStep(port.width())
        horizontal.setRange(0, max(round(widest) - port.width(), 0) if self._zoom else 0)

    def _top(self, page: int) -> float:
        """Where a page begins, from the top of the whole."""
        return GAP + sum(size.height * self.scale + GAP for size in self._sizes[:page])

    def _paper(self, page: int) -> QRectF:
        size = self._sizes[page]
        width, height = size.width * self.scale, size.height * self.scale
        room = self.viewport().width()
        left = (room - width) / 2 if width < room else GAP - self.horizontalScrollBar().value()
        return QRectF(left, self._top(page) - self.verticalScrollBar().value(), width, height)

    def _box_of(self, mark: Mark) -> QRectF:
        paper, size, scale = self._paper(mark.page), self._sizes[mark.page], self.scale
        corner = QPointF(
            paper.left() + mark.left * scale, paper.top() + (size.height - mark.top) * scale
        )
        width, height = (mark.right - mark.left) * scale, (mark.top - mark.bottom) * scale
        return QRectF(corner.x(), corner.y(), width, height)

    def _mark_at(self, position: QPointF) -> Mark | None:
        return next((mark for mark in self._marks if self._box_of(mark).contains(position)), None)

    def _scrolled(self) -> None:
        middle = QPoint(0, self.viewport().height() // 3)
        for page in range(len(self._sizes)):
            if self._paper(page).bottom() + GAP > middle.y():
                break
        else:
            page = 0
        if page != self._page:
            self._page = page
        self.page_changed.emit(self._page)
        self.viewport().update()

    # --- drawing

    def _draw_page(self, painter: QPainter, page: int, rect: QRectF) -> None:
        scale = self.scale * self.devicePixelRatioF()
        known = self._pictures.get(page)
        if known is None or abs(known[0] - scale) > 0.001:
            self._ask(page, scale)
        painter.fillRect(rect, QColor(LIGHT.card))
        if known is not None:
            picture = known[1]
            painter.drawPixmap(rect, picture, QRectF(picture.rect()))
        painter.setPen(QColor(theme().tokens.border_strong))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        under = [self._under] if self._under is not None else []
        for mark in (*under, *self._marked()):
            if mark.page == page:
                self._draw_mark(painter, mark)

    def _marked(self) -> list[Mark]:
        """Where the chosen figure stands: in a sentence perhaps, and in its table."""
        if self._chosen is None:
            return []
        return [mark for mark in self._marks if mark.figure == self._chosen]

    def _draw_mark(self, painter: QPainter, mark: Mark) -> None:
        ink = QColor(LIGHT.accent)  # on paper, which is light in every look
        box = self._box_of(mark)
        painter.setPen(ink)
        painter.drawRect(box)
        ink.setAlpha(36)
        painter.fillRect(box, ink)

    def _ask(self, page: int, scale: float) -> None:
        if (page, scale) not in self._asked:
            self._asked.add((page, scale))
            self.picture_wanted.emit(page, scale)
