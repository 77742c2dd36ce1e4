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
from typing import NamedTuple

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.cell_value import CellValue, cell_text, is_lost_number
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.register import FieldSpec

Resolve = Callable[[str], str | Problem]
"""What a name of a village or of another row means here."""

LONGEST = 1e300
"""Beyond it a number has more digits than a message should name."""

_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#####"})
_FLOAT_CODE = re.compile(r"[0-9]{3,}\.0+\Z")
_CODES = ("text", "id_number", "phone", "village", "ref", "choice")
_NUMBERS = ("integer", "decimal")
_DAYS = ("date", "month")
_FLIPPED = {"是": "否", "否": "是"}
_MASKED = re.compile(r"[*＊]{2,}")


class CleanCell(NamedTuple):
    """What a content comes to. ``note`` says what was mended, "" when nothing was."""

    value: Json
    problem: Problem | None = None
    note: str = ""


BLANK = CleanCell(None)


@dataclass(frozen=True, slots=True)
class CleanColumn:
    """The values of a column; None where a cell is empty or at fault.

    ``problems`` and ``notes`` by position from 0.
    """

    values: Sequence[Json]
    problems: Mapping[int, Problem]
    notes: Mapping[int, str]


class ColumnCleaner(dict[CellValue, CleanCell]):
    """Cleans the columns of one field; a dictionary that fills itself."""

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

    def column(self, cells: Sequence[CellValue]) -> CleanColumn:
        """All ``cells`` of the column."""
        if bool in set(map(type, cells)):  # as keys, True and 1.0 would be one
            cells = [cell_text(cell) if isinstance(cell, bool) else cell for cell in cells]
        found = list(map(self.__getitem__, cells))
        problems, notes = {}, {}
        if any(one.problem is not None or one.note for one in self.values()):
            problems = {at: one.problem for at, one in enumerate(found) if one.problem is not None}
            notes = {at: one.note for at, one in enumerate(found) if one.note}
        return CleanColumn([one[0] for one in found], problems, notes)

    def __missing__(self, cell: CellValue) -> CleanCell:
        made = self._clean(cell)
        self[cell] = made
        return made

    def _clean(self, cell: CellValue) -> CleanCell:
        if cell is None or (isinstance(cell, str) and not tidy(cell)):
            return BLANK
        problem = self._lost(cell)
        if problem is not None:
            return CleanCell(None, problem)
        text = self._text(cell)
        if self._resolve is not None:
            return self._resolved(self._resolve(text))
        value, problem = clean(self._field, text, self._today)
        if problem is not None:
            return CleanCell(None, problem)
        note = self._note(cell, value)
        if self._opposite and isinstance(value, str):
            value = _FLIPPED.get(value, value)
        return CleanCell(value, None, note)

    def _resolved(self, found: str | Problem) -> CleanCell:
        if isinstance(found, Problem):
            return CleanCell(None, replace(found, path=self._field.id))
        return CleanCell(found, None, "")

    def _lost(self, cell: CellValue) -> Problem | None:
        """Why nothing can be made of the content, however one reads it."""
        kind = self._field.type
        if is_lost_number(cell) and kind in _CODES:
            message = "存成了数字，15位以后的数字已经丢失，找不回来，请把该列设为文本后重新填写。"
            return self._problem("E-IMP-020", message)
        if isinstance(cell, str) and cell.strip() in _ERRORS:
            return self._problem("E-IMP-021", "这一格是公式错误，请改填结果。")
        if isinstance(cell, str) and self._field.mask and _MASKED.search(cell):
            return self._problem("E-IMP-022", "内容已经脱敏（带*号），请用没有脱敏的表导入。")
        if kind in _DAYS and isinstance(cell, int | float) and 1 <= cell < 100_000:
            message = "是数字，不是日期，请把单元格设为日期，或写成 2026-02-03。"
            return self._problem("E-IMP-023", message)
        if isinstance(cell, date | datetime | time | timedelta) and kind in (*_NUMBERS, "phone"):
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
            return format(Decimal(text), "f") if abs(cell) < LONGEST else text
        return text

    def _note(self, cell: CellValue, value: Json) -> str:
        """What was mended of a typed content; not how a number or a date is kept."""
        if not isinstance(cell, str) or not isinstance(value, str | int):
            return ""
        typed, kept = cell.strip(), str(value)
        if typed == kept or (self._field.type == "phone" and typed == kept.replace("-", "")):
            return ""
        if self._field.mask:
            return "、".join(_mended(typed)) or "已改成统一写法"
        return f"“{tidy(typed)[:20]}”读作“{kept[:20]}”"


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
