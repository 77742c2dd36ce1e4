"""Forms of others filled from the registers; a village's rows sent out and taken back."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, group, opened
from qxn_desktop.cli.output import say
from qxn_desktop.services import block_edit, form_filling, row_return
from qxn_desktop.services.form_filling import Form
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.village_choice import village_code


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    fill = command(subparsers, "fill", "用台账填别人发来的空表", _fill)
    fill.add_argument("register", metavar="REGISTER")
    fill.add_argument("form", metavar="FORM.xlsx", type=Path)
    fill.add_argument("out", metavar="OUT.xlsx", type=Path)
    fill.add_argument("--sheet", metavar="NAME", default="", help="工作表的名字")
    fill.add_argument("--village", metavar="VILLAGE", default="", help="只填一个村的")
    fill.add_argument("--unmasked", metavar="REASON", default="", help="不脱敏的理由")
    form = group(subparsers, "form", "发给村里填、收回的表")
    send = command(form, "send", "一个村的记录做成表发出去", _send)
    send.add_argument("register", metavar="REGISTER")
    send.add_argument("out", metavar="OUT.xlsx", type=Path)
    send.add_argument("--village", metavar="VILLAGE", default="", help="只要一个村的")
    send.add_argument("--columns", metavar="FIELD,…", default="", help="哪些列")
    back = command(form, "return", "收回填好的表", _return)
    back.add_argument("file", metavar="FILE.xlsx", type=Path)
    back.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    back.add_argument("--take-clashes", action="store_true", help="两边都改过的，用表里的")


def _fill(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village) if arguments.village else ""
        query = ListQuery(arguments.register, village=village)
        form = Form(arguments.form, query, arguments.sheet)
        done = form_filling.fill(ctx, form, arguments.out, arguments.unmasked)
    for remark in done.remarks:
        say(remark)
    return {
        "rows": done.rows,
        "path": str(done.path),
        "columns": [asdict(column) for column in done.filling.columns],
        "empty": list(done.filling.empty),
        "unknown": list(done.filling.unknown),
    }


def _send(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        village = village_code(ctx, arguments.village) if arguments.village else ""
        paths = tuple(filter(None, arguments.columns.split(",")))
        query = ListQuery(arguments.register, village=village)
        rows = row_return.send(ctx, query, paths, arguments.out)
    return {"rows": rows, "path": str(arguments.out)}


def _return(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = row_return.read(ctx, arguments.file, take_clashes=arguments.take_clashes)
        if not arguments.dry_run:
            block_edit.write(ctx, found.plan)
    for remark in found.remarks:
        say(remark)
    return {
        "rows": len(found.plan.values),
        "cells": found.plan.cells,
        "changes": [asdict(change) for change in found.changes],
        "clashes": [asdict(change) for change in found.clashes],
        "problems": [asdict(fault) for fault in found.plan.faults],
    }
