"""What a case's step says of its household: written into the register with the step itself.

So nobody types it twice, and lists, tasks and figures that read the register agree with the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.case_step import NO, YES
from qxn_desktop.domain.monitor_case import Case
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.quality.state import RISKS
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft

HELPED_AWAY = "帮扶消除"


def household_drafts(ctx: AppContext, household: str, event: str, after: Case) -> list[Draft]:
    """The change of the household's row that comes with ``event``; ``after`` is the case then.

    A household that is taken over keeps what its row holds: that came from the national system.
    """
    row = ctx.ws.get("household", household)
    if row is None:
        return []
    if event in ("register", "take_over"):
        values = _recognised(after)
    elif event == "removal_announce":
        values = _removed(after.done[event])
    else:
        return []
    kept = event == "take_over"
    changed = {
        key: value
        for key, value in values.items()
        if row.values.get(key) != value and not (kept and row.values.get(key))
    }
    if row.values.get("first_identified_month"):
        changed.pop("first_identified_month", None)
    return [draft(ctx, "household", household, Kind.PUT, changed)] if changed else []


def _recognised(case: Case) -> Mapping[str, Json]:
    found: dict[str, Json] = {"monitor_category": case.category, "risk_open": YES}
    risks = [*case.risks, *[None] * len(RISKS)][: len(RISKS)]
    found |= dict(zip(RISKS, risks, strict=True))
    if case.recognised_on:
        found["identified_on"] = case.recognised_on.isoformat()
        found["identified_month"] = month = case.recognised_on.isoformat()[:7]
        found["first_identified_month"] = month
    if case.national_code:
        found["national_code"] = case.national_code
    return found


def _removed(day: date) -> Mapping[str, Json]:
    return {
        "risk_open": NO, "removal_way": HELPED_AWAY, "removed_month": day.isoformat()[:7],
    }  # fmt: skip
