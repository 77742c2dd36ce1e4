"""Administrative divisions of the prefecture: counties, townships, villages by 12-digit code.

The code is the key everywhere: names repeat (望谟县 has three 团结村) and their numbering has gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.domain.village_name import short_village_name

_COLUMNS = ("code", "level", "name", "parent", "county_class")
_CODE = re.compile(r"[1-9][0-9]{11}\Z")


class Level(StrEnum):
    """From the prefecture down to the village committee or community."""

    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]


class CountyClass(StrEnum):
    """How a county is to advance: 黔西南州《关于分类分级推进乡村振兴的实施意见》（2021）二(一)."""

    LEADING = "引领示范"
    KEY = "重点推进"
    CONSOLIDATING = "夯实基础"


_LEVEL_LABELS = {
    Level.PREFECTURE: "州",
    Level.COUNTY: "县（市）",
    Level.TOWNSHIP: "乡镇（街道）",
    Level.VILLAGE: "村（社区）",
}
_ABOVE = {
    Level.PREFECTURE: None,
    Level.COUNTY: Level.PREFECTURE,
    Level.TOWNSHIP: Level.COUNTY,
    Level.VILLAGE: Level.TOWNSHIP,
}
_DIGITS = {Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}
"""Leading digits that name a unit of a level (统计用区划代码); zeros follow."""


@dataclass(frozen=True, slots=True)
class Division:
    """One unit. ``county_class`` is that of its county, None for the prefecture."""

    code: str
    level: Level
    name: str
    short_name: str
    parent: str
    county_class: CountyClass | None

    @property
    def prefix(self) -> str:
        """The leading digits that everything below it shares."""
        return self.code[: _DIGITS[self.level]]

    @property
    def village_kind(self) -> Literal["", "行政村", "社区"]:
        """Village committee or community, by the tenth digit (2: 村委会, 0: 居委会)."""
        if self.level is not Level.VILLAGE:
            return ""
        return "社区" if self.code[9] in "01" else "行政村"


class Divisions:
    """All units of one table, in code order."""

    def __init__(self, units: Iterable[Division]) -> None:
        ordered = sorted(units, key=lambda unit: unit.code)
        self._by_code: Mapping[str, Division] = {unit.code: unit for unit in ordered}

    @classmethod
    def parse(cls, text: str) -> Divisions:
        """The table in ``text`` (CSV without quotes; lines with # are remarks).

        Raises ``UserError`` that names every fault.
        """
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        cells = [line.split(",") for line in lines]
        if not cells or tuple(cells[0]) != _COLUMNS:
            columns = "、".join(_COLUMNS)
            raise UserError("E-DIV-001", "区划表的列应为 {columns}，请核对首行。", columns=columns)
        whole = [row for row in cells[1:] if len(row) == len(_COLUMNS)]
        rows = {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in whole}
        refuse(_faults(rows, expected=len(lines) - 1))
        return cls(_division(row, rows) for row in rows.values())

    def __iter__(self) -> Iterator[Division]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Division | None:
        return self._by_code.get(code)

    def unit(self, code: str) -> Division:
        """The unit of ``code``; raises ``UserError`` when there is none."""
        found = self._by_code.get(code)
        if found is None:
            message = "区划表里没有代码为“{given}”的单位，请按名称查找后使用其12位代码。"
            raise UserError("E-DIV-002", message, given=code)
        return found

    def villages(self, code: str) -> tuple[Division, ...]:
        """Every village at or below the unit ``code``, in code order."""
        prefix = self.unit(code).prefix
        return tuple(
            unit
            for unit in self._by_code.values()
            if unit.level is Level.VILLAGE and unit.code.startswith(prefix)
        )

    def village_serial(self, code: str) -> int:
        """The place of a village among all villages of the table, from 0."""
        codes = [unit.code for unit in self if unit.level is Level.VILLAGE]
        return codes.index(self.unit(code).code)

    def contains(self, code: str, inner: str) -> bool:
        """Whether ``inner`` is the unit ``code`` or lies in it."""
        return inner in self._by_code and inner.startswith(self.unit(code).prefix)

    def ancestors(self, code: str) -> tuple[Division, ...]:
        """From the prefecture down to the unit itself."""
        chain: list[Division] = []
        unit = self._by_code.get(code)
        while unit is not None:
            chain.append(unit)
            unit = self._by_code.get(unit.parent)
        return tuple(reversed(chain))

    def path(self, code: str) -> str:
        """``册亨县 · 丫他镇 · 板万村``: names from the county down."""
        chain = self.ancestors(code)
        below = [unit for unit in chain if unit.level is not Level.PREFECTURE] or chain
        return " · ".join(unit.short_name for unit in below)


def _division(row: Mapping[str, str], rows: Mapping[str, Mapping[str, str]]) -> Division:
    level = Level(row["level"])
    name = row["name"]
    short = short_village_name(name) if level is Level.VILLAGE else name
    county = rows.get(row["code"][:6] + "000000")
    given = county["county_class"] if county else ""
    county_class = CountyClass(given) if given else None
    return Division(row["code"], level, name, short, row["parent"], county_class)


def _faults(rows: Mapping[str, Mapping[str, str]], expected: int) -> list[Problem]:
    found = []
    if len(rows) != expected:
        message = f"区划表有{expected}行，只得到{len(rows)}个代码：有重复代码或缺列，请核对。"
        found.append(Problem("", "E-DIV-003", message))
    for code, row in rows.items():
        fault = _fault(code, row, rows)
        if fault is not None:
            found.append(Problem(code, *fault))
    return found


def _fault(
    code: str, row: Mapping[str, str], rows: Mapping[str, Mapping[str, str]]
) -> tuple[str, str] | None:
    """Code and sentence of what is wrong with one row, if anything."""
    if not _CODE.match(code) or row["level"] not in set(Level) or not row["name"].strip():
        return "E-DIV-004", f"区划表“{code}”一行的代码、级别或名称不对，请核对。"
    level = Level(row["level"])
    above = rows.get(row["parent"])
    if (above["level"] if above else None) != _ABOVE[level]:
        return "E-DIV-005", f"区划表“{code}”的上级“{row['parent']}”不存在或级别不对，请核对。"
    digits = _DIGITS[level]
    if code[digits:].strip("0") or (above and not code.startswith(_prefix(above))):
        return "E-DIV-006", f"区划表“{code}”的代码与其级别或上级不符，请核对。"
    if row["county_class"] and (
        level is not Level.COUNTY or row["county_class"] not in set(CountyClass)
    ):
        return "E-DIV-007", f"区划表“{code}”的县类“{row['county_class']}”不对，只写在县（市）一行。"
    return None


def _prefix(row: Mapping[str, str]) -> str:
    return row["code"][: _DIGITS[Level(row["level"])]]
