"""Python's cyclic garbage collector, held back while thousands of plain values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TOGETHER = 1_000


def let_go(values: list[Any]) -> None:
    """Empty ``values`` bit by bit, where nothing else holds them.

    Freeing fifty thousand operations at once is one call of 30 ms in which no other thread runs.
    """
    while values:
        del values[-TOGETHER:]


def pause() -> None:
    """No collection until ``resume``: modules that are being read are not garbage."""
    gc.disable()


def resume() -> None:
    """After ``pause``: collect again, and never look at what is in memory now.

    Half a million objects of modules stay for good; to look at all of them takes 50 ms, in which
    nothing else runs. Without ``pause`` nothing happens.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


@contextmanager
def held_back() -> Iterator[None]:
    """No collection inside: plain values hold no cycles; looking for some costs a merge 12 %."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
