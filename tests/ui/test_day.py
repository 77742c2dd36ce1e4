"""A clerk's whole day by the keyboard alone, in one go; its parts are in ``tests/ui/day``."""

from __future__ import annotations

import shutil

import pytest

from qxn_desktop.bootstrap import open_desk
from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import workspaces
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.app import Program
from qxn_desktop.ui.machine import machine
from tests.ui.conftest import DEMO_SECRET, TODAY
from tests.ui.day import afternoon, clearing, evening, exchanging, morning
from tests.ui.day.walk import Walk
from tests.ui.hands import Hands
from tests.ui.second_laptop import SecondLaptop
from tests.ui.settling import is_settled


@pytest.fixture
def program(qapp, demo_master, tmp_path, monkeypatch):
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().read()
    root = tmp_path / "home" / "workspaces" / "演示"
    shutil.copytree(demo_master, root)
    desk = open_desk(root, DEMO_SECRET, FixedClock(TODAY)).result()
    desk.write(lambda ctx: workspaces.add_clerk(ctx, clearing.SECOND, clearing.PASSPHRASE)).result()
    desk.close()
    machine().note_opened(Recent(str(root), "丫他镇", "韦小兰", demo=True))
    made = Program(qapp, FixedClock(TODAY))
    yield made
    if made.window is not None:
        made.window.before_closing = lambda: True
        made.window.close()
    if made.door is not None:
        made.door.close()
    made.close()
    made.deleteLater()


def settled(program):
    if program.door is not None:
        return program.door.errands.is_idle
    if program.lock is not None:
        return program.lock._errands.is_idle
    return program.shell is not None and is_settled(program.shell)


@pytest.fixture
def walk(qtbot, program, tmp_path, monkeypatch):
    folder = tmp_path / "files"
    folder.mkdir()
    made = Walk(Hands(qtbot, lambda: settled(program)), program, folder)
    for one in ("ask_save", "ask_open", "ask_open_several"):  # the system's own dialogs
        monkeypatch.setattr(file_asking, one, getattr(made, one))
    return made


@pytest.fixture
def colleague(program, tmp_path):
    """Makes the second laptop when it is wanted: it holds what was done until then."""
    made = []

    def make():
        made.append(SecondLaptop(program.shell.desk, tmp_path))
        made[0].know(program.shell.desk)
        return made[0]

    yield make
    for one in made:
        one.close()


def test_a_day_by_keyboard(walk, colleague):
    walk.program.begin()
    morning.begin(walk)
    morning.check(walk)
    morning.find(walk)
    problem = clearing.fail(walk)
    clearing.clear(walk, problem)
    afternoon.give_order(walk)
    laptop = colleague()
    afternoon.edit_record(walk)
    evening.report(walk)
    exchanging.exchange_with(walk, laptop)
    evening.back_up(walk)
    evening.come_again(walk, problem)
