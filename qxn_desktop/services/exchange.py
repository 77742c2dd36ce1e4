"""Cards, packages and conflicts: the store's operations joined to the sealed files of ``sync``."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import millis
from qxn_desktop.common.collector import held_back
from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.common.ids import is_sha256
from qxn_desktop.common.whole_file import read_bounded, write_whole
from qxn_desktop.domain.chain_run import ChainRun, MergeOutcome
from qxn_desktop.domain.operation import Chain, Kind
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.partners import Receipt, Sent
from qxn_desktop.sync import card as cards
from qxn_desktop.sync import package as packages
from qxn_desktop.sync.card import Card, Holder, fingerprint
from qxn_desktop.sync.keys import SiteKeys
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import MAX_PACKAGE

KEYS = "site_keys"
CARD = "site_card"
PHOTO_BUDGET = 20_000_000
"""Photos in one package, in bytes: what mail and WeChat still carry. The rest comes next time."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A written package: operations and photos in it, its size in bytes, who can open it."""

    path: Path
    operations: int
    photos: int
    size: int
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a package."""

    package: str
    sender: str
    outcome: MergeOutcome
    photos: int


def own_card(ctx: AppContext) -> Card:
    """This workspace's card; made, with its keys, when first asked for."""
    local = ctx.ws.local
    known = local.find(CARD)
    if known is not None:
        return cards.parse_card(bytes.fromhex(known))
    keys = SiteKeys.generate()
    holder = Holder(ctx.ws.unit, ctx.unit.name, ctx.ws.role, ctx.ws.site, machine_code(ctx.ws.site))
    card = cards.make_card(keys, holder, millis(ctx.clock.now()))
    ctx.ws.keep_local({KEYS: keys.to_bytes().hex(), CARD: card.data.hex()})
    return card


def machine_code(site: str) -> str:
    """The short code of a machine in numbers shown to people; not an identity."""
    return site[:3].upper()


def write_card(ctx: AppContext, path: Path) -> Card:
    """Write this workspace's card for colleagues to pin."""
    card = own_card(ctx)
    write_whole(path, card.data)
    return card


def pin(ctx: AppContext, path: Path, read_aloud: str | None = None) -> Card:
    """Trust a colleague's card from now on; creates no operation.

    Raises:
        UserError: no card, damaged, one's own, or of another unit.
        TrustError: its signature or the fingerprint read aloud does not match, or the site is
            pinned with other keys.
    """
    card = cards.parse_card(read_bounded(path, cards.MAX_CARD))
    if read_aloud is not None and not cards.is_fingerprint_of(read_aloud, card):
        raise TrustError(
            "E-SYN-301", "指纹不一致，没有登记。请与对方通话逐组核对，确认名片没有被调换。"
        )
    if card.site == ctx.ws.site:
        raise UserError("E-SYN-302", "这是本机自己的名片，请登记同事的名片。")
    if card.unit != ctx.ws.unit:
        raise UserError(
            "E-SYN-303", "这张名片属于{unit}，本版本只与本单位的电脑交换数据。", unit=card.unit_name
        )
    known = pinned(ctx).get(card.site)
    if known is not None and (known.signing_key, known.recipient) != (
        card.signing_key,
        card.recipient,
    ):
        raise TrustError(
            "E-SYN-306",
            "这台电脑（{site}）登记过另一张名片，密钥不同，没有更换。请当面核对；"
            "确要更换的，先用 qxn untrust 取消原登记。",
            site=card.site,
        )
    ctx.ws.partners.pin(card.site, card.data.hex(), millis(ctx.clock.now()))
    ctx.ws.audit("trust", site=card.site, fingerprint=fingerprint(card))
    return card


def unpin(ctx: AppContext, site: str) -> list[str]:
    """Trust a colleague's machine no longer; what came from it stays. Gives the remaining sites.

    Raises:
        UserError: it was not pinned.
    """
    if site not in pinned(ctx):
        raise UserError("E-SYN-307", "没有登记过编号为 {site} 的电脑。", site=site)
    ctx.ws.partners.unpin(site)
    ctx.ws.audit("untrust", site=site)
    return list(pinned(ctx))


def pinned(ctx: AppContext) -> dict[str, Card]:
    """The cards of trusted colleagues, by site."""
    return {
        partner.site: cards.parse_card(bytes.fromhex(partner.card))
        for partner in ctx.ws.partners.all()
    }


@held_back()
def pack(ctx: AppContext, path: Path, only: str | None = None) -> Packed:
    """Write what colleagues are not known to hold; a resend is always safe.

    Raises:
        UserError: nobody is pinned, or ``only`` is not.
        EnvironmentProblem: disk full, no permission.
    """
    recipients = _recipients(ctx, only)
    card = own_card(ctx)
    runs = _missing(ctx, [ctx.ws.partners.receipt(one.site) for one in recipients])
    photos = _photos(ctx, recipients, runs)
    content = PackageContent(
        site=card.site,
        package=secrets.token_hex(16),
        created=millis(ctx.clock.now()),
        have=ctx.ws.held(),
        runs=runs,
        photos=photos,
        missing=tuple(missing_photos(ctx)),
    )
    data = packages.seal(content, _keys(ctx), card, recipients)
    write_whole(path, data)
    sites = tuple(one.site for one in recipients)
    ctx.ws.audit("pack", package=content.package, sites=list(sites), bytes=len(data))
    return Packed(path, len(content.operations), len(content.photos), len(data), sites)


def inspect(path: Path) -> packages.Inspection:
    """What a package says of itself, without trusting anybody."""
    return packages.peek(read_bounded(path, MAX_PACKAGE))


@held_back()
def merge(ctx: AppContext, path: Path) -> Merged:
    """Take in a colleague's package; creates no operation.

    Raises:
        UserError: no package, damaged. TrustError: unknown signer, not for us, tampered with.
        Nothing has changed then.
        EnvironmentProblem: disk full. Photos may be missing then; the next receipt asks for them.
    """
    data = read_bounded(path, MAX_PACKAGE)
    own = own_card(ctx)
    trusted = {own.site: own, **pinned(ctx)}
    content = packages.unseal(data, _keys(ctx), own.site, trusted)
    sent = Sent(content.site, content.package, content.created, content.have, content.missing)
    outcome = ctx.ws.merge(content.runs, sent)
    for _, photo in content.photos:
        ctx.ws.photos.add(photo)
    return Merged(content.package, content.site, outcome, len(content.photos))


def _recipients(ctx: AppContext, only: str | None) -> list[Card]:
    known = pinned(ctx)
    if not known:
        raise UserError(
            "E-SYN-304", "还没有登记任何同事的电脑，数据包没人能打开。请先登记对方的名片。"
        )
    if only is None:
        return list(known.values())
    if only not in known:
        raise UserError(
            "E-SYN-305", "没有登记过编号为 {site} 的电脑，请先登记它的名片。", site=only
        )
    return [known[only]]


def _keys(ctx: AppContext) -> SiteKeys:
    return SiteKeys.from_bytes(bytes.fromhex(ctx.ws.local.get(KEYS)))


def _missing(ctx: AppContext, receipts: Iterable[Receipt]) -> tuple[ChainRun, ...]:
    """What at least one recipient did not say it holds, whole runs to the end of each chain."""
    held = list(receipts)
    runs = (ctx.ws.run_after(chain, _common(ctx, chain, held)) for chain in ctx.ws.held())
    return tuple(run for run in runs if run.operations)


def _common(ctx: AppContext, chain: Chain, receipts: Iterable[Receipt]) -> int:
    """How far all recipients hold ``chain`` with our hash; a fork starts again from nothing."""
    known = []
    for receipt in receipts:
        seq, link = receipt.get(chain, (0, b""))
        known.append(seq if ctx.ws.holds(chain, seq, link) else 0)
    return min(known, default=0)


def missing_photos(ctx: AppContext) -> list[str]:
    """Photos (SHA-256) that are known here and have not arrived yet."""
    known = (row.id for row in ctx.ws.select("photo") if is_sha256(row.id))
    return [name for name in known if not ctx.ws.photos.has(name)]


def _photos(
    ctx: AppContext, recipients: Iterable[Card], runs: Iterable[ChainRun]
) -> tuple[tuple[str, bytes], ...]:
    """The photos of the operations sent, and those a recipient said it lacks, within the budget.

    What finds no room is asked for again in the recipient's next receipt. A damaged photo stops
    no package: it is set aside, and so asked for.
    """
    wanted = [name for one in recipients for name in ctx.ws.partners.wanted(one.site)]
    wanted += [op.row for run in runs for op in run.operations if op.kind == Kind.BLOB]
    found: dict[str, bytes] = {}
    room = PHOTO_BUDGET
    for name in dict.fromkeys(wanted):
        data = ctx.ws.photos.sound(name)
        if data is None:
            continue
        if len(data) > room and found:
            break
        room -= len(data)
        found[name] = data
    return tuple(found.items())
