"""A lead opened from a finding of 028 or 029, by a person: the rules only propose."""

from __future__ import annotations

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.lead import Channel
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.finding import Finding
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.findings import MOST_TEXT
from qxn_desktop.services.numbering import LEAD, next_numbers
from qxn_desktop.services.routing import draft
from qxn_desktop.store import narrow_query


def lead_of(finding: Finding) -> str:
    """The id of the lead of a finding, the same on every machine while the values are the same."""
    return hashed_id("lead", RULES[finding.rule].code, finding.household, finding.fingerprint)


def opened_leads(ctx: AppContext) -> dict[str, str]:
    """The numbers of all leads by their ids."""
    rows = narrow_query.columns(ctx.ws, "lead", ("number",))
    return {str(id_): str(number or "") for id_, number in rows}


def open_lead(ctx: AppContext, finding: Finding) -> tuple[str, ChangeSet]:
    """Open the lead of a finding; gives its number.

    Raises:
        UserError: the finding proposes none, or its lead is open already.
    """
    if not finding.proposes:
        raise UserError("E-PRB-240", "这条发现不是线索，请直接改正数据，或标为已核。")
    id_ = lead_of(finding)
    if ctx.ws.operations("lead", id_):
        raise UserError("E-PRB-241", "这条发现已经开过线索，不重复开。")
    [number] = next_numbers(ctx, LEAD)
    values: dict[str, Json] = {
        "number": number,
        "household": finding.household,
        "village": finding.village,
        "item": RULES[finding.rule].title,
        "channel": Channel.LINKED.value,
        "found_on": ctx.today.isoformat(),
        "description": finding.sentence[:MOST_TEXT],
    }
    return number, ctx.ws.write([draft(ctx, "lead", id_, Kind.PUT, values)])
