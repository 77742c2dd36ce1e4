"""A widget that is shown before it has its place flashes as a window of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.services.checklist_choice import checklist_lines
from qxn_desktop.ui.dialogs.door import Door
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PAGES
from qxn_desktop.ui.pages.settings_page import SECTIONS
from qxn_desktop.ui.target import Target
from tests.builders import NOON
from tests.ui.settling import settle

MEANT = (QMainWindow, QDialog, QMenu, Door)


class Watch(QObject):
    """Notes every window that is shown and was not meant to be one."""

    def __init__(self) -> None:
        super().__init__()
        self.stray: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and _is_stray(watched):
            words = getattr(watched, "text", lambda: "")()
            self.stray.append(f"{type(watched).__name__} {words}".strip())
        return False


def _is_stray(shown: QObject) -> bool:
    return isinstance(shown, QWidget) and shown.isWindow() and not isinstance(shown, MEANT)


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().read()
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_the_watch_bites(qtbot, watch):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.setVisible(True)
    assert watch.stray == ["QWidget"]


@pytest.mark.parametrize("page", [one.id for one in PAGES])
def test_no_page_flashes(qtbot, demo_shell, watch, page):
    window = MainWindow(demo_shell)
    qtbot.addWidget(window)
    window.show()
    window.show_target(Target(page))
    settle(qtbot, demo_shell)
    assert watch.stray == []


def test_no_section_of_the_settings_flashes(qtbot, demo_shell, watch):
    window = MainWindow(demo_shell)
    qtbot.addWidget(window)
    window.show()
    for id_, *_rest in SECTIONS:
        window.show_target(Target("settings", id_))
        settle(qtbot, demo_shell)
    window.show_target(Target("settings", "unit"))
    unit = window.page.section
    settle(qtbot, demo_shell)
    for row in unit.rows.values():
        row.open()
    window.page.show_section("accounts").add.click()
    settle(qtbot, demo_shell)
    assert watch.stray == []


def test_the_door_does_not_flash(qtbot, demo_shell, watch):
    door = Door(FixedClock(NOON))
    qtbot.addWidget(door)
    door.show()
    with demo_shell.here() as ctx:
        door.first_run.start.show_lines(checklist_lines(ctx))
    for step in range(4):
        door.first_run._show(step)
    door._show(door.restore)
    door._show(door.unlock)
    door.close()
    assert watch.stray == []
