"""Blank sheets: looked at, printed, saved; the workbook that goes out and comes back."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from qxn_desktop.services import check_round, checks
from qxn_desktop.ui.widgets import print_run
from tests.integration.services.sheet_builder import filled
from tests.ui.answering import answer_save
from tests.ui.check_builder import GC, Desk


@pytest.fixture
def desk(qtbot, demo_shell):
    made = Desk(qtbot, demo_shell)
    yield made
    made.settle()


def recorded(desk, object_id):
    with desk.shell.here() as ctx:
        return checks.checks_of(ctx, object=object_id, date="2026-11-25")


def test_sheets_are_looked_at_printed_and_saved(desk, monkeypatch, tmp_path):
    desk.choose("GC", "weekly")
    count = desk.page.rounds.lines.rowCount()
    desk.page.rounds.print_wanted.emit()
    desk.settle()
    printing = desk.page.printing
    assert desk.page.stack.currentWidget() is printing
    assert printing._heading.text() == "打印空表　公厕巡查 · 每周一次　各村"
    assert printing._told.whole == f"{count} 份，共 {count + 1} 页，第一页是走访清单"
    assert printing.view.pages == count + 1
    printer = print_run.paper_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    asked = []

    def answer(_parent, title, pages):
        asked.append((title, pages))
        return printer

    monkeypatch.setattr(print_run, "ask_printer", answer)
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: "已送打印机" in desk.window.said.text, timeout=20_000)
    assert asked == [("空表", count + 1)]
    assert f"共 {count + 1} 页" in desk.window.said.text
    document = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(document) == count + 1
    document.close()
    answer_save(monkeypatch, tmp_path / "空表.pdf")
    printing.save_button.click()
    desk.settle()
    assert (tmp_path / "空表.pdf").read_bytes().startswith(b"%PDF")
    assert "“空表.pdf”" in desk.window.said.text
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.rounds


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told(desk, monkeypatch, tmp_path):
    desk.choose("GC", "weekly")
    desk.page._print()
    desk.settle()
    printer = print_run.paper_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "printed.pdf"))
    monkeypatch.setattr(print_run, "ask_printer", lambda *_: printer)
    desk.page.printing.print_button.click()
    desk.qtbot.waitUntil(lambda: "打印机没有接收" in desk.window.said.text, timeout=20_000)


def test_marked_objects_alone_are_printed_and_exported(desk, monkeypatch, tmp_path):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    count = rounds.lines.rowCount()
    rounds.table.selectAll()
    rounds.table.selectionModel().select(
        rounds.lines.index(0, 0),
        rounds.table.selectionModel().SelectionFlag.Deselect
        | rounds.table.selectionModel().SelectionFlag.Rows,
    )
    answer_save(monkeypatch, tmp_path / "b.xlsx")
    desk.page._export()
    desk.settle()
    assert f"已生成 {count - 1} 份的表格“b.xlsx”" in desk.window.said.text
    desk.page._print()
    desk.settle()
    assert desk.page.printing.view.pages == count


def test_a_filled_workbook_comes_back(desk, monkeypatch, tmp_path):
    desk.choose("GC", "weekly")
    lines = desk.page.rounds.lines.lines
    blank = tmp_path / "blank.xlsx"
    answer_save(monkeypatch, blank)
    desk.page._export()
    desk.settle()
    with desk.shell.here() as ctx:
        items = check_round.check_round(ctx, "GC").template.items
    codes = {item.code: number for number, item in enumerate(items, 1)}
    rows = {lines[0].key: GC, lines[1].key: {**GC, "GC01": "9"}, lines[2].key: {"GC01": "1"}}
    path: Path = filled(blank, tmp_path / "filled.xlsx", rows, codes, "2026-11-25")
    desk.page.read_back(path)
    desk.settle()
    returned = desk.page.returned
    assert desk.page.stack.currentWidget() is returned
    statuses = [line.status.value for line in returned.model.lines]
    assert statuses[:3] == ["fault", "incomplete", "new"]
    assert "第4行" in returned._faults.text()
    assert returned.record.text() == "登记 1 份"
    returned.record.click()
    desk.settle()
    assert len(recorded(desk, lines[0].object_id)) == 1
    returned.drafts.click()
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.rounds
    assert "没填完的 2 份" in desk.page.rounds._drafts.heading.text()


def test_another_file_is_refused_in_words(desk, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    desk.page.read_back(tmp_path / "a.xlsx")
    desk.settle()
    assert "不是能识别的 Excel 表格" in desk.window.trouble.text
    assert desk.page.stack.currentWidget() is desk.page.rounds
