"""Names for screen readers, and words a clerk does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.screenshots.fault import QT_SPIN, Fault, fault_at, has, shown_texts

PROGRAMS = {"Excel", "WPS", "Word", "Windows"}
KEYS = {"Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn", "Delete"}
FILES = {"PDF", "pdf", "CSV", "csv", "DOCX", "docx", "XLSX", "xlsx", "TOML", "JPG", "PNG", "HEIC"}
OTHERS = {"QQ", "yanshi", "GB", "MB", "KB", "AES", "MIT", "OFL"}
ALLOWED_LATIN = PROGRAMS | KEYS | FILES | OTHERS
_LATIN = re.compile(r"(?<![0-9A-Za-z_.\-])[A-Za-z]{2,}(?![0-9A-Za-z_\-])")


def without_name(widget: QWidget) -> Iterator[Fault]:
    """A control that takes the focus has no name for a screen reader."""
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
        return
    if widget.objectName() == QT_SPIN:
        return  # its spin box has the name
    accessible = QAccessible.queryAccessibleInterface(widget)
    if accessible is not None and not accessible.text(QAccessible.Text.Name).strip():
        yield fault_at("no accessible name", widget, "")


def latin_words(widget: QWidget) -> Iterator[Fault]:
    """A word in Latin letters that a clerk does not know."""
    if has(widget, "verbatim"):
        return
    for text in shown_texts(widget):
        for word in _LATIN.findall(_TAG.sub("", text)):
            if word not in ALLOWED_LATIN:
                yield fault_at("Latin word", widget, text, word)


_TAG = re.compile(r"<[^>]*>|&[a-z]+;")
