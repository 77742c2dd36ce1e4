"""One thing that is wrong with a window, and how rules read Qt's widgets.

A widget says by a dynamic property that a rule is not meant for it: ``overlay`` (lies over its
siblings on purpose), ``verbatim`` (shows text that is not ours: a fingerprint, a file's name).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

SLACK = 1
"""Pixels by which a rounded width may be short."""


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


def visible_widgets(window: QWidget) -> list[QWidget]:
    """The window and every widget of it that can be seen, Qt's own inner parts left out."""
    inside = [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and w.size()]
    return [window, *(w for w in inside if not w.isWindow() and not _is_inner(w))]


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
        yield from (header_text(widget, at, display) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        cells = (index.data(Qt.ItemDataRole.DisplayRole) for index in visible_indexes(widget))
        yield from (cell for cell in cells if isinstance(cell, str))


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


def header_text(header: QHeaderView, section: int, role: Qt.ItemDataRole) -> str:
    found = header.model().headerData(section, header.orientation(), role)
    return found if isinstance(found, str) else ""


def _is_inner(widget: QWidget) -> bool:
    """A part that Qt made for itself."""
    name = widget.objectName()
    return name.startswith("qt_") and name not in (QT_SPIN, QT_STACK)


QT_SPIN = "qt_spinbox_lineedit"
QT_STACK = "qt_tabwidget_stackedwidget"


def has(widget: QWidget, name: str) -> bool:
    return bool(widget.property(name))


def fault_at(rule: str, widget: QWidget, what: str, detail: str = "") -> Fault:
    return Fault(rule, path_of(widget), what[:80], detail)


def path_of(widget: QWidget) -> str:
    """The widget and its parents up to the window, each by name or class."""
    names: list[str] = []
    here: QObject | None = widget
    while isinstance(here, QWidget):
        names.append(here.objectName() or type(here).__name__)
        here = None if here.isWindow() else here.parentWidget()
    return " > ".join(reversed(names))


def name_of(widget: QWidget) -> str:
    return next((text for text in shown_texts(widget) if text), "")
