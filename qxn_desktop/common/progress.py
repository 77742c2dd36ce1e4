"""How long work tells how far it is, and learns that nobody wants it any more. No Qt."""

from __future__ import annotations

from typing import Protocol

from qxn_desktop.common.errors import AppError


class Cancelled(AppError):
    """The user took the work back. Whatever it had begun is undone; nothing has changed."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__("E-JOB-001", "已取消，没有改动任何数据。")


class Progress(Protocol):
    """What a piece of work reports to; implemented by whoever shows it."""

    def report(self, done: int, total: int, words: str) -> None:
        """``done`` of ``total`` steps (``total`` 0: not known), ``words`` say in Chinese at what.

        Raises:
            Cancelled: the user took the work back; let it pass through.
        """
        ...


class Silent:
    """Progress that nobody looks at and nobody cancels."""

    def report(self, done: int, total: int, words: str) -> None:
        """Nothing."""


SILENT: Progress = Silent()
