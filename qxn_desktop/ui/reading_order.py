"""Where Tab goes: through the controls as they stand, whatever order they were made in.

Qt goes by the order in which widgets were made, and enters a page that hands its focus on (a focus
proxy) in its middle. Pages here are built, filled and filled anew; so each window asks the layouts
instead, whenever Tab is pressed: a column to its end, then the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from qxn_desktop.ui.laid_out import laid_out

WHOLE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLabel, QLineEdit,
    QPlainTextEdit, QTextEdit,
)  # fmt: skip
"""Controls that are one stop, whatever Qt builds into them."""


class InReadingOrder:
    """Put before a window's own class of Qt: Tab follows its layouts."""

    def focusNextPrevChild(self, forwards: bool, /) -> bool:
        """What Qt asks the widgets around the focus when Tab or Shift+Tab is pressed."""
        return step_focus(cast("QWidget", self), forwards=forwards)


def step_focus(root: QWidget, *, forwards: bool) -> bool:
    """Move the focus to the next control of ``root``, or the one before; gives whether there is."""
    stops = list(focus_stops(root))
    if not stops:
        return False
    reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
    reached = stops[_after(stops, QApplication.focusWidget(), 1 if forwards else -1)]
    reached.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    reached.setFocus(reason)
    _show(reached)
    return True


def focus_stops(root: QWidget) -> Iterator[QWidget]:
    """The controls of ``root`` that Tab comes to, in reading order."""
    for child in _children(root):
        if child.isWindow() or not child.isVisible() or not child.isEnabled():
            continue
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
            yield child
        yield from focus_stops(child)


def _after(stops: list[QWidget], here: QWidget | None, by: int) -> int:
    """The place to go to from ``here``, which may be no stop itself: then the nearest around it."""
    while here is not None and here not in stops:
        inside = [at for at, one in enumerate(stops) if here.isAncestorOf(one)]
        if inside:
            return inside[0] if by > 0 else inside[-1]
        here = here.parentWidget()
    if here is None:
        return 0 if by > 0 else -1
    return (stops.index(here) + by) % len(stops)


def _children(widget: QWidget) -> list[QWidget]:
    """The children as they are read: by the layout, else by where they lie.

    What Qt builds into its own controls is left alone: none of it is a stop of its own, and a
    Python object made for a part that Qt deletes itself may outlive it.
    """
    if isinstance(widget, WHOLE):
        return []
    if isinstance(widget, QStackedWidget):
        return _there(widget.currentWidget())
    if isinstance(widget, QScrollArea):
        return _there(widget.widget())
    if isinstance(widget, QSplitter):
        return _there(*(widget.widget(at) for at in range(widget.count())))
    layout = widget.layout()
    first = laid_out(layout) if layout is not None else []
    known = set(first)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    others = [one for one in widget.findChildren(QWidget, options=direct) if one not in known]
    return [*first, *sorted(others, key=lambda one: (one.y(), one.x()))]


def _there(*widgets: QWidget | None) -> list[QWidget]:
    return [one for one in widgets if one is not None]


def _show(reached: QWidget) -> None:
    """Scroll every area around it to where it is seen."""
    area = reached.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea) and area.isAncestorOf(reached):
            area.ensureWidgetVisible(reached)
        area = area.parentWidget()
