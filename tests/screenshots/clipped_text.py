"""What is wrong with a window to the eye: clipped text, overlaps, nameless controls, English.

Knows Qt's widgets and nothing of the program. A widget says by a dynamic property that a rule is
not meant for it: ``overlay`` (lies over its siblings on purpose), ``verbatim`` (shows text that is
not ours: a fingerprint, a file's name).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

SLACK = 1
"""Pixels by which a rounded width may be short."""

PROGRAMS = {"Excel", "WPS", "Word", "Windows"}
KEYS = {"Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn", "Delete"}
FILES = {"PDF", "pdf", "CSV", "csv", "DOCX", "docx", "XLSX", "xlsx", "TOML", "JPG", "PNG", "HEIC"}
OTHERS = {"GB", "MB", "KB", "AES", "MIT", "OFL"}
ALLOWED_LATIN = PROGRAMS | KEYS | FILES | OTHERS
_LATIN = frozenset(
    [
        "PDF",
        "Excel",
        "WPS",
        "Word",
        "Ctrl",
        "Alt",
        "Shift",
        "Enter",
        "Esc",
        "Tab",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "Delete",
        "Del",
        "CSV",
        "DOCX",
        "XLSX",
        "docx",
        "xlsx",
        "csv",
        "pdf",
        "TOML",
        "JPG",
        "PNG",
        "HEIC",
        "GB",
        "AES",
        "Ed",
        "MB",
        "KB",
        "Windows",
        "OFL",
        "MIT",
    ]
)
_LATIN = re.compile(r"(?<![0-9A-Za-z_.\-])[A-Za-z]{2,}(?![0-9A-Za-z_\-])")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. ``where`` is the road to the widget, ``what`` its text."""

    rule: str
    where: str
    what: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.where} “{self.what}” {self.detail}".rstrip()


Rule = Callable[[QWidget], Iterator[Fault]]


def faults(window: QWidget) -> list[Fault]:
    """All that is wrong with a window as it is shown."""
    shown = visible_widgets(window)
    found = [fault for widget in shown for rule in RULES for fault in rule(widget)]
    return [*found, *_overlaps(shown)]


def visible_widgets(window: QWidget) -> list[QWidget]:
    """The window and every widget of it that can be seen, Qt's own inner parts left out."""
    inside = [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and w.size()]
    return [window, *(w for w in inside if not w.isWindow() and not _is_inner(w))]


# --- text


def clipped_label(widget: QWidget) -> Iterator[Fault]:
    """A label's text is larger than the label; a cut one has no tooltip."""
    if not isinstance(widget, QLabel) or not widget.text() or not widget.pixmap().isNull():
        return
    text, room = widget.text(), _label_room(widget)
    if text.rstrip().endswith("…") and not widget.toolTip():
        yield _fault("cut without a tooltip", widget, text)
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
        title = _header_text(widget, section, Qt.ItemDataRole.DisplayRole)
        hinted = _header_text(widget, section, Qt.ItemDataRole.ToolTipRole)
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


# --- places


def outside_parent(widget: QWidget) -> Iterator[Fault]:
    """A widget reaches beyond its parent, where it cannot be seen or pressed."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _flag(widget, "overlay"):
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return  # what scrolls is larger than what it is seen through
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if not room.contains(widget.geometry()):
        detail = f"{_box(widget.geometry())} in {parent.width()}×{parent.height()}"
        yield _fault("outside its parent", widget, _name(widget), detail)


def _overlaps(shown: Iterable[QWidget]) -> Iterator[Fault]:
    """Two siblings lie over each other."""
    families: dict[int, list[QWidget]] = {}
    for widget in shown:
        parent = widget.parentWidget()
        if parent is not None and not widget.isWindow() and _is_laid_out(widget, parent):
            families.setdefault(id(parent), []).append(widget)
    for family in families.values():
        for one, other in combinations(family, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > SLACK and common.height() > SLACK:
                detail = f"over {_path(other)} by {common.width()}×{common.height()}"
                yield _fault("overlap", one, _name(one), detail)


def _is_laid_out(widget: QWidget, parent: QWidget) -> bool:
    passes = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    on_purpose = _flag(widget, "overlay") or widget.testAttribute(passes)
    inner = isinstance(parent, QAbstractScrollArea | QTabWidget | QComboBox | QMainWindow)
    return not (on_purpose or inner)


# --- words


def without_name(widget: QWidget) -> Iterator[Fault]:
    """A control that takes the focus has no name for a screen reader."""
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
        return
    if widget.objectName() == QT_SPIN:
        return  # its spin box has the name
    accessible = QAccessible.queryAccessibleInterface(widget)
    if accessible is not None and not accessible.text(QAccessible.Text.Name).strip():
        yield _fault("no accessible name", widget, "")


def latin_words(widget: QWidget) -> Iterator[Fault]:
    """A word in Latin letters that a clerk does not know."""
    if _flag(widget, "verbatim"):
        return
    for text in shown_texts(widget):
        for word in _LATIN.findall(_TAG.sub("", text)):
            if word not in ALLOWED_LATIN:
                yield _fault("Latin word", widget, text, word)


_TAG = re.compile(r"<[^>]*>|&[a-z]+;")


def shown_texts(widget: QWidget) -> Iterator[str]:
    """Every text that ``widget`` itself shows."""
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QHeaderView):
        display = Qt.ItemDataRole.DisplayRole
        yield from (_header_text(widget, at, display) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        cells = (index.data(Qt.ItemDataRole.DisplayRole) for index in visible_indexes(widget))
        yield from (cell for cell in cells if isinstance(cell, str))


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


def visible_indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    """The cells of a view that can be seen whole; those cut by its edge are scrolled to."""
    if isinstance(view, QHeaderView):
        return
    model, root, room = view.model(), view.rootIndex(), view.viewport().rect()
    for row in range(model.rowCount(root)):
        rects = [
            (model.index(row, column, root), view.visualRect(model.index(row, column, root)))
            for column in range(_columns(model, root))
        ]
        if rects and rects[0][1].top() > room.bottom():
            return
        yield from (index for index, rect in rects if rect.isValid() and room.contains(rect))


def _columns(model: QAbstractItemModel, root: QModelIndex) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)


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


def _header_text(header: QHeaderView, section: int, role: Qt.ItemDataRole) -> str:
    found = header.model().headerData(section, header.orientation(), role)
    return found if isinstance(found, str) else ""


def might_be_rich(text: str) -> bool:
    """As Qt.mightBeRichText, near enough for our own texts."""
    return _TAG.search(text) is not None


def _too_small(widget: QWidget, text: str, needed: QSize, room: QSize) -> Iterator[Fault]:
    if needed.width() > room.width() + SLACK:
        yield _fault("too narrow", widget, text, f"{needed.width()} in {room.width()}")
    if needed.height() > room.height() + SLACK:
        yield _fault("too low", widget, text, f"{needed.height()} in {room.height()}")


def _width(widget: QWidget, text: str) -> int:
    metrics: QFontMetrics = widget.fontMetrics()
    return metrics.horizontalAdvance(text)


def _shown(text: str) -> str:
    """``text`` without the marks of its mnemonics."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _is_inner(widget: QWidget) -> bool:
    """A part that Qt made for itself."""
    name = widget.objectName()
    return name.startswith("qt_") and name not in (QT_SPIN, QT_STACK)


QT_SPIN = "qt_spinbox_lineedit"
QT_STACK = "qt_tabwidget_stackedwidget"


def _flag(widget: QWidget, name: str) -> bool:
    return bool(widget.property(name))


def _fault(rule: str, widget: QWidget, what: str, detail: str = "") -> Fault:
    return Fault(rule, _path(widget), what[:80], detail)


def _path(widget: QWidget) -> str:
    """The widget and its parents up to the window, each by name or class."""
    names: list[str] = []
    here: QObject | None = widget
    while isinstance(here, QWidget):
        names.append(here.objectName() or type(here).__name__)
        here = None if here.isWindow() else here.parentWidget()
    return " > ".join(reversed(names))


def _name(widget: QWidget) -> str:
    return next((text for text in shown_texts(widget) if text), "")


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
