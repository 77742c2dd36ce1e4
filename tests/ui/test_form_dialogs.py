"""发给村里填, 收回填好的表, 填别人的表: by keyboard, from the menu and the keys of 台账."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from qxn_desktop.services import records, row_return
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.ui import file_asking
from qxn_desktop.ui.dialogs.fill_form_dialog import FillFormDialog
from qxn_desktop.ui.dialogs.return_form_dialog import ReturnFormDialog
from qxn_desktop.ui.dialogs.send_form_dialog import SendFormDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from tests.screenshots.clipped_text import faults
from tests.ui.answering import answer_save
from tests.ui.hands import DOWN, ENTER, ESC, Hands
from tests.ui.settling import is_settled, settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
PATHS = ("village", "head_name", "population", "note")


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


def do(window, title):
    """An action of the page, as the palette does it."""
    next(one for one in window.page.actions_here() if one.title == title).run()


def opened(window, kind, hands):
    hands.until(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    hands.rest()
    [found] = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def fine(hands, dialog):
    def check():
        assert [str(one) for one in faults(dialog)] == []

    hands.until(check)


def answer_open(monkeypatch, path):
    monkeypatch.setattr(file_asking, "ask_open", lambda *_asked: path)


@pytest.fixture
def sent(demo_shell, tmp_path):
    """A form of the first village, and the ids of its rows."""
    path = tmp_path / "丫他村.xlsx"

    def work(ctx):
        row = ctx.ws.select("household", limit=1)[0]
        query = ListQuery("household", village=row.text("village"))
        row_return.send(ctx, query, PATHS, path)
        return [one.id for one in ctx.ws.select("household", {"village": row.text("village")})]

    return path, demo_shell.desk.write(work).result()


def filled(path: Path, change) -> Path:
    """What a village makes of a form: ``change`` gets the sheet and its rows by key."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    change(sheet, {sheet.cell(at, 5).value: at for at in range(4, sheet.max_row + 1)})
    back = path.with_name("收回.xlsx")
    book.save(back)
    return back


def test_a_form_is_made_for_a_village_by_keyboard(window, hands, tmp_path, monkeypatch):
    target = tmp_path / "表.xlsx"
    answer_save(monkeypatch, target)
    do(window, "发给村里填")
    dialog = opened(window, SendFormDialog, hands)
    hands.sees("发给村里填：监测对象动态管理台账", "选了 21 列", "共 2 户")
    fine(hands, dialog)
    hands.tab_to("保存表格…")
    hands.press(ENTER)
    hands.sees("已做好“表.xlsx”，2 户。", "微信", str(tmp_path))
    fine(hands, dialog)
    hands.tab_to("复制给村里的话")
    hands.press(ENTER)
    assert "把原表发回来" in QGuiApplication.clipboard().text()
    assert openpyxl.load_workbook(target).worksheets[0].protection.sheet
    hands.press(ESC)
    hands.until(lambda: not window.findChildren(SendFormDialog))


def test_a_village_without_rows_gets_no_form(window, hands, demo_shell):
    do(window, "发给村里填")
    dialog = opened(window, SendFormDialog, hands)
    dialog.village.setCurrentIndex(dialog.village.count() - 1)
    hands.rest()
    assert dialog._number.text() == "共 24 户"
    assert dialog.go.isEnabled()
    dialog.ticks.tick(())
    assert not dialog.go.isEnabled()


def test_a_form_comes_back_and_is_taken_and_undone(hands, window, demo_shell, sent, monkeypatch):
    path, (one, other) = sent

    def later(ctx):
        ctx.clock.advance(hours=1)
        records.set_values(ctx, one, {"note": "镇里写的"})

    demo_shell.desk.write(later).result()

    def change(sheet, at):
        sheet.cell(at[one], 4).value = "村里写的"
        sheet.cell(at[one], 3).value = 9
        sheet.cell(at[other], 3).value = "九个"

    back = filled(path, change)
    answer_open(monkeypatch, back)
    do(window, "收回填好的表")
    dialog = opened(window, ReturnFormDialog, hands)
    hands.sees(
        "要写入 1 处；两边都改过 1 处，由您定；填错 1 处", "写入 1 处", "留台账里的：镇里写的"
    )
    fine(hands, dialog)
    hands.press(ENTER)
    hands.sees("两边都改过，用表里的", "写入 2 处")
    hands.press(DOWN)
    fine(hands, dialog)
    hands.tab_to("复制填错的地方")
    hands.press(ENTER)
    assert "家庭人口数" in QGuiApplication.clipboard().text()
    hands.tab_to("写入 2 处")
    hands.press(ENTER)
    hands.until(lambda: window.said.text == "已收回：1 条记录，写入 2 处。")
    with demo_shell.here() as ctx:
        row = ctx.ws.get("household", one)
        assert (row.values["population"], row.values["note"]) == (9, "村里写的")
    window.activateWindow()
    hands.until(lambda: QApplication.activeWindow() is window)
    hands.ctrl(Qt.Key.Key_Z)
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", one).values["note"] == "镇里写的"


def test_a_form_without_changes_has_nothing_to_write(window, hands, sent, monkeypatch):
    path, _ = sent
    answer_open(monkeypatch, path)
    do(window, "收回填好的表")
    dialog = opened(window, ReturnFormDialog, hands)
    hands.sees("没有要写入的")
    assert not dialog.go.isEnabled()


def test_another_workbook_is_refused_in_words(window, hands, tmp_path, monkeypatch):
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    answer_open(monkeypatch, other)
    do(window, "收回填好的表")
    dialog = opened(window, ReturnFormDialog, hands)
    assert "发给村里填" in dialog.fault.text()


@pytest.fixture
def blank(tmp_path):
    path = tmp_path / "农业局.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["农户情况调查表"])
    sheet.append(["序号", "村", "户主姓名", "身份证号", "家庭人口数", "宅基地面积"])
    book.save(path)
    return path


def test_a_blank_form_is_filled_by_keyboard(window, hands, blank, tmp_path, monkeypatch):
    target = tmp_path / "农业局_已填.xlsx"
    answer_save(monkeypatch, target)
    answer_open(monkeypatch, blank)
    do(window, "填别人的表")
    dialog = opened(window, FillFormDialog, hands)
    hands.press(ENTER)
    hands.sees(
        "认出 5 列，1 列台账里没有、留空；空表，一条一行，要填 24 行。", "按顺序编号", "宅基地面积"
    )
    fine(hands, dialog)
    hands.tab_to("填表…")
    hands.press(ENTER)
    hands.sees("已填好 24 行", "留空的列：宅基地面积", file_asking.OPEN_FOLDER)
    fine(hands, dialog)
    rows = [*openpyxl.load_workbook(target).active.iter_rows(min_row=3, values_only=True)]
    assert len([row for row in rows if row[2]]) == 24
    assert "*" in rows[0][3]


def test_whole_values_in_a_form_take_the_passphrase(window, hands, blank, tmp_path, monkeypatch):
    target = tmp_path / "全.xlsx"
    answer_save(monkeypatch, target)
    answer_open(monkeypatch, blank)
    do(window, "填别人的表")
    opened(window, FillFormDialog, hands)
    hands.press(ENTER)
    hands.tab_to("不脱敏")
    hands.press(" ")
    hands.tab_to("填表…")
    hands.press(ENTER)
    hands.sees("请写明理由")
    hands.type("农业局要求")
    hands.tab_to("您的口令")
    hands.type("wrong")
    hands.press(ENTER)
    assert not target.exists()


def test_a_form_is_dropped_and_one_of_headings_nobody_knows_refused(window, hands, tmp_path):
    path = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["车牌", "颜色", "发动机号"])
    book.save(path)
    do(window, "填别人的表")
    dialog = opened(window, FillFormDialog, hands)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    given = (copy, data, Qt.MouseButton.LeftButton, none)
    entered = QDragEnterEvent(QPoint(9, 9), *given)
    QApplication.sendEvent(dialog, entered)
    assert entered.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(9, 9), *given))
    hands.rest()
    assert dialog.file.whole == "别的.xlsx"
    assert dialog.fault.isVisible()
    assert not dialog.go.isEnabled()
    dialog.reject()
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
