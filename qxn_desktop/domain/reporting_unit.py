"""Reporting units (考核单位) that are no level of the division table, such as 义龙新区.

Which townships belong to one is a decision of the prefecture that no public table confirms, so
it is a setting (key ``reporting_unit``), empty until a person enters it with its basis.
"""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.division import Divisions, Level

SETTING_KEY = "reporting_unit"


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A unit that is assessed as one. ``members``: codes of townships, in code order."""

    name: str
    members: tuple[str, ...] = ()

    def contains(self, town: str) -> bool:
        return town in self.members


DEFAULT = ReportingUnit("义龙新区")
"""Named in the prefecture's 2021 opinion; its members are not known to the program."""


def parse_reporting_unit(
    value: object, divisions: Divisions
) -> tuple[ReportingUnit | None, list[Problem]]:
    """The unit in a setting ``{"name": …, "members": [code, …]}``; ``DEFAULT`` when it is unset."""
    if value is None:
        return DEFAULT, []
    if not isinstance(value, dict) or set(value) - {"name", "members"}:
        return None, [_fault("", "E-DIV-010", "考核单位应写明名称 name 和所辖乡镇 members。")]
    problems = []
    name = value.get("name", DEFAULT.name)
    if not isinstance(name, str) or not name.strip():
        problems.append(_fault("name", "E-DIV-011", "考核单位缺少名称，请填写。"))
    members = value.get("members", [])
    if not isinstance(members, list):
        problems.append(_fault("members", "E-DIV-012", "所辖乡镇应为12位代码的列表。"))
        return None, problems
    codes = [str(member) for member in members]
    problems += _member_faults(codes, divisions)
    if problems:
        return None, problems
    return ReportingUnit(str(name).strip(), tuple(sorted(codes))), []


def _member_faults(codes: list[str], divisions: Divisions) -> list[Problem]:
    found = []
    for number, code in enumerate(codes):
        unit = divisions.get(code)
        where = f"members[{number}]"
        if unit is None or unit.level is not Level.TOWNSHIP:
            message = f"“{code}”不是乡镇（街道）的12位代码，请核对。"
            found.append(_fault(where, "E-DIV-013", message))
        elif code in codes[:number]:
            found.append(_fault(where, "E-DIV-014", f"{unit.name}重复，请删去一个。"))
    return found


def _fault(path: str, code: str, message: str) -> Problem:
    return Problem(".".join(filter(None, (SETTING_KEY, path))), code, message)
