"""The list at the left: two lines a problem, the limit as a pill at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qxn_desktop.domain.rectification_guide import DueMark
from qxn_desktop.services.problem_board import BoardLine
from qxn_desktop.ui.models.column import LINE, Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.table_view import TableView

TONES = {DueMark.OVERDUE: Tone.OVERDUE, DueMark.SOON: Tone.SOON, DueMark.CLOSED: Tone.DONE}
HEIGHT = 56


def due_tone(mark: DueMark) -> Tone:
    """The tone of a limit; one far away has none of its own."""
    return TONES.get(mark, Tone.NEUTRAL)


def state_words(line: BoardLine) -> str:
    """Where it stands, and that two people handled it side by side."""
    return "待裁决" if line.problem.disputed else line.problem.state_title.partition("（")[0]


def pill_words(line: BoardLine) -> str:
    """The limit in words, or that it is closed."""
    return line.due_words or "已销号"


def spoken(line: BoardLine) -> str:
    """The whole line as a screen reader says it, and as the tooltip shows it."""
    one = line.problem
    severity = f"{one.severity}　" if one.severity else ""
    return f"{one.title}\n{severity}{_place(line)}　{state_words(line)}　{pill_words(line)}"


class ProblemList(TableView):
    """Problems to choose from."""

    def __init__(self) -> None:
        self.lines = LinesModel((Column("问题", spoken),))
        super().__init__(self.lines, "问题清单")
        self.lines.setParent(self)
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Sequence[BoardLine], chosen: str) -> None:
        """Show ``lines`` with the cursor on the problem ``chosen``, if it is there."""
        self.blockSignals(True)  # the cursor stays where it was: nobody chose anything
        self.lines.show(lines)
        self.executeDelayedItemsLayout()
        row = next((at for at, one in enumerate(lines) if one.problem.id == chosen), -1)
        self.go_to(row)
        self.blockSignals(False)


class _Delegate(QStyledItemDelegate):
    """First line the problem, second line place and state; overdue and soon as a pill."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(LINE)
        if not isinstance(line, BoardLine):
            return
        self._ground(painter, option)
        tokens = theme().tokens
        box = option.rect.adjusted(14, 8, -12, -8)
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        small = QFont(option.font)
        small.setPixelSize(theme().px - 1)
        right = self._pill(painter, box, small, line)
        painter.setFont(strong)
        painter.setPen(QColor(tokens.text))
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        _text(painter, upper, line.problem.title)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_soft))
        lower = QRect(box.left(), box.center().y() + 1, right - box.left() - 8, box.height() // 2)
        _text(painter, lower, f"{_place(line)}　{state_words(line)}")

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = theme().tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or under:
            painter.fillRect(option.rect, QColor(tokens.selection if chosen else tokens.hover))
        if chosen:
            painter.fillRect(
                option.rect.left(), option.rect.top(), 3, HEIGHT, QColor(tokens.accent)
            )
        painter.setPen(QColor(tokens.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _pill(self, painter: QPainter, box: QRect, font: QFont, line: BoardLine) -> int:
        """Draw the limit at the right of the lower line; gives its left edge."""
        words, tone = pill_words(line), due_tone(line.due_mark)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(words) + 16
        height = metrics.height() + 2
        pill = QRectF(box.right() - width, box.bottom() - height + 1, width, height)
        tokens = theme().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.wash(tone)))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(tokens.ink(tone)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
        return int(pill.left())


def _place(line: BoardLine) -> str:
    one = line.problem
    named = one.object_label if one.object != one.village else ""
    if named.startswith(one.village_name):
        return named
    return f"{one.village_name} · {named}" if named else one.village_name


def _text(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
