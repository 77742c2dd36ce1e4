"""Exchange by files: card, trust, pack, inspect, merge, conflicts, resolve."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import Conflict
from qxn_desktop.domain.operation import OpId
from qxn_desktop.services import conflicts, exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exchange import machine_code
from qxn_desktop.sync.card import Card, fingerprint

NO_FACTS: Mapping[OpId, Mapping[str, Json]] = {}


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    _file(command(subparsers, "card", "写出本机名片", _card), "--out", "CARD")
    trust = command(subparsers, "trust", "登记同事的名片", _trust)
    trust.add_argument("card", metavar="CARD", type=Path)
    trust.add_argument("--fingerprint", metavar="F", help="对方读给你的指纹")
    untrust = command(subparsers, "untrust", "取消一台电脑的登记", _untrust)
    untrust.add_argument("site", metavar="SITE", help="电脑编号")
    pack = command(subparsers, "pack", "导出数据包", _pack)
    _file(pack, "--out", "FILE")
    pack.add_argument("--for", dest="only", metavar="SITE", help="只发给这台电脑")
    inspect = command(subparsers, "inspect", "查看数据包外封", _inspect, workspace=False)
    inspect.add_argument("file", metavar="FILE", type=Path)
    command(subparsers, "merge", "合并数据包", _merge).add_argument(
        "file", metavar="FILE", type=Path
    )
    command(subparsers, "conflicts", "待裁决的冲突", _conflicts).add_argument(
        "--unmasked", metavar="REASON", default="", help="显示完整个人信息的理由"
    )
    resolve = command(subparsers, "resolve", "裁决一个冲突", _resolve)
    resolve.add_argument("conflict", metavar="CONFLICT")
    resolve.add_argument("--take", required=True, metavar="OPTION")


def _file(parser: object, option: str, name: str) -> None:
    parser.add_argument(option, required=True, metavar=name, type=Path)  # type: ignore[attr-defined]


def _card(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        card = exchange.write_card(ctx, arguments.out)
    return _described(card, arguments.out)


def _trust(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        card = exchange.pin(ctx, arguments.card, arguments.fingerprint)
    if arguments.fingerprint is None:
        say("已登记。请与对方通话，逐组核对指纹；不一致请立即用 untrust 取消登记并报告。")
    return _described(card, arguments.card)


def _untrust(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return {"sites": exchange.unpin(ctx, arguments.site)}


def _described(card: Card, path: Path) -> dict[str, object]:
    return {
        "path": str(path),
        "site": card.site,
        "fingerprint": fingerprint(card),
        "unit": card.unit,
        "machine": machine_code(card.site),
    }


def _pack(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        packed = exchange.pack(ctx, arguments.out, arguments.only)
    return {
        "path": str(packed.path),
        "operations": packed.operations,
        "bytes": packed.size,
        "photos": packed.photos,
        "recipients": list(packed.recipients),
    }


def _inspect(arguments: Namespace) -> object:
    found = exchange.inspect(arguments.file)
    header = found.header
    return {
        "package": header.package,
        "sender": header.sender.site,
        "unit": header.sender.area,
        "fingerprint": header.sender.fingerprint,
        "created": from_millis(header.created).isoformat(timespec="minutes"),
        "recipients": list(header.recipients),
        "signed": found.is_signed,
        "whole": found.is_whole,
        "bytes": arguments.file.stat().st_size,
    }


def _merge(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        merged = exchange.merge(ctx, arguments.file)
    outcome = merged.outcome
    for chain, first, last in outcome.waiting:
        say(f"缺 {machine_code(chain.site)} 号机第 {first}–{last} 条，请对方再导出一次。")
    if outcome.quarantined:
        say("有记录与本机已有的同号记录内容不同，已隔离待查。对方的工作区可能是复制或恢复来的。")
    if outcome.suspect_clock:
        say("对方电脑的时钟走快了一天以上，请提醒校时。数据照常合并。")
    return {
        "applied": outcome.applied,
        "already": outcome.already,
        "pending": outcome.pending,
        "conflicts": outcome.conflicts,
        "quarantined": outcome.quarantined,
        "photos": merged.photos,
        "sender": merged.sender,
    }


def _conflicts(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return _listed(ctx, arguments.unmasked)


def _listed(ctx: AppContext, unmasked: str = "") -> dict[str, object]:
    shown = conflicts.shown_conflicts(ctx, unmasked)
    return {"conflicts": [conflict_document(one, conflicts.facts_of(ctx, one)) for one in shown]}


def conflict_document(
    conflict: Conflict, facts: Mapping[OpId, Mapping[str, Json]] = NO_FACTS
) -> dict[str, object]:
    """A conflict as ``resolve`` takes it; ``facts`` of the events on its sides."""
    options = [
        {
            "id": conflicts.option_key(conflict, option),
            "option": conflicts.option_key(conflict, option),
            "value": option.value,
            "actor": option.actor,
            "at": from_millis(option.wall).isoformat(timespec="seconds"),
            "site": option.op.site,
            **({"facts": dict(facts[option.op])} if option.op in facts else {}),
        }
        for option in conflict.options
    ]
    return {
        "id": conflict.id,
        "entity": conflict.entity,
        "row": conflict.row,
        "field": conflict.field,
        "options": options,
    }


def _resolve(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        conflicts.resolve(ctx, arguments.conflict, arguments.take)
        return _listed(ctx)
