"""What is wrong with a window to whoever has no mouse: a walk through it by Tab, there and back.

Knows Qt's widgets and nothing of the program. Places are compared within the nearest container
that holds both controls, so that a column is walked to its end before the next one begins.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.screenshots.fault import Fault, fault_at
from tests.screenshots.wording import without_name

SAME_LINE = 6
"""Controls whose edges differ by no more px stand on one line, or in one column."""
SEEN = 48
"""So many pixels change at least for a focus that is seen: more than a text cursor has."""
MOST_STOPS = 400

Settle = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Walk:
    """The controls in the order in which Tab came to them, and those whose look did not change."""

    stops: tuple[QWidget, ...]
    unseen: tuple[QWidget, ...]
    returned: bool
    """Tab came back to where it began."""


def focus_faults(window: QWidget, settle: Settle) -> list[Fault]:
    """All that hinders the keyboard in a window as it is shown."""
    begin = _begin(window, settle)
    if begin is None:
        return []
    there = walk(begin, Qt.Key.Key_Tab, settle)
    found = [*_stuck(there, "Tab"), *_left_out(window, there.stops)]
    found += [_told("focus is not seen", one) for one in there.unseen]
    found += [fault for one in there.stops for fault in without_name(one)]
    if there.returned:
        found += _out_of_order(there.stops)
        begin.setFocus(Qt.FocusReason.TabFocusReason)
        back = walk(begin, Qt.Key.Key_Backtab, settle)
        found += [*_stuck(back, "Shift+Tab"), *_other_way(there.stops, back.stops)]
    return found


def walk(begin: QWidget, key: Qt.Key, settle: Settle) -> Walk:
    """Press ``key`` from ``begin`` until it is reached again, or something is reached twice."""
    stops: list[QWidget] = []
    unseen: list[QWidget] = []
    here: QWidget | None = begin
    while here is not None and here not in stops and len(stops) < MOST_STOPS:
        stops.append(here)
        with_focus = _picture(here)
        QTest.keyClick(here, key)
        settle()
        there = QApplication.focusWidget()
        if there is not here and here.isVisible() and not _differs(with_focus, _picture(here)):
            unseen.append(here)
        here = there
    return Walk(tuple(stops), tuple(unseen), here is begin)


def is_stop(widget: QWidget) -> bool:
    """Whether Tab ought to come to a control."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.isWindow()
    )


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls a control: its name, its words, or the label it belongs to."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told is not None else widget.accessibleName()


def _begin(window: QWidget, settle: Settle) -> QWidget | None:
    window.activateWindow()
    settle()
    first = next((one for one in _chain(window) if is_stop(one)), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
    return QApplication.focusWidget() if first is not None else None


def _chain(window: QWidget) -> Iterator[QWidget]:
    one = window.nextInFocusChain()
    while one is not None and one is not window:
        yield one
        one = one.nextInFocusChain()


# --- faults


def _stuck(walked: Walk, key: str) -> Iterator[Fault]:
    if not walked.returned:
        last = walked.stops[-1]
        now = QApplication.focusWidget()
        where = spoken_name(now) or type(now).__name__ if now is not None else "nowhere"
        yield _told(f"{key} does not come round", last, f"now on {where}")


def _left_out(window: QWidget, stops: Sequence[QWidget]) -> Iterator[Fault]:
    for one in window.findChildren(QWidget):
        if one.window() is window and is_stop(one) and one not in stops:
            yield _told("Tab passes it by", one)


def _other_way(there: Sequence[QWidget], back: Sequence[QWidget]) -> Iterator[Fault]:
    expected = [there[0], *reversed(there[1:])]
    for wanted, came in zip(expected, back, strict=False):
        if wanted is not came:
            yield _told("Shift+Tab goes another way", wanted, f"to {spoken_name(came)}")
            return


def _out_of_order(stops: Sequence[QWidget]) -> list[Fault]:
    """Pairs against the reading order, from where the round has the fewest."""
    count = len(stops)
    bad = [[not _follows(one, other) for other in stops] for one in stops]

    def wrong(begin: int) -> list[tuple[int, int]]:
        order = [(begin + step) % count for step in range(count)]
        return [
            (a, b) for at, a in enumerate(order) for b in order[at + 1 :] if a != b and bad[a][b]
        ]

    fewest = min((wrong(begin) for begin in range(count)), key=len)
    told: dict[int, int] = {}
    for before, after in fewest:
        told.setdefault(after, before)
    return [
        _told("out of order", stops[after], f"after {spoken_name(stops[before])}")
        for after, before in told.items()
    ]


def _told(rule: str, widget: QWidget, detail: str = "") -> Fault:
    return fault_at(rule, widget, spoken_name(widget), detail)


def _follows(one: QWidget, other: QWidget) -> bool:
    """Whether ``other`` may come after ``one``: it stands below it, or at its right."""
    parts = _parts(one, other)
    if parts is None:
        return True
    here, there = parts
    below = there.top() >= here.bottom() - SAME_LINE
    right = there.left() >= here.right() - SAME_LINE
    return below or right


def _parts(one: QWidget, other: QWidget) -> tuple[QRect, QRect] | None:
    """Where the parts of the nearest container that hold them lie; None: one is in the other."""
    above = [one, *_parents(one)]
    beside = [other, *_parents(other)]
    common = next((widget for widget in above if widget in beside), None)
    if common is None or common in (one, other):
        return None
    first, second = (chain[chain.index(common) - 1] for chain in (above, beside))
    return tuple(QRect(part.mapTo(common, QPoint()), part.size()) for part in (first, second))  # type: ignore[return-value]


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        yield parent
        widget, parent = parent, parent.parentWidget()


# --- what is seen


def _picture(widget: QWidget) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "BMP")  # type: ignore[call-overload]
    with Image.open(io.BytesIO(bytes(buffer.data().data()))) as image:
        return image.convert("RGB")


def _differs(one: Image.Image, other: Image.Image) -> bool:
    """Whether colours came or went; text that only moved by a pixel shows nobody where he is."""
    pairs = zip(one.histogram(), other.histogram(), strict=True)
    return sum(abs(before - after) for before, after in pairs) >= 2 * SEEN
