"""导出 from 台账, by keyboard: purpose, rows, columns, kind of file, whole values for a reason."""

from __future__ import annotations

from threading import Event

import openpyxl
import pytest
from PySide6.QtCore import Qt

from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.store import audit_log
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.export_dialog import ExportDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from tests.screenshots.clipped_text import faults
from tests.ui.answering import answer_save
from tests.ui.conftest import DEMO_SECRET
from tests.ui.hands import DOWN, ENTER, ESC, Hands
from tests.ui.settling import is_settled, settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, (SPEC,))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def hands(qtbot, demo_shell, window):
    return Hands(qtbot, lambda: is_settled(demo_shell))


def dialog_of(window):
    [found] = [one for one in window.findChildren(ExportDialog) if one.isVisible()]
    return found


def rows_of(path):
    return [*openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_the_ledger_leaves_by_keyboard(qtbot, window, hands, tmp_path, monkeypatch):
    target = tmp_path / "台账.xlsx"
    answer_save(monkeypatch, target)
    hands.ctrl(Qt.Key.Key_E)
    hands.sees("导出农户", "全部 24 户", "选了 21 列", "证件号、电话遮住中间几位")
    qtbot.waitUntil(lambda: [str(one) for one in faults(dialog_of(window))] == [])
    hands.tab_to("导出…")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith("已导出农户 24 户"))
    assert window.said._more.text() == file_asking.OPEN_FOLDER
    rows = rows_of(target)
    assert len(rows) == 3 + 24
    assert len(rows[2]) == 21
    assert "*" in str(rows[3][rows[2].index("户主证件号")])


def test_columns_and_the_kind_of_file_are_chosen_by_keys(window, hands, tmp_path, monkeypatch):
    target = tmp_path / "台账.csv"
    answer_save(monkeypatch, target)
    hands.ctrl(Qt.Key.Key_E)
    hands.tab_to("文件格式")
    hands.press(DOWN)
    hands.tab_to("现在显示的列")
    hands.press(ENTER)
    hands.sees("选了 7 列")
    hands.tab_to("要导出的列")
    hands.press(" ")
    hands.sees("选了 6 列")
    hands.tab_to("导出…")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith("已导出农户 24 户"))
    head = target.read_text("utf-8-sig").splitlines()[0]
    assert "所在村" not in head
    assert head.count(",") == 5


def test_a_notice_to_the_public_has_no_papers(window, hands, tmp_path, monkeypatch):
    target = tmp_path / "公示.xlsx"
    answer_save(monkeypatch, target)
    hands.ctrl(Qt.Key.Key_E)
    dialog = dialog_of(window)
    hands.tab_to("内部工作")
    hands.press(DOWN)
    hands.press(DOWN)
    assert dialog.purpose is Purpose.PUBLIC
    assert not dialog.whole.box.isEnabled()
    hands.tab_to("导出…")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith("已导出农户 24 户"))
    rows = rows_of(target)
    assert "户主证件号" not in rows[2]
    assert "*" in rows[3][rows[2].index("户主姓名")]


def test_whole_values_take_a_reason_and_the_passphrase(
    window, hands, demo_shell, tmp_path, monkeypatch
):
    target = tmp_path / "全.xlsx"
    answer_save(monkeypatch, target)
    hands.ctrl(Qt.Key.Key_E)
    hands.tab_to("不脱敏")
    hands.press(" ")
    hands.tab_to("导出…")
    hands.press(ENTER)
    hands.sees("请写明理由，至少4个字。")
    hands.type("民政局核对低保")
    hands.tab_to("您的口令")
    hands.type("不对的口令")
    hands.press(ENTER)
    hands.sees("口令")
    assert not target.exists()
    dialog = dialog_of(window)
    assert dialog.whole.passphrase.text() == ""
    hands.type(DEMO_SECRET.passphrase)
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith("已导出农户 24 户"))
    rows = rows_of(target)
    assert "*" not in str(rows[3][rows[2].index("户主证件号")])
    with demo_shell.here() as ctx:
        told = [one for one in audit_log.entries(ctx.ws.db) if one.action == "reveal"]
    assert [one.facts["reason"] for one in told] == ["民政局核对低保"]


def test_what_cannot_be_written_leaves_the_choices(window, hands, tmp_path, monkeypatch):
    answer_save(monkeypatch, tmp_path / "没有这个文件夹" / "台账.xlsx")
    hands.ctrl(Qt.Key.Key_E)
    hands.tab_to("文件格式")
    hands.tab_to("导出…")
    hands.press(ENTER)
    dialog = dialog_of(window)
    hands.sees("文件夹")
    assert dialog.fault.isVisible()
    assert dialog.go.isEnabled()
    hands.press(ESC)
    assert not window.findChildren(ExportDialog)


def test_esc_gives_up_what_is_under_way(window, hands, demo_shell, tmp_path, monkeypatch):
    target = tmp_path / "台账.xlsx"
    answer_save(monkeypatch, target)
    hands.ctrl(Qt.Key.Key_E)
    dialog = dialog_of(window)
    gate = Event()
    demo_shell.desk.write(lambda _ctx: gate.wait(10))  # the export has to wait behind it
    dialog.export()
    assert dialog.is_working
    assert not dialog.go.isEnabled()
    dialog.reject()
    gate.set()
    hands.rest()
    assert "已取消" in dialog.fault.text()
    assert dialog.isVisible()
    assert dialog.go.isEnabled()
    assert [*tmp_path.glob("*.xlsx")] == []


def test_only_what_is_filtered_leaves(window, hands, demo_shell, tmp_path, monkeypatch):
    target = tmp_path / "台账.xlsx"
    answer_save(monkeypatch, target)
    name = window.page.table.rows.line(0).cells["head_name"]
    window.page.bar.search.setText(name)
    hands.until(lambda: window.page.table.rows.rowCount() < 24)
    hands.rest()
    hands.ctrl(Qt.Key.Key_E)
    dialog = dialog_of(window)
    hands.sees("当前筛选的", "全部 24 户")
    matched = dialog.offer.matched
    hands.tab_to("导出…")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith(f"已导出农户 {matched} 户"))
    assert len(rows_of(target)) == 3 + matched
