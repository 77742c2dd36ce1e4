"""The widgets of a layout in its order, without touching its items.

``QLayout.itemAt`` makes a Python object for an item that Qt deletes by itself when the widget goes.
PySide 6.11 is not told: the object stays registered for an address that the next widget may get,
and whoever asks for that one gets the dead item, or the process dies.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def laid_out(layout: QLayout) -> list[QWidget]:
    """The widgets of ``layout``, those of layouts within it where these stand."""
    return list(_in_order(layout, _children(layout)))


def in_rows(layout: QGridLayout, first: int, count: int) -> list[QWidget]:
    """The widgets that begin in ``count`` rows of a grid, from ``first`` on."""
    found = []
    for one in _children(layout):
        at = layout.indexOf(one)
        place = _place(layout, at)
        if place and first <= place[0] < first + count:
            found.append(one)
    return found


def _children(layout: QLayout) -> list[QWidget]:
    parent = layout.parentWidget()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return parent.findChildren(QWidget, options=direct) if parent is not None else []


def _in_order(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    parts: list[tuple[tuple[int, ...], QWidget | QLayout]] = [
        *((_place(layout, layout.indexOf(one)), one) for one in children),
        *((_place(layout, layout.indexOf(one)), one) for one in inner),
    ]
    parts = [part for part in parts if part[0]]
    for _, one in sorted(parts, key=lambda part: part[0]):
        if isinstance(one, QLayout):
            yield from _in_order(one, children)
        else:
            yield one


def _place(layout: QLayout, at: int) -> tuple[int, ...]:
    """Where an item stands: by lines in a grid, else by its number; () where there is none."""
    if at < 0:
        return ()
    if not isinstance(layout, QGridLayout):
        return (at,)
    place: tuple[int, ...] = layout.getItemPosition(at)  # type: ignore[assignment]
    return place[:2]
