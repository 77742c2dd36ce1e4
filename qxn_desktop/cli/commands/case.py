"""Monitoring of households: leads, cases and their steps."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, day, group, opened
from qxn_desktop.cli.commands.exchange import conflict_document
from qxn_desktop.cli.commands.problem import facts_of, next_document
from qxn_desktop.cli.output import say
from qxn_desktop.common.json_types import Json
from qxn_desktop.services import case_list, cases, leads
from qxn_desktop.services.cases import CaseView
from qxn_desktop.services.leads import NewLead
from qxn_desktop.services.legal_step import Action

CASE_HELP = "个案编号（前6位以上），或农户编号"


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    _add_cases(group(subparsers, "case", "防返贫监测个案"))
    _add_leads(group(subparsers, "lead", "防返贫线索"))


def _add_cases(one: SubParsers) -> None:
    listing = command(one, "list", "监测个案台账", _list)
    listing.add_argument("--open", action="store_true", dest="only_open", help="只列没有办结的")
    listing.add_argument("--village", metavar="VILLAGE", default="", help="村名或12位代码")
    new = command(one, "open", "受理线索，开一个监测个案", _open)
    new.add_argument("household", metavar="HOUSEHOLD_ID", help="农户编号")
    new.add_argument("--channel", required=True, metavar="CODE", help="发现渠道，如 PATROL")
    new.add_argument("--date", required=True, metavar="DATE", help="受理日期")
    do = command(one, "do", "办理一步：派查、入户、评议、公示、审核……", _do)
    do.add_argument("id", metavar="CASE", help=CASE_HELP)
    do.add_argument("event", metavar="EVENT", help="如 assign、visit、review")
    do.add_argument("--date", required=True, metavar="DATE", help="办理日期")
    do.add_argument("--by", metavar="姓名", default="", help="办理人（默认是账户本人）")
    do.add_argument("--facts", metavar="FILE.json", type=Path, help="这一步的内容")
    show = command(one, "show", "一个个案的经过、期限和下一步", _show)
    show.add_argument("id", metavar="CASE", help=CASE_HELP)


def _add_leads(one: SubParsers) -> None:
    listing = command(one, "list", "线索，同一户的排在一起", _list_leads)
    listing.add_argument("--open", action="store_true", dest="only_open", help="只列没有答复的")
    listing.add_argument("--household", metavar="ID", default="", help="只列这一户的")
    new = command(one, "add", "登记一条线索", _add_lead)
    new.add_argument("household", metavar="HOUSEHOLD_ID", help="农户编号")
    new.add_argument("--channel", required=True, metavar="CODE", help="发现渠道，如 DEPT")
    new.add_argument("--date", required=True, metavar="DATE", help="发现或推送日期")
    new.add_argument("--text", default="", metavar="情况", help="情况说明")
    new.add_argument("--department", default="", metavar="部门", help="推送部门")
    new.add_argument("--source-number", default="", metavar="原编号", help="工单或预警编号")
    new.add_argument("--due", default="", metavar="DATE", help="要求核查期限")
    answer = command(one, "answer", "答复一条线索", _answer)
    answer.add_argument("id", metavar="ID", help="线索编号")
    answer.add_argument(
        "--result", metavar="结果", default="", help="属实、不属实、已纳入、转问题台账"
    )
    answer.add_argument("--text", metavar="情况", default="", help="核查和答复情况")
    answer.add_argument("--by", metavar="姓名", default="", help="核查人（默认是账户本人）")
    answer.add_argument("--take", metavar="N", default="", help="两边答复不同时，采用第几条")


def _list(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = case_list.cases(ctx, arguments.village, only_open=arguments.only_open)
    return {"cases": [asdict(line) for line in found]}


def _open(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        view = cases.open_case(ctx, arguments.household, arguments.channel, day(arguments.date))
    say(f"已受理，按《{view.line.rule_title}》办理。")
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
        view = cases.do(ctx, arguments.id, action, day(arguments.date))
    say(f"已办理，现在是“{view.line.state_title}”。")
    return _document(view)


def _show(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return _document(cases.describe(ctx, arguments.id))


def _list_leads(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = leads.leads(ctx, arguments.household, only_open=arguments.only_open)
    return {"leads": [asdict(line) for line in found]}


def _add_lead(arguments: Namespace) -> object:
    new = NewLead(
        arguments.household,
        arguments.channel,
        day(arguments.date),
        arguments.text,
        arguments.department,
        arguments.source_number,
        arguments.due,
    )
    with opened(arguments) as ctx:
        line = leads.add_lead(ctx, new)
    say(f"已登记，编号 {line.number}，{line.state_title}。")
    return asdict(line)


def _answer(arguments: Namespace) -> object:
    if arguments.take:
        action = Action("settle", {"take": arguments.take}, arguments.by)
    else:
        facts: Mapping[str, Json] = {"result": arguments.result, "text": arguments.text}
        action = Action("answer", facts, arguments.by)
    with opened(arguments) as ctx:
        line = leads.answer(ctx, arguments.id, action)
    say("已答复。")
    return asdict(line)


def _document(view: CaseView) -> dict[str, object]:
    return {
        **asdict(view.line),
        "step": view.step,
        "missing": list(view.missing),
        "clocks": [asdict(clock) for clock in view.clocks],
        "sources": [asdict(line) for line in view.sources],
        "outside": list(view.outside),
        "next": [next_document(step) for step in view.next],
        "history": [asdict(line) for line in view.history],
        "conflicts": [conflict_document(found) for found in view.conflicts],
    }
