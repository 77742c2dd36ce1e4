from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from qxn_desktop.common import collector


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    collector.resume()
    collector.give_back()
    if not was_on:
        gc.disable()


class Knot:
    """Garbage that only the collector finds; notes on which thread it died."""

    died: list[int]

    def __init__(self, died: list[int]) -> None:
        self.itself = self
        self.died = died

    def __del__(self) -> None:
        self.died.append(threading.get_ident())


def tangle(died: list[int]) -> None:
    """Much more garbage than Python lets lie."""
    for _ in range(5_000):
        Knot(died)


def elsewhere(died: list[int]) -> None:
    worker = threading.Thread(target=tangle, args=(died,))
    worker.start()
    worker.join()


def test_nothing_dies_on_another_thread_once_it_was_taken_over() -> None:
    died: list[int] = []
    collector.take_over()
    elsewhere(died)
    assert died == []
    collector.collect_due()
    assert len(died) == 5_000
    assert set(died) == {threading.get_ident()}


def test_by_itself_python_collects_on_any_thread() -> None:
    died: list[int] = []
    collector.take_over()
    collector.give_back()
    elsewhere(died)
    assert threading.get_ident() not in died
    assert died


def test_what_pauses_or_holds_back_does_not_give_it_back() -> None:
    collector.take_over()
    with collector.held_back():
        died: list[int] = []
        tangle(died)
        collector.collect_due()
        assert died == []
    collector.pause()
    collector.resume()
    assert not gc.isenabled()
    gc.unfreeze()


def test_a_pause_ends_once() -> None:
    collector.give_back()
    collector.pause()
    collector.collect_due()
    assert not gc.isenabled()
    collector.resume()
    assert gc.isenabled()
    gc.unfreeze()
    collector.resume()
    assert gc.get_freeze_count() == 0
