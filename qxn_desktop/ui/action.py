"""What can be done by a key or from the palette: said once, shown everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with its keys. ``keys`` are Qt's names (``Ctrl+K``); ``group`` heads the key sheet.

    ``listed``: also found in the palette. A page's actions work while it is shown.
    """

    title: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    group: str = "本页"
    listed: bool = True
