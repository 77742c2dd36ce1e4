"""What the door asks of the program below, read from disk when it is first asked.

The libraries of the encrypted file take longer to read than a window takes to paint. The door is
painted without them; while somebody types a passphrase, ``read_ahead`` reads them.
"""

from __future__ import annotations

from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from qxn_desktop.common.clock import Clock
from qxn_desktop.common.progress import SILENT, Progress

if TYPE_CHECKING:
    from qxn_desktop.bootstrap import Desk
    from qxn_desktop.services.first_run import DemoOpened


LATER = (
    "qxn_desktop.services.report_view",
    "qxn_desktop.reports.pdf",
    "qxn_desktop.reports.preview",
)
"""What pages ask of their own accord only when they read."""


def accounts_of(root: Path) -> list[str]:
    """Who can unlock the workspace at ``root``; see ``services.accounts``."""
    from qxn_desktop.services import accounts

    return accounts.accounts_of(root)


def unlock(root: Path, passphrase: str, account: str | None, clock: Clock) -> Future[Desk]:
    """The workspace at ``root`` under a passphrase; without an account by the recovery code."""
    from qxn_desktop.bootstrap import open_desk
    from qxn_desktop.store.workspace_files import Secret

    return open_desk(root, Secret(passphrase, account, recovery=account is None), clock)


def make_demo(clock: Clock, progress: Progress) -> DemoOpened:
    """A demonstration, ready to be opened; see ``services.first_run``."""
    from qxn_desktop.services import first_run

    return first_run.make_demo(clock, progress)


def note_unlocking(desk: Desk) -> None:
    """Write into the local audit who unlocked."""
    from qxn_desktop.services import accounts

    desk.write(accounts.note_unlocking)


def read_first(desk: Desk) -> None:
    """Begin to read what the first page shows; its reader keeps it for when the page asks.

    The window is built meanwhile. What fails fails again for the page, which tells.
    """
    from qxn_desktop.services import today

    desk.read(today.today)


def read_ahead(progress: Progress = SILENT) -> None:
    """Read what the window needs as soon as the workspace is open, then what its pages need.

    On any thread; what was read stays in memory, so again costs nothing.

    Raises:
        Cancelled: the rest is not wanted now.
    """
    from qxn_desktop.ui.navigation import PAGES

    for name in ("qxn_desktop.bootstrap", "qxn_desktop.ui.main_window", PAGES[0].module):
        progress.report(0, 0, "")
        import_module(name)
    from qxn_desktop.services import catalog

    for resource in (catalog.registers, catalog.shipped_templates, catalog.divisions):
        progress.report(0, 0, "")
        resource()
    for name in (*(page.module for page in PAGES), *LATER):
        progress.report(0, 0, "")
        import_module(name)
