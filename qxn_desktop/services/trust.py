"""Who is trusted, and who holds what: one's own card, cards before they are pinned, partners."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qxn_desktop.common.clock import from_millis, moment_text
from qxn_desktop.common.whole_file import read_bounded
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.machine_name import known_names, named
from qxn_desktop.services.package_preview import gap_words
from qxn_desktop.services.workspaces import ROLE_TITLES
from qxn_desktop.store import package_query
from qxn_desktop.store.partners import Receipt
from qxn_desktop.sync import card as cards
from qxn_desktop.sync.card import Card, fingerprint

GROUPS = 8
"""Groups of four digits in a fingerprint."""

Standing = Literal["new", "known"]


@dataclass(frozen=True, slots=True)
class CardView:
    """A card for people: ``groups`` are its fingerprint, to be read aloud one after the other.

    ``standing``: ``known`` is pinned already, with these very keys.
    """

    site: str
    machine: str
    unit: str
    role: str
    made_at: str
    groups: tuple[str, ...]
    standing: Standing = "new"


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A trusted machine and how far both sides are.

    ``they_lack``: operations here that it did not confirm; ``we_lack``: ones it holds and this
    machine does not. ``photos_wanted`` it asked for. Times are "" for never.
    """

    site: str
    machine: str
    unit: str
    groups: tuple[str, ...]
    pinned_at: str
    received: str
    sent: str
    they_lack: int
    we_lack: int
    photos_wanted: int
    gaps: tuple[str, ...]

    @property
    def words(self) -> str:
        """How far both sides are, in one sentence."""
        said = [f"对方还缺本机 {self.they_lack} 条"] if self.they_lack else []
        said += [f"本机还缺对方 {self.we_lack} 条"] if self.we_lack else []
        said += [f"对方还缺照片 {self.photos_wanted} 张"] if self.photos_wanted else []
        said += self.gaps
        if not self.received:
            return "还没有收到过它的数据包。"
        return "；".join(said) + "。" if said else "双方一致。"


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The page of exchange in one call. ``own`` is None before a card was asked for."""

    own: CardView | None
    partners: tuple[PartnerView, ...]
    conflicts: int
    gaps: tuple[str, ...]
    photos_missing: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class ExchangeStanding:
    """What is always in sight: when data were last exchanged, "" without partners; conflicts."""

    words: str
    conflicts: int


def exchange_standing(ctx: AppContext) -> ExchangeStanding:
    """How exchange stands, in a few milliseconds."""
    partners = ctx.ws.partners.all()
    if not partners:
        return ExchangeStanding("", ctx.ws.conflict_count())
    sent = package_query.last_sent(ctx.ws)
    times = [one.last_at for one in partners] + [sent.get(one.site, 0) for one in partners]
    words = f"上次交换 {_day(ctx, max(times))}" if any(times) else "还没有交换过数据"
    return ExchangeStanding(words, ctx.ws.conflict_count())


def _day(ctx: AppContext, at: int) -> str:
    """今天 10:00, else 11月23日."""
    moment = from_millis(at)
    if moment.date() == ctx.today:
        return f"今天 {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日"


def exchange_view(ctx: AppContext) -> ExchangeView:
    """Who has what from whom, and what waits for a decision."""
    own = exchange.known_card(ctx)
    return ExchangeView(
        own=None if own is None else _view(own),
        partners=tuple(_partners(ctx)),
        conflicts=ctx.ws.conflict_count(),
        gaps=tuple(gap_words(ctx, gap) for gap in ctx.ws.gaps()),
        photos_missing=len(exchange.missing_photos(ctx)),
        quarantined=ctx.ws.set_aside()[1],
    )


def partner_views(ctx: AppContext) -> tuple[PartnerView, ...]:
    """Who has what from whom, without a look at the photo files."""
    return tuple(_partners(ctx))


def own_card(ctx: AppContext) -> CardView:
    """This machine's card; made when first asked for (a write)."""
    return _view(exchange.own_card(ctx))


def read_card(ctx: AppContext, path: Path) -> CardView:
    """The card in a file, before it is trusted. Nothing is kept.

    Raises:
        UserError: no card, damaged, one's own, or of another unit.
        TrustError: its signature does not fit, or the site is pinned with other keys.
    """
    card = cards.parse_card(read_bounded(path, cards.MAX_CARD))
    known = exchange.refuse_unfit(ctx, card)
    return _view(card, "known" if known else "new")


def pin_heard(ctx: AppContext, path: Path, heard: Sequence[str]) -> CardView:
    """Trust the card at ``path``, of which the groups ``heard`` were read aloud by its owner.

    Raises:
        UserError: as ``read_card``. TrustError: a group is wrong or missing.
    """
    return _view(exchange.pin(ctx, path, " ".join(heard)), "known")


def matching_groups(card: CardView, heard: str) -> tuple[bool | None, ...]:
    """For each group whether what was typed of it is right; None where nothing was typed yet."""
    typed = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", heard))
    found: list[bool | None] = []
    for index, group in enumerate(card.groups):
        part = typed[4 * index : 4 * index + 4]
        found.append(None if len(part) < 4 and group.startswith(part) else part == group)
    return tuple(found)


def _view(card: Card, standing: Standing = "new") -> CardView:
    return CardView(
        site=card.site,
        machine=f"{card.label or exchange.machine_code(card.site)}号机",
        unit=card.unit_name,
        role=ROLE_TITLES.get(card.role, card.role),
        made_at=moment_text(card.created),
        groups=tuple(fingerprint(card).split()),
        standing=standing,
    )


def _partners(ctx: AppContext) -> Iterator[PartnerView]:
    names, held = known_names(ctx), ctx.ws.held()
    sent = package_query.last_sent(ctx.ws)
    gaps = ctx.ws.gaps()
    dates = {one.site: one for one in ctx.ws.partners.all()}
    for site, card in exchange.pinned(ctx).items():
        receipt, known = ctx.ws.partners.receipt(site), dates[site]
        yield PartnerView(
            site=site,
            machine=named(names, site),
            unit=card.unit_name,
            groups=tuple(fingerprint(card).split()),
            pinned_at=moment_text(known.pinned_at),
            received=moment_text(known.last_at) if known.last_at else "",
            sent=moment_text(sent[site]) if site in sent else "",
            they_lack=_unconfirmed(ctx, held, receipt),
            we_lack=package_query.counts_beyond(receipt, held),
            photos_wanted=len(ctx.ws.partners.wanted(site)),
            gaps=tuple(gap_words(ctx, gap) for gap in gaps if gap[0].site == site),
        )


def _unconfirmed(ctx: AppContext, held: Receipt, receipt: Receipt) -> int:
    """Operations here that the partner did not say it holds; a fork counts whole."""
    common = {chain: exchange.common(ctx, chain, [receipt]) for chain in held}
    return sum(seq - common[chain] for chain, (seq, _) in held.items())
