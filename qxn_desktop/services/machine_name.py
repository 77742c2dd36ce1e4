"""What machines are called where people read of them."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exchange import machine_code, pinned

OWN = "本机"


def machine_name(ctx: AppContext, site: str) -> str:
    """本机, 3F2号机; by the label on its card where that is pinned."""
    return named(known_names(ctx), site)


def known_names(ctx: AppContext) -> Mapping[str, str]:
    """The names of this and of all pinned machines, by site: for long lists."""
    labels = {site: card.label or machine_code(site) for site, card in pinned(ctx).items()}
    return {site: f"{label}号机" for site, label in labels.items()} | {ctx.ws.site: OWN}


def named(names: Mapping[str, str], site: str) -> str:
    """The name of ``site``: of ``names``, else by its code."""
    return names.get(site) or f"{machine_code(site)}号机"
