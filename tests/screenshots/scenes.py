"""The scenes: one small function for each page and dialog of the window.

To add one, write a function that brings the ``Stage`` there and gives the widget to be looked at,
under ``@scene``; its name with dashes is the file's. Scenes are taken in this order, light and
dark, at 100 % and 150 %; each also goes through ``clipped_text``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from PIL import Image
from PySide6.QtWidgets import QPushButton, QWidget

from qxn_desktop.domain.figure_row import PROBLEMS, TOTAL_ROW, FigureKey
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import check_round
from qxn_desktop.services.check_round import CheckRound
from qxn_desktop.services.exchange import merge, pin
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.problems import do
from qxn_desktop.ui.dialogs.deleted_dialog import DeletedDialog
from qxn_desktop.ui.dialogs.export_dialog import ExportDialog
from qxn_desktop.ui.dialogs.help_dialog import HelpDialog
from qxn_desktop.ui.dialogs.issue_dialog import IssueDialog
from qxn_desktop.ui.dialogs.keys_dialog import KeysDialog
from qxn_desktop.ui.dialogs.palette import Palette
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.pages.check.entry_view import EntryView
from qxn_desktop.ui.pages.check.sheet_view import SheetView
from qxn_desktop.ui.pages.exchange_page import ExchangePage
from qxn_desktop.ui.pages.records_page import RecordsPage
from qxn_desktop.ui.pages.reports_page import ReportsPage
from tests.screenshots.grid_scenes import GRID_SCENES
from tests.screenshots.import_scenes import IMPORTS
from tests.screenshots.monitoring_scenes import MONITORING
from tests.screenshots.office_scenes import OFFICE
from tests.screenshots.outgoing_scenes import OUTGOING
from tests.screenshots.photo_scenes import PHOTO_SCENES
from tests.screenshots.quality_scenes import QUALITY
from tests.screenshots.stage import Scene, Stage
from tests.ui.second_laptop import SecondLaptop

SCENES: list[Scene] = []
PAGES = {
    "today", "check-rounds", "check-entry", "records", "problems", "reports", "exchange-first",
    "settings-unit", "unlock",
}  # fmt: skip
"""Those that the repository keeps at 150 % too."""


def scene(arrive: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """Register the function below as a scene of its name."""
    SCENES.append(Scene(arrive.__name__.replace("_", "-"), arrive))
    return arrive


def problem_in(stage: Stage, group: Group) -> str:
    """The id of a problem of the demonstration."""
    return stage.read(lambda ctx: board(ctx, Wanted(group))).lines[0].problem.id


@scene
def today(stage: Stage) -> QWidget:
    return stage.go("today")


@scene
def today_by_village(stage: Stage) -> QWidget:
    stage.go("today")
    stage.press("各村今日情况，按村统计")
    return stage.dialog(VillageCountDialog)


@scene
def palette(stage: Stage) -> QWidget:
    stage.go("today")
    stage.window.search()
    stage.window.palette_dialog.field.setText("板万")
    return stage.dialog(Palette)


def register(stage: Stage, id_: str = "household") -> RecordsPage:
    """A register, its first row shown."""
    stage.go("records", register=id_)
    return stage.find(RecordsPage, "")


@scene
def records_related(stage: Stage) -> QWidget:
    register(stage).pane.tabs.setCurrentIndex(1)
    stage.settle()
    return stage.window


@scene
def records_history(stage: Stage) -> QWidget:
    register(stage, "toilet").pane.tabs.setCurrentIndex(2)
    stage.settle()
    return stage.window


@scene
def records_reason(stage: Stage) -> QWidget:
    page = register(stage)
    page.pane.tabs.setCurrentIndex(0)
    page.pane.info.press_eye()
    stage.settle()
    return stage.window


@scene
def records_form(stage: Stage) -> QWidget:
    page = register(stage)
    stage.press("新增一条")
    page.pane.save()
    stage.settle()
    return stage.window


@scene
def records_check(stage: Stage) -> QWidget:
    register(stage).back()
    register(stage, "check")
    return stage.window


def a_round(stage: Stage) -> CheckRound:
    """The toilets of the first village, all due."""
    village = stage.read(lambda ctx: check_round.board(ctx).villages[1][0])
    stage.go("check", template="HC", frequency="yearly_all", village=village)
    return stage.read(lambda ctx: check_round.check_round(ctx, "HC", village, "yearly_all"))


def entry(stage: Stage) -> EntryView:
    """One of these toilets, opened to be checked."""
    a_round(stage)
    stage.press("开始检查")
    return stage.find(EntryView, "")


@scene
def check_rounds(stage: Stage) -> QWidget:
    a_round(stage)
    return stage.window


@scene
def check_entry(stage: Stage) -> QWidget:
    view = entry(stage)
    answers = {"HC01": "是", "HC02": "否", "HC04": {"na": "旱季停水"}, "HC05": ["渗漏", "破损"]}
    for code, raw in answers.items():
        view.form.answer(code, raw)
    stage.settle()
    view.form.go_to("HC07")
    return stage.window


@scene
def check_photos(stage: Stage) -> QWidget:
    view = entry(stage)
    picture = stage.folder / "厕屋外观.jpg"
    Image.new("RGB", (640, 480), "#7a8f6a").save(picture)
    view.form.answer("HC02", "否")
    stage.settle()
    view._add_files([picture])
    stage.settle()
    view.form.go_to("HC14")
    return stage.window


@scene
def check_table(stage: Stage) -> QWidget:
    a_round(stage)
    stage.press("录入纸表")
    model = stage.find(SheetView, "").model
    columns = model.columns
    rows = (
        {code: "1" for code in columns if code.startswith("HC")} | {"HC08": "60", "HC10": "5"},
        {"HC01": "9", "HC02": "1", "HC05": "2、3", "HC08": "六十"},
    )
    for row, texts in enumerate(rows):
        for code, text in texts.items():
            model.setData(model.index(row, columns.index(code)), text)
    stage.settle()
    return stage.window


@scene
def check_print(stage: Stage) -> QWidget:
    a_round(stage)
    stage.press("打印空表")
    return stage.window


@scene
def check_returned(stage: Stage) -> QWidget:
    round_ = a_round(stage)
    path = stage.folder / "户厕巡查 填好.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        asked = [item for item in round_.template.items if item.type != "photo"]
        sheet.write_row(0, 0, ["表号", "检查日期", *(item.text for item in asked), "天气"])
        for row, line in enumerate(round_.remaining[:4], 1):
            answers = ["60" if item.unit else "1" for item in asked]
            answers[0] = ("1", "9", "", "2")[row - 1]
            sheet.write_row(row, 0, [line.key, "2026-11-24", *answers])
    stage.window.page.read_back(path)  # type: ignore[attr-defined]
    stage.settle()
    return stage.window


@scene
def check_record(stage: Stage) -> QWidget:
    found = stage.read(lambda ctx: ctx.ws.select("problem", {"template": "HC"}))
    return stage.go("check", found[0].text("check"), register="check")


@scene
def check_empty(stage: Stage) -> QWidget:
    stage.go("check")
    page = stage.window.page
    page.rounds.want("SC", "", "", free=True)  # type: ignore[attr-defined]
    stage.settle()
    page.rounds.search.setText("没有这个人")  # type: ignore[attr-defined]
    stage.settle()
    return stage.window


@scene
def problems(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.OVERDUE))


@scene
def problem_to_confirm(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.TO_CONFIRM))


@scene
def problem_closed(stage: Stage) -> QWidget:
    return stage.go("problems", problem_in(stage, Group.TO_REVISIT))


@scene
def problem_new(stage: Stage) -> QWidget:
    return stage.go("problems", view="new")


@scene
def orders(stage: Stage) -> QWidget:
    return stage.go("problems", view="orders")


@scene
def order_new(stage: Stage) -> QWidget:
    stage.go("problems", view="orders")
    stage.find(QPushButton, "新交办").click()
    return stage.window


@scene
def help_page(stage: Stage) -> QWidget:
    stage.go("problems")
    stage.window.show_help()
    return stage.dialog(HelpDialog)


@scene
def keys(stage: Stage) -> QWidget:
    stage.go("problems")
    stage.window.show_keys()
    return stage.dialog(KeysDialog)


# --- 台账


def household(stage: Stage) -> str:
    return stage.read(lambda ctx: ctx.ws.select("household", limit=3))[2].id


@scene
def records(stage: Stage) -> QWidget:
    return stage.go("records", household(stage), register="household")


@scene
def record_edit(stage: Stage) -> QWidget:
    stage.go("records", household(stage), register="household")
    stage.press("修改这一条")
    return stage.window


@scene
def record_deleted(stage: Stage) -> QWidget:
    stage.go("records", register="toilet")
    stage.press("看已删除的，恢复")
    return stage.dialog(DeletedDialog)


@scene
def record_export(stage: Stage) -> QWidget:
    stage.go("records", register="household")
    stage.press("导出")
    dialog = stage.dialog(ExportDialog)
    dialog.whole.box.setChecked(True)
    stage.settle()
    return dialog


# --- 报告


@scene
def reports(stage: Stage) -> QWidget:
    return stage.go("reports")


@scene
def report_figures(stage: Stage) -> QWidget:
    stage.go("reports")
    page = reports_page(stage)
    page.show_figure(FigureKey(PROBLEMS, TOTAL_ROW, "opened"))
    stage.settle()
    return stage.window


@scene
def report_issue(stage: Stage) -> QWidget:
    stage.go("reports")
    month = reports_page(stage).months.table.current_line()
    path = Path("D:/月报/册亨县丫他镇月报.pdf")
    people = ("罗审核", "覃负责")
    return stage.show(IssueDialog("monthly", month, people=people, out=path, parent=stage.window))


def reports_page(stage: Stage) -> ReportsPage:
    """The page of reports, in front."""
    page = stage.window.page
    if not isinstance(page, ReportsPage):
        raise TypeError("another page is shown")
    page.figures.hide()
    return page


@scene
def exchange_first(stage: Stage) -> QWidget:
    return stage.go("exchange")


@scene
def exchange_card(stage: Stage) -> QWidget:
    with second_laptop(stage) as laptop:
        stage.go("exchange", file=str(laptop.card))
        page = exchange_page(stage)
        groups = page.trusting.card.groups if page.trusting.card else ()
        page.trusting.heard.setText(" ".join(groups[:3]) + " 9")
        stage.settle()
        return stage.window


@scene
def exchange_receive(stage: Stage) -> QWidget:
    with second_laptop(stage) as laptop:
        laptop.know(stage.shell.desk)
        stage.write(lambda ctx: pin(ctx, laptop.card))
        write_both(stage, laptop)
        stage.go("exchange", file=str(laptop.pack()))
        return stage.window


@scene
def exchange_send(stage: Stage) -> QWidget:
    return stage.go("exchange", view="send")


@scene
def exchange_conflicts(stage: Stage) -> QWidget:
    stage.write(lambda ctx: merge(ctx, stage.folder / "来自同事.qxnpkg"))
    return stage.go("exchange", view="conflicts")


@scene
def exchange_together(stage: Stage) -> QWidget:
    stage.go("exchange", view="conflicts")
    stage.find(QPushButton, "都采用对方的…").click()
    return stage.window


@scene
def exchange(stage: Stage) -> QWidget:
    page = exchange_page(stage)
    page.go_back()
    page.go_back()
    return stage.go("exchange")


def exchange_page(stage: Stage) -> ExchangePage:
    """The page of exchange, in front."""
    page = stage.window.page
    if not isinstance(page, ExchangePage):
        raise TypeError("another page is shown")
    return page


@contextmanager
def second_laptop(stage: Stage) -> Iterator[SecondLaptop]:
    """A colleague's laptop, always the same one."""
    laptop = SecondLaptop(stage.shell.desk, stage.folder)
    try:
        yield laptop
    finally:
        laptop.close()


def write_both(stage: Stage, laptop: SecondLaptop) -> None:
    """Change the same households on both laptops, and hand one problem out on both."""
    rows = stage.read(lambda ctx: ctx.ws.select("household", limit=4))
    for row in rows:
        village = row.text("village")
        own = Draft("household", row.id, Kind.PUT, {"note": "已搬到县城，逢节回来"}, village)
        stage.write(lambda ctx, own=own: ctx.ws.write([own]))
        laptop.write(row.id, village, note="长期在外，钥匙在邻居家")
    problem = problem_in(stage, Group.OVERDUE)
    for office, owner in ((None, "罗老三"), (laptop.ctx, "韦老四")):
        facts = {"owner": owner, "supervisor": "覃督办"}
        work = lambda ctx, facts=facts: do(ctx, problem, Action("assign", facts))  # noqa: E731
        work(office) if office is not None else stage.write(work)


SCENES.extend([*GRID_SCENES, *OUTGOING, *IMPORTS, *QUALITY, *MONITORING, *PHOTO_SCENES, *OFFICE])
