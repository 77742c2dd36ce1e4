"""A workspace of invented people for learning and for acceptance: demo."""

from __future__ import annotations

from argparse import Namespace

from qxn_desktop.cli.commands import PASSPHRASE, SubParsers, ask, command, day
from qxn_desktop.cli.output import say
from qxn_desktop.common.clock import SystemClock, today
from qxn_desktop.services import demo
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.services.first_run import DEMO_UNIT
from qxn_desktop.store.workspace_files import Secret


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    parser = command(subparsers, "demo", "新建演示工作区（虚构人员）", _demo)
    parser.add_argument("--unit", metavar="CODE12", default=DEMO_UNIT, help="单位的12位代码")
    parser.add_argument("--households", metavar="N", type=int, default=240, help="农户数")
    parser.add_argument("--months", metavar="M", type=int, default=3, help="工作月数")
    parser.add_argument("--until", metavar="DATE", help="最后一天，默认今天")
    parser.add_argument("--seed", metavar="S", default="1", help="随机种子")


def _demo(arguments: Namespace) -> object:
    clock = SystemClock()
    until = day(arguments.until) if arguments.until else today(clock)
    wanted = DemoArguments(
        arguments.unit, until, arguments.households, arguments.months, arguments.seed
    )
    held = Secret(ask(PASSPHRASE, "为演示工作区设置口令："), arguments.clerk)
    made = demo.create(arguments.workspace, wanted, held, clock)
    say("演示工作区已建立：人员、检查和问题都是虚构的，报表每页有“演示”水印。")
    return {
        "workspace": str(made.root),
        "counts": made.counts,
        "recovery_code": made.recovery_code,
    }
