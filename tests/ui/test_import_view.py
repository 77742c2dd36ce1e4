"""A spreadsheet into 台账: columns, lines, written, taken back; by mouse and by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from qxn_desktop.services import records
from qxn_desktop.services.import_plan import LineStatus
from qxn_desktop.ui.dialogs import national_dialog
from qxn_desktop.ui.dialogs.national_dialog import NationalDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.records import import_door, import_view
from tests.integration.services.test_import_national import book
from tests.integration.services.test_importing import HEAD, IDS, ROWS, sheet
from tests.screenshots.clipped_text import faults
from tests.ui.hands import Hands
from tests.ui.settling import is_settled, settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
BAD = [4, "板万村", "", "罗天才", "", "123", 2, ""]


@pytest.fixture
def window(qtbot, office_shell):
    made = MainWindow(office_shell, (SPEC,))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, office_shell)
    return made


@pytest.fixture
def table(tmp_path):
    return sheet(tmp_path / "板万村台账.xlsx", [["板万村台账"], HEAD, *ROWS, BAD])


@pytest.fixture
def view(qtbot, window, office_shell, table):
    window.page.imports.begin(table)
    settle(qtbot, office_shell)
    return window.page.imports.view


def look(qtbot, widget):
    qtbot.waitUntil(lambda: [str(fault) for fault in faults(widget)] == [])


def count(shell) -> int:
    with shell.here() as ctx:
        return ctx.ws.count("household")


def test_the_columns_are_shown_with_what_they_go_into(qtbot, window, view):
    lines = view.columns.model.lines
    assert [one.target for one in lines] == [
        "", "village", "group", "head_name", "id_number", "phone", "population", "note",
    ]  # fmt: skip
    assert view.columns.header.value() == 2
    assert IDS[0] not in lines[4].sample
    look(qtbot, window)


def test_lines_are_shown_then_written_and_taken_back(qtbot, window, view, office_shell):
    view.go_on()
    settle(qtbot, office_shell)
    assert view.stack.currentWidget() is view.lines
    assert view.lines.model.rowCount() == 4
    assert view.lines.take.text() == "导入 3 户"
    view.lines._choose_status(LineStatus.REJECTED)
    assert view.lines.model.rowCount() == 1
    assert "电话号码不对" in view.lines.words.text()
    look(qtbot, window)
    view.go_on()
    settle(qtbot, office_shell)
    assert count(office_shell) == 3
    assert "新增 3 户" in view.lines.told.words.text()
    look(qtbot, window.page)
    window.undo()
    settle(qtbot, office_shell)
    assert count(office_shell) == 0
    view.go_back()
    settle(qtbot, office_shell)
    assert not window.page.imports.is_open


def test_a_column_is_given_another_target(qtbot, view, office_shell):
    view.columns.table.go_to(6)
    view.columns._leave_out()
    settle(qtbot, office_shell)
    assert view.columns.model.lines[6].target == ""
    view.columns.changed.emit(6, "farmland")
    settle(qtbot, office_shell)
    assert view.columns.model.lines[6].target == "farmland"
    view.columns.changed.emit(7, "farmland")
    settle(qtbot, office_shell)
    assert [one.target for one in view.columns.model.lines[6:]] == ["", "farmland"]


def test_the_header_may_be_pointed_at(qtbot, view, office_shell):
    view.columns.header.setValue(3)
    settle(qtbot, office_shell)
    assert view.columns.model.lines[0].title == "1"
    view.columns.header.setValue(2)
    settle(qtbot, office_shell)
    assert view.columns.model.lines[3].target == "head_name"


def test_a_namesake_is_decided(qtbot, window, view, office_shell, tmp_path):
    for _ in range(2):
        view.go_on()
        settle(qtbot, office_shell)
    twin = sheet(tmp_path / "b.xlsx", [HEAD[:4], [1, "板万村", "三组", "韦建国"]])
    window.page.imports.begin(twin)
    settle(qtbot, office_shell)
    view.go_on()
    settle(qtbot, office_shell)
    view.go_on()
    settle(qtbot, office_shell)
    doubt = sheet(tmp_path / "c.xlsx", [HEAD[:4] + HEAD[6:7], [1, "板万村", "", "韦建国", 7]])
    window.page.imports.begin(doubt)
    settle(qtbot, office_shell)
    view.go_on()
    settle(qtbot, office_shell)
    buttons = [b for b in view.lines.side.findChildren(QPushButton) if b.isVisible()]
    assert len(buttons) == 3
    next(b for b in buttons if "一组" in b.text()).click()
    settle(qtbot, office_shell)
    assert view.lines.take.text() == "导入 1 户"


def test_the_workbook_is_given_back(qtbot, view, office_shell, tmp_path, monkeypatch):
    monkeypatch.setattr(import_view, "ask_save", lambda *_: tmp_path / "back.xlsx")
    view.go_on()
    settle(qtbot, office_shell)
    view.save_back()
    settle(qtbot, office_shell)
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").active["I2"].value == "导入问题"


def test_a_file_dropped_on_the_page_is_opened(qtbot, window, office_shell, table):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(
        window.page.rect().center(), Qt.DropAction.CopyAction, data, buttons, keys
    )
    QApplication.sendEvent(window.page, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window.page, drop)
    settle(qtbot, office_shell)
    assert window.page.imports.is_open


def test_what_is_no_table_leaves_the_list_as_it_was(qtbot, window, office_shell, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    window.page.imports.begin(path)
    settle(qtbot, office_shell)
    assert not window.page.imports.is_open
    assert "不是能识别的 Excel" in window.trouble.text


def test_by_the_keyboard_alone(qtbot, window, office_shell, table, monkeypatch):
    monkeypatch.setattr(import_door, "ask_open", lambda *_: table)
    hands = Hands(qtbot, lambda: is_settled(office_shell))
    qtbot.waitUntil(window.isActiveWindow)
    hands.ctrl(Qt.Key.Key_I)
    hands.sees("第一步：各列填到哪里", "户主证件号")
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Down)
    hands.tab_to("下一步：核对各行")
    hands.press(Qt.Key.Key_Return)
    hands.sees("第二步：核对各行，还没有写入", "有问题 1")
    hands.press(Qt.Key.Key_Return)
    hands.sees("新增 3 户")
    hands.press(Qt.Key.Key_Return)
    hands.sees_not("已写入")
    assert count(office_shell) == 3


def test_a_file_of_the_national_system_goes_where_it_belongs(qtbot, window, office_shell, tmp_path):
    head = ["县", "乡", "行政村", "总户数"]
    path = sheet(
        Path(tmp_path) / "行政村.xlsx", [["t"], ["s"], head, ["册亨县", "丫他镇", "板万村", 320]]
    )
    window.page.imports.begin(path)
    settle(qtbot, office_shell)
    view = window.page.imports.view
    assert view.columns.register.currentData() == "village"
    assert "行政村信息" in view.columns.known.words.text()


def test_what_has_to_be_entered_is_listed_and_ticked_off(
    qtbot, window, office_shell, tmp_path, monkeypatch
):
    window.page.imports.begin(book(tmp_path, "（乡村建设）户信息_20261120.xlsx"))
    settle(qtbot, office_shell)
    for _ in range(2):
        window.page.imports.view.go_on()
        settle(qtbot, office_shell)
    window.page.imports.view.go_back()
    with office_shell.here() as ctx:
        home = ctx.ws.select("household")[0].id
    change = lambda ctx: records.set_values(ctx, home, {"phone": "13900000009"})  # noqa: E731
    office_shell.desk.write(change).result()
    window.page.imports.show_national()
    settle(qtbot, office_shell)
    [dialog] = window.findChildren(NationalDialog)
    assert [one.new for one in dialog.model.lines] == ["139****0009"]
    look(qtbot, dialog)
    monkeypatch.setattr(national_dialog, "ask_save", lambda *_: tmp_path / "list.xlsx")
    dialog.export()
    settle(qtbot, office_shell)
    assert (tmp_path / "list.xlsx").is_file()
    dialog.mark()
    settle(qtbot, office_shell)
    assert dialog.model.rowCount() == 0
    assert dialog.nothing.isVisible()
    dialog.reject()
