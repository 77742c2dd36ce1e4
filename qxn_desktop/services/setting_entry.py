"""The unit's settings as a person enters and reads them: typed text, titles, what is a default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.json_text import parse_json
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.backup_rotation import ROTATION_KEYS, ROTATION_TITLES, Rotation
from qxn_desktop.domain.decimal_text import canonical_decimal
from qxn_desktop.domain.field_type import clean
from qxn_desktop.domain.quality.parameter import PARAMETERS
from qxn_desktop.domain.rectification import LIMIT_KEYS, Limits
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.domain.reporting_unit import SETTING_KEY as REPORTING_UNIT
from qxn_desktop.domain.reporting_unit import parse_reporting_unit
from qxn_desktop.domain.template import DEFAULT_MARK, Template
from qxn_desktop.services import quality_setting, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.settings import (
    BACKUP_KEEP,
    CONFIRMED,
    DRAW_SEED,
    HEAD,
    LIMITS,
    ORGAN,
    REVIEWER,
    START_DATE,
)
from qxn_desktop.services.templates import set_setting, templates

MOST_DAYS = 3650
MOST_KEPT = 366
VALUE = "填写的值"


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: what holds now, and on what basis (默认 without one)."""

    key: str
    title: str
    value: Json
    default: Json
    unit: str
    basis: str
    is_default: bool


def entries(ctx: AppContext) -> list[Entry]:
    """All settings there are, the unit's first, then each checklist's."""
    own = {row.id: row.values for row in ctx.ws.select("setting")}
    found = [*_of_unit(ctx, own)]
    for template, _ in templates(ctx).values():
        found += _of_template(template, own)
    return [*found, *_of_quality(own)]


def enter(ctx: AppContext, key: str, text: str, basis: str = "") -> Entry:
    """Set ``key`` to what ``text`` says; an empty text takes it back to the default.

    Raises:
        UserError: no such setting, one that nobody sets by hand, or a wrong value.
    """
    _refuse_by_hand(key)
    if not text.strip():
        _clear(ctx, key)
    elif key.startswith(quality_setting.PREFIX):
        quality_setting.set_number(ctx, key.removeprefix(quality_setting.PREFIX), text, basis)
    elif key in _UNIT_SETTINGS:
        settings.set_value(ctx, key, _UNIT_SETTINGS[key].read(ctx, text, basis), basis.strip())
    else:
        kept = next((e for e in entries(ctx) if e.key == key), None)
        structured = kept is not None and isinstance(kept.default, dict | list)
        set_setting(ctx, key, parse_json(text, VALUE) if structured else text.strip(), basis)
    return next(entry for entry in entries(ctx) if entry.key == key)


def _refuse_by_hand(key: str) -> None:
    if key == DRAW_SEED:
        raise UserError("E-WS-203", "抽样种子由程序生成并封存，不能自行设置。")
    if f".{CONFIRMED}." in key:
        raise UserError("E-WS-204", "频次请用确认频次（template confirm）办理，并写明依据。")


def _clear(ctx: AppContext, key: str) -> None:
    if key in _UNIT_SETTINGS or key.startswith(quality_setting.PREFIX):
        ctx.ws.write([settings.draft(key, None)])
    else:
        set_setting(ctx, key, None)


def _as_typed(_ctx: AppContext, text: str, _basis: str) -> Json:
    return text.strip()


def _name(ctx: AppContext, text: str, _basis: str) -> Json:
    """A person's name as the registers keep names."""
    name, problem = clean(FieldSpec("value", VALUE, "text", max="30"), text, ctx.today)
    refuse([] if problem is None else [problem])
    return name


def _limits(_ctx: AppContext, text: str, _basis: str) -> Json:
    """Days by severity; what is left out keeps its default."""
    found = parse_json(text, VALUE)
    if not isinstance(found, dict) or not found or set(found) - set(LIMIT_KEYS):
        raise UserError(
            "E-WS-205",
            "整改期限应写成 {example}，可用：{known}。",
            example='{"critical": 7}',
            known="、".join(LIMIT_KEYS),
        )
    days = {key: number for key, number in found.items() if _is_days(number)}
    refuse(
        Problem(key, "E-WS-206", f"{key} 应是 1 至 {MOST_DAYS} 之间的整数天数。")
        for key in found
        if key not in days
    )
    return days


def _rotation(_ctx: AppContext, text: str, _basis: str) -> Json:
    """How many backups to keep; what is left out keeps its default."""
    found = parse_json(text, VALUE)
    if not isinstance(found, dict) or not found or set(found) - set(ROTATION_KEYS):
        raise UserError(
            "E-WS-208",
            "备份保留份数应写成 {example}，可用：{known}。",
            example='{"daily": 7}',
            known="、".join(f"{key}（{ROTATION_TITLES[key]}）" for key in ROTATION_KEYS),
        )
    refuse(
        Problem(key, "E-WS-209", f"{ROTATION_TITLES[key]}保留份数应是 0 至 {MOST_KEPT} 的整数。")
        for key, number in found.items()
        if type(number) is not int or not 0 <= number <= MOST_KEPT
    )
    return found


def _is_days(number: object) -> bool:
    return type(number) is int and 1 <= number <= MOST_DAYS


def _reporting_unit(ctx: AppContext, text: str, basis: str) -> Json:
    found = parse_json(text, VALUE)
    unit, problems = parse_reporting_unit(found, ctx.divisions)
    refuse(problems)
    if not basis.strip():
        raise UserError("E-WS-207", "考核单位由州里确定，请写明依据（文号）。")
    return None if unit is None else {"name": unit.name, "members": list(unit.members)}


def _no_default(_ctx: AppContext) -> Json:
    return None


@dataclass(frozen=True, slots=True)
class _UnitSetting:
    """A setting of the unit itself: how what is typed is read, what holds without it."""

    title: str
    read: Callable[[AppContext, str, str], Json] = _as_typed
    default: Callable[[AppContext], Json] = _no_default


_UNIT_SETTINGS: Mapping[str, _UnitSetting] = {
    START_DATE: _UnitSetting("启用日期", default=lambda ctx: settings.created_on(ctx).isoformat()),
    LIMITS: _UnitSetting("整改期限（天，按严重程度）", _limits, lambda _ctx: asdict(Limits())),
    REPORTING_UNIT: _UnitSetting("考核单位", _reporting_unit),
    BACKUP_KEEP: _UnitSetting("备份保留份数", _rotation, lambda _ctx: asdict(Rotation())),
    DRAW_SEED: _UnitSetting("抽样种子"),
    REVIEWER: _UnitSetting("报表审核人", _name),
    HEAD: _UnitSetting("报表负责人", _name),
    ORGAN: _UnitSetting("报表落款单位", _name),
}


def _of_unit(ctx: AppContext, own: Mapping[str, Mapping[str, Json]]) -> Iterator[Entry]:
    for key, setting in _UNIT_SETTINGS.items():
        yield _entry(key, setting.title, setting.default(ctx), own)


def _of_template(template: Template, own: Mapping[str, Mapping[str, Json]]) -> Iterator[Entry]:
    for frequency in template.frequencies:
        key = f"{template.id}.{CONFIRMED}.{frequency.id}"
        yield _entry(key, f"{template.short_title}：确认“{frequency.title}”", "否", own)
    for spec in template.settings:
        key = f"{template.id}.{spec.key}"
        basis = "；".join(map(str, spec.basis)) if not spec.basis_default else ""
        title = f"{template.short_title}：{spec.title}"
        yield _entry(key, title, spec.default, own, (spec.unit, basis))


def _of_quality(own: Mapping[str, Mapping[str, Json]]) -> Iterator[Entry]:
    for key, spec in PARAMETERS.items():
        usual = canonical_decimal(spec.default)
        basis = "" if spec.source == DEFAULT_MARK else spec.source
        title = f"数据体检：{spec.title}"
        yield _entry(quality_setting.PREFIX + key, title, usual, own, (spec.unit, basis))


def _entry(
    key: str,
    title: str,
    default: Json,
    own: Mapping[str, Mapping[str, Json]],
    spec: tuple[str, str] = ("", ""),
) -> Entry:
    unit, shipped_basis = spec
    kept = own.get(key, {})
    value = kept.get("value")
    if value is None:
        return Entry(key, title, default, default, unit, shipped_basis or DEFAULT_MARK, True)
    return Entry(key, title, value, default, unit, str(kept.get("basis") or DEFAULT_MARK), False)
