"""Which checklists apply to the unit: what each rests on, how often it is due, what is confirmed.

Several frequencies are confirmed at once on one basis: a meeting decides on all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.template import DEFAULT_MARK, Frequency, Template
from qxn_desktop.services import settings
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import (
    confirmation_drafts,
    confirmation_key,
    is_disabled,
    templates,
)

PERIOD_WORDS = {"week": "每周", "month": "每月", "quarter": "每季", "year": "每年", "once": "一次"}


@dataclass(frozen=True, slots=True)
class FrequencyLine:
    """How often a part of a register is due.

    ``default``: without a basis of its own (默认). ``basis``: that of the unit's confirmation once
    it is ``confirmed``, else the checklist's. ``extent``: 抽查 10% or 全部. ``timed``: makes tasks.
    """

    template: str
    id: str
    title: str
    register: str
    period: str
    extent: str
    basis: str
    default: bool
    confirmed: bool
    timed: bool


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One checklist. ``own_use``: no approving unit is named, villages need not fill it in."""

    id: str
    title: str
    short_title: str
    domain: str
    version: int
    items: int
    basis: str
    own_use: bool
    disabled: bool
    frequencies: tuple[FrequencyLine, ...]


def checklist_lines(ctx: AppContext) -> tuple[ChecklistLine, ...]:
    """The checklists in force, by code."""
    return tuple(_line(ctx, template) for template, _ in templates(ctx).values())


def frequency_lines(ctx: AppContext, template: Template) -> tuple[FrequencyLine, ...]:
    """The frequencies of one checklist and what the unit said of them."""
    return tuple(_frequency(ctx, template, one) for one in template.frequencies)


def confirm_several(ctx: AppContext, chosen: Sequence[tuple[str, str]], basis: str) -> ChangeSet:
    """Confirm pairs of checklist and frequency on one basis, in one write.

    Raises:
        UserError: nothing chosen, no basis, no such checklist or frequency.
    """
    if not chosen:
        raise UserError("E-TPL-214", "还没有选频次，请先勾选要确认的频次。")
    return ctx.ws.write(confirmation_drafts(ctx, chosen, basis))


def withdraw(ctx: AppContext, template: str, frequency: str) -> ChangeSet:
    """Take a confirmation back: from now on no tasks follow from this frequency."""
    return ctx.ws.write([settings.draft(confirmation_key(template, frequency), None)])


def _line(ctx: AppContext, template: Template) -> ChecklistLine:
    return ChecklistLine(
        template.id,
        template.title,
        template.short_title,
        template.domain,
        template.version,
        len(template.items),
        "；".join(map(str, template.basis)) or DEFAULT_MARK,
        not template.approval.complete,
        is_disabled(template, ctx.today),
        frequency_lines(ctx, template),
    )


def _frequency(ctx: AppContext, template: Template, one: Frequency) -> FrequencyLine:
    row = ctx.ws.get("setting", confirmation_key(template.id, one.id))
    confirmed = row is not None and row.values.get("value") == "是"
    stated = "；".join(map(str, one.basis))
    basis = row.text("basis") if confirmed and row is not None else stated
    return FrequencyLine(
        template.id,
        one.id,
        one.title,
        registers()[one.register].title,
        PERIOD_WORDS[one.period],
        "全部" if one.share == 100 else f"抽查{one.share}%，每村至少{one.min}个",
        basis or DEFAULT_MARK,
        one.basis_default,
        confirmed,
        one.period != "once",
    )
