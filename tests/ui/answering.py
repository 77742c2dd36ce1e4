"""Answers in place of a person when the window asks for a file: a dialog would wait for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.ui import file_asking


def answer_save(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    """Have the next questions where to save answered with ``path``; None: not at all."""
    monkeypatch.setattr(file_asking, "ask_save", lambda *_asked: path)
