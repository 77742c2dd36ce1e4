"""Assigned tasks (交办任务): given to villages, reported on village by village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.order import (
    Order,
    Progress,
    Standing,
    VillageReport,
    VillageStanding,
    order_problems,
    progress_id,
    report_problems,
    standings,
    tally,
)
from qxn_desktop.domain.row_input import clean_row, with_missing
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.services.row_choice import choose
from qxn_desktop.store.row import differing

ALL_VILLAGES = "all"


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as it is typed. ``villages`` are 12-digit codes, or ``all`` alone."""

    title: str
    basis: str
    villages: tuple[str, ...]
    due: str
    owner: str
    supervisor: str
    standard: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What a village reports, as typed; ``day`` "" is today."""

    village: str
    status: str
    reason: str = ""
    note: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order and where its villages stand, in code order."""

    id: str
    order: Order
    standings: tuple[VillageStanding, ...]

    @property
    def tally(self) -> Mapping[Standing, int]:
        return tally(self.standings)


def assign(ctx: AppContext, given: NewOrder) -> OrderView:
    """Give an order to villages of the unit.

    Raises:
        UserError: all that is wrong with it.
    """
    values = _order_values(ctx, given)
    order = _order(values)
    refuse(order_problems(order, [row.id for row in ctx.ws.select("village")]))
    row = new_id()
    ctx.ws.write([draft(ctx, "order", row, Kind.PUT, values)])
    return OrderView(row, order, standings(order, (), ctx.today))


def report_progress(ctx: AppContext, order: str, *reports: ProgressReport) -> OrderView:
    """Note where villages stand with an order; all of ``reports`` or none.

    Raises:
        UserError: no such order; a report is wrong; 不适用 without a reason.
    """
    row = choose(ctx, "order", order)
    given = _order(row.values)
    found = {one.village: _progress_values(ctx, row.id, one) for one in reports}
    refuse(fault for one in found.values() for fault in report_problems(given, _report(one)))
    drafts = []
    for village, values in found.items():
        id_ = progress_id(row.id, village)
        new = differing(ctx.ws.get("order_progress", id_), values)
        if new:
            drafts.append(draft(ctx, "order_progress", id_, Kind.PUT, new))
    if drafts:
        ctx.ws.write(drafts)
    return order_view(ctx, row.id)


def orders(ctx: AppContext, on: date | None = None) -> list[OrderView]:
    """All orders given by ``on`` (today) and where they stood, by time limit."""
    day = on or ctx.today
    reports = _reports(ctx)
    found = []
    for row in ctx.ws.select("order"):
        order = _order(row.values)
        if order.issued_on <= day:
            known = [r for r in reports[row.id] if r.on is None or r.on <= day]
            found.append(OrderView(row.id, order, standings(order, known, day)))
    return sorted(found, key=lambda view: (view.order.due, view.order.title, view.id))


def order_view(ctx: AppContext, order: str) -> OrderView:
    """One order today."""
    row = choose(ctx, "order", order)
    given = _order(row.values)
    return OrderView(row.id, given, standings(given, _reports(ctx)[row.id], ctx.today))


def _order_values(ctx: AppContext, given: NewOrder) -> dict[str, Json]:
    spec = ctx.ws.schema.registers["order"]
    every = [row.id for row in ctx.ws.select("village")]
    codes = every if given.villages == (ALL_VILLAGES,) else list(given.villages)
    raw: dict[str, Json] = {
        "title": given.title,
        "basis": given.basis,
        "issued_on": ctx.today.isoformat(),
        "due": given.due,
        "owner": given.owner,
        "supervisor": given.supervisor,
        "standard": given.standard,
        "note": given.note,
    }
    values, faults = clean_row(spec, raw, ctx.today)
    values = {key: value for key, value in values.items() if value is not None}
    refuse(with_missing(spec, {**values, "villages": []}, faults))
    return {**values, "villages": [*sorted(codes)]}


def _progress_values(ctx: AppContext, order: str, report: ProgressReport) -> dict[str, Json]:
    if report.status not in set(Progress):
        listed = "、".join(Progress)
        raise UserError(
            "E-TSK-030", "没有“{status}”这种进展，可用：{listed}。",
            status=report.status, listed=listed,
        )  # fmt: skip
    raw: dict[str, Json] = {
        "status": report.status,
        "reason": report.reason,
        "note": report.note,
        "date": report.day or ctx.today.isoformat(),
    }
    values, faults = clean_row(ctx.ws.schema.registers["order_progress"], raw, ctx.today)
    refuse(faults)
    return {**values, "order": order, "village": report.village}


def _reports(ctx: AppContext) -> defaultdict[str, list[VillageReport]]:
    found: defaultdict[str, list[VillageReport]] = defaultdict(list)
    for row in ctx.ws.select("order_progress"):
        if row.values.get("status") in set(Progress):
            found[row.text("order")].append(_report(row.values))
    return found


def _report(values: Mapping[str, Json]) -> VillageReport:
    day = values.get("date")
    return VillageReport(
        str(values["village"]),
        Progress(str(values["status"])),
        date.fromisoformat(day) if isinstance(day, str) else None,
        str(values.get("reason") or ""),
    )


def _order(values: Mapping[str, Json]) -> Order:
    villages = values["villages"]
    return Order(
        title=str(values["title"]),
        basis=str(values["basis"]),
        villages=tuple(str(code) for code in villages) if isinstance(villages, list) else (),
        issued_on=date.fromisoformat(str(values["issued_on"])),
        due=date.fromisoformat(str(values["due"])),
        owner=str(values["owner"]),
        supervisor=str(values["supervisor"]),
        standard=str(values["standard"]),
    )
