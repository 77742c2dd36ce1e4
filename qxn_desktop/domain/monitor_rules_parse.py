"""Reads a set of monitoring rules from TOML, and says everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.monitor_rules import Category, IncomeLine, Limit, RuleSet, Terms

STEPS = ("lead", "visit", "compare", "review", "publicity", "town", "county", "announce", "measure")
"""Steps that a limit may be set for, or counted from."""
MOST_DAYS = 3_650


class _Reader:
    """Takes values out of tables; faults are collected."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def text(self, table: Mapping[str, Any], path: str, key: str, *, required: bool = True) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            self.fault(f"{path}{key}", "E-MON-101", f"“{key}”要写文字。")
            return ""
        return value

    def flag(self, table: Mapping[str, Any], path: str, key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.fault(f"{path}{key}", "E-MON-102", f"“{key}”要写 true 或 false。")
            return False
        return value

    def days(self, table: Mapping[str, Any], path: str, key: str) -> int:
        value = table.get(key)
        if type(value) is not int or not 0 < value <= MOST_DAYS:
            self.fault(f"{path}{key}", "E-MON-103", f"“{key}”要写大于 0 的整数。")
            return 1
        return value

    def day(self, table: Mapping[str, Any], key: str) -> date:
        try:
            return date.fromisoformat(str(table.get(key, "")))
        except ValueError:
            self.fault(key, "E-MON-104", f"“{key}”要写日期，如 2026-01-01。")
            return date.min

    def tables(self, data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.fault(key, "E-MON-105", f"“{key}”要写成 [[{key}]] 表。")
            return []
        return found

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        found = data.get(key)
        if not isinstance(found, dict):
            self.fault(key, "E-MON-106", f"缺少 [{key}] 一节，请补上。")
            return {}
        return found

    def fault(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path, code, message))


def parse_rules(text: str) -> tuple[RuleSet | None, list[Problem]]:
    """The rules that ``text`` describes and no problems, or None and all its problems."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):
        problem = Problem("", "E-MON-100", "规则文件不是有效的 TOML，请检查引号、括号和日期。")
        return None, [problem]
    reader = _Reader()
    publicity, removal = reader.table(data, "publicity"), reader.table(data, "removal")
    emergency, measures = reader.table(data, "emergency"), reader.table(data, "measures")
    terms = Terms(
        reader.days(publicity, "publicity.", "days"),
        reader.flag(publicity, "publicity.", "working"),
        reader.days(removal, "removal.", "months"),
        reader.days(emergency, "emergency.", "days"),
    )
    found = RuleSet(
        id=reader.text(data, "", "id"),
        title=reader.text(data, "", "title"),
        start=reader.day(data, "from"),
        end=reader.day(data, "to") if "to" in data else None,
        source=reader.text(data, "", "source"),
        categories=tuple(_category(reader, one) for one in reader.tables(data, "category")),
        lines=tuple(_line(reader, one) for one in reader.tables(data, "line")),
        limits=tuple(_limit(reader, one) for one in reader.tables(data, "limit")),
        terms=terms,
        none_days=reader.days(measures, "measures.", "none_days"),
        development_months=reader.days(measures, "measures.", "development_months"),
        defaults=tuple(_defaults(data)),
    )
    if not found.categories:
        reader.fault("category", "E-MON-107", "至少要有一种对象类别 [[category]]。")
    if found.end is not None and found.end < found.start:
        reader.fault("to", "E-MON-108", "结束日期早于开始日期，请核对 from 和 to。")
    return (None, reader.problems) if reader.problems else (found, [])


def _category(reader: _Reader, table: Mapping[str, Any]) -> Category:
    path = "category."
    return Category(
        reader.text(table, path, "name"),
        reader.text(table, path, "household_type", required=False),
        reader.flag(table, path, "within_line"),
        reader.text(table, path, "source", required=False),
    )


def _line(reader: _Reader, table: Mapping[str, Any]) -> IncomeLine:
    year = reader.days(table, "line.", "year")
    try:
        yuan = Decimal(str(table.get("yuan", "")))
    except InvalidOperation:
        yuan = Decimal(0)
    if yuan <= 0:
        reader.fault("line.yuan", "E-MON-109", "收入线 yuan 要写大于 0 的数（元）。")
    return IncomeLine(year, yuan, reader.text(table, "line.", "source"))


def _limit(reader: _Reader, table: Mapping[str, Any]) -> Limit:
    path = "limit."
    step, after = reader.text(table, path, "step"), reader.text(table, path, "after")
    for name in (step, after):
        if name and name not in STEPS:
            message = f"没有“{name}”这一步，可用：{'、'.join(STEPS)}。"
            reader.fault(f"{path}step", "E-MON-110", message)
    return Limit(
        step,
        reader.text(table, path, "title"),
        reader.days(table, path, "days"),
        reader.flag(table, path, "working"),
        after,
        reader.text(table, path, "source", required=False),
        reader.flag(table, path, "default"),
    )


def _defaults(data: Mapping[str, Any]) -> list[str]:
    """What is marked as having no binding source, by name."""
    limits = [one for one in data.get("limit", []) if isinstance(one, dict)]
    named = [str(one.get("title")) for one in limits if one.get("default") is True]
    parts = {"publicity": "公示天数", "removal": "消除间隔", "emergency": "绿色通道补办期限"}
    for key, words in parts.items():
        table = data.get(key)
        if isinstance(table, dict) and table.get("default") is True:
            named.append(words)
    return named
