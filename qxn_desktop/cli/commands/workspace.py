"""Workspaces and accounts: new, info, clerk, recovery, digest, verify, backup, restore."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from qxn_desktop.cli.commands import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    SubParsers,
    ask,
    command,
    group,
    opened,
    secret,
)
from qxn_desktop.cli.output import say
from qxn_desktop.common.clock import SystemClock
from qxn_desktop.common.whole_file import refuse_folder
from qxn_desktop.services import workspaces
from qxn_desktop.services.accounts import passphrase_hint
from qxn_desktop.services.catalog import divisions
from qxn_desktop.services.envelope import write_envelope
from qxn_desktop.store.workspace_files import Secret


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    new = command(subparsers, "new", "新建加密工作区", _new)
    new.add_argument("--unit", required=True, metavar="CODE12", help="单位的12位代码")
    new.add_argument("--role", choices=workspaces.ROLES)
    _envelope(new)
    command(subparsers, "info", "工作区概况", _info)
    clerk = group(subparsers, "clerk", "账户")
    for name, title, handler in (
        ("add", "添加账户", _clerk_add),
        ("disable", "停用账户", _clerk_disable),
        ("passphrase", "更换口令", _clerk_passphrase),
    ):
        command(clerk, name, title, handler).add_argument("name", metavar="NAME")
    recovery = group(subparsers, "recovery", "恢复码")
    _envelope(command(recovery, "renew", "换发恢复码，旧码作废", _recovery_renew))
    command(subparsers, "digest", "数据摘要，两台电脑相同即数据相同", _digest)
    command(subparsers, "verify", "全面校验工作区", _verify)
    command(subparsers, "backup", "加密备份并校验", _backup).add_argument(
        "file", metavar="FILE", type=Path
    )
    restore = command(subparsers, "restore", "从备份恢复为新工作区", _restore, workspace=False)
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("workspace", metavar="WS", type=Path)


def _envelope(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--envelope", metavar="FILE.pdf", type=Path, help="把恢复码排成一页，打印后密封"
    )


def _print_code(arguments: Namespace, unit: str, site: str, code: str) -> None:
    """The sheet for the envelope, where it was asked for."""
    if arguments.envelope is None:
        say("请把恢复码抄下密封保存，它只显示这一次。")
        return
    write_envelope(arguments.envelope, unit, site, code, SystemClock())
    say("恢复码已排成一页。请打印密封，然后删除这个文件。")


def _new(arguments: Namespace) -> object:
    held = Secret(ask(PASSPHRASE, "为第一个账户设置口令："), arguments.clerk)
    if arguments.envelope is not None:  # before there is a code that could be lost
        refuse_folder(arguments.envelope)
    made = workspaces.create(
        arguments.workspace, arguments.unit, arguments.role, held, SystemClock()
    )
    say("工作区已建立。")
    _hint(held.passphrase)
    unit = divisions().unit(made.unit).name
    _print_code(arguments, unit, made.site, made.recovery_code)
    return {**asdict(made), "workspace": str(made.root), "root": str(made.root)}


def _info(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return asdict(workspaces.info(ctx))


def _clerk_add(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        fresh = ask(NEW_PASSPHRASE, f"为 {arguments.name} 设置口令：")
        clerks = workspaces.add_clerk(ctx, arguments.name, fresh)
    _hint(fresh)
    return {"clerks": clerks}


def _clerk_disable(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return {"clerks": workspaces.disable_clerk(ctx, arguments.name)}


def _clerk_passphrase(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        fresh = ask(NEW_PASSPHRASE, f"{arguments.name} 的新口令：")
        clerks = workspaces.reset_passphrase(ctx, arguments.name, fresh)
    _hint(fresh)
    return {"clerks": clerks}


def _hint(passphrase: str) -> None:
    """A short passphrase is taken and remarked upon."""
    hint = passphrase_hint(passphrase)
    if hint:
        say(hint)


def _recovery_renew(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        code = workspaces.renew_recovery(ctx)
        say("新恢复码已生成，旧码作废。")
        _print_code(arguments, ctx.unit.name, ctx.ws.site, code)
    return {"recovery_code": code}


def _digest(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return asdict(ctx.ws.digest())


def _verify(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        found = workspaces.verify_findings(ctx)
    return {"ok": not found, "findings": found}


def _backup(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        size, sha256 = workspaces.backup(ctx, arguments.file)
    return {"path": str(arguments.file), "bytes": size, "sha256": sha256}


def _restore(arguments: Namespace) -> object:
    held = secret(arguments)
    workspaces.restore(arguments.file, arguments.workspace, held)
    with arguments.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    say("已恢复。这台电脑此后的记录另起一个编号段，不会与旧记录混淆。")
    return {
        "path": str(arguments.workspace),
        "bytes": arguments.file.stat().st_size,
        "sha256": sha256,
        "workspace": str(arguments.workspace),
    }
