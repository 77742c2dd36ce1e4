"""The first start: which unit, whose account, where the folder lies, from which day, which tasks.

Each step is one call, so that the window and a test walk the same road. Nothing is written before
``workspaces.create``; what the last step chose is one write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from qxn_desktop.common.clock import Clock, today
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.paths import documents_folder
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.division import Level
from qxn_desktop.domain.division_search import search_units
from qxn_desktop.services import demo, settings
from qxn_desktop.services.catalog import divisions
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.services.templates import confirmation_drafts
from qxn_desktop.services.workspace_folder import DEMO_PASSPHRASE
from qxn_desktop.store.workspace_files import Secret

CHOSEN_LEVELS = frozenset({Level.COUNTY, Level.TOWNSHIP})
"""Who keeps a workspace of its own at the first start; a village works in its township's."""
DEMO_UNIT = "522327103000"
"""册亨县丫他镇."""
DEMO_FOLDER = "演示"
EARLIEST_START = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit to choose: code, name, full path (册亨县 · 丫他镇) and how many villages it has."""

    code: str
    name: str
    path: str
    level: str
    villages: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the last step chose. ``confirmed``: pairs of checklist and frequency, on one basis."""

    start: date
    confirmed: tuple[tuple[str, str], ...] = ()
    basis: str = ""


def counties() -> tuple[UnitChoice, ...]:
    """The prefecture's counties in code order."""
    return _choices({Level.COUNTY}, "", None)


def unit_choices(query: str, within: str | None = None) -> tuple[UnitChoice, ...]:
    """Counties and townships that ``query`` names, in code order.

    A part of the name, pinyin (``ytz``), the beginning of the code, or two of them (``册亨 丫他``).
    ``within`` keeps to one county's townships.
    """
    levels = CHOSEN_LEVELS if within is None else frozenset({Level.TOWNSHIP})
    return _choices(levels, query, within)


def proposed_folder(name: str, parent: Path | None = None) -> Path:
    """A folder for the workspace of the unit ``name`` that does not exist yet."""
    above = parent or documents_folder()
    numbered = (f"{name}{number}" for number in count(2))
    for candidate in (name, *(next(numbered) for _ in range(999))):
        path = above / candidate
        if not path.exists():
            return path
    raise UserError("E-WS-303", "文件夹 {folder} 里同名的数据太多，请先清理。", folder=above)


def begin(ctx: AppContext, chosen: Beginning) -> ChangeSet:
    """启用日期 and the confirmed frequencies, in one write.

    Raises:
        UserError: a day far away, no such frequency, or frequencies without a basis.
    """
    if not EARLIEST_START <= chosen.start <= ctx.today + timedelta(days=366):
        raise UserError(
            "E-WS-304",
            "启用日期应在{first}到一年之内，请改正。",
            first=EARLIEST_START,
        )
    drafts = [settings.draft(settings.START_DATE, chosen.start.isoformat(), "首次设置")]
    if chosen.confirmed:
        drafts += confirmation_drafts(ctx, chosen.confirmed, chosen.basis)
    return ctx.ws.write(drafts)


@dataclass(frozen=True, slots=True)
class DemoOpened:
    """A demonstration that was just made, and what opens it."""

    root: Path
    secret: Secret


def make_demo(
    clock: Clock, progress: Progress = SILENT, parent: Path | None = None, households: int = 240
) -> DemoOpened:
    """A demonstration of one township beside the other workspaces, ready to be opened.

    An unfinished folder is taken away again when the work is cancelled.
    """
    arguments = DemoArguments(DEMO_UNIT, today(clock), households)
    root = proposed_folder(DEMO_FOLDER, parent)
    secret = Secret(DEMO_PASSPHRASE, demo.clerk_of(arguments))
    demo.create(root, arguments, secret, clock, progress)
    return DemoOpened(root, secret)


def _choices(levels: Collection[Level], query: str, within: str | None) -> tuple[UnitChoice, ...]:
    table = divisions()
    found: Iterable[UnitChoice] = (
        UnitChoice(
            one.unit.code,
            one.unit.short_name,
            one.path,
            one.unit.level.label,
            len(table.villages(one.unit.code)),
        )
        for one in search_units(table, query, levels, within)
    )
    return tuple(found)
