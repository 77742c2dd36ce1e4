"""What every use case is handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.clock import Clock, today
from qxn_desktop.domain.division import Division, Divisions
from qxn_desktop.services import catalog
from qxn_desktop.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AppContext:
    """An open workspace and the clock. Catalogues come from ``catalog``."""

    ws: Workspace
    clock: Clock

    @property
    def today(self) -> date:
        return today(self.clock)

    @property
    def divisions(self) -> Divisions:
        return catalog.divisions()

    @property
    def unit(self) -> Division:
        """The unit whose workspace it is."""
        return catalog.divisions().unit(self.ws.unit)
