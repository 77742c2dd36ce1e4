"""Assigned tasks as the window shows them: each with its villages by name, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.domain.order import Standing, VillageStanding
from qxn_desktop.domain.rectification_guide import DueMark
from qxn_desktop.domain.task import SOON_DAYS
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import OrderView, orders
from qxn_desktop.services.problem_list import village_names


@dataclass(frozen=True, slots=True)
class VillageLine:
    """Where one village stands; ``words`` tell it, ``note`` the reason or that it was late."""

    code: str
    name: str
    standing: Standing
    words: str
    day: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order. ``settled`` of its villages are done or have it not applied."""

    id: str
    title: str
    basis: str
    standard: str
    owner: str
    supervisor: str
    issued: str
    due: str
    mark: DueMark
    due_words: str
    settled: int
    villages: tuple[VillageLine, ...]


def order_lines(ctx: AppContext) -> tuple[OrderLine, ...]:
    """All orders: those still open first, by time limit; villages in code order."""
    names = village_names(ctx)
    lines = [_line(view, names, ctx.today) for view in orders(ctx)]
    return tuple(sorted(lines, key=lambda line: line.mark is DueMark.CLOSED))


def _line(view: OrderView, names: dict[str, str], today: date) -> OrderLine:
    order, counts = view.order, view.tally
    settled = counts[Standing.DONE] + counts[Standing.NOT_APPLICABLE]
    mark = _mark(order.due, settled == len(view.standings), today)
    return OrderLine(
        id=view.id,
        title=order.title,
        basis=order.basis,
        standard=order.standard,
        owner=order.owner,
        supervisor=order.supervisor,
        issued=order.issued_on.isoformat(),
        due=order.due.isoformat(),
        mark=mark,
        due_words=_due_words(mark, (order.due - today).days),
        settled=settled,
        villages=tuple(_village(one, names) for one in view.standings),
    )


def _mark(due: date, settled: bool, today: date) -> DueMark:
    if settled:
        return DueMark.CLOSED
    if due < today:
        return DueMark.OVERDUE
    return DueMark.SOON if due <= today + timedelta(days=SOON_DAYS) else DueMark.FAR


def _due_words(mark: DueMark, days: int) -> str:
    if mark is DueMark.CLOSED:
        return "已全部完成"
    if days < 0:
        return f"逾期 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


def _village(found: VillageStanding, names: dict[str, str]) -> VillageLine:
    late = "超过期限才完成" if found.late else ""
    return VillageLine(
        found.village,
        names.get(found.village, found.village),
        found.standing,
        found.standing.words,
        found.on.isoformat() if found.on else "",
        "；".join(filter(None, (late, found.reason))),
    )
