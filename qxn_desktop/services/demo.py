"""Demonstration workspaces: real villages, invented people, months of work; marked 演示.

The same arguments give the same operations, and so the same digest: they belong to a virtual site
and were written at simulated hours. The workspace itself has a site of its own like any other.
"""

from __future__ import annotations

import shutil
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

from qxn_desktop.common.clock import CHINA, Clock, millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.demo_number import MAX_HOUSEHOLDS
from qxn_desktop.domain.operation import Draft
from qxn_desktop.services import workspaces
from qxn_desktop.services.catalog import divisions, shipped_templates
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_check import write_visits
from qxn_desktop.services.demo_office import (
    write_complaints,
    write_orders,
    write_pressing,
    write_settings,
    write_staff,
    write_village,
)
from qxn_desktop.services.demo_plan import DemoArguments, DemoPlan, Entry, Expected
from qxn_desktop.store.minter import Origin
from qxn_desktop.store.workspace_files import Secret

MOST_MONTHS = 24
MOST_HOUSEHOLDS = MAX_HOUSEHOLDS - 1
"""In one village; the last seat is the village's own."""
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Of the last day: beyond, dates before or after it may have no calendar."""
BATCH = 4000
"""Changes of one write."""


@dataclass(frozen=True, slots=True)
class Made:
    """A demonstration: how many rows each register holds. The recovery code is shown this once."""

    root: Path
    counts: dict[str, int]
    recovery_code: str


def create(
    root: Path,
    arguments: DemoArguments,
    secret: Secret,
    clock: Clock,
    progress: Progress = SILENT,
) -> Made:
    """A new workspace with a demonstration in it.

    Raises:
        UserError: no such unit, more households than villages hold, no months, a last day far
            away; folder taken.
        Cancelled: taken back; no folder is left.
    """
    made = plan(arguments, progress)
    fresh = not root.exists()
    new = workspaces.create(root, arguments.unit, None, secret, clock)
    try:
        with workspaces.opened(root, secret, clock) as ctx:
            fill(ctx, made, progress)
            counts = {register: ctx.ws.count(register) for register in ctx.ws.schema.registers}
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)  # it was empty, or ``create`` had refused it
        if not fresh:
            root.mkdir(exist_ok=True)
        raise
    return Made(root, counts, new.recovery_code)


def expected(arguments: DemoArguments) -> Expected:
    """What the demonstration holds, as its generator knows it."""
    return plan(arguments).expected


def clerk_of(arguments: DemoArguments) -> str:
    """The invented clerk in whose name most of the demonstration is written."""
    start = months_before(arguments.until, arguments.months)
    return DemoPlan(arguments, divisions(), start).clerk


def plan(arguments: DemoArguments, progress: Progress = SILENT) -> DemoPlan:
    """All changes of a demonstration; nothing is written.

    Raises:
        UserError: as ``create``.
    """
    _refuse(arguments)
    start = months_before(arguments.until, arguments.months)
    made = DemoPlan(arguments, divisions(), start)
    write_settings(made)
    for at, village in enumerate(made.villages):
        progress.report(at, 2 * len(made.villages), f"正在编排{village.short_name}的演示数据")
        objects = list(write_village(made, village, _share(made, at)))
        for template, text in shipped_templates().values():
            for met in objects:
                if met.what.register in template.objects:
                    write_visits(made, template, text, met)
        write_complaints(made, village)
    write_pressing(made)
    write_orders(made)
    write_staff(made)
    return made


def fill(ctx: AppContext, made: DemoPlan, progress: Progress = SILENT) -> None:
    """Write a demonstration into an empty workspace."""
    origin = origin_of(made.arguments)
    for picture in made.album.pictures.values():
        ctx.ws.photos.add(picture.data)
    ordered = made.all_entries()
    written = 0
    for (day, hour, actor), entries in groupby(ordered, key=_slot):
        # The plan was the first half of the work.
        words = f"正在写入{day.month}月{day.day}日的演示数据"
        progress.report(len(ordered) + written, 2 * len(ordered), words)
        wall = millis(datetime.combine(day, time(hour), CHINA))
        for drafts in _batches([entry.draft for entry in entries]):
            ctx.ws.write_as(origin, drafts, actor, wall)
            written += len(drafts)
    ctx.ws.audit("demo", unit=made.arguments.unit, seed=made.arguments.seed)


def origin_of(arguments: DemoArguments) -> Origin:
    """The virtual site of a demonstration."""
    parts = (
        arguments.unit, arguments.until.isoformat(),
        str(arguments.households), str(arguments.months), arguments.seed,
    )  # fmt: skip
    return Origin(hashed_id("demo-site", *parts)[:16], hashed_id("demo-epoch", *parts)[:12])


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _slot(entry: Entry) -> tuple[date, int, str]:
    return entry.day, entry.hour, entry.actor


def _batches(drafts: list[Draft]) -> Iterator[list[Draft]]:
    for at in range(0, len(drafts), BATCH):
        yield drafts[at : at + BATCH]


def _share(made: DemoPlan, at: int) -> int:
    """Households of the village at place ``at``: all as many, the first ones one more."""
    each, rest = divmod(made.arguments.households, len(made.villages))
    return each + (at < rest)


def _refuse(arguments: DemoArguments) -> None:
    villages = len(divisions().villages(arguments.unit))
    if not 0 <= arguments.households <= villages * MOST_HOUSEHOLDS:
        raise UserError(
            "E-DEMO-105", "演示农户数应在0到{most}之间（{villages}个村）。",
            most=villages * MOST_HOUSEHOLDS, villages=villages,
        )  # fmt: skip
    if not 1 <= arguments.months <= MOST_MONTHS:
        raise UserError("E-DEMO-106", "演示月数应在1到{most}之间。", most=MOST_MONTHS)
    if not FIRST_YEAR <= arguments.until.year <= LAST_YEAR:
        raise UserError(
            "E-DEMO-107", "演示的最后一天应在{first}年到{last}年之间。",
            first=FIRST_YEAR, last=LAST_YEAR,
        )  # fmt: skip
