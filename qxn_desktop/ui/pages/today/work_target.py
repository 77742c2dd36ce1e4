"""Where a line of work is done."""

from __future__ import annotations

from qxn_desktop.services.village_work import Cell
from qxn_desktop.services.work_line import WorkKind, WorkLine
from qxn_desktop.ui.target import Target


def target_of(line: WorkLine) -> Target:
    """The place that opens the work of ``line``."""
    village = line.villages[0] if len(line.villages) == 1 else ""
    first = line.ids[0] if len(line.ids) == 1 else ""
    if line.kind in (WorkKind.CHECK, WorkKind.DRAFT):
        facts = {
            "template": line.template,
            "frequency": line.frequency,
            "village": village,
        }
        return Target("check", first, _given(facts))
    if line.kind is WorkKind.ORDER:
        return Target("problems", first, {"view": "orders"})
    if line.kind is WorkKind.PROBLEM:
        return Target("problems", first, {} if first else {"group": "overdue"})
    if line.kind in (WorkKind.CASE, WorkKind.LEAD):
        group = "leads" if line.kind is WorkKind.LEAD else "open" if first else "late"
        return Target("monitoring", first, {"group": group})
    if line.kind is WorkKind.CONFLICT:
        return Target("exchange", facts={"view": "conflicts"})
    return Target("exchange")


def cell_target(village: str, cell: Cell) -> Target:
    """The place that opens what a village has to do in a field of work; problems have no form."""
    if not cell.template:
        return Target("problems", facts={"village": village})
    facts = {"template": cell.template, "frequency": cell.frequency, "village": village}
    return Target("check", facts=facts)


def _given(facts: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in facts.items() if value}
