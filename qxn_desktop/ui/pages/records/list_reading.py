"""Reads the list in the background, a long one in parts; a new reading ends the one before."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.pages.records import listing
from qxn_desktop.ui.pages.records.listing import Listing
from qxn_desktop.ui.shell import Shell

KEY = "list"


class ListReading(QObject):
    """``begun`` carries the ``Listing``; ``grown`` the same of a long list with more keys."""

    begun = Signal(object)
    grown = Signal(object)

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._job = Job("")
        self._shown: ListQuery | None = None

    def read(self, query: ListQuery, wanted: str, *, asked: bool) -> None:
        """Read a list; one that is shown already as a whole, so that it stays under the eye."""
        again = not asked and query == self._shown
        self._job.cancel()
        self._job = job = Job("正在读取清单")
        work = lambda ctx: listing.listed(ctx, query, wanted, job, asked=asked, again=again)  # noqa: E731
        self._shell.read(self, work, self._begun, self._failed, key=KEY)

    def _begun(self, found: Listing) -> None:
        job, self._shown = self._job, found.query
        self.begun.emit(found)
        if not found.whole and job is self._job:
            work = lambda ctx: listing.ends(ctx, found, job)  # noqa: E731
            self._shell.read(self, work, self._counted, self._failed, key=KEY)

    def _counted(self, found: Listing) -> None:
        job = self._job
        self.grown.emit(found)
        work = lambda ctx: listing.whole(ctx, found, job)  # noqa: E731
        self._shell.read(self, work, self.grown.emit, self._failed, key=KEY)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self._shell.fail(error)
