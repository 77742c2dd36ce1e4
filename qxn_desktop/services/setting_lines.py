"""A checklist's setting as lines that a person types, one entry a line.

list: 三格式、双瓮漏斗式. table: 2026 = 8000. limits: 一级 | COD | 60 | 张三 | 2026-11-01, where the
last two say who checked it against the standard and when; without them it is 待核.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import tidy
from qxn_desktop.domain.template import SEVERITY_TITLES, SettingType

_LIST = re.compile(r"[、,，;；\n]")
_PAIR = re.compile(r"\s*[=＝:：]\s*")
_CELLS = re.compile(r"\s*[|｜]\s*")
_TITLES: dict[str, str] = {str(key): title for key, title in SEVERITY_TITLES.items()}
"""Keys that people know by another word."""
_KEYS = {title: key for key, title in _TITLES.items()}
HINTS: dict[SettingType, str] = {
    "number": "一个数字",
    "text": "文字",
    "list": "各项用顿号隔开",
    "table": "一行一项，如：2026 = 8000",
    "limits": "一行一项：级别 | 项目 | 限值 | 核对人 | 核对日期",
}


def as_lines(kind: SettingType, value: Json) -> str:
    """``value`` as it is typed."""
    if kind == "list" and isinstance(value, list):
        return "、".join(map(str, value))
    if kind == "table" and isinstance(value, dict):
        return "\n".join(f"{_TITLES.get(key, key)} = {number}" for key, number in value.items())
    if kind == "limits" and isinstance(value, dict):
        return "\n".join(_limit_lines(value))
    return "" if value is None else str(value)


def from_lines(kind: SettingType, text: str) -> Json:
    """What was typed, in the form in which ``templates.set_setting`` takes it.

    Raises:
        UserError: a line that cannot be read.
    """
    if kind == "list":
        return [part.strip() for part in _LIST.split(tidy(text)) if part.strip()]
    if kind == "table":
        pairs = [_cells(_PAIR, at, line, 2) for at, line in _lines(text)]
        return {_KEYS.get(cells[0], cells[0]): cells[1] for cells in pairs}
    if kind == "limits":
        return _limits(text)
    return tidy(text)


def _limit_lines(value: dict[str, Json]) -> Iterator[str]:
    for level, entries in value.items():
        for item, limit in entries.items() if isinstance(entries, dict) else ():
            if isinstance(limit, dict):
                cells = [limit.get(key) or "" for key in ("value", "checked_by", "checked_on")]
                yield " | ".join(map(str, (level, item, *cells))).rstrip(" |")


def _limits(text: str) -> Json:
    found: dict[str, Json] = {}
    for at, line in _lines(text):
        level, item, value, *checked = _cells(_CELLS, at, line, 3, 5)
        by, on = [*checked, "", ""][:2]
        entries = found.setdefault(level, {})
        if isinstance(entries, dict):
            entries[item] = {"value": value, "checked_by": by, "checked_on": on}
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(tidy(text).split("\n"), start=1):
        if line.strip():
            yield at, line


def _cells(sign: re.Pattern[str], at: int, line: str, least: int, most: int = 0) -> list[str]:
    cells = [cell.strip() for cell in sign.split(line)]
    if not least <= len(cells) <= (most or least) or not all(cells[:least]):
        raise UserError(
            "E-TPL-330", "第 {at} 行“{line}”看不懂，请照样子写。", at=at, line=line[:30]
        )
    return cells
