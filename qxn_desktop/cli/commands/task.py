"""What is due: tasks, task assign, progress, skip, orders, draw."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace

from qxn_desktop.cli.commands import SubParsers, command, day, group, opened
from qxn_desktop.cli.output import say
from qxn_desktop.domain.order import VillageStanding
from qxn_desktop.services import orders, tasks
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import ALL_VILLAGES, NewOrder, OrderView, ProgressReport
from qxn_desktop.services.tasks import TaskLine
from qxn_desktop.services.village_choice import village_code

SEPARATORS = re.compile(r"[,，、;；\s]+")
HOW_TO_CONFIRM = "用 qxn template confirm WS 检查表 频次 --basis 依据 确认后，任务才会下达。"


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    listing = command(subparsers, "tasks", "到期和临期的任务", _tasks)
    listing.add_argument("--on", metavar="DATE", help="哪一天的任务，默认今天")
    listing.add_argument("--village", metavar="VILLAGE", help="只看一个村：代码或名称")
    one = group(subparsers, "task", "交办任务、登记进展、不适用、抽样")
    _add_assign(one)
    progress = command(one, "progress", "登记一个村的进展", _progress)
    progress.add_argument("order", metavar="ORDER")
    progress.add_argument("village", metavar="VILLAGE", help="村的12位代码或名称")
    progress.add_argument("--status", required=True, metavar="进展", help="进行中、已完成、不适用")
    progress.add_argument("--reason", default="", metavar="理由", help="不适用的理由")
    progress.add_argument("--note", default="", metavar="备注")
    progress.add_argument("--date", default="", metavar="DATE", help="完成日期，默认今天")
    skip = command(one, "skip", "一项任务不适用", _skip)
    skip.add_argument("task", metavar="TASK")
    skip.add_argument("--reason", required=True, metavar="理由")
    shown = command(one, "orders", "交办任务和各村进展", _orders)
    shown.add_argument("--on", metavar="DATE", help="截至哪一天，默认今天")
    draw = command(one, "draw", "一个周期的抽样，可复核", _draw)
    draw.add_argument("template", metavar="TEMPLATE")
    draw.add_argument("frequency", metavar="FREQUENCY")
    draw.add_argument("period", metavar="PERIOD", help="如 2026-Q4")


def _add_assign(one: SubParsers) -> None:
    assign = command(one, "assign", "交办一项任务", _assign)
    assign.add_argument("--title", required=True, metavar="任务")
    assign.add_argument("--basis", required=True, metavar="依据")
    assign.add_argument(
        "--villages", required=True, metavar="村,…", help="12位代码或名称，用逗号分开；all 是全部村"
    )
    assign.add_argument("--due", required=True, metavar="DATE", help="完成期限")
    assign.add_argument("--owner", required=True, metavar="责任人")
    assign.add_argument("--supervisor", required=True, metavar="督办人")
    assign.add_argument("--standard", required=True, metavar="完成标准")
    assign.add_argument("--note", default="", metavar="备注")


def _tasks(arguments: Namespace) -> object:
    on = None if arguments.on is None else day(arguments.on)
    with opened(arguments) as ctx:
        village = None if arguments.village is None else village_code(ctx, arguments.village)
        found = tasks.tasks(ctx, on, village)
    if found.why:
        say(found.why)
    if found.confirmable:
        say(f"可确认的：{'、'.join(found.confirmable)}。")
    if found.unconfirmed:
        say(HOW_TO_CONFIRM)
    return {"tasks": [_line(line) for line in found.lines]}


def _assign(arguments: Namespace) -> object:
    given = NewOrder(
        title=arguments.title,
        basis=arguments.basis,
        villages=(),
        due=arguments.due,
        owner=arguments.owner,
        supervisor=arguments.supervisor,
        standard=arguments.standard,
        note=arguments.note,
    )
    with opened(arguments) as ctx:
        view = orders.assign(ctx, replace(given, villages=_villages(ctx, arguments.villages)))
        lines = [line for line in tasks.tasks(ctx).lines if line.object == view.id]
    say(f"已交办 {len(lines)} 个村，期限 {view.order.due}。")
    return {**_order(view), "tasks": [_line(line) for line in lines]}


def _villages(ctx: AppContext, text: str) -> tuple[str, ...]:
    """The codes of the villages that are listed, by code or name; ``all`` stays as it is."""
    parts = [part for part in SEPARATORS.split(text) if part]
    return tuple(parts if parts == [ALL_VILLAGES] else (village_code(ctx, p) for p in parts))


def _progress(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village)
        report = ProgressReport(
            village, arguments.status, arguments.reason, arguments.note, arguments.date
        )
        return _order(orders.report_progress(ctx, arguments.order, report))


def _skip(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return _line(tasks.skip(ctx, arguments.task, arguments.reason))


def _orders(arguments: Namespace) -> object:
    on = None if arguments.on is None else day(arguments.on)
    with opened(arguments) as ctx:
        return {"orders": [_order(view) for view in orders.orders(ctx, on)]}


def _draw(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        record = tasks.draw_record(ctx, arguments.template, arguments.frequency, arguments.period)
    return {
        "template": record.template,
        "frequency": record.frequency,
        "period": str(record.period),
        "seed": record.seed,
        "frame": record.frame_size,
        "sample": record.sample_size,
        "villages": [
            {
                "village": draw.village,
                "share": draw.share_percent,
                "min": draw.minimum,
                "frame": draw.frame_size,
                "sample": list(draw.sample),
            }
            for draw in record.draws
        ],
    }


def _line(line: TaskLine) -> dict[str, object]:
    return {
        "id": line.id,
        "template": line.template,
        "title": line.title,
        "frequency": line.frequency,
        "object": line.object,
        "object_label": line.object_label,
        "village": line.village,
        "village_name": line.village_name,
        "period": line.period,
        "due": line.due.isoformat(),
        "status": line.status.value,
        "status_title": line.status.words,
    }


def _order(view: OrderView) -> dict[str, object]:
    order = view.order
    return {
        "id": view.id,
        "title": order.title,
        "basis": order.basis,
        "issued_on": order.issued_on.isoformat(),
        "due": order.due.isoformat(),
        "owner": order.owner,
        "supervisor": order.supervisor,
        "standard": order.standard,
        "villages": _standings(view.standings),
        "tally": {standing.value: count for standing, count in view.tally.items()},
    }


def _standings(found: Iterable[VillageStanding]) -> list[dict[str, object]]:
    return [
        {
            "village": item.village,
            "status": item.standing.value,
            "status_title": item.standing.words,
            "date": item.on.isoformat() if item.on else None,
            "reason": item.reason,
            "late": item.late,
        }
        for item in found
    ]
