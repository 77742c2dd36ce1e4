"""Asking for a file: where it begins, what it remembers, in which language it speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

import qxn_desktop
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.app import application
from qxn_desktop.ui.file_asking import Purpose
from qxn_desktop.ui.machine import machine

KINDS = "表格 (*.csv)"
LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Path]:
    """A person's own folders, and a machine that remembers nothing."""
    for name in ("Documents", "Downloads", "elsewhere"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().preferences = type(machine().preferences)()
    yield tmp_path
    machine().preferences = type(machine().preferences)()


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def when_asked(act: Callable[[QFileDialog], None]) -> None:
    """Do ``act`` once the dialog waits."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def type_name(name: str) -> Callable[[QFileDialog], None]:
    def act(dialog: QFileDialog) -> None:
        dialog.findChild(QLineEdit, "fileNameEdit").setText(name)
        dialog.accept()

    return act


def test_only_one_module_asks_for_files():
    sources = Path(qxn_desktop.__file__).parent.rglob("*.py")
    askers = [path.name for path in sources if "QFileDialog" in path.read_text(encoding="utf-8")]
    assert askers == ["file_asking.py"]


def test_it_begins_in_the_persons_own_folders(home):
    assert file_asking.begin_folder(Purpose.REPORT) == home / "Documents"
    assert file_asking.begin_folder(Purpose.RECEIVED) == home / "Downloads"
    (home / "Documents").rmdir()
    assert file_asking.begin_folder(Purpose.REPORT) not in {Path.cwd(), home / "Documents"}


def test_a_name_is_proposed_and_the_folder_remembered(window, home):
    seen = []

    def act(dialog: QFileDialog) -> None:
        seen.append(dialog.directory().absolutePath())
        seen.append(dialog.findChild(QLineEdit, "fileNameEdit").text())
        type_name(str(home / "elsewhere" / "一月 1.15"))(dialog)

    when_asked(act)
    found = file_asking.ask_save(window, Purpose.TABLES, "保存样表", "样表.csv", KINDS)
    assert seen == [str(home / "Documents"), "样表.csv"]
    assert found == home / "elsewhere" / "一月 1.15.csv"
    assert file_asking.begin_folder(Purpose.TABLES) == home / "elsewhere"
    assert file_asking.begin_folder(Purpose.REPORT) == home / "Documents"
    machine().read()
    assert file_asking.begin_folder(Purpose.TABLES) == home / "elsewhere"
    (home / "elsewhere").rmdir()  # a memory stick that was pulled out
    assert file_asking.begin_folder(Purpose.TABLES) == home / "Documents"


def test_a_file_is_not_replaced_under_a_name_nobody_confirmed(window, home):
    (home / "Documents" / "表 1.5.csv").write_text("x", encoding="utf-8")

    def first(dialog: QFileDialog) -> None:
        when_asked(lambda again: again.reject())
        type_name("表 1.5")(dialog)

    when_asked(first)
    assert file_asking.ask_save(window, Purpose.TABLES, "保存", "样表.csv", KINDS) is None


def test_nothing_chosen_is_nothing_remembered(window):
    when_asked(lambda dialog: dialog.reject())
    assert file_asking.ask_open(window, Purpose.TABLES, "选表", KINDS) is None
    assert machine().preferences.folders == {}


def test_qts_own_dialog_speaks_chinese(window, home):
    former = QLocale()
    application([])
    words: list[str] = []

    def act(dialog: QFileDialog) -> None:
        shown = (one for one in dialog.findChildren(QWidget) if one.isVisibleTo(dialog))
        words.extend(one.text() for one in shown if isinstance(one, QLabel | QPushButton))
        dialog.reject()

    try:
        when_asked(act)
        file_asking.ask_save(window, Purpose.TABLES, "保存样表", "样表.csv", KINDS)
        when_asked(act)
        file_asking.ask_folder(window, Purpose.OFFICE, "选文件夹")
    finally:
        QLocale.setDefault(former)
    assert {"保存到：", "文件名：", "文件类型：", "保存", "取消", "选这个文件夹"} <= {*words}
    assert [one for one in words if LATIN.search(one)] == []


@pytest.mark.parametrize(
    ("name", "whole"),
    [("a", "a.pdf"), ("a.PDF", "a.PDF"), ("9.15 检查", "9.15 检查.pdf"), ("a.docx", "a.docx.pdf")],
)
def test_endings(name, whole):
    assert file_asking.with_ending(Path(name), ".pdf") == Path(whole)


def test_what_was_saved_is_told_with_its_folder(qtbot, demo_shell, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(file_asking, "_open", opened.append)
    with qtbot.waitSignal(demo_shell.said) as said:
        file_asking.tell_saved(demo_shell, tmp_path / "样表.csv")
    [told] = said.args
    assert told.text == f"已保存“样表.csv”，在 {tmp_path}。"
    assert told.more[0] == "打开所在文件夹"
    told.more[1]()
    assert opened == [tmp_path]
