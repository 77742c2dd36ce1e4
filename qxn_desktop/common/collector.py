"""When Python's cyclic garbage collector runs, and on which thread.

By itself it runs on whichever thread makes one object too many. Garbage of the window (a page, a
dialog that refers to itself) then dies on the writer's or reader's thread, while Qt is about to use
it or its neighbours on the window's: a crash without words. So the window takes the collector over
and calls it on its own thread, between two events; nothing else does meanwhile.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TOGETHER = 1_000


class _State:
    """``paused``: modules are being read. ``held``: how often ``held_back`` is entered."""

    paused = False
    taken_over = False
    held = 0


def let_go(values: list[Any]) -> None:
    """Empty ``values`` bit by bit, where nothing else holds them.

    Freeing fifty thousand operations at once is one call of 30 ms in which no other thread runs.
    """
    while values:
        del values[-TOGETHER:]


def pause() -> None:
    """No collection until ``resume``: modules that are being read are not garbage."""
    _State.paused = True
    gc.disable()


def resume() -> None:
    """After ``pause``: collect again, and never look at what is in memory now.

    Half a million objects of modules stay for good; to look at all of them takes 50 ms, in which
    nothing else runs. Without ``pause`` nothing happens.
    """
    if _State.paused:
        _State.paused = False
        gc.freeze()
        _enable()


def take_over() -> None:
    """From now on nothing is collected but by ``collect_due``."""
    _State.taken_over = True
    gc.disable()


def give_back() -> None:
    """After ``take_over``: Python collects by itself again."""
    _State.taken_over = False
    if not _State.paused:
        _enable()


def collect_due() -> None:
    """Collect on this thread what Python itself would have collected by now."""
    if _State.paused or _State.held:
        return
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [age for age, limit in enumerate(limits) if limit and counts[age] > limit]
    if due:
        gc.collect(max(due))


@contextmanager
def held_back() -> Iterator[None]:
    """No collection inside: plain values hold no cycles; looking for some costs a merge 12 %."""
    was_on = gc.isenabled()
    gc.disable()
    _State.held += 1
    try:
        yield
    finally:
        _State.held -= 1
        if was_on:
            _enable()


def _enable() -> None:
    if not _State.taken_over:
        gc.enable()
