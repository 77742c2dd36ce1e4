"""Cards, packages and conflicts: the store's operations joined to the sealed files of ``sync``."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import millis
from qxn_desktop.common.collector import held_back, let_go
from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.common.ids import is_sha256
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.common.whole_file import read_bounded, write_whole
from qxn_desktop.domain.chain_run import ChainRun, MergeOutcome
from qxn_desktop.domain.operation import Chain, Kind
from qxn_desktop.services.context import AppContext
from qxn_desktop.store import narrow_query
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


def known_card(ctx: AppContext) -> Card | None:
    """This workspace's card, None before one was asked for."""
    known = ctx.ws.local.find(CARD)
    return None if known is None else cards.parse_card(bytes.fromhex(known))


def own_card(ctx: AppContext) -> Card:
    """This workspace's card; made, with its keys, when first asked for."""
    known = known_card(ctx)
    if known is not None:
        return known
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
    refuse_unfit(ctx, card)
    ctx.ws.partners.pin(card.site, card.data.hex(), millis(ctx.clock.now()))
    ctx.ws.audit("trust", site=card.site, fingerprint=fingerprint(card))
    return card


def refuse_unfit(ctx: AppContext, card: Card) -> bool:
    """Refuse a card that cannot be pinned; gives whether it is pinned already.

    Raises:
        UserError: one's own, or of another unit. TrustError: the site is pinned with other keys.
    """
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
            "确要更换的，请先取消原登记，再登记新名片。",
            site=card.site,
        )
    return known is not None


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
def pack(
    ctx: AppContext, path: Path, only: str | None = None, progress: Progress = SILENT
) -> Packed:
    """Write what colleagues are not known to hold; a resend is always safe.

    Raises:
        UserError: nobody is pinned, or ``only`` is not.
        EnvironmentProblem: disk full, no permission.
        Cancelled: the user took it back; no file is written.
    """
    recipients = recipients_of(ctx, only)
    card = own_card(ctx)
    runs = missing_runs(ctx, recipients, Tally(progress, len(ctx.ws.held())))
    photos = _photos(ctx, wanted_photos(ctx, recipients, runs), progress)
    progress.report(0, 0, "正在加密数据包")
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
    progress.report(0, 0, "正在写出文件")
    write_whole(path, data)
    sites = tuple(one.site for one in recipients)
    ctx.ws.audit("pack", package=content.package, sites=list(sites), bytes=len(data))
    return Packed(path, len(content.operations), len(content.photos), len(data), sites)


def inspect(path: Path) -> packages.Inspection:
    """What a package says of itself, without trusting anybody."""
    return packages.peek(read_bounded(path, MAX_PACKAGE))


def merge(ctx: AppContext, path: Path, progress: Progress = SILENT) -> Merged:
    """Take in a colleague's package; creates no operation.

    Raises:
        UserError: no package, damaged. TrustError: unknown signer, not for us, tampered with.
        Cancelled: the user took it back. Nothing has changed then.
        EnvironmentProblem: disk full. Photos may be missing then; the next receipt asks for them.
    """
    own_card(ctx)
    return merge_opened(ctx, open_package(ctx, path, progress), progress)


@held_back()
def open_package(ctx: AppContext, path: Path, progress: Progress = SILENT) -> PackageContent:
    """A colleague's package, trusted and decrypted; nothing is written.

    Raises:
        UserError: no package, damaged; this machine has no card. TrustError: unknown signer, not
            for us, tampered with.
    """
    progress.report(0, 0, "正在读取文件")
    data = read_bounded(path, MAX_PACKAGE)
    progress.report(0, 0, "正在核对签名、解密")
    own = known_card(ctx)
    if own is None:
        raise UserError(
            "E-SYN-308",
            "本机还没有名片，别人没法给本机发数据包。请先把本机名片发给对方登记，再请对方导出。",
        )
    return packages.unseal(data, _keys(ctx), own.site, {own.site: own, **pinned(ctx)})


def merge_opened(ctx: AppContext, content: PackageContent, progress: Progress = SILENT) -> Merged:
    """Take in what ``open_package`` gave.

    Raises:
        TrustError: it contradicts its own hashes. Cancelled: the user took it back. Nothing has
            changed then. EnvironmentProblem: as ``merge``.
    """
    sent = Sent(content.site, content.package, content.created, content.have, content.missing)
    operations = content.operations
    with held_back():
        outcome = ctx.ws.merge(content.runs, sent, progress)
        for number, (_, photo) in enumerate(content.photos):
            progress.report(number, len(content.photos), "正在保存照片")
            ctx.ws.photos.add(photo)
        merged = Merged(content.package, content.site, outcome, len(content.photos))
        del content
        let_go(operations)
    return merged


def recipients_of(ctx: AppContext, only: str | None) -> list[Card]:
    """Who a package is for: the machine ``only``, else everybody who is pinned.

    Raises:
        UserError: nobody is pinned, or ``only`` is not.
    """
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


def missing_runs(
    ctx: AppContext, recipients: Iterable[Card], tally: Tally | None = None
) -> tuple[ChainRun, ...]:
    """What at least one recipient did not say it holds, whole runs to the end of each chain."""
    tally = tally or Tally()
    tally.begin("正在收集记录")
    receipts = [ctx.ws.partners.receipt(one.site) for one in recipients]
    runs = []
    for chain in ctx.ws.held():
        runs.append(ctx.ws.run_after(chain, common(ctx, chain, receipts)))
        tally.add(1)
    return tuple(run for run in runs if run.operations)


def common(ctx: AppContext, chain: Chain, receipts: Iterable[Receipt]) -> int:
    """How far all recipients hold ``chain`` with our hash; a fork starts again from nothing."""
    known = []
    for receipt in receipts:
        seq, link = receipt.get(chain, (0, b""))
        known.append(seq if ctx.ws.holds(chain, seq, link) else 0)
    return min(known, default=0)


def missing_photos(ctx: AppContext) -> list[str]:
    """Photos (SHA-256) that are known here and have not arrived yet."""
    known = (str(id_) for (id_,) in narrow_query.columns(ctx.ws, "photo", ()))
    return ctx.ws.photos.lacking(name for name in known if is_sha256(name))


def wanted_photos(
    ctx: AppContext, recipients: Iterable[Card], runs: Iterable[ChainRun]
) -> list[str]:
    """The photos (SHA-256) that a recipient said it lacks, then those of the operations sent."""
    wanted = [name for one in recipients for name in ctx.ws.partners.wanted(one.site)]
    wanted += [op.row for run in runs for op in run.operations if op.kind == Kind.BLOB]
    return list(dict.fromkeys(wanted))


def _photos(
    ctx: AppContext, wanted: Sequence[str], progress: Progress
) -> tuple[tuple[str, bytes], ...]:
    """The photos ``wanted``, within the budget.

    What finds no room is asked for again in the recipient's next receipt. A damaged photo stops
    no package: it is set aside, and so asked for.
    """
    found: dict[str, bytes] = {}
    room = PHOTO_BUDGET
    for number, name in enumerate(wanted):
        progress.report(number, len(wanted), "正在收集照片")
        data = ctx.ws.photos.sound(name)
        if data is None:
            continue
        if len(data) > room and found:
            break
        room -= len(data)
        found[name] = data
    return tuple(found.items())
