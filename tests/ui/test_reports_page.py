"""The page of reports: months, preview, numbers that open, saving, printing, issuing."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from qxn_desktop.domain.figure_row import PROBLEMS, TOTAL_ROW, FigureKey
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services.report_issue import issues
from qxn_desktop.services.report_month import MonthState
from qxn_desktop.services.reporting import Wanted
from qxn_desktop.ui.dialogs.issue_dialog import IssueDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PAGES, PageSpec
from qxn_desktop.ui.pages.reports_page import ReportsPage
from qxn_desktop.ui.widgets.print_run import DOTS, PrintRun, by_shell, paper_printer
from tests.builders import VILLAGE
from tests.ui.answering import answer_save
from tests.ui.settling import settle

ELSEWHERE = PageSpec("problems", "问题", "problems", "tests.ui.sample_page", "SamplePage")
ALL_OPENED = FigureKey(PROBLEMS, TOTAL_ROW, "opened")


@pytest.fixture
def page(qtbot, demo_shell):
    window = MainWindow(demo_shell, [*(one for one in PAGES if one.id == "reports"), ELSEWHERE])
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, demo_shell)
    yield window.page
    window.hide()


def months(page: ReportsPage) -> list[tuple[str, str]]:
    model = page.months.table.model()
    return [
        (model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())
    ]


def test_the_last_month_that_is_over_is_shown_first(page):
    assert months(page)[:2] == [("2026年11月", "未出具"), ("2026年10月", "未出具")]
    assert page.subtitle == "2026年10月月报"
    assert page.view.pages > 3
    assert page.bar.issue.isEnabled()


def test_another_month_is_drawn_when_it_is_chosen(qtbot, page, demo_shell):
    page.months.table.go_to(0)
    assert not page.bar.issue.isEnabled()
    settle(qtbot, demo_shell)
    assert page.subtitle == "2026年11月月报"
    assert page.bar.issue.isEnabled()


def test_pages_turn_and_grow_by_keys(qtbot, page, demo_shell):
    qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    assert page.view.page == 1
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert page.view.page == page.view.pages - 1
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.page == 0
    fitting = page.view.scale
    page.view.enlarge(1)
    assert page.view.scale > fitting
    settle(qtbot, demo_shell)
    page.view.set_zoom(0.0)
    assert page.view.scale == pytest.approx(fitting)


def test_paper_is_drawn(qtbot, page, demo_shell):
    settle(qtbot, demo_shell)
    image = page.view.viewport().grab().toImage()
    middle = image.width() // 2
    inks = {image.pixelColor(middle, y).lightness() for y in range(60, image.height(), 2)}
    assert max(inks) == 255
    assert min(inks) < 120


def test_a_click_on_a_number_opens_its_rows(qtbot, page, demo_shell):
    page.view.mark_figure(ALL_OPENED)
    box = page.view.box_of(ALL_OPENED)
    assert page.view.viewport().rect().contains(box)
    qtbot.mouseClick(
        page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center().x(), box.y() + 4)
    )
    settle(qtbot, demo_shell)
    assert page.figures.isVisible()
    line = page.figures.list.current_line()
    assert line.key == ALL_OPENED
    rows = page.figures.table.model().rowCount()
    assert rows == int(line.printed) > 0


def test_the_keyboard_reaches_every_number_and_its_rows(qtbot, page, demo_shell):
    page.toggle_figures()
    settle(qtbot, demo_shell)
    page.figures._filter.setText("合计 本月新增")
    page.figures.list.go_to(0)
    settle(qtbot, demo_shell)
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        qtbot.keyClick(page.figures.table, Qt.Key.Key_Return)
    [target] = asked.args
    assert (target.page, bool(target.id)) == ("problems", True)
    page.figures._copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert "合计 · 本月新增" in copied[0]
    assert copied[1].startswith("按村：")
    assert len(copied) == 2 + page.figures.table.model().rowCount()


def test_saving_writes_what_is_shown(qtbot, page, demo_shell, tmp_path, monkeypatch):
    for suffix, save in ((".pdf", page.save_pdf), (".docx", page.save_word)):
        path = tmp_path / f"月报{suffix}"
        answer_save(monkeypatch, path)
        with qtbot.waitSignal(demo_shell.said) as said:
            save()
        assert said.args[0].text == f"已保存“月报{suffix}”，在 {tmp_path}。"
        assert said.args[0].more[0] == "打开所在文件夹"
        assert path.stat().st_size > 5_000
    settle(qtbot, demo_shell)


def test_issuing_and_correcting(qtbot, page, demo_shell, tmp_path):
    page.produce(Wanted("monthly", "2026-10", tmp_path / "10.pdf", issue=True, head="罗乡长"))
    settle(qtbot, demo_shell)
    assert dict(months(page))["2026年10月"] == MonthState.ISSUED
    assert page.bar.issue.text() == "更正…"
    with demo_shell.here() as ctx:
        assert [issue.period for issue in issues(ctx, "monthly")] == ["2026-10"]
    page.produce(Wanted("monthly", "2026-10", tmp_path / "11.pdf", correct="换了负责人", head="甲"))
    settle(qtbot, demo_shell)
    assert dict(months(page))["2026年10月"] == MonthState.CORRECTED


def test_a_refused_issue_says_why_and_changes_nothing(qtbot, page, demo_shell, tmp_path):
    folder = tmp_path / "没有" / "这个"
    with qtbot.waitSignal(demo_shell.troubled, check_params_cb=lambda error: error is not None):
        page.produce(Wanted("monthly", "2026-10", folder / "10.pdf", issue=True))
    settle(qtbot, demo_shell)
    assert dict(months(page))["2026年10月"] == MonthState.OPEN


def test_the_dialog_asks_for_what_is_missing(qtbot, page, tmp_path):
    month = page._month()
    dialog = IssueDialog("monthly", month, people=("韦审核", ""), out=tmp_path / "a.pdf")
    qtbot.addWidget(dialog)
    wanted = dialog.wanted
    assert (wanted.issue, wanted.reviewer, wanted.docx) == (True, "韦审核", None)
    dialog.word.setChecked(True)
    assert dialog.wanted.docx == tmp_path / "a.docx"
    dialog.path.clear()
    assert not dialog.go.isEnabled()


def test_a_printer_gets_every_page_at_its_size(qtbot, page, demo_shell, tmp_path):
    printer = paper_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(1, 2)
    run = PrintRun(by_shell(demo_shell), page._draft.pdf, printer, page)
    with qtbot.waitSignal(run.finished, timeout=20_000) as done:
        run.start()
    assert done.args == [2]
    assert printer.resolution() == DOTS
    document = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(document) == 2
    width, height = document.get_page_size(0)
    document.close()
    assert (width, height) == (pytest.approx(595, abs=2), pytest.approx(842, abs=2))


def test_a_new_office_has_a_month_to_look_at(qtbot, office_shell):
    window = MainWindow(office_shell, [one for one in PAGES if one.id == "reports"])
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, office_shell)
    assert months(window.page) == [("2026年11月", "未出具")]
    assert window.page.view.pages > 1
    window.page.toggle_figures()
    settle(qtbot, office_shell)
    assert window.page.figures.isVisible()
    window.hide()


def test_a_change_draws_the_report_anew(qtbot, page, demo_desk, demo_shell):
    before = page._draft.pdf
    values = {"title": "新发现", "severity": "一般", "found_on": "2026-10-20", "source": "其他"}
    village = VILLAGE
    draft = Draft("problem", "p-new", Kind.PUT, {**values, "village": village}, village)
    demo_desk.write(lambda ctx: ctx.ws.write([draft])).result()
    settle(qtbot, demo_shell)
    assert page._draft.pdf != before
    assert page.view.pages > 3
