"""A year's days off as a sheet has them: 日期 · 类型（放假/上班）· 名称; every fault by its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.domain.working_day import SATURDAY

COLUMNS: Final = ("日期", "类型", "名称")
OFF, WORKED = "放假", "上班"
_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("放假", "休假", "休息", "假", "休", "节假日"), OFF),
    **dict.fromkeys(("上班", "补班", "调休上班", "班", "调休"), WORKED),
}
FIRST_YEAR, LAST_YEAR = 2000, 2099
LEAST_OFF: Final = 7
"""A year has 13 statutory days off (全国年节及纪念日放假办法, 2024); fewer rows than
this are a part of a table."""
MOST_ROWS: Final = 500
_DATE: Final = FieldSpec("date", "日期", "date")
_LONGEST: Final = 20


@dataclass(slots=True)
class YearTable:
    """One year's days off and weekend days worked, with their occasion."""

    off: dict[date, str] = field(default_factory=dict)
    worked: dict[date, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        """As a setting keeps it."""
        return {
            "off": {day.isoformat(): name for day, name in sorted(self.off.items())},
            "worked": {day.isoformat(): name for day, name in sorted(self.worked.items())},
        }


def parse_holiday_rows(
    rows: Sequence[Sequence[str]],
) -> tuple[dict[int, YearTable], list[Problem]]:
    """The tables by year in ``rows`` (the head first), or none and everything that is wrong."""
    places, problems = _places(rows)
    if problems:
        return {}, problems
    found: dict[int, YearTable] = {}
    seen: dict[date, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = [tidy(row[at]) if at is not None and at < len(row) else "" for at in places]
        if any(cells):
            problems += _take(number, cells, found, seen)
    problems += _too_few(found)
    return ({}, problems) if problems or not found else (found, [])


def read_year(value: Json) -> YearTable | None:
    """The table that ``to_json`` made; None for anything else."""
    if not isinstance(value, dict):
        return None
    try:
        off, worked = (
            {date.fromisoformat(day): str(name) for day, name in _pairs(value.get(key))}
            for key in ("off", "worked")
        )
    except (ValueError, TypeError):
        return None
    return YearTable(off, worked)


def _pairs(part: Json) -> Iterator[tuple[str, Json]]:
    if not isinstance(part, dict):
        raise TypeError(part)
    yield from part.items()


def _places(rows: Sequence[Sequence[str]]) -> tuple[list[int | None], list[Problem]]:
    """Where each column stands; 名称 may be missing."""
    head = [half_width(cell) for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS[:2] if name not in head]
    if missing:
        message = f"首行应有“日期、类型、名称”三列，缺少：{'、'.join(missing)}。"
        return [], [Problem("第 1 行", "E-WS-331", message)]
    if len(rows) > MOST_ROWS:
        return [], [Problem("", "E-WS-332", f"表格超过 {MOST_ROWS} 行，不像节假日表，请核对。")]
    if len(rows) == 1:
        return [], [Problem("第 2 行", "E-WS-333", "表格里没有一天，请从第 2 行起填写。")]
    return [head.index(name) if name in head else None for name in COLUMNS], []


def _take(
    number: int, cells: Sequence[str], found: dict[int, YearTable], seen: dict[date, int]
) -> list[Problem]:
    """Put one row into ``found``, or say what is wrong with it."""
    where = f"第 {number} 行"
    written, kind_text, name = cells
    value, fault = clean(_DATE, written, date.max)
    if fault is not None or value is None:
        return [Problem(where, "E-WS-334", f"{where}：日期“{written}”不对，请写成 2027-01-01。")]
    day = date.fromisoformat(str(value))
    kind = _KINDS.get(half_width(kind_text), "")
    problems = list(_faults(where, day, kind, seen))
    if len(name) > _LONGEST:
        problems.append(Problem(where, "E-WS-339", f"{where}：名称最多 {_LONGEST} 字。"))
    if not problems:
        seen[day] = number
        year = found.setdefault(day.year, YearTable())
        (year.off if kind == OFF else year.worked)[day] = name
    return problems


def _faults(where: str, day: date, kind: str, seen: Mapping[date, int]) -> Iterator[Problem]:
    if not kind:
        yield Problem(where, "E-WS-335", f"{where}：类型只能写“放假”或“上班”，请改正。")
    if day in seen:
        yield Problem(where, "E-WS-336", f"{where}：{day} 在第 {seen[day]} 行已经写过。")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield Problem(where, "E-WS-337", f"{where}：年份 {day.year} 不对，请核对。")
    if kind == WORKED and day.weekday() < SATURDAY and day not in seen:
        name = "一二三四五"[day.weekday()]
        message = f"{where}：{day} 是周{name}，本来就上班，请核对日期。"
        yield Problem(where, "E-WS-338", message)


def _too_few(found: Mapping[int, YearTable]) -> list[Problem]:
    """A year's table counts as complete: one that is not would turn holidays into working days."""
    return [
        Problem(
            str(year),
            "E-WS-340",
            f"{year}年只有{len(table.off)}天放假，不像全年的安排。请把全年的放假和上班日都写上。",
        )
        for year, table in sorted(found.items())
        if len(table.off) < LEAST_OFF
    ]
