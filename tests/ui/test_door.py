"""Before the work: first run to an open window, unlocking, the code in the envelope, a backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.preferences import Recent
from qxn_desktop.services import backups, first_run, settings, tasks, workspaces
from qxn_desktop.ui.app import Program
from qxn_desktop.ui.dialogs.door import Door
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets import print_run
from tests.builders import NOON, SECRET, new_office
from tests.ui.answering import answer_save
from tests.ui.settling import settle

PASSPHRASE = "correct horse battery"
BASIS = "镇党政办公会纪要〔2026〕11号"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Path:
    """This machine's folders, empty."""
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().read()
    return tmp_path / "home"


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    made = Program(qapp, FixedClock(NOON))
    yield made
    if made.window is not None:
        made.window.before_closing = lambda: True
        made.window.close()
    if made.door is not None:
        made.door.close()
    made.close()
    made.deleteLater()


def begin(program: Program) -> Door:
    program.begin()
    assert program.door is not None
    return program.door


def idle(qtbot: QtBot, door: Door) -> None:
    qtbot.waitUntil(lambda: door.errands.is_idle, timeout=20_000)


def wait_for_window(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.shell is not None
    settle(qtbot, program.shell)


def a_workspace(folder: Path) -> Path:
    """A real township on the disk, known to this machine."""
    root = folder / "ws"
    door, ctx = new_office(root)
    settings.set_value(ctx, settings.ORGAN, "丫他镇人民政府")
    workspaces.add_clerk(ctx, "李新来", "another passphrase")
    door.close()
    machine().note_opened(Recent(str(root), "丫他镇", "韦建国"))
    return root


def unlock(qtbot: QtBot, door: Door, passphrase: str = SECRET.passphrase) -> None:
    door.unlock.passphrase.setText(passphrase)
    qtbot.keyClick(door.unlock.passphrase, Qt.Key.Key_Return)


def test_first_run_by_keyboard_to_an_open_window(qtbot, program, home):
    door = begin(program)
    run = door.first_run
    assert door.page is run
    qtbot.keyClicks(run.unit.search, "ytz")
    qtbot.keyClick(run.unit.search, Qt.Key.Key_Return)
    assert run.step == 1
    run.account.name.setText("韦建国")
    qtbot.keyClick(run.account.name, Qt.Key.Key_Return)
    qtbot.keyClicks(run.account.first, PASSPHRASE)
    run.next.click()
    assert run.step == 1
    assert "再输入一次" in run.account.passphrase.again_row.said
    qtbot.keyClicks(run.account.again, PASSPHRASE)
    qtbot.keyClick(run.account.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: run.step == 2, timeout=20_000)
    assert run.account.first.text() == run.account.again.text() == ""
    run.next.click()
    assert run.step == 2
    assert "请先打印" in run.envelope._lacks.text()
    assert run.envelope._lacks.isVisible()
    qtbot.keyClick(run.envelope.kept, Qt.Key.Key_Space)
    assert not run.envelope._lacks.isVisible()
    qtbot.keyClick(run.envelope.kept, Qt.Key.Key_Return)
    idle(qtbot, door)
    boxes = [box for box, _ in run.start._boxes]
    boxes[0].setChecked(True)
    run.next.click()
    assert run.step == 3
    assert "还要写依据" in run.start._basis_row.said
    run.start.basis.setText(BASIS)
    run.start.start.set_value("2026-10-01")
    qtbot.keyClick(run.next, Qt.Key.Key_Return)
    wait_for_window(qtbot, program)
    assert program.door is None
    with program.shell.here() as ctx:
        assert ctx.ws.clerk == "韦建国"
        assert settings.start_date(ctx).isoformat() == "2026-10-01"
        assert not tasks.tasks(ctx).unconfirmed
    (recent,) = machine().preferences.recent
    assert (recent.unit, recent.clerk) == ("丫他镇", "韦建国")
    assert Path(recent.path) == home / "workspaces" / "丫他镇"


def test_closing_before_the_code_is_kept_is_told_and_loses_no_workspace(qtbot, program, home):
    door = begin(program)
    run = door.first_run
    qtbot.keyClicks(run.unit.search, "ytz")
    qtbot.keyClick(run.unit.search, Qt.Key.Key_Return)
    run.account.name.setText("韦建国")
    qtbot.keyClicks(run.account.first, PASSPHRASE)
    qtbot.keyClicks(run.account.again, PASSPHRASE)
    qtbot.keyClick(run.account.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: run.step == 2, timeout=20_000)
    idle(qtbot, door)
    door.close()
    assert door.isVisible()
    assert "恢复码还没有收好" in run.envelope._lacks.text()
    assert run.envelope._lacks.isVisible()
    with qtbot.waitSignal(program.ended):
        door.close()
    (recent,) = machine().preferences.recent
    assert Path(recent.path) == home / "workspaces" / "丫他镇"
    assert (recent.unit, recent.clerk) == ("丫他镇", "韦建国")


def test_what_is_missing_is_said_beside_its_field(qtbot, program):
    door = begin(program)
    run = door.first_run
    qtbot.waitExposed(door)
    for _ in range(2):
        qtbot.keyClick(run.unit.search, Qt.Key.Key_Return)
    assert (run.step, run.unit.unit) == (0, None)
    run.next.click()
    assert run.step == 0
    assert "请先选单位" in run.unit._picked.text()
    qtbot.keyClicks(run.unit.search, "ytz")
    assert "已选" in run.unit._picked.text()
    qtbot.keyClick(run.unit.search, Qt.Key.Key_Return)
    qtbot.keyClick(run.account.name, Qt.Key.Key_Return)
    assert run.account._name_row.said == "请写上您的姓名。"
    assert run.account.passphrase.first_row.said.startswith("建议不少于8位")
    qtbot.keyClicks(run.account.name, "wei")
    assert "检查和办理" in run.account._name_row.said
    qtbot.keyClick(run.account.name, Qt.Key.Key_Return)
    assert door.focusWidget() is run.account.first
    assert run.account.passphrase.first_row.said.startswith("建议")  # not blamed before it is typed
    qtbot.keyClick(run.account.first, Qt.Key.Key_Return)
    assert "请输入口令" in run.account.passphrase.first_row.said
    qtbot.keyClicks(run.account.first, "short")
    assert run.account.passphrase.first_row.said == (
        "现在少于8位，容易被猜到。建议不少于8位，用一句好记的话也行。"
    )
    qtbot.keyClick(run.account.first, Qt.Key.Key_Return)
    qtbot.keyClicks(run.account.again, "shorx")
    qtbot.keyClick(run.account.again, Qt.Key.Key_Return)
    assert run.account.passphrase.again_row.said == "两次输入的不一样。"
    assert run.step == 1


def test_a_county_among_its_townships_is_said_to_be_all_of_it(qtbot, program, home):
    unit = begin(program).first_run.unit
    towns = unit._towns
    assert towns.item(0).text().startswith("兴义市（全市）　238个村")
    assert "（全" not in towns.item(1).text()
    unit.search.setText("册亨")
    words = [towns.item(at).text() for at in range(towns.count())]
    assert next(one for one in words if "（全" in one).startswith("册亨县（全县）")


def test_the_code_leaves_the_screen(qtbot, program):
    step = begin(program).first_run.envelope
    step.show_code("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567", "丫他镇", "abc")
    assert step._groups.count() == 6
    step.wipe()
    assert (step._groups.count(), step._code) == (0, "")


def test_the_sheet_for_the_envelope_is_saved(qtbot, program, tmp_path, monkeypatch):
    door = begin(program)
    step = door.first_run.envelope
    step.show_code("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567", "丫他镇", "abc")
    target = tmp_path / "信封.pdf"
    answer_save(monkeypatch, target)
    step._save.click()
    idle(qtbot, door)
    assert target.read_bytes().startswith(b"%PDF")
    assert str(target) in step._said.words.text()
    assert not step._open.isHidden()


def test_the_sheet_for_the_envelope_is_printed(qtbot, program, tmp_path, monkeypatch):
    door = begin(program)
    step = door.first_run.envelope
    step.show_code("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567", "丫他镇", "abc")
    printer = print_run.paper_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(print_run, "ask_printer", lambda *_: printer)
    step._print.click()
    qtbot.waitUntil(lambda: "已交给打印机" in step._said.words.text(), timeout=20_000)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_an_empty_passphrase_is_asked_for(qtbot, program, tmp_path):
    a_workspace(tmp_path)
    door = begin(program)
    idle(qtbot, door)
    unlock(qtbot, door, "")
    assert door.unlock._passphrase_row.said == "请输入口令。"
    door.unlock._switch.click()
    qtbot.keyClick(door.unlock.code, Qt.Key.Key_Return)
    assert door.unlock._code_row.said == "请输入恢复码。"
    assert program.window is None


def test_a_demonstration_with_one_click(qtbot, program, home, monkeypatch):
    make = first_run.make_demo
    small = lambda clock, job: make(clock, job, households=12)  # noqa: E731
    monkeypatch.setattr("qxn_desktop.services.first_run.make_demo", small)
    door = begin(program)
    door.first_run._demo.click()
    wait_for_window(qtbot, program)
    with program.shell.here() as ctx:
        assert settings.text(ctx, settings.DEMO) == "是"
    assert machine().preferences.recent[0].demo


def test_a_demonstration_taken_back_leaves_the_door_open(qtbot, program, home):
    door = begin(program)
    door.make_demo()
    for job in door.errands.jobs:
        job.cancel()
    idle(qtbot, door)
    assert program.window is None
    assert door.first_run._demo.isEnabled()
    assert door.first_run.next.isEnabled()
    assert door.page.trouble.text == ""
    assert not (home / "workspaces" / "演示").exists()


def test_a_folder_that_is_taken_is_said_and_nothing_lost(qtbot, program, home):
    door = begin(program)
    run = door.first_run
    run.unit.search.setText("ytz")
    run._go_on()
    run.account.name.setText("韦建国")
    (home / "workspaces" / "丫他镇").mkdir(parents=True)
    (home / "workspaces" / "丫他镇" / "x").write_text("x", encoding="utf-8")
    run.account.root = home / "workspaces" / "丫他镇"
    run.account.first.setText(PASSPHRASE)
    run.account.again.setText(PASSPHRASE)
    run.next.click()
    idle(qtbot, door)
    assert "不是空文件夹" in run.trouble.text
    assert run.step == 1


def test_unlocking(qtbot, program, tmp_path):
    a_workspace(tmp_path)
    door = begin(program)
    assert door.page is door.unlock
    assert door.unlock.clerk.currentText() == "韦建国"
    unlock(qtbot, door)
    assert door.unlock.passphrase.text() == ""
    wait_for_window(qtbot, program)
    assert "韦建国" in program.shell.desk.clerk


def test_a_wrong_passphrase_is_said_where_it_was_typed(qtbot, program, tmp_path):
    a_workspace(tmp_path)
    door = begin(program)
    unlock(qtbot, door, "wrong")
    idle(qtbot, door)
    assert door.unlock._passphrase_row.said == "账户“韦建国”的口令不正确，请重新输入。"
    assert door.unlock.go.isEnabled()
    assert program.window is None


def test_caps_lock_is_remarked_upon(qtbot, program, tmp_path):
    a_workspace(tmp_path)
    door = begin(program)
    qtbot.keyClick(door.unlock.passphrase, "A")
    assert "大写锁定" in door.unlock._passphrase_row.said
    qtbot.keyClick(door.unlock.passphrase, "a")
    assert door.unlock._passphrase_row.said == ""


def test_the_recovery_code_opens_too(qtbot, program, tmp_path):
    made = workspaces.create(tmp_path / "ws", "522327103000", None, SECRET, FixedClock(NOON))
    machine().note_opened(Recent(str(made.root), "丫他镇", "韦建国"))
    door = begin(program)
    door.unlock._switch.click()
    door.unlock.code.setText(made.recovery_code.lower())
    qtbot.keyClick(door.unlock.code, Qt.Key.Key_Return)
    assert door.unlock.code.text() == ""
    wait_for_window(qtbot, program)
    assert program.shell.desk.clerk == "恢复码"


def test_a_workspace_that_is_gone_is_said_and_can_be_forgotten(qtbot, program, tmp_path):
    machine().note_opened(Recent(str(tmp_path / "nowhere"), "丫他镇", "韦建国"))
    door = begin(program)
    assert "文件夹不在了" in door.unlock._passphrase_row.said
    assert not door.unlock.go.isEnabled()
    door.unlock._forget.click()
    assert machine().preferences.recent == ()


def test_a_backup_is_looked_into_and_brought_back(qtbot, program, tmp_path):
    root = a_workspace(tmp_path)
    with workspaces.opened(root, SECRET, FixedClock(NOON)) as ctx:
        made = backups.make(ctx)
    door = begin(program)
    door.unlock.elsewhere.emit("restore")
    page = door.restore
    page.take_file(made.path)
    idle(qtbot, door)
    page.passphrase.setText(SECRET.passphrase)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    idle(qtbot, door)
    assert "1 条操作" in page._facts.text()
    page.go.click()
    idle(qtbot, door)
    assert door.page is door.unlock
    unlock(qtbot, door)
    wait_for_window(qtbot, program)
    assert program.shell.desk.root.name == "丫他镇（恢复）"


def opened(qtbot: QtBot, program: Program, folder: Path) -> None:
    a_workspace(folder)
    unlock(qtbot, begin(program))
    wait_for_window(qtbot, program)


def test_locking_hides_the_work_and_its_keys(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    window, page = program.window, program.window.page
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.lock is not None
    assert not page.isVisible()
    assert [one for one in window.findChildren(QLineEdit) if one.isVisible()] == [
        program.lock.passphrase
    ]
    before = window._front
    qtbot.keyClick(program.lock, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window._front == before
    program.lock.passphrase.setText("wrong")
    program.lock.go.click()
    qtbot.waitUntil(lambda: program.lock._errands.is_idle)
    assert "口令不正确" in program.lock._row.said
    program.lock.passphrase.setText(SECRET.passphrase)
    program.lock.go.click()
    qtbot.waitUntil(lambda: program.lock is None)
    assert page.isVisible()


def test_the_screen_locks_when_nobody_is_there(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    program._idle.idle.emit()
    assert program.lock is not None
    program._idle.idle.emit()
    machine().set(idle_minutes=0)
    assert not program._idle._timer.isActive()
    machine().set(idle_minutes=3)
    assert program._idle._timer.interval() == 180_000


def test_another_clerk_takes_over(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    first = program.window
    program.lock_window()
    program.lock.clerk.setCurrentText("李新来")
    program.lock.passphrase.setText("another passphrase")
    program.lock.go.click()
    qtbot.waitUntil(
        lambda: program.window is not None and program.window is not first, timeout=20_000
    )
    settle(qtbot, program.shell)
    assert program.shell.desk.clerk == "李新来"
    assert machine().preferences.recent[0].clerk == "李新来"


def test_what_is_half_typed_is_not_lost_to_another_clerk_without_a_word(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    first = program.window
    first.show_target(Target("problems", facts={"view": "new"}))
    first.page.new.title.setText("村口")
    program.lock_window()
    for insists in (False, True):
        program.lock.clerk.setCurrentText("李新来")
        program.lock.passphrase.setText("another passphrase")
        program.lock.go.click()
        if not insists:
            qtbot.waitUntil(lambda: "写了一半" in program.lock._row.said)
            assert program.window is first
    qtbot.waitUntil(
        lambda: program.window is not None and program.window is not first, timeout=20_000
    )
    settle(qtbot, program.shell)
    assert program.shell.desk.clerk == "李新来"


def test_leaving_goes_back_to_the_door(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    program.window.before_closing = lambda: True
    program.lock_window()
    program.lock.left.emit()
    qtbot.waitUntil(lambda: program.door is not None)
    assert program.window is None
    assert program.door.unlock.clerk.currentText() == "韦建国"


def test_closing_makes_the_days_backup_first(qtbot, program, tmp_path):
    opened(qtbot, program, tmp_path)
    root = program.shell.desk.root
    with qtbot.waitSignal(program.ended, timeout=20_000):
        program.window.close()
    assert len(list((root / "backups").glob("*.qxnbackup"))) == 1


def test_a_secret_is_not_kept_in_the_fields(qtbot, program, tmp_path):
    a_workspace(tmp_path)
    door = begin(program)
    door.unlock.passphrase.setText("secret words")
    door.first_run.account.first.setText("secret words")
    door.first_run.account.again.setText("secret words")
    door.close()
    typed = [one.text() for one in door.findChildren(QLineEdit)]
    assert "secret words" not in typed
