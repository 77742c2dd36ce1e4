"""Checks: record one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, day, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.json_text import read_json_file
from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.services import checks
from qxn_desktop.services.checks import Recorded, Visit

OUTCOMES = {
    Outcome.AWAY: "户主不在，本次不算完成，仍应再访。",
    Outcome.VACANT: "长期无人居住，不计不合格、不计分。",
}


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    check = command(subparsers, "check", "登记一次检查", _check)
    check.add_argument("template", metavar="TEMPLATE", help="检查表代码，如 HC")
    check.add_argument("object", metavar="OBJECT", help="检查对象：编号、村名或台账里的名称")
    check.add_argument("--answers", required=True, metavar="FILE.json", type=Path, help="答案文件")
    check.add_argument("--date", required=True, metavar="DATE", help="检查日期，如 2026-11-23")
    check.add_argument("--inspector", metavar="姓名", default="", help="检查人（录入人是账户）")


def _check(arguments: Namespace) -> object:
    answers: Path = arguments.answers
    visit = Visit(
        arguments.template,
        arguments.object,
        day(arguments.date),
        read_json_file(answers),
        answers.parent,
        arguments.inspector,
    )
    with opened(arguments) as ctx:
        recorded = checks.record(ctx, visit)
    _tell(recorded)
    return {
        "id": recorded.id,
        "score": None if recorded.score is None else float(recorded.score),
        "grade": recorded.grade,
        "failed": list(recorded.failed),
        "problems": list(recorded.problems),
        "leads": list(recorded.leads),
        "outcome": recorded.outcome.value,
        "unverified": [{"code": item.code, "reason": item.reason} for item in recorded.unverified],
        "remarks": list(recorded.remarks),
    }


def _tell(recorded: Recorded) -> None:
    if recorded.outcome in OUTCOMES:
        say(OUTCOMES[recorded.outcome])
    for item in recorded.unverified:
        say(f"{item.code} 待核：{item.reason}。")
    for remark in recorded.remarks:
        say(remark)
