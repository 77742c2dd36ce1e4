"""Widgets that lie over each other or beyond their parents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QMainWindow, QTabWidget, QWidget

from tests.screenshots.fault import SLACK, Fault, fault_at, has, name_of, path_of


def outside_parent(widget: QWidget) -> Iterator[Fault]:
    """A widget reaches beyond its parent, where it cannot be seen or pressed."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or has(widget, "overlay"):
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return  # what scrolls is larger than what it is seen through
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if not room.contains(widget.geometry()):
        detail = f"{_box(widget.geometry())} in {parent.width()}×{parent.height()}"
        yield fault_at("outside its parent", widget, name_of(widget), detail)


def overlaps(shown: Iterable[QWidget]) -> Iterator[Fault]:
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
                detail = f"over {path_of(other)} by {common.width()}×{common.height()}"
                yield fault_at("overlap", one, name_of(one), detail)


def _is_laid_out(widget: QWidget, parent: QWidget) -> bool:
    passes = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    on_purpose = has(widget, "overlay") or widget.testAttribute(passes)
    inner = isinstance(parent, QAbstractScrollArea | QTabWidget | QComboBox | QMainWindow)
    return not (on_purpose or inner)


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
