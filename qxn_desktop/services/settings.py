"""The unit's settings: operations like any other, so that all its laptops agree.

Keys: ``start_date``, ``reporting_unit``, ``limits``, and ``TEMPLATE.key`` for a checklist's own
settings. What is not set falls back to a default that is marked as such wherever it is shown.
"""

from __future__ import annotations

from datetime import date

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.template import Template
from qxn_desktop.services.context import AppContext

START_DATE = "start_date"
CONFIRMED = "confirmed"
LIMITS = "limits"
"""Days to rectify by severity; copied into each problem when it is opened."""
DRAW_SEED = "draw_seed"
"""Seed of all samples (hex); sealed, since who knows it knows the sample beforehand."""
DEMO = "demo"
"""是: the people are invented, and every page bears the watermark 演示."""
REVIEWER = "report_reviewer"
HEAD = "report_head"
"""审核人 and 负责人 of reports; left for the pen while they are not set."""
BACKUP_KEEP = "backup_keep"
"""How many backups are kept, by day, week and month."""
ORGAN = "report_organ"
"""Who seals reports, when it is not the unit's government."""


def value(ctx: AppContext, key: str) -> Json:
    """The setting ``key``, None when the unit has not set it."""
    row = ctx.ws.get("setting", key)
    return row.values.get("value") if row else None


def text(ctx: AppContext, key: str) -> str:
    """The setting ``key`` as text, "" when the unit has not set it."""
    kept = value(ctx, key)
    return kept if isinstance(kept, str) else ""


def set_value(ctx: AppContext, key: str, new: Json, basis: str = "") -> ChangeSet:
    """Set ``key``; None takes the setting back to its default."""
    if key == START_DATE:
        _refuse_no_date(new)
    return ctx.ws.write([draft(key, new, basis)])


def draft(key: str, new: Json, basis: str = "", *, sealed: bool = False) -> Draft:
    """The change of a setting, for a write together with others."""
    payload: dict[str, Json] = {"value": new, "basis": basis or None}
    return Draft("setting", key, Kind.PUT, payload, sealed=sealed)


def start_date(ctx: AppContext) -> date:
    """启用日期: nothing is due before it. The day the workspace was made, until it is set."""
    text = value(ctx, START_DATE)
    if isinstance(text, str):
        return date.fromisoformat(text)
    return created_on(ctx)


def created_on(ctx: AppContext) -> date:
    """The day this machine's workspace was made."""
    return from_millis(int(ctx.ws.local.get("created"))).date()


def overrides(ctx: AppContext, template: Template) -> dict[str, Json]:
    """The unit's own values for a checklist's settings."""
    prefix = f"{template.id}."
    found = {row.id: row.values.get("value") for row in ctx.ws.select("setting")}
    return {
        key.removeprefix(prefix): setting
        for key, setting in found.items()
        if key.startswith(prefix) and setting is not None
    }


def is_confirmed(ctx: AppContext, template: str, frequency: str) -> bool:
    """Whether the unit has confirmed that this frequency is asked of it."""
    return value(ctx, f"{template}.{CONFIRMED}.{frequency}") == "是"


def _refuse_no_date(new: Json) -> None:
    try:
        date.fromisoformat(new if isinstance(new, str) else "")
    except ValueError as error:
        raise UserError("E-WS-201", "启用日期应写成 2026-11-01 这样的真实日期，请改正。") from error
