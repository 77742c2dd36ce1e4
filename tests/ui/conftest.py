"""Windows over real encrypted workspaces: a small demonstration, made once a run and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from qxn_desktop.bootstrap import Desk, open_desk
from qxn_desktop.common import collector
from qxn_desktop.common.clock import FixedClock
from qxn_desktop.services import demo
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.ui.gui_collector import GuiCollector
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.theme import Look, dress
from tests.builders import NOON, SECRET, UNIT, new_office

TODAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DEMO_SECRET = Secret("演示口令", "韦小兰")
DEMO = DemoArguments(UNIT, date(2026, 11, 25), households=24, months=2)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def collected(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected on this thread and between two events only, as in the program."""
    made = GuiCollector(qapp)
    yield
    made.deleteLater()
    collector.collect_due()
    collector.give_back()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Every widget under the program's own look, light."""
    dress(qapp, Look.LIGHT)


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program remembers of this machine stays within the test."""
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def demo_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration of 24 households and two months; never opened, only copied."""
    root = tmp_path_factory.mktemp("demo") / "office"
    demo.create(root, DEMO, DEMO_SECRET, FixedClock(TODAY))
    return root


@pytest.fixture
def demo_desk(demo_master: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the demonstration, unlocked."""
    root = tmp_path / "demo"
    shutil.copytree(demo_master, root)
    desk = open_desk(root, DEMO_SECRET, FixedClock(TODAY)).result()
    yield desk
    desk.close()


@pytest.fixture
def demo_shell(demo_desk: Desk, qapp: QApplication) -> Iterator[Shell]:
    """What pages of the demonstration are handed."""
    shell = Shell(demo_desk)
    yield shell
    shell.deleteLater()


@pytest.fixture
def office_desk(tmp_path: Path) -> Iterator[Desk]:
    """A new real township with nothing in it."""
    door, _ = new_office(tmp_path / "office")
    door.close()
    desk = open_desk(tmp_path / "office", SECRET, FixedClock(NOON)).result()
    yield desk
    desk.close()


@pytest.fixture
def office_shell(office_desk: Desk, qapp: QApplication) -> Iterator[Shell]:
    """What pages of the new township are handed."""
    shell = Shell(office_desk)
    yield shell
    shell.deleteLater()
