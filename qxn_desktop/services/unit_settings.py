"""The unit's own settings in words: what holds, whether it is a default, on what basis."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.backup_rotation import ROTATION_TITLES
from qxn_desktop.domain.division import Level
from qxn_desktop.domain.division_search import search_units
from qxn_desktop.domain.reporting_unit import DEFAULT as NO_MEMBERS
from qxn_desktop.domain.reporting_unit import SETTING_KEY as REPORTING_UNIT
from qxn_desktop.services import settings
from qxn_desktop.services.catalog import divisions
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.setting_entry import Entry, entries
from qxn_desktop.services.setting_note import LIMIT_TITLES
from qxn_desktop.services.workspaces import ROLE_TITLES

KINDS: Final = {
    settings.START_DATE: "date",
    settings.LIMITS: "numbers",
    REPORTING_UNIT: "members",
    settings.BACKUP_KEEP: "numbers",
    settings.DRAW_SEED: "sealed",
}
NOTES: Final = {
    settings.START_DATE: "在这一天以前不产生任务。",
    settings.LIMITS: "只用于以后发现的问题，已交办的期限不变。",
    REPORTING_UNIT: "州里单独考核、但不是一个县或乡镇的单位，如义龙新区。",
    settings.DRAW_SEED: "抽样用，首次确认频次时生成并封存，不能查看和更改。",
    settings.REVIEWER: "不填时留空，打印后手签。",
    settings.HEAD: "不填时留空，打印后手签。",
    settings.ORGAN: "不填时用乡镇人民政府（街道办事处）。",
    settings.BACKUP_KEEP: "更早的备份自动删除。",
}


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting. ``kind`` says how it is edited: text, date, numbers, members, sealed.

    ``parts`` are (key, title, number) of a setting of several numbers.
    """

    key: str
    title: str
    kind: str
    text: str
    is_default: bool
    basis: str
    note: str
    value: Json
    parts: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The unit, this machine's workspace and the unit's settings."""

    unit: str
    path: str
    code: str
    role: str
    villages: int
    folder: str
    demo: bool
    lines: tuple[SettingLine, ...]


def unit_page(ctx: AppContext) -> UnitPage:
    """What the page on the unit shows."""
    unit = ctx.unit
    own = [one for one in entries(ctx) if "." not in one.key]
    return UnitPage(
        unit.name,
        divisions().path(unit.code),
        unit.code,
        ROLE_TITLES[ctx.ws.role],
        len(divisions().villages(unit.code)),
        str(ctx.ws.root),
        settings.text(ctx, settings.DEMO) == "是",
        tuple(_line(one) for one in own),
    )


def member_choices() -> tuple[tuple[str, str], ...]:
    """The townships to choose a reporting unit's members from: code and full path."""
    found = search_units(divisions(), "", {Level.TOWNSHIP})
    return tuple((one.unit.code, one.path) for one in found)


def reporting_unit_text(name: str, members: list[str]) -> str:
    """What ``setting_entry.enter`` takes for a reporting unit."""
    return json.dumps({"name": name, "members": members}, ensure_ascii=False)


def _line(entry: Entry) -> SettingLine:
    kind = KINDS.get(entry.key, "text")
    return SettingLine(
        entry.key,
        entry.title,
        kind,
        _text(entry, kind),
        entry.is_default,
        entry.basis,
        NOTES.get(entry.key, ""),
        entry.value,
        _parts(entry) if kind == "numbers" else (),
    )


def _parts(entry: Entry) -> tuple[tuple[str, str, int], ...]:
    titles = LIMIT_TITLES if entry.key == settings.LIMITS else ROTATION_TITLES
    usual = entry.default if isinstance(entry.default, dict) else {}
    given = entry.value if isinstance(entry.value, dict) else {}
    found = {key: given.get(key, usual.get(key, 0)) for key in titles}
    return tuple((key, titles[key], n if isinstance(n, int) else 0) for key, n in found.items())


def _text(entry: Entry, kind: str) -> str:
    if kind == "sealed":
        return "已生成并封存" if entry.value else "尚未生成"
    if kind == "members":
        return _members(entry.value)
    if kind == "numbers":
        unit = "天" if entry.key == settings.LIMITS else "份"
        return "、".join(f"{title}{number}{unit}" for _, title, number in _parts(entry))
    if kind == "date" and isinstance(entry.value, str):
        day = date.fromisoformat(entry.value)
        return f"{day.year}年{day.month}月{day.day}日"
    return entry.value if isinstance(entry.value, str) else "未填"


def _members(value: Json) -> str:
    if not isinstance(value, dict):
        return f"未填（{NO_MEMBERS.name}所辖乡镇由州里确定）"
    members = value.get("members")
    count = len(members) if isinstance(members, list) else 0
    return f"{value.get('name', '')}（{count}个乡镇）"
