"""Laptops of one township that exchange real packages."""

from __future__ import annotations

from itertools import count, permutations
from pathlib import Path

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import Conflict
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exchange import Merged
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store import backup
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import NOON, VILLAGE
from tests.integration.copied_site import Sites


class Town:
    """Laptops of one township that trust each other."""

    def __init__(self, sites: Sites, folder: Path) -> None:
        self.folder = folder
        self._sites = sites
        self._numbers = count()
        self.all: list[AppContext] = []

    def laptops(self, names: str) -> list[AppContext]:
        """One laptop for each letter."""
        made = [AppContext(ws, ws.clock) for ws in map(self._sites.new, names)]
        self.all += made
        for one in made:
            exchange.write_card(one, self.folder / f"{one.ws.site}.card")
        for one in made:
            for other in made:
                if one is not other:
                    exchange.pin(one, self.folder / f"{other.ws.site}.card")
        return made

    def pack(self, source: AppContext, only: AppContext | None = None) -> Path:
        path = self.folder / f"{next(self._numbers)}.qxnpkg"
        exchange.pack(source, path, only.ws.site if only else None)
        return path

    def send(self, source: AppContext, target: AppContext) -> Merged:
        return exchange.merge(target, self.pack(source, target))

    def meet(self, *offices: AppContext) -> None:
        """Everybody to everybody, twice: all hold the same then, and it fits together."""
        for _ in range(2):
            for source, target in permutations(offices, 2):
                self.send(source, target)
        assert len({office.ws.digest() for office in offices}) == 1
        assert [office.ws.conflicts() for office in offices[1:]] == [offices[0].ws.conflicts()] * (
            len(offices) - 1
        )
        assert findings(offices[-1].ws) == []

    def restored(self, source: Path, key: bytes, epoch: str) -> AppContext:
        """A backup of ``source``'s laptop brought back."""
        root = self.folder / f"restored{next(self._numbers)}"
        backup.unpack(source, root, key, epoch)
        return self.open(root, key)

    def open(self, root: Path, key: bytes) -> AppContext:
        """A workspace folder under the site and epoch that stand in it."""
        ws = open_with_key(root, key, Session("恢复者", vocabulary, FixedClock(NOON)))
        self.all.append(AppContext(ws, ws.clock))
        return self.all[-1]


def write(ctx: AppContext, row: str, **values: Json) -> None:
    ctx.ws.write([Draft("household", row, Kind.PUT, values, VILLAGE)])


def shown(ctx: AppContext, row: str) -> dict[str, Json]:
    found = ctx.ws.get("household", row)
    return {} if found is None else dict(found.values)


def fields(ctx: AppContext) -> list[str]:
    return [conflict.field for conflict in ctx.ws.conflicts()]


def the_conflict(ctx: AppContext) -> Conflict:
    [conflict] = ctx.ws.conflicts()
    return conflict


def common_row(town: Town, *offices: AppContext) -> None:
    write(offices[0], "r", village=VILLAGE, head_name="罗", note="原")
    for office in offices[1:]:
        town.send(offices[0], office)
