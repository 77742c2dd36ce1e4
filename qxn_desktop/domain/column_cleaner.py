"""A column of cells brought to the canonical values of its field, all at once.

A sheet repeats itself: each different content is looked at once, however many rows hold it. What
is certain is mended and said; what is lost or unclear becomes a problem. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.cell_value import CellValue, cell_text, is_lost_number
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec

T = TypeVar("T")
Resolve = Callable[[str], str | Problem]
"""What a name of a village or of another row means here."""

FIRST_MONTH = 100_000
"""A smaller number in a column of days may be a spreadsheet's serial day; 202305 is none."""

_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#####"})
_FLOAT_CODE = re.compile(r"[0-9]{3,}\.0+\Z")
_CODES = ("text", "id_number", "phone", "village", "ref", "choice")
_NUMBERS = ("integer", "decimal")
_DAYS = ("date", "month")
_DASHED = ("phone", "date", "month")
"""Types whose values may stand without their dashes: that is no slip."""
_FLIPPED = {"是": "否", "否": "是"}
_MASKED = re.compile(r"[*＊]{2,}")


@dataclass(frozen=True, slots=True)
class CleanColumn:
    """The values of a column; None where a cell is empty or at fault.

    ``problems`` and ``notes`` by position from 0.
    """

    values: Sequence[Json]
    problems: Mapping[int, Problem]
    notes: Mapping[int, str]


class ColumnCleaner(dict[CellValue, Json]):
    """Cleans the columns of one field: values by content, a dictionary that fills itself."""

    def __init__(
        self,
        field: FieldSpec,
        today: date,
        resolve: Resolve | None = None,
        *,
        opposite: bool = False,
    ) -> None:
        super().__init__()
        self._field = field
        self._today = today
        self._resolve = resolve
        self._opposite = opposite
        self._problems: dict[CellValue, Problem] = {}
        self._notes: dict[CellValue, str] = {}

    def column(self, cells: Sequence[CellValue]) -> CleanColumn:
        """All ``cells`` of the column."""
        if bool in set(map(type, cells)):  # as keys, True and 1.0 would be one
            cells = [cell_text(cell) if isinstance(cell, bool) else cell for cell in cells]
        values = list(map(self.__getitem__, cells))
        return CleanColumn(values, _placed(cells, self._problems), _placed(cells, self._notes))

    def __missing__(self, cell: CellValue) -> Json:
        value = self[cell] = self._clean(cell)
        return value

    def _clean(self, cell: CellValue) -> Json:
        if cell is None or cell == "":
            return None
        problem = self._lost(cell)
        if problem is not None:
            self._refuse(cell, problem)
            return None
        text = self._text(cell)
        if self._resolve is not None:
            return self._resolved(cell, self._resolve(text))
        value, problem = clean(self._field, text, self._today)
        if problem is not None:
            self._refuse(cell, problem)
            return None
        note = self._note(cell, value)
        if note:
            self._notes[cell] = note
        return _FLIPPED.get(value, value) if self._opposite and isinstance(value, str) else value

    def _resolved(self, cell: CellValue, found: str | Problem) -> Json:
        if isinstance(found, Problem):
            self._refuse(cell, found)
            return None
        return found

    def _refuse(self, cell: CellValue, problem: Problem) -> None:
        self._problems[cell] = replace(problem, path=self._field.id)

    def _lost(self, cell: CellValue) -> Problem | None:
        """Why nothing can be made of the content, however one reads it."""
        return self._lost_text(cell) if isinstance(cell, str) else self._lost_value(cell)

    def _lost_text(self, text: str) -> Problem | None:
        if text.strip() in _ERRORS:
            return self._problem("E-IMP-021", "这一格是公式错误，请改填结果。")
        if self._field.mask and _MASKED.search(text):
            return self._problem("E-IMP-022", "内容已经脱敏（带*号），请用没有脱敏的表导入。")
        return None

    def _lost_value(self, cell: CellValue) -> Problem | None:
        kind = self._field.type
        if kind in _CODES and is_lost_number(cell):
            message = "存成了数字，15位以后的数字已经丢失，找不回来，请把该列设为文本后重新填写。"
            return self._problem("E-IMP-020", message)
        if kind in _DAYS and isinstance(cell, int | float) and 1 <= cell < FIRST_MONTH:
            message = "是数字，不是日期，请把单元格设为日期，或写成 2026-02-03。"
            return self._problem("E-IMP-023", message)
        if kind in (*_NUMBERS, "phone") and isinstance(cell, date | datetime | time | timedelta):
            return self._problem("E-IMP-024", "应填数字，这一格却是日期或时间，请核对。")
        return None

    def _problem(self, code: str, message: str) -> Problem:
        return Problem(self._field.id, code, f"{self._field.title}：{message}")

    def _text(self, cell: CellValue) -> str:
        if isinstance(cell, str):
            plain = half_width(cell) if self._field.type == "text" else ""
            return plain.split(".")[0] if _FLOAT_CODE.match(plain) else cell
        text = cell_text(cell)
        if isinstance(cell, float) and "e" in text:
            return format(Decimal(text), "f")
        return text

    def _note(self, cell: CellValue, value: Json) -> str:
        """What was mended of a typed content; not how a number or a date is kept."""
        if not isinstance(cell, str) or not isinstance(value, str | int):
            return ""
        typed, kept = cell.strip(), str(value)
        if typed == kept or (self._field.type in _DASHED and typed == kept.replace("-", "")):
            return ""
        if self._field.mask:
            return "、".join(_mended(typed)) or "已改成统一写法"
        return f"“{tidy(typed)[:20]}”读作“{kept[:20]}”"


def _placed(cells: Sequence[CellValue], found: Mapping[CellValue, T]) -> dict[int, T]:
    """What was found of contents, by the positions where they stand."""
    if not found:
        return {}
    return {at: found[cell] for at, cell in enumerate(cells) if cell in found}


def _mended(text: str) -> list[str]:
    """What was done to a personal value, without repeating it."""
    half = half_width(text)
    found = []
    if any("！" <= sign <= "～" for sign in text):
        found.append("全角改半角")
    if any(sign.isspace() for sign in text):
        found.append("去掉空格")
    if _FLOAT_CODE.search(half):
        found.append("去掉小数点")
    if half.endswith("x"):
        found.append("小写x改大写")
    return found
