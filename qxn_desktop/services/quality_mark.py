"""A finding that a person has looked at and lets stand, with the reason.

The mark is an operation like any other and travels with the rest. It holds for the values that
were looked at: it goes by the finding's fingerprint, and no longer counts when they change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.character import tidy
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.finding import Finding
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft

REGISTER = "quality_mark"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """Who let a finding stand, when and why."""

    reason: str
    by: str
    on: str


def marks(ctx: AppContext) -> dict[str, Mark]:
    """The marks by the fingerprint of their finding, the latest where two people set one."""
    return {
        row.text("fingerprint"): Mark(
            row.text("reason"), row.text("checked_by"), row.text("checked_on")
        )
        for row in ctx.ws.select(REGISTER, order=("checked_on", "id"))
    }


def mark(ctx: AppContext, findings: Collection[Finding], reason: str) -> ChangeSet:
    """Let ``findings`` stand for ``reason``.

    Raises:
        UserError: no reason, or too long a one.
    """
    words = tidy(reason)
    if not words:
        raise UserError("E-REG-380", "请写明理由，例如“已对照户口簿核实，确是如此”。")
    if len(words) > LONGEST:
        raise UserError("E-REG-381", "理由最多{most}字，请写短些。", most=LONGEST)
    return ctx.ws.write([_draft(ctx, found, words) for found in findings])


def unmark(ctx: AppContext, findings: Collection[Finding]) -> ChangeSet:
    """Take the marks of ``findings`` back: they are open again."""
    return ctx.ws.write(
        [
            draft(ctx, REGISTER, row.id, Kind.DELETE)
            for found in findings
            for row in ctx.ws.select(REGISTER, {"fingerprint": found.fingerprint})
        ]
    )


def _draft(ctx: AppContext, found: Finding, reason: str) -> Draft:
    values: dict[str, Json] = {
        "rule": RULES[found.rule].code,
        "register": found.register,
        "record": found.row,
        "village": found.village,
        "fingerprint": found.fingerprint,
        "reason": reason,
        "checked_by": ctx.ws.clerk,
        "checked_on": ctx.today.isoformat(),
    }
    return draft(ctx, REGISTER, new_id(), Kind.PUT, values)
