"""How long work tells how far it is, and learns that nobody wants it any more. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeVar

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

EVERY: Final = 1_000
"""Steps between two reports: some milliseconds, so that a cancel is felt at once."""

Item = TypeVar("Item")


class Tally:
    """Counts the steps of one piece of work through all hands that it goes through."""

    def __init__(self, progress: Progress = SILENT, total: int = 0) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._words = ""

    def begin(self, words: str) -> None:
        """What is being done from now on, in Chinese."""
        self._words = words
        self.add(0)

    def add(self, steps: int) -> None:
        """``steps`` more are done.

        Raises:
            Cancelled: the user took the work back.
        """
        self._done = min(self._done + steps, self._total) if self._total else self._done + steps
        self._progress.report(self._done, self._total, self._words)

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """``items``, each a step; reported every thousand."""
        count = 0
        for item in items:
            yield item
            count += 1
            if count == EVERY:
                self.add(count)
                count = 0
        self.add(count)
