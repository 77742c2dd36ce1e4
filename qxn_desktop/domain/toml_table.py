"""Reading a TOML table key by key, gathering every fault with its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.decimal_text import read_decimal

MAX_BYTES: Final = 200_000
"""A checklist is some kilobytes; what is larger is something else."""

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_T = TypeVar("_T")


def read_toml(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The tables of ``text`` (fractions as Decimal), or one problem that names the line."""
    if len(text) > MAX_BYTES:
        return {}, [Problem("", "E-TPL-101", "文件太大，不像检查表，请核对文件。")]
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal), []
    except (ValueError, RecursionError, ArithmeticError) as error:
        # a date of 31 February is reported by tomllib as an invalid date, with its line
        found = _PLACE.search(str(error))
        where = f"第 {found[1]} 行第 {found[2]} 列" if found else "文件末尾或全文"
        path = f"第 {found[1]} 行" if found else ""
        kind = "日期不存在" if "date" in str(error).lower() else "写法不对，请检查引号、括号和等号"
        return {}, [Problem(path, "E-TPL-102", f"TOML 格式错误（{where}）：{kind}。")]


class TableReader:
    """One table of the file; each method takes one key and reports what is wrong with it."""

    def __init__(self, data: Mapping[str, Any], path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self._data = data
        self._taken: set[str] = set()

    def report(self, key: str, code: str, message: str) -> None:
        """Add a problem at ``key`` of this table."""
        self.problems.append(Problem(self.at(key), code, message))

    def at(self, key: str) -> str:
        """The path of ``key``."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def written(self) -> list[str]:
        """The keys that are written."""
        return list(self._data)

    def raw(self, key: str) -> Any:
        """What is written at ``key``, as it is; None when nothing is."""
        self._taken.add(key)
        return self._data.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        found = self._typed(key, str, "文字", required=required)
        if found is not None and required and not found.strip():
            self._missing(key)
        return (found or "").strip()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts that are neither empty nor repeated."""
        found = self._typed(key, list, "列表", required=required) or []
        texts = [text for text in found if isinstance(text, str) and text.strip()]
        if len(texts) != len(found):
            self.report(key, "E-TPL-105", f"“{key}”里每一项都要是不为空的文字。")
        elif len(set(texts)) != len(texts):
            self.report(key, "E-TPL-106", f"“{key}”里有重复的项，请删去一个。")
        return tuple(dict.fromkeys(texts))

    def integer(self, key: str, *, least: int, default: int) -> int:
        found = self._typed(key, int, "整数", required=False)
        if found is None:
            return default
        if found < least:
            self.report(key, "E-TPL-107", f"“{key}”不能小于 {least}。")
        return found

    def number(self, key: str) -> Decimal | None:
        raw = self.raw(key)
        number = None if isinstance(raw, str) else read_decimal(raw)
        if raw is not None and number is None:
            self.report(key, "E-TPL-108", f"“{key}”应是数字（不加引号，不能太大）。")
        return number

    def flag(self, key: str, *, default: bool = False) -> bool:
        found = self._typed(key, bool, " true 或 false", required=False)
        return default if found is None else found

    def day(self, key: str) -> date | None:
        """A date, bare or in quotes; one that the calendar does not have is a problem."""
        raw = self.raw(key)
        if raw is None or (isinstance(raw, date) and not isinstance(raw, datetime)):
            return raw
        try:
            return date.fromisoformat(raw if isinstance(raw, str) else "")
        except ValueError:
            message = f"“{raw}”不是真实存在的日期，请写成 2026-01-31 的样子。"
            self.report(key, "E-TPL-109", message)
            return None

    def one_of(self, key: str, allowed: Sequence[_T], default: _T | None = None) -> _T:
        """One of ``allowed``; without ``default`` it has to be written."""
        raw = self.raw(key)
        if raw is None:
            if default is None:
                self._missing(key)
            return allowed[0] if default is None else default
        if raw in allowed:
            return allowed[allowed.index(raw)]
        listed = "、".join(map(str, allowed))
        self.report(key, "E-TPL-110", f"“{key}”写的是“{raw}”，只能是：{listed}。")
        return allowed[0]

    def table(self, key: str) -> TableReader:
        found = self._typed(key, dict, f"表 [{key}]", required=False)
        return TableReader(found or {}, self.at(key), self.problems)

    def tables(self, key: str) -> list[TableReader]:
        found = self._typed(key, list, f"若干个 [[{key}]] 表", required=False) or []
        tables = []
        for number, entry in enumerate(found, start=1):
            path = f"{self.at(key)}[{number}]"
            if isinstance(entry, dict):
                tables.append(TableReader(entry, path, self.problems))
            else:
                self.problems.append(Problem(path, "E-TPL-111", f"“{key}”的每一项都要是一个表。"))
        return tables

    def finish(self) -> None:
        """Report the keys that nobody asked for: most are slips of the pen."""
        for key in self._data:
            if key not in self._taken:
                self.report(key, "E-TPL-112", f"不认识“{key}”，请核对写法或删去。")

    def _typed(self, key: str, kind: type[_T], title: str, *, required: bool) -> _T | None:
        raw = self.raw(key)
        if raw is None:
            if required:
                self._missing(key)
            return None
        if isinstance(raw, kind) and not (kind is int and isinstance(raw, bool)):
            return raw
        self.report(key, "E-TPL-104", f"“{key}”应是{title}。")
        return None

    def _missing(self, key: str) -> None:
        self.report(key, "E-TPL-103", f"缺少“{key}”，请补上。")
