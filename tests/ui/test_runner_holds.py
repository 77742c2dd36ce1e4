"""Work handed to other threads never takes a widget's last reference with it."""

from __future__ import annotations

import weakref

import pytest
from PySide6.QtCore import QObject

from qxn_desktop.ui.errand import Errands
from tests.ui.settling import settle


class Kept:
    """Stands for a widget that only a call's functions hold."""

    def work(self, *_of: object) -> str:
        return "读到"

    def fails(self, *_of: object) -> str:
        raise RuntimeError("不行")


def is_empty(call) -> bool:
    return (call.work, call.owner, call.done, call.failed) == (None, None, None, None)


@pytest.mark.parametrize("fails", [False, True])
def test_a_call_is_empty_once_it_was_told(qtbot, demo_shell, fails):
    told, kept = [], Kept()
    gone = weakref.ref(kept)
    work = kept.fails if fails else kept.work
    demo_shell.read(demo_shell, work, told.append, lambda _error: told.append("不行"))
    [call] = demo_shell.runner._calls  # as the worker's thread may still hold it
    settle(qtbot, demo_shell)
    assert told == (["不行"] if fails else ["读到"])
    assert is_empty(call)
    del kept, work
    assert gone() is None


def test_an_errand_is_empty_once_it_was_told(qtbot):
    told, owner = [], QObject()
    errands = Errands(owner)
    errands.run(owner, "读取", lambda _job: "读了", told.append, told.append)
    [errand] = errands._under_way
    qtbot.waitUntil(lambda: errands.is_idle)
    assert told == ["读了"]
    assert is_empty(errand)
    errands.close()
