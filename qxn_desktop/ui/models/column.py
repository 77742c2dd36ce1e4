"""Columns of a table: heading, width, and what they show of a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt

from qxn_desktop.ui.style.tokens import Tone

LINE: Final = Qt.ItemDataRole.UserRole
"""Role: the line itself (a frozen dataclass)."""
TONE: Final = Qt.ItemDataRole.UserRole + 1
"""Role: the ``Tone`` of a cell that is drawn as a pill, None for plain text."""


def plain(_line: Any) -> Tone | None:
    """A cell without a tone."""
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``text`` gives what a cell says of its line, ``sort`` its order (else the text).

    ``width`` in px, 0: takes what room is left. ``tone``: draw it as a pill of that tone.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    numeric: bool = False
    tone: Callable[[Any], Tone | None] = plain
    sort: Callable[[Any], Any] | None = None
