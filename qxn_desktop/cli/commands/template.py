"""Checklists and settings: templates list and check, template add and confirm, setting."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from qxn_desktop.cli.commands import SubParsers, command, group, opened
from qxn_desktop.cli.output import say
from qxn_desktop.common.json_text import read_text_file
from qxn_desktop.domain.template import Template
from qxn_desktop.services import setting_entry, templates
from qxn_desktop.services.catalog import shipped_templates


def add(subparsers: SubParsers) -> None:
    """Register the commands of this file."""
    shown = group(subparsers, "templates", "检查表")
    listed = command(shown, "list", "现行检查表", _list, workspace=False)
    listed.add_argument("--workspace", metavar="WS", type=Path, help="连同本单位自定的检查表")
    check = command(shown, "check", "检查一份检查表文件的写法", _check, workspace=False)
    check.add_argument("file", metavar="FILE.toml", type=Path)
    own = group(subparsers, "template", "采用检查表、确认频次")
    command(own, "add", "采用一份检查表或它的新版", _add).add_argument(
        "file", metavar="FILE.toml", type=Path
    )
    confirm = command(own, "confirm", "确认频次，从此下达任务", _confirm)
    confirm.add_argument("template", metavar="TEMPLATE", help="检查表代码，如 HC")
    confirm.add_argument("frequency", metavar="FREQUENCY", help="频次代码，或 all")
    confirm.add_argument("--basis", required=True, metavar="依据")
    settings = group(subparsers, "setting", "参数")
    command(settings, "list", "全部参数", _settings)
    change = command(settings, "set", "设置一个参数；值留空即恢复默认", _set)
    change.add_argument("key", metavar="KEY", help="如 start_date、limits、HC.vent_min_cm")
    change.add_argument("value", metavar="VALUE", help="列表和表写成 JSON，或用 @文件 读入")
    change.add_argument("--basis", metavar="依据", default="")


def _list(arguments: Namespace) -> object:
    if arguments.workspace is None:
        return _described(template for template, _ in shipped_templates().values())
    with opened(arguments) as ctx:
        return _described(template for template, _ in templates.templates(ctx).values())


def _described(found: Iterable[Template]) -> list[object]:
    return [
        {
            "id": template.id,
            "title": template.title,
            "version": template.version,
            "items": [
                {
                    "code": item.code,
                    "text": item.text,
                    "type": item.type,
                    "options": list(item.options),
                    "unit": item.unit,
                    "required": item.required,
                    "severity": item.severity,
                    "basis": item.basis_text,
                }
                for item in template.items
            ],
            "objects": list(template.objects),
            "frequencies": [{"id": f.id, "title": f.title} for f in template.frequencies],
        }
        for template in found
    ]


def _check(arguments: Namespace) -> object:
    found = templates.check_text(read_text_file(arguments.file))
    return {"problems": [asdict(problem) for problem in found]}


def _add(arguments: Namespace) -> object:
    text = read_text_file(arguments.file)
    with opened(arguments) as ctx:
        template = templates.add_template(ctx, text)
    if not template.approval.complete:
        say("提示：这张表没有写明依据和批准单位，只供本单位使用，不得要求村里填报。")
    return {"id": template.id, "title": template.title, "version": template.version}


def _confirm(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        chosen = templates.confirm(ctx, arguments.template, arguments.frequency, arguments.basis)
    once = "、".join(one.title for one in chosen if one.period == "once")
    if once:
        say(f"“{once}”没有周期和到期日，不列入任务表，报表的应查也不计；该查时直接登记检查。")
    return {"template": arguments.template, "confirmed": [one.id for one in chosen]}


def _settings(arguments: Namespace) -> object:
    with opened(arguments) as ctx:
        return {"settings": [asdict(entry) for entry in setting_entry.entries(ctx)]}


def _set(arguments: Namespace) -> object:
    given: str = arguments.value
    text = read_text_file(Path(given[1:])) if given.startswith("@") else given
    with opened(arguments) as ctx:
        return asdict(setting_entry.enter(ctx, arguments.key, text, arguments.basis))
