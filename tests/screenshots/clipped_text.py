"""What is wrong with a window to the eye: clipped text, overlaps, nameless controls, English.

Knows Qt's widgets and nothing of the program. Rules of its kin: ``placing``, ``wording``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import (
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.screenshots.fault import (
    SLACK,
    Fault,
    Rule,
    fault_at,
    header_text,
    visible_indexes,
    visible_widgets,
)
from tests.screenshots.placing import outside_parent, overlaps
from tests.screenshots.wording import latin_words, without_name


def faults(window: QWidget) -> list[Fault]:
    """All that is wrong with a window as it is shown."""
    shown = visible_widgets(window)
    found = [fault for widget in shown for rule in RULES for fault in rule(widget)]
    return [*found, *overlaps(shown)]


# --- text


def clipped_label(widget: QWidget) -> Iterator[Fault]:
    """A label's text is larger than the label; a cut one has no tooltip."""
    if not isinstance(widget, QLabel) or not widget.text() or not widget.pixmap().isNull():
        return
    text, room = widget.text(), _label_room(widget)
    if text.rstrip().endswith("…") and not widget.toolTip():
        yield fault_at("cut without a tooltip", widget, text)
    needed = _label_size(widget, room)
    yield from _too_small(widget, text, needed, room)


def clipped_button(widget: QWidget) -> Iterator[Fault]:
    """The words of a button, a check box or a radio button do not fit."""
    if not isinstance(widget, QAbstractButton) or not widget.text():
        return
    if isinstance(widget, QToolButton):
        icon_only = widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        if not (icon_only and not widget.icon().isNull()):
            yield from _too_small(widget, widget.text(), widget.sizeHint(), widget.size())
        return
    room = _button_room(widget)
    needed = QSize(_width(widget, _shown(widget.text())), widget.fontMetrics().height())
    yield from _too_small(widget, widget.text(), needed, room)


def clipped_choice(widget: QWidget) -> Iterator[Fault]:
    """The chosen text of a combo box does not fit."""
    if not isinstance(widget, QComboBox) or widget.isEditable() or widget.toolTip():
        return
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
    needed = QSize(_width(widget, widget.currentText()), widget.fontMetrics().height())
    yield from _too_small(widget, widget.currentText(), needed, room.size())


def clipped_entry(widget: QWidget) -> Iterator[Fault]:
    """The hint of an empty line, or the value of a spin box, does not fit."""
    if not isinstance(widget, QLineEdit):
        return
    fixed = isinstance(widget.parentWidget(), QAbstractSpinBox)
    text = widget.text() if fixed else (widget.placeholderText() if not widget.text() else "")
    if not text:
        return
    option = QStyleOptionFrame()
    widget.initStyleOption(option)
    room = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, widget)
    margins = widget.textMargins()
    beside = sum(one.width() for one in widget.findChildren(QAbstractButton) if one.isVisible())
    inner = room.width() - margins.left() - margins.right() - 2 * LINE_EDIT_MARGIN - beside
    needed = QSize(_width(widget, text), widget.fontMetrics().height())
    yield from _too_small(widget, text, needed, QSize(inner, room.height()))


LINE_EDIT_MARGIN = 2
"""What QLineEdit keeps on either side of its text."""


def clipped_header(widget: QWidget) -> Iterator[Fault]:
    """A column's title does not fit its section and has no tooltip."""
    if not isinstance(widget, QHeaderView) or widget.model() is None:
        return
    if widget.orientation() is not Qt.Orientation.Horizontal:
        return
    margin = widget.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, widget)
    for section in range(widget.count()):
        title = header_text(widget, section, Qt.ItemDataRole.DisplayRole)
        hinted = header_text(widget, section, Qt.ItemDataRole.ToolTipRole)
        if widget.isSectionHidden(section) or not title or hinted:
            continue
        needed = QSize(_width(widget, title) + 2 * margin, widget.fontMetrics().height())
        room = QSize(widget.sectionSize(section), widget.height())
        yield from _too_small(widget, title, needed, room)


def clipped_tab(widget: QWidget) -> Iterator[Fault]:
    """A tab's words do not fit, or tabs hide behind scroll buttons."""
    if not isinstance(widget, QTabBar):
        return
    for at in range(widget.count()):
        text = _shown(widget.tabText(at))
        if not widget.isTabVisible(at) or widget.tabToolTip(at):
            continue
        seen = widget.tabRect(at).intersected(widget.rect())
        needed = QSize(_width(widget, text), 0)
        yield from _too_small(widget, text, needed, seen.size())


def clipped_cell(widget: QWidget) -> Iterator[Fault]:
    """A cell's text does not fit and the cell has no tooltip that tells it whole."""
    if not isinstance(widget, QAbstractItemView) or widget.model() is None:
        return
    for index in visible_indexes(widget):
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(text, str) or not text or index.data(Qt.ItemDataRole.ToolTipRole):
            continue
        option = QStyleOptionViewItem()
        widget.initViewItemOption(option)
        option.rect = widget.visualRect(index)
        needed = widget.itemDelegateForIndex(index).sizeHint(option, index)
        yield from _too_small(widget, text, needed, option.rect.size())


def clipped_title(widget: QWidget) -> Iterator[Fault]:
    """The title of a group box does not fit."""
    if isinstance(widget, QGroupBox) and widget.title():
        needed = QSize(_width(widget, widget.title()), widget.fontMetrics().height())
        yield from _too_small(widget, widget.title(), needed, widget.size())


RULES: tuple[Rule, ...] = (
    clipped_label,
    clipped_button,
    clipped_choice,
    clipped_entry,
    clipped_header,
    clipped_tab,
    clipped_cell,
    clipped_title,
    outside_parent,
    without_name,
    latin_words,
)


# --- reading Qt


def _label_room(label: QLabel) -> QSize:
    indent = max(label.indent(), 0)
    room = label.contentsRect().size()
    return room - QSize(2 * label.margin() + indent, 2 * label.margin())


def _label_size(label: QLabel, room: QSize) -> QSize:
    text = label.text()
    rich = label.textFormat() is Qt.TextFormat.RichText or (
        label.textFormat() is Qt.TextFormat.AutoText and might_be_rich(text)
    )
    if rich:
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        document.setTextWidth(room.width() if label.wordWrap() else -1)
        return document.size().toSize()
    metrics, flags = label.fontMetrics(), int(label.alignment())
    if not label.wordWrap():
        return metrics.size(0, _shown(text) if label.buddy() else text)
    wrap = flags | int(Qt.TextFlag.TextWordWrap)
    return metrics.boundingRect(QRect(0, 0, room.width(), 1_000_000), wrap, text).size()


def _button_room(button: QAbstractButton) -> QSize:
    option = QStyleOptionButton()
    element = QStyle.SubElement.SE_PushButtonContents
    if isinstance(button, QPushButton):
        button.initStyleOption(option)
    elif isinstance(button, QCheckBox):
        button.initStyleOption(option)
        element = QStyle.SubElement.SE_CheckBoxContents
    elif isinstance(button, QRadioButton):
        button.initStyleOption(option)
        element = QStyle.SubElement.SE_RadioButtonContents
    else:
        return button.size()
    room = button.style().subElementRect(element, option, button).size()
    icon = button.iconSize().width() + 4 if not button.icon().isNull() else 0
    return room - QSize(icon, 0)


def might_be_rich(text: str) -> bool:
    """As Qt.mightBeRichText, near enough for our own texts."""
    return _TAG.search(text) is not None


def _too_small(widget: QWidget, text: str, needed: QSize, room: QSize) -> Iterator[Fault]:
    if needed.width() > room.width() + SLACK:
        yield fault_at("too narrow", widget, text, f"{needed.width()} in {room.width()}")
    if needed.height() > room.height() + SLACK:
        yield fault_at("too low", widget, text, f"{needed.height()} in {room.height()}")


def _width(widget: QWidget, text: str) -> int:
    metrics: QFontMetrics = widget.fontMetrics()
    return metrics.horizontalAdvance(text)


def _shown(text: str) -> str:
    """``text`` without the marks of its mnemonics."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


_TAG = re.compile(r"<[^>]*>")
