"""数据体检: what the rules find in the registers."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.errors import UsageError
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.services import quality, quality_export
from qxn_desktop.services.quality import FindingLine, RuleLine
from qxn_desktop.services.village_choice import village_code


def add(subparsers: SubParsers) -> None:
    """Register the command."""
    parser = command(subparsers, "quality", "数据体检：台账里填错、矛盾、重复的地方", _quality)
    parser.add_argument("--rule", metavar="DQ-NNN", default="", help="只看一条规则")
    parser.add_argument("--village", metavar="VILLAGE", default="", help="只看一个村")
    parser.add_argument("--out", metavar="FILE.xlsx", type=Path, help="结果存成表格")


def _quality(arguments: Namespace) -> object:
    number = _number(arguments.rule) if arguments.rule else 0
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village) if arguments.village else ""
        found = quality.checkup(ctx)
        lines = [*_chosen(found.lines, number, village)]
        if arguments.out is not None:
            quality_export.export_findings(ctx, lines, arguments.out)
    waiting = sum(line.mark is None for line in lines)
    say(f"核对{found.households}户{found.members}人，待核对{waiting}条。")
    return {
        "households": found.households,
        "members": found.members,
        "rules": [_rule(line) for line in found.rules if number in (0, line.rule.number)],
        "findings": [_finding(line) for line in lines],
        "path": str(arguments.out) if arguments.out else None,
    }


def _number(text: str) -> int:
    """The rule that ``text`` names: DQ-007, dq-7 or 7.

    Raises:
        UsageError: there is none.
    """
    digits = text.upper().removeprefix("DQ-")
    if not digits.isdecimal() or len(digits) > 4 or int(digits) not in RULES:
        raise UsageError(
            "E-CLI-095", "没有规则“{text}”，请写 DQ-001 至 DQ-{last:03d}。",
            text=text[:20], last=max(RULES),
        )  # fmt: skip
    return int(digits)


def _chosen(lines: Iterable[FindingLine], number: int, village: str) -> Iterable[FindingLine]:
    return (
        line
        for line in lines
        if number in (0, line.finding.rule) and village in ("", line.finding.village)
    )


def _rule(line: RuleLine) -> dict[str, object]:
    rule = line.rule
    return {
        "rule": rule.code,
        "title": rule.title,
        "severity": rule.severity.value,
        "open": line.open,
        "checked": line.checked,
        "off": line.off or None,
    }


def _finding(line: FindingLine) -> dict[str, object]:
    one = line.finding
    return {
        "rule": RULES[one.rule].code,
        "severity": one.severity.value,
        "register": one.register,
        "id": one.row,
        "household": one.household or None,
        "village": one.village,
        "name": one.who,
        "fields": list(one.fields),
        "text": one.sentence,
        "checked": line.mark.reason if line.mark else None,
    }
