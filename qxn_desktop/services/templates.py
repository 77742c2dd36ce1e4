"""Checklists in use: those that ship and the unit's own versions; what the unit confirms of them.

A version once filled in is kept in register ``template`` (id ``HC@2``), so that a check prints as
it was filled, whatever ships later. Of the same version the kept text counts: all of the unit's
laptops then agree on it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.template import Frequency, Template
from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.domain.template_setting import read_setting
from qxn_desktop.services import settings
from qxn_desktop.services.catalog import registers, shipped_templates
from qxn_desktop.services.check_object import attributes_of
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft

Versioned = tuple[Template, str]
"""A checklist and the text it was read from."""

ALL = "all"


def templates(ctx: AppContext, on: date | None = None) -> Mapping[str, Versioned]:
    """The version in force of each checklist, by id; ``on`` is today unless it is given.

    What is not in force yet, and what only a newer program can read, is left out.
    """
    day = on or ctx.today
    found = {}
    for id_ in sorted({*shipped_templates(), *_own_ids(ctx)}):
        kept = next(_in_force(ctx, id_, day), None)
        if kept is not None:
            found[id_] = kept
    return found


def is_disabled(template: Template, on: date) -> bool:
    """Whether the form's last day (停用日期) lies before ``on``."""
    last = template.approval.disabled_on
    return last is not None and last < on


def template_for(ctx: AppContext, id_: str, on: date) -> Versioned:
    """The version to fill in on a day.

    Raises:
        UserError: no such checklist, none in force on that day, or no longer used.
    """
    found = next(_in_force(ctx, id_, on), None)
    if found is None:
        _refuse_unknown(ctx, id_)
        version(ctx, id_, max(texts(ctx, id_)))  # says so when only a newer program can read it
        raise UserError("E-TPL-201", "检查表 {id} 在 {day} 还没有生效的版本。", id=id_, day=on)
    if is_disabled(found[0], on):
        raise UserError(
            "E-TPL-202",
            "“{title}”已于 {day} 停用，不能再填。仍需检查的，请换用经批准的新表。",
            title=found[0].title,
            day=found[0].approval.disabled_on,
        )
    return found


def version(ctx: AppContext, id_: str, number: int) -> Versioned:
    """One version, in force or not: for a check that was filled under it.

    Raises:
        UserError: it is not here, or it is written for a newer program.
    """
    text = texts(ctx, id_).get(number)
    if text is None:
        raise UserError(
            "E-TPL-203",
            "本机没有检查表 {id} 第 {number} 版，请让同事再发一次数据包。",
            id=id_,
            number=number,
        )
    template = _read(text)
    if template is None:
        raise UserError(
            "E-TPL-204", "检查表 {id} 第 {number} 版要用更新的程序打开。", id=id_, number=number
        )
    return template, text


def newest(ctx: AppContext, id_: str) -> Versioned:
    """The highest version, in force or not: what the next one is made from.

    Raises:
        UserError: no such checklist, or it is written for a newer program.
    """
    _refuse_unknown(ctx, id_)
    return version(ctx, id_, max(texts(ctx, id_)))


def texts(ctx: AppContext, id_: str) -> dict[int, str]:
    """The texts of a checklist's versions, in force or not."""
    found: dict[int, str] = {}
    shipped = shipped_templates().get(id_)
    if shipped is not None:
        found[shipped[0].version] = shipped[1]
    for row in ctx.ws.select("template", {"code": id_}):
        number = row.values.get("version")
        if isinstance(number, int):
            found[number] = row.text("text")
    return found


def digest(text: str) -> str:
    """SHA-256 of a checklist's text, as checks keep it."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_text(text: str) -> list[Problem]:
    """Everything that is wrong with a checklist: by itself, and against the registers."""
    template, problems = parse_template(text)
    return problems if template is None else list(_against_registers(template))


def add_template(ctx: AppContext, text: str) -> Template:
    """Take a checklist, or a newer version of one, into use.

    Raises:
        UserError: all that is wrong with it, or a version that is not new.
    """
    refuse(check_text(text))
    template, _ = parse_template(text)
    assert template is not None  # noqa: S101 - else there were problems
    present = max(texts(ctx, template.id), default=0)
    if template.version <= present:
        raise UserError(
            "E-TPL-205",
            "检查表 {id} 已有第 {present} 版，新版请把 version 改为 {next} 或更大。",
            id=template.id,
            present=present,
            next=present + 1,
        )
    ctx.ws.write([keep_version(ctx, template, text)])
    return template


def keep_version(ctx: AppContext, template: Template, text: str) -> Draft:
    """The change that keeps this version of a checklist."""
    payload: Mapping[str, Json] = {"code": template.id, "version": template.version, "text": text}
    return draft(ctx, "template", row_id(template), Kind.PUT, payload)


def row_id(template: Template) -> str:
    """The row in which a version is kept."""
    return f"{template.id}@{template.version}"


def confirm(ctx: AppContext, template_id: str, frequency: str, basis: str) -> tuple[Frequency, ...]:
    """Confirm that a checklist is due so often (``all``: as often as it says), on a basis.

    The first confirmation also draws the seed of the unit's samples.

    Raises:
        UserError: no such checklist or frequency, or no basis.
    """
    template, _ = template_for(ctx, template_id, ctx.today)
    chosen = _frequencies(template, frequency)
    ctx.ws.write(confirmation_drafts(ctx, [(template.id, one.id) for one in chosen], basis))
    return chosen


def confirmation_drafts(
    ctx: AppContext, chosen: Iterable[tuple[str, str]], basis: str
) -> list[Draft]:
    """The changes that confirm pairs of checklist and frequency, for a write with others."""
    keys = [
        confirmation_key(template, one.id)
        for template, frequency in chosen
        for one in _frequencies(template_for(ctx, template, ctx.today)[0], frequency)
    ]
    if not basis.strip():
        raise UserError(
            "E-TPL-206", "确认频次要写明依据（文号、会议或批准人），没有依据的任务不下达。"
        )
    drafts = [settings.draft(key, "是", basis.strip()) for key in keys]
    if settings.value(ctx, settings.DRAW_SEED) is None:
        drafts.append(settings.draft(settings.DRAW_SEED, secrets.token_hex(16), sealed=True))
    return drafts


def confirmation_key(template: str, frequency: str) -> str:
    """The setting that holds whether a frequency is confirmed."""
    return f"{template}.{settings.CONFIRMED}.{frequency}"


def set_setting(ctx: AppContext, key: str, value: object, basis: str = "") -> ChangeSet:
    """Set a checklist's own setting, such as ``HC.vent_min_cm``; None: back to the default.

    Raises:
        UserError: no such setting, or a value of the wrong type.
    """
    id_, _, own = key.partition(".")
    spec = template_for(ctx, id_, ctx.today)[0].setting(own)
    if spec is None:
        raise UserError("E-TPL-207", "没有参数“{key}”，可用的参数请看参数列表。", key=key)
    new = None if value is None else read_setting(spec.type, value)
    if value is not None and new is None:
        raise UserError(
            "E-TPL-208",
            "参数“{title}”要填{kind}，请核对。",
            title=spec.title,
            kind=SETTING_KINDS[spec.type],
        )
    return settings.set_value(ctx, key, new, basis.strip())


SETTING_KINDS = {
    "number": "数字",
    "text": "文字",
    "list": '文字的列表，如 ["三格式"]',
    "table": '各项数字的表，如 {"2026": 8000}',
    "limits": "限值表，每格写明 value、checked_by（核对人）、checked_on（核对日期）",
}
"""What a person enters for each type of setting."""


def _frequencies(template: Template, frequency: str) -> tuple[Frequency, ...]:
    chosen = tuple(f for f in template.frequencies if frequency in (ALL, f.id))
    if not chosen:
        known = "、".join(f"{f.id}（{f.title}）" for f in template.frequencies)
        raise UserError(
            "E-TPL-209",
            "检查表 {id} 没有频次“{frequency}”，可用：{known}。",
            id=template.id,
            frequency=frequency,
            known=known or "无",
        )
    return chosen


def _in_force(ctx: AppContext, id_: str, on: date) -> Iterator[Versioned]:
    """Versions in force on a day, the newest first."""
    for _, text in sorted(texts(ctx, id_).items(), reverse=True):
        template = _read(text)
        if template is None:
            return  # an older version must not stand in for one that cannot be read
        if template.effective_from is None or template.effective_from <= on:
            yield template, text


def _own_ids(ctx: AppContext) -> set[str]:
    return {row.text("code") for row in ctx.ws.select("template")}


@lru_cache(maxsize=64)
def _read(text: str) -> Template | None:
    for template, shipped in shipped_templates().values():
        if text == shipped:
            return template
    return parse_template(text)[0]


def _refuse_unknown(ctx: AppContext, id_: str) -> None:
    if not texts(ctx, id_):
        known = "、".join(sorted({*shipped_templates(), *_own_ids(ctx)}))
        raise UserError("E-TPL-210", "没有检查表“{id}”，可用：{known}。", id=id_, known=known)


def _against_registers(template: Template) -> Iterator[Problem]:
    usable = {id_: spec.title for id_, spec in registers().items() if _has_village(id_)}
    known = "、".join(f"{id_}（{title}）" for id_, title in usable.items())
    strange = [id_ for id_ in template.objects if id_ not in usable]
    for id_ in strange:
        yield Problem("objects", "E-TPL-211", f"没有可检查的台账“{id_}”，可用：{known}。")
    if strange:
        return
    for key in sorted(set(template.attributes) - attributes_of(template.objects)):
        yield Problem(f"attributes.{key}", "E-TPL-212", f"所选台账里没有字段“{key}”，请核对。")
    if template.opens == "lead" and template.objects != ("household",):
        yield Problem("opens", "E-TPL-213", "线索只能由农户（household）的检查产生。")


def _has_village(id_: str) -> bool:
    spec = registers()[id_]
    return bool(spec.village_field) and not spec.internal
