"""A colleague's laptop beside the window: another site of the same township, without a window."""

from __future__ import annotations

import shutil
from pathlib import Path

from qxn_desktop.bootstrap import Desk
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.workspace import Session
from qxn_desktop.store.workspace_lifecycle import open_with_key


class SecondLaptop:
    """A copy of ``desk``'s workspace under a site of its own; made where there is none yet."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.folder = folder
        key = desk.write(lambda ctx: ctx.ws.data_key).result()
        root = folder / "second"
        if not root.exists():
            shutil.copytree(desk.root, root)
        ws = open_with_key(root, key, Session("罗副手", vocabulary, desk.clock))
        ws.site, ws.epoch = "3f2e9a0011223344", "b1"
        self.ctx = AppContext(ws, desk.clock)
        self.card = folder / "同事.qxncard"
        exchange.write_card(self.ctx, self.card)

    def know(self, desk: Desk) -> None:
        """Pin the window's card here."""
        path = self.folder / "本机.qxncard"
        desk.write(lambda ctx: exchange.write_card(ctx, path)).result()
        exchange.pin(self.ctx, path)

    def write(self, row: str, village: str, **values: Json) -> None:
        self.ctx.ws.write([Draft("household", row, Kind.PUT, values, village)])

    def pack(self) -> Path:
        path = self.folder / "来自同事.qxnpkg"
        exchange.pack(self.ctx, path)
        return path

    def merge(self, path: Path) -> None:
        exchange.merge(self.ctx, path)

    def close(self) -> None:
        self.ctx.ws.close()
