"""The page of 数据体检: rules with what waits on them, and the findings that are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.finding import Severity
from qxn_desktop.domain.quality.rule import Rule
from qxn_desktop.domain.village_count import VillageCount
from qxn_desktop.services import quality, quality_setting
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.quality import Checkup, FindingLine
from qxn_desktop.services.quality_export import field_titles
from qxn_desktop.services.quality_setting import NumberLine
from qxn_desktop.services.village_count import count_codes

EVERY_RULE = 0


class Group(StrEnum):
    """Which findings are listed."""

    OPEN = "open"
    ERROR = "error"
    WARNING = "warning"
    LEAD = "lead"
    CHECKED = "checked"

    @property
    def words(self) -> str:
        return GROUP_WORDS[self]


GROUP_WORDS = {
    Group.OPEN: "待核对",
    Group.ERROR: "错误",
    Group.WARNING: "疑似",
    Group.LEAD: "线索",
    Group.CHECKED: "已核",
}
SEVERITIES = {
    Group.ERROR: Severity.ERROR,
    Group.WARNING: Severity.WARNING,
    Group.LEAD: Severity.LEAD,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings: of a group, a rule (0: all), a village's code, with a text in their names."""

    group: Group = Group.OPEN
    rule: int = EVERY_RULE
    village: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One line of the list of rules; ``off`` says why it is not in force."""

    number: int
    title: str
    severity: str
    count: int
    off: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows. ``villages``: code and name, in code order."""

    wanted: Wanted
    day: date
    households: int
    members: int
    groups: Mapping[Group, int]
    rules: tuple[RuleEntry, ...]
    lines: tuple[FindingLine, ...]
    villages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as it is looked at: its place, what its rule says and the numbers it goes by."""

    line: FindingLine
    rule: Rule
    register: str
    fields: str
    numbers: tuple[NumberLine, ...]

    @property
    def place(self) -> str:
        """板万村 · 韦建国家 · 韦小平."""
        one = self.line.finding
        home = f"{one.head}家" if one.head else ""
        return " · ".join(filter(None, (self.line.village_name, home, self.line.person)))


def board(ctx: AppContext, wanted: Wanted, progress: Progress = SILENT) -> Board:
    """What the page shows for ``wanted``; the first time everything is checked.

    Raises:
        Cancelled: the user took it back.
    """
    found = quality.checkup(ctx, progress)
    near = [line for line in found.lines if _is_near(line, wanted)]
    groups = {group: sum(_is_in(line, group) for line in near) for group in Group}
    shown = [line for line in near if _is_in(line, wanted.group)]
    return Board(
        wanted,
        found.day,
        found.households,
        found.members,
        groups,
        _entries(found, shown),
        tuple(one for one in shown if wanted.rule in (EVERY_RULE, one.finding.rule)),
        tuple(sorted(village_names(ctx).items())),
    )


def look_at(ctx: AppContext, line: FindingLine) -> FindingView:
    """A finding with all that a person needs to judge it."""
    rule = RULES[line.finding.rule]
    title = ctx.ws.schema.registers[line.finding.register].title
    keys = rule.parameters
    numbers = tuple(quality_setting.number_lines(ctx, keys)) if keys else ()
    return FindingView(line, rule, title, field_titles(ctx, line), numbers)


def count_findings(ctx: AppContext, wanted: Wanted) -> VillageCount:
    """How many of the wanted findings each village has."""
    lines = board(ctx, wanted).lines
    title = RULES[wanted.rule].title if wanted.rule else "数据体检"
    what = f"{title}{wanted.group.words}"
    return count_codes(ctx, what, (one.finding.village for one in lines), "条")


def _entries(found: Checkup, shown: list[FindingLine]) -> tuple[RuleEntry, ...]:
    """All rules together, those with findings, those without, those that are off."""
    counts = Counter(line.finding.rule for line in shown)
    lines = [
        RuleEntry(
            one.rule.number,
            one.rule.title,
            one.rule.severity.words,
            counts[one.rule.number],
            one.off,
        )
        for one in found.rules
    ]
    lines.sort(key=lambda one: (bool(one.off), not one.count, one.number))
    return (RuleEntry(EVERY_RULE, "全部规则", "", len(shown)), *lines)


def _is_near(line: FindingLine, wanted: Wanted) -> bool:
    one = line.finding
    if wanted.village and one.village != wanted.village:
        return False
    return not wanted.text or wanted.text in one.who or wanted.text in one.head


def _is_in(line: FindingLine, group: Group) -> bool:
    if group is Group.CHECKED:
        return line.mark is not None
    if line.mark is not None:
        return False
    return group is Group.OPEN or line.finding.severity is SEVERITIES[group]
