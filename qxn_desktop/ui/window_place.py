"""Where the window was when the program ended, and that it still lies on a screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from qxn_desktop.ui.machine import machine


def restore_place(window: QWidget) -> None:
    """Put the window where it was; Qt moves it back when that screen is gone."""
    kept = machine().preferences.geometry
    if kept:
        window.restoreGeometry(QByteArray.fromHex(QByteArray(kept.encode())))


def keep_place(window: QWidget) -> None:
    """Remember where the window is."""
    data = window.saveGeometry().toHex().data()
    machine().set(geometry=bytes(data).decode())
