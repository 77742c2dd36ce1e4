"""The composition root: an unlocked workspace laid out on its threads, for the window.

One thread writes, one reads in the background, and the window's own thread reads a page of a list
where that takes a few milliseconds. Each has its own connection; readers refuse to write. The
command line needs none of this: it uses ``services.workspaces.opened``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from qxn_desktop.common.clock import Clock
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store import workspace_lifecycle
from qxn_desktop.store.workspace import Workspace
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Door

T = TypeVar("T")

Listener = Callable[[ChangeSet], None]


class Desk:
    """An open workspace and its threads. Made by ``open_desk``; close it."""

    def __init__(self, door: Door, writer: ThreadPoolExecutor, clock: Clock) -> None:
        self._door = door
        self._clock = clock
        self._writer = writer
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._read_by: AppContext | None = None
        self._here: AppContext | None = None
        self._is_here = False
        self._listeners: list[Listener] = []
        self._published = 0
        self._closed = False
        door.workspace.on_commit = self._publish

    @property
    def root(self) -> Path:
        return self._door.workspace.root

    @property
    def clerk(self) -> str:
        """The account that works on it."""
        return self._door.workspace.clerk

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be read or written any more."""
        return self._closed

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` after each commit, and after each write job that committed nothing.

        Of a quiet job that committed nothing nobody is told. It is called on the writer's thread.
        """
        self._listeners.append(listener)

    def write(self, work: Callable[[AppContext], T], *, quiet: bool = False) -> Future[T]:
        """Do ``work`` on the writer's thread, after what was asked for before.

        ``quiet``: when it commits nothing, nobody has to read anew (a draft was saved).
        """
        return self._writer.submit(self._write, work, quiet)

    def read(self, work: Callable[[AppContext], T]) -> Future[T]:
        """Do ``work`` on the background reader's thread: one snapshot, no writes."""
        return self._reader.submit(self._read, work)

    @contextmanager
    def here(self) -> Iterator[AppContext]:
        """A reader for the calling thread, always the same one: for reads of a few ms.

        Within another ``here`` it is the same snapshot.
        """
        if self._here is None:
            self._here = self._new_reader()
        if self._is_here:
            yield self._here
            return
        self._is_here = True
        try:
            with self._here.ws.snapshot():
                yield self._here
        finally:
            self._is_here = False

    def close(self) -> None:
        """Finish what was asked for, close all connections, release the lock."""
        if self._closed:
            return
        self._closed = True
        self._reader.submit(self._close_reader)
        self._reader.shutdown()
        if self._here is not None:
            self._here.ws.close()
        self._writer.submit(self._door.close).result()
        self._writer.shutdown()

    def _write(self, work: Callable[[AppContext], T], quiet: bool) -> T:
        before = self._published
        result = work(AppContext(self._door.workspace, self._clock))
        if self._published == before and not quiet:
            self._publish(ChangeSet())
        return result

    def _read(self, work: Callable[[AppContext], T]) -> T:
        if self._read_by is None:
            self._read_by = self._new_reader()
        with self._read_by.ws.snapshot():
            return work(self._read_by)

    def _new_reader(self) -> AppContext:
        workspace: Workspace = self._door.workspace
        return AppContext(workspace_lifecycle.open_reader(workspace, vocabulary), self._clock)

    def _close_reader(self) -> None:
        if self._read_by is not None:
            self._read_by.ws.close()

    def _publish(self, changes: ChangeSet) -> None:
        self._published += 1
        for listener in self._listeners:
            listener(changes)


def open_desk(root: Path, secret: Secret, clock: Clock) -> Future[Desk]:
    """Unlock the workspace at ``root`` on a thread of its own, which becomes the writer's.

    The future raises what ``workspace_lifecycle.open_workspace`` raises.
    """
    writer = ThreadPoolExecutor(1, thread_name_prefix="write")

    def unlock() -> Desk:
        door = workspace_lifecycle.open_workspace(root, secret, vocabulary, clock)
        return Desk(door, writer, clock)

    future = writer.submit(unlock)
    # A workspace that did not open needs no thread.
    future.add_done_callback(lambda done: writer.shutdown(wait=False) if done.exception() else None)
    return future
