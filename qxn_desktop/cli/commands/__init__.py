"""The commands of ``qxn``, a few to a file; what they share is here.

Each module has ``add(subparsers)``, which registers commands by ``command``; a handler takes the
parsed arguments and gives the JSON document of the contract.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeAlias

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.services import workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.workspace_files import Secret

SubParsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

Handler = Callable[[argparse.Namespace], object]

PASSPHRASE = "QXN_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE = "QXN_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable
RECOVERY = "QXN_RECOVERY"


def command(
    subparsers: SubParsers, name: str, title: str, handler: Handler, *, workspace: bool = True
) -> argparse.ArgumentParser:
    """A command; ``workspace`` gives it the argument WS."""
    parser = subparsers.add_parser(name, help=title, description=title)
    common_options(parser)
    if workspace:
        parser.add_argument("workspace", metavar="WS", type=Path, help="工作区文件夹")
    parser.set_defaults(handler=handler)
    return parser


def group(subparsers: SubParsers, name: str, title: str) -> SubParsers:
    """A command with commands of its own, such as ``clerk add``."""
    parser = subparsers.add_parser(name, help=title, description=title)
    common_options(parser)
    return parser.add_subparsers(dest=f"{name}_command", required=True, metavar="命令")


def common_options(parser: argparse.ArgumentParser, *, first: bool = False) -> None:
    """``--json`` and ``--clerk`` are understood before and after the command."""
    missing = None if first else argparse.SUPPRESS
    parser.add_argument(
        "--json", action="store_true", default=False if first else missing, help="只输出一个 JSON"
    )
    parser.add_argument("--clerk", metavar="姓名", default=missing, help="使用的账户")


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[AppContext]:
    """The workspace WS, unlocked as the arguments and the environment say."""
    with workspaces.opened(arguments.workspace, secret(arguments), SystemClock()) as ctx:
        yield ctx


def secret(arguments: argparse.Namespace) -> Secret:
    """Account and passphrase; or the recovery code, where that is given instead."""
    code = os.environ.get(RECOVERY)
    if code:
        return Secret(code, recovery=True)
    return Secret(ask(PASSPHRASE, "口令："), arguments.clerk)


def ask(variable: str, prompt: str) -> str:
    """A secret from the environment, else typed at a prompt."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin or not sys.stdin.isatty():
        raise UserError(
            "E-CLI-004", "没有口令：请设置环境变量 {variable}，或在终端里运行。", variable=variable
        )
    return getpass.getpass(prompt)


def day(text: str) -> date:
    """An argument that is a date.

    Raises:
        UserError: no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            "E-CLI-005", "“{text}”不是真实的日期，请写成 2026-11-23 这样。", text=text
        ) from error
