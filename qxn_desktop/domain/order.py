"""Assigned tasks (交办任务): one order to one or many villages, and where each stands.

Responsible unit, responsible person, supervisor, time limit and standard of completion: 分级负责,
docs/domain.md A03. 不适用 is a legal answer and needs a reason: 不搞一刀切, docs/domain.md A02.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.ids import hashed_id


class Progress(StrEnum):
    """What a village reports; the value is stored and read by users."""

    OPEN = "进行中"
    DONE = "已完成"
    NOT_APPLICABLE = "不适用"


class Standing(StrEnum):
    """Where a village stands on a day."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    OVERDUE = "overdue"

    @property
    def words(self) -> str:
        return {
            "open": "进行中",
            "done": "已完成",
            "not_applicable": "不适用",
            "overdue": "逾期",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it is given. ``villages`` are 12-digit codes."""

    title: str
    basis: str
    villages: tuple[str, ...]
    issued_on: date
    due: date
    owner: str
    supervisor: str
    standard: str


@dataclass(frozen=True, slots=True)
class VillageReport:
    """What was reported of one village; ``on`` is the day it was done."""

    village: str
    progress: Progress
    on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VillageStanding:
    """Where one village stands. ``late``: done after the limit."""

    village: str
    standing: Standing
    on: date | None = None
    reason: str = ""
    late: bool = False


TITLES: Mapping[str, str] = {
    "title": "任务名称",
    "basis": "依据",
    "owner": "责任人",
    "supervisor": "督办人",
    "standard": "完成标准",
}


def order_problems(order: Order, known: Collection[str]) -> tuple[Problem, ...]:
    """What is wrong with an order; ``known`` are the villages of the unit."""
    return (*_missing(order), *_people(order), *_days(order), *_villages(order, known))


def report_problems(order: Order, report: VillageReport) -> tuple[Problem, ...]:
    """What is wrong with a village's report."""
    return tuple(_report(order, report))


def progress_id(order_id: str, village: str) -> str:
    """The row of one village's progress, equal on every machine."""
    return hashed_id("order_progress", order_id, village)


def standings(
    order: Order, reports: Iterable[VillageReport], today: date
) -> tuple[VillageStanding, ...]:
    """Where each village of the order stands, in code order.

    不适用 without a reason does not count: it may have come from an older machine.
    """
    by_village = {report.village: report for report in reports}
    return tuple(
        _standing(order, village, by_village.get(village), today)
        for village in sorted(set(order.villages))
    )


def tally(found: Iterable[VillageStanding]) -> Mapping[Standing, int]:
    """How many villages stand where; every standing is named."""
    counts = Counter(item.standing for item in found)
    return {standing: counts[standing] for standing in Standing}


def _standing(
    order: Order, village: str, report: VillageReport | None, today: date
) -> VillageStanding:
    if report and report.progress is Progress.DONE:
        late = report.on is not None and report.on > order.due
        return VillageStanding(village, Standing.DONE, report.on, report.reason, late)
    if report and report.progress is Progress.NOT_APPLICABLE and report.reason.strip():
        return VillageStanding(village, Standing.NOT_APPLICABLE, report.on, report.reason)
    standing = Standing.OVERDUE if today > order.due else Standing.OPEN
    return VillageStanding(village, standing)


def _missing(order: Order) -> Iterator[Problem]:
    for key, title in TITLES.items():
        if not str(getattr(order, key)).strip():
            yield Problem(key, "E-TSK-011", f"还缺{title}（{key}），请补上。")


def _people(order: Order) -> Iterator[Problem]:
    owner, supervisor = order.owner.strip(), order.supervisor.strip()
    if owner and owner == supervisor:
        text = f"督办人不能与责任人是同一人（{owner}），请另指定一人（supervisor）。"
        yield Problem("supervisor", "E-TSK-012", text)


def _days(order: Order) -> Iterator[Problem]:
    if order.due < order.issued_on:
        text = f"完成期限（{order.due}）不能早于交办日期（{order.issued_on}），请改期限（due）。"
        yield Problem("due", "E-TSK-013", text)


def _villages(order: Order, known: Collection[str]) -> Iterator[Problem]:
    if not order.villages:
        yield Problem("villages", "E-TSK-014", "请至少选一个村（villages）。")
    for code, count in sorted(Counter(order.villages).items()):
        if code not in known:
            text = f"{code} 不是本单位的村，请核对村代码（villages）。"
            yield Problem("villages", "E-TSK-015", text)
        if count > 1:
            text = f"村代码 {code} 写了{count}次，请只留一个（villages）。"
            yield Problem("villages", "E-TSK-016", text)


def _report(order: Order, report: VillageReport) -> Iterator[Problem]:
    if report.village not in order.villages:
        text = f"这项任务没有交给 {report.village}，请核对村代码（village）。"
        yield Problem("village", "E-TSK-017", text)
    if report.progress is Progress.NOT_APPLICABLE and not report.reason.strip():
        yield Problem("reason", "E-TSK-018", "“不适用”须写明理由（reason）。")
    if report.progress is Progress.DONE and report.on is None:
        yield Problem("date", "E-TSK-019", "已完成的须写明完成日期（date）。")
    if report.on is not None and report.on < order.issued_on:
        text = f"日期（{report.on}）不能早于交办日期（{order.issued_on}），请核对（date）。"
        yield Problem("date", "E-TSK-020", text)
