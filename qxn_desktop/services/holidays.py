"""The calendar of working days: years that ship (2004 on), and years that the unit entered.

An entered year is a setting, so that all laptops of the unit count alike; it wins over a shipped
one. A year that neither has is 暂定: weekends only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.holiday_table import (
    OFF,
    WORKED,
    YearTable,
    parse_holiday_rows,
    read_year,
)
from qxn_desktop.domain.working_day import WorkCalendar
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.table_file import read_rows

PREFIX: Final = "holidays."
SHIPPED_BASIS: Final = "国务院办公厅节假日安排（随程序）"
TENTATIVE: Final = "暂定：没有这一年的安排，只按周末休息计算"
WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One day off or worked. ``day`` as read (2月16日 周一), ``kind`` 放假 or 上班."""

    date: date
    day: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class YearView:
    """One year for the page. ``source``: whence it comes; ``own``: entered by the unit."""

    year: int
    days: tuple[HolidayLine, ...]
    source: str
    own: bool
    tentative: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """Years taken over from a sheet: how many days off and worked each has."""

    years: Mapping[int, tuple[int, int]]
    change: ChangeSet


def work_calendar(ctx: AppContext) -> WorkCalendar:
    """The calendar by which this unit counts working days."""
    tables: dict[int, YearTable] = {**_shipped(), **_own(ctx)}
    off = {day: name for table in tables.values() for day, name in table.off.items()}
    worked = {day: name for table in tables.values() for day, name in table.worked.items()}
    return WorkCalendar(off, worked, frozenset(tables))


def years(ctx: AppContext) -> tuple[int, ...]:
    """The years to choose from, newest first: all that are known, this one and the next."""
    around = {ctx.today.year, ctx.today.year + 1}
    return tuple(sorted({*_shipped(), *_own(ctx), *around}, reverse=True))


def year_view(ctx: AppContext, year: int) -> YearView:
    """One year's days off and worked, in the order of the calendar."""
    own = _own(ctx).get(year)
    table = own or _shipped().get(year)
    if table is None:
        return YearView(year, (), TENTATIVE, own=False, tentative=True)
    days = [(day, OFF, name) for day, name in table.off.items()]
    days += [(day, WORKED, name) for day, name in table.worked.items()]
    lines = tuple(HolidayLine(day, _words(day), kind, name) for day, kind, name in sorted(days))
    return YearView(year, lines, _source(ctx, year, own is not None), own is not None, False)


def enter(ctx: AppContext, path: Path, basis: str) -> Entered:
    """Take the years in a sheet (日期, 类型, 名称), in one write.

    Raises:
        UserError: everything that is wrong with it, by row; or no basis.
    """
    found, problems = parse_holiday_rows(read_rows(path))
    refuse(problems)
    _require(basis)
    drafts = [
        settings.draft(f"{PREFIX}{year}", table.to_json(), basis.strip())
        for year, table in sorted(found.items())
    ]
    change = ctx.ws.write(drafts)
    return Entered({y: (len(t.off), len(t.worked)) for y, t in found.items()}, change)


def enter_day(ctx: AppContext, day: date, kind: str, name: str, basis: str) -> Entered:
    """Add one day to its year, or change it; the rest of the year stays as it counts now.

    ``kind``: 放假 or 上班. Each day's basis is kept beside the year's.

    Raises:
        UserError: no such kind; no basis; a year of which nothing is known would have one day.
    """
    if kind not in (OFF, WORKED):
        raise UserError("E-WS-342", "类型请选“放假”或“上班”。")
    _require(basis)
    table = _own(ctx).get(day.year) or _shipped().get(day.year)
    if table is None:
        raise UserError(
            "E-WS-343", "还没有{year}年的安排，请先导入这一年的表格，再改单独一天。", year=day.year
        )
    off, worked = dict(table.off), dict(table.worked)
    for days in (off, worked):
        days.pop(day, None)
    (off if kind == OFF else worked)[day] = name.strip()
    changed = YearTable(off, worked)
    known = year_view(ctx, day.year)
    row = ctx.ws.get("setting", f"{PREFIX}{day.year}")
    before = row.text("basis") if row is not None and known.own else SHIPPED_BASIS
    words = f"{before}；{_words(day)}{kind}依据{basis.strip()}"
    drafted = settings.draft(f"{PREFIX}{day.year}", changed.to_json(), words)
    return Entered({day.year: (len(off), len(worked))}, ctx.ws.write([drafted]))


def _require(basis: str) -> None:
    if not basis.strip():
        raise UserError("E-WS-341", "请写明节假日安排的依据，如国办发明电的文号。")


def withdraw(ctx: AppContext, year: int) -> ChangeSet:
    """Take the unit's own table of a year back; what ships counts again."""
    return ctx.ws.write([settings.draft(f"{PREFIX}{year}", None)])


@cache
def _shipped() -> Mapping[int, YearTable]:
    """The years that ``chinesecalendar`` has; imported when first asked for."""
    from chinese_calendar.constants import (  # noqa: PLC0415 - off the way to the first window
        Holiday,
        holidays,
        workdays,
    )

    names = {holiday.value: holiday.chinese for holiday in Holiday}
    found: dict[int, YearTable] = {}
    for day, name in holidays.items():
        found.setdefault(day.year, YearTable()).off[day] = names.get(name, "")
    for day, name in workdays.items():
        found.setdefault(day.year, YearTable()).worked[day] = names.get(name, "")
    return found


def _own(ctx: AppContext) -> dict[int, YearTable]:
    found = {}
    for row in ctx.ws.select("setting"):
        year = row.id.removeprefix(PREFIX)
        if row.id.startswith(PREFIX) and year.isdigit() and row.values.get("value") is not None:
            table = read_year(row.values["value"])
            if table is not None:
                found[int(year)] = table
    return found


def _source(ctx: AppContext, year: int, own: bool) -> str:
    if not own:
        return SHIPPED_BASIS
    row = ctx.ws.get("setting", f"{PREFIX}{year}")
    return f"本单位录入：{row.text('basis') if row else ''}"


def _words(day: date) -> str:
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
