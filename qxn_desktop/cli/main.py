"""``qxn``: the same services as the window, for scripts and for IT staff.

Exit codes and the form of errors are fixed: 0 done, 2 wrong usage, 3 the user can mend it,
4 environment, 5 trust, 70 our bug. No traceback is ever printed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn

from qxn_desktop import __version__
from qxn_desktop.cli import commands
from qxn_desktop.cli.output import print_failure, print_json, print_plain
from qxn_desktop.cli.usage_words import speak_chinese
from qxn_desktop.common.crash_note import write_crash_note
from qxn_desktop.common.errors import AppError, Bug, EnvironmentProblem, UsageError
from qxn_desktop.common.whole_file import reason


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            "E-CLI-001",
            "命令写法不对：{message}。用 qxn --help 查看用法。",
            message=message,
        )


def build_parser() -> Parser:
    """All commands; one file of ``cli/commands`` adds a few."""
    speak_chinese()
    parser = Parser(prog="qxn", description="县乡乡村振兴任务清单：命令行")
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    commands.common_options(parser, first=True)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda found: found.name):
        importlib.import_module(f"{commands.__name__}.{module.name}").add(subparsers)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command; gives the exit code."""
    as_json = "--json" in argv
    try:
        arguments = build_parser().parse_args(argv)
        document = arguments.handler(arguments)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)
    except AppError as error:
        print_failure(error, as_json=as_json)
        return error.exit_code
    except KeyboardInterrupt:
        print_failure(
            EnvironmentProblem("E-CLI-002", "已中断，未完成的操作没有写入。"), as_json=as_json
        )
        return EnvironmentProblem.exit_code
    except OSError as error:
        print_failure(_environment(error), as_json=as_json)
        return EnvironmentProblem.exit_code
    except Exception as error:
        failure = _misspelt(error, argv) or _bug(error)
        print_failure(failure, as_json=as_json)
        return failure.exit_code
    (print_json if as_json else print_plain)(document)
    return 0


def entry() -> NoReturn:
    """The console program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as ``head``, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _environment(error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        "E-CLI-003",
        "读写文件失败（{name}：{why}），数据没有改动。请检查磁盘空间和权限。",
        name=os.path.basename(str(error.filename or "")) or "文件",  # noqa: PTH119 - may be no path
        why=reason(error),
    )


def _misspelt(error: Exception, argv: Sequence[str]) -> UsageError | None:
    """Whether an argument failed that is no text: the terminal or script is not in UTF-8."""
    if not isinstance(error, UnicodeEncodeError) or all(map(_is_text, argv)):
        return None
    return UsageError("E-CLI-006", "有参数不是 UTF-8 编码的文字，请检查终端或脚本的编码。")


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _bug(error: Exception) -> Bug:
    note = write_crash_note(error)
    where = f"故障记录在 {note}，不含个人信息，请发给技术人员。" if note else "请联系技术人员。"
    return Bug(
        "E-CLI-070",
        "程序出错，未完成的操作没有写入。{where}（{kind}）",
        where=where,
        kind=type(error).__name__,
    )
