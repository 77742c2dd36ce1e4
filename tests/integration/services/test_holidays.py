from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.working_day import add_working_days
from qxn_desktop.services import holidays
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.table_file import read_rows
from tests.builders import new_office

BASIS = "国办发明电〔2026〕7号"
SHEET = "日期,类型,名称\n" + "".join(f"2027-10-0{day},放假,国庆节\n" for day in range(1, 8))


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def sheet(folder: Path, text: str = SHEET, encoding: str = "gb18030") -> Path:
    path = folder / "节假日.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_years_that_ship(ctx):
    view = holidays.year_view(ctx, 2026)
    assert not view.tentative
    assert view.days[0].day == "1月1日 周四"
    assert {(line.kind, line.name) for line in view.days} >= {("放假", "春节"), ("上班", "春节")}
    calendar = holidays.work_calendar(ctx)
    assert add_working_days(calendar, date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert {2004, 2026} <= calendar.known


def test_a_missing_year_is_tentative_until_it_is_entered(ctx, tmp_path):
    assert holidays.years(ctx)[:2] == (2027, 2026)
    assert holidays.year_view(ctx, 2027).tentative
    done = holidays.enter(ctx, sheet(tmp_path), BASIS)
    assert done.years == {2027: (7, 0)}
    view = holidays.year_view(ctx, 2027)
    assert (view.tentative, view.own, view.source) == (False, True, f"本单位录入：{BASIS}")
    assert add_working_days(holidays.work_calendar(ctx), date(2027, 9, 30), 1) == date(2027, 10, 8)
    holidays.withdraw(ctx, 2027)
    assert holidays.year_view(ctx, 2027).tentative


def test_the_units_own_table_wins(ctx, tmp_path):
    holidays.enter(ctx, sheet(tmp_path, SHEET.replace("2027", "2026"), "utf-8-sig"), BASIS)
    assert len(holidays.year_view(ctx, 2026).days) == 7


def test_one_day_is_added_and_the_rest_of_the_year_stays(ctx):
    before = holidays.year_view(ctx, 2026)
    holidays.enter_day(ctx, date(2026, 4, 20), "放假", "三月三", "州府办发〔2026〕3号")
    view = holidays.year_view(ctx, 2026)
    assert len(view.days) == len(before.days) + 1
    assert view.own
    assert "4月20日 周一放假依据州府办发〔2026〕3号" in view.source
    assert add_working_days(holidays.work_calendar(ctx), date(2026, 4, 17), 1) == date(2026, 4, 21)
    holidays.enter_day(ctx, date(2026, 4, 20), "上班", "", "更正")
    [line] = [one for one in holidays.year_view(ctx, 2026).days if one.date == date(2026, 4, 20)]
    assert line.kind == "上班"
    assert len(holidays.year_view(ctx, 2026).days) == len(before.days) + 1


@pytest.mark.parametrize(
    ("day", "kind", "basis", "code"),
    [
        (date(2026, 4, 20), "放假", " ", "E-WS-341"),
        (date(2026, 4, 20), "请假", BASIS, "E-WS-342"),
        (date(2027, 4, 20), "放假", BASIS, "E-WS-343"),
    ],
)
def test_what_is_wrong_with_one_day_writes_nothing(ctx, day, kind, basis, code):
    with pytest.raises(UserError) as refused:
        holidays.enter_day(ctx, day, kind, "", basis)
    assert refused.value.code == code
    assert not holidays.year_view(ctx, day.year).own


def test_a_table_of_another_machine_that_is_none_is_passed_over(ctx):
    ctx.ws.write([holidays.settings.draft("holidays.2027", {"off": 3})])
    assert holidays.year_view(ctx, 2027).tentative


@pytest.mark.parametrize(
    ("text", "basis", "code"),
    [(SHEET, " ", "E-WS-341"), (SHEET + "x,放假,\n", BASIS, "E-WS-334"), ("", BASIS, "E-WS-331")],
)
def test_what_is_wrong_writes_nothing(ctx, tmp_path, text, basis, code):
    before = ctx.ws.operation_count()
    with pytest.raises(UserError) as caught:
        holidays.enter(ctx, sheet(tmp_path, text), basis)
    assert (caught.value.code, ctx.ws.operation_count()) == (code, before)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.doc", b"", "E-IO-060"),
        ("x.csv", b"\0\1\2", "E-IO-062"),
        ("x.csv", b"\xff" * 9, "E-IO-062"),
        ("none.csv", None, "E-IO-050"),
    ],
)
def test_what_is_no_sheet_is_said(tmp_path, name, data, code):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_rows(tmp_path / name)
    assert caught.value.code == code


def test_a_sheet_of_tabs(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("日期\t类型\n2027-01-01\t放假\n\n".encode())
    assert read_rows(path) == [["日期", "类型"], ["2027-01-01", "放假"]]


def test_a_workbook_of_dates_and_its_gaps(tmp_path):
    path = tmp_path / "节假日.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["日期", "类型", "名称"])
        page.write_datetime(2, 0, datetime(2027, 1, 1), book.add_format({"num_format": "yyyy-m-d"}))  # noqa: DTZ001
        page.write(2, 1, "放假")
    assert read_rows(path) == [["日期", "类型", "名称"], [], ["2027-01-01", "放假"]]
