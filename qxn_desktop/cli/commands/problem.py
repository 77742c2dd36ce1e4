"""Problems and their rectification: problems, problem open, do, show."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast

from qxn_desktop.cli.commands import SubParsers, command, group, opened
from qxn_desktop.cli.commands.exchange import conflict_document
from qxn_desktop.cli.output import say
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_text import read_json_file
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.procedure import NextEvent
from qxn_desktop.services import problem_list, problem_opening, problems
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_opening import USUAL_SEVERITY, Found
from qxn_desktop.services.problems import ProblemView


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    listing = command(subparsers, "problems", "问题台账", _list)
    listing.add_argument("--open", action="store_true", dest="only_open", help="只列未销号的")
    one = group(subparsers, "problem", "登记问题、办理整改")
    _add_open(one)
    do = command(one, "do", "办理一步：交办、整改、销号、回访……", _do)
    do.add_argument("id", metavar="ID", help="编号，或其前6位以上")
    do.add_argument("event", metavar="EVENT", help="如 assign、work、apply、confirm")
    do.add_argument("--by", metavar="姓名", default="", help="办理人（默认是账户本人）")
    do.add_argument("--facts", metavar="FILE.json", type=Path, help="这一步的内容")
    command(one, "show", "一个问题的经过和下一步", _show).add_argument("id", metavar="ID")


def _add_open(one: SubParsers) -> None:
    new = command(one, "open", "登记一个问题", _open)
    new.add_argument("--title", required=True, metavar="问题")
    new.add_argument("--source", required=True, metavar="来源", help="如 12345、县督办、督查")
    new.add_argument("--object", required=True, metavar="ID", help="村代码，或台账记录的编号")
    new.add_argument("--due", default="", metavar="DATE", help="上级要求办结日")
    new.add_argument("--source-number", default="", metavar="原编号")
    new.add_argument("--severity", default=USUAL_SEVERITY, metavar="严重程度")
    new.add_argument("--description", default="", metavar="情况说明")
    new.add_argument("--found-on", default="", metavar="DATE", help="发现日期，默认今天")
    new.add_argument("--photo", action="append", default=[], metavar="FILE", type=Path)


def _list(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = problem_list.problems(ctx, only_open=arguments.only_open)
    return {"problems": [asdict(line) for line in found]}


def _open(arguments: Namespace) -> object:
    found = Found(
        title=arguments.title,
        source=arguments.source,
        object_id=arguments.object,
        due=arguments.due,
        source_number=arguments.source_number,
        severity=arguments.severity,
        description=arguments.description,
        found_on=arguments.found_on,
        photos=tuple(arguments.photo),
    )
    with opened(arguments) as ctx:
        view = problems.describe(ctx, problem_opening.open_by_hand(ctx, found))
    say(f"已登记，编号 {view.line.number}，办结期限 {view.line.due}。")
    return _document(view)


def _do(arguments: Namespace) -> object:
    facts: Path | None = arguments.facts
    action = Action(
        arguments.event,
        {} if facts is None else facts_of(facts),
        arguments.by,
        Path() if facts is None else facts.parent,
    )
    with opened(arguments) as ctx:
        view = problems.do(ctx, arguments.id, action)
    say(f"已办理，现在是“{view.line.state_title}”。")
    return _document(view)


def _show(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return _document(problems.describe(ctx, arguments.id))


def facts_of(path: Path) -> Mapping[str, Json]:
    """The facts of a step in a file.

    Raises:
        UserError: the file is not there, or holds something else.
    """
    found = read_json_file(path)
    if not isinstance(found, dict):
        raise UserError(
            "E-PRB-071", "文件“{name}”应写成 {form} 这样。", name=path.name, form='{"owner": "…"}'
        )
    return cast("Mapping[str, Json]", found)  # types are checked against what the event takes


def _document(view: ProblemView) -> dict[str, object]:
    return {
        **asdict(view.line),
        "description": view.description,
        "photos": list(view.photos),
        "next": [next_document(step) for step in view.next],
        "history": [asdict(line) for line in view.history],
        "conflicts": [conflict_document(found) for found in view.conflicts],
    }


def next_document(step: NextEvent) -> dict[str, object]:
    """A step that may come next, as JSON."""
    return {
        "event": step.event,
        "title": step.title,
        "allowed": step.allowed,
        "reason": step.reason,
        "unless": step.unless,
        "needs": [asdict(need) for need in step.needs],
    }
