"""What a package would carry before it is sent, and what one brings before it is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import moment_text
from qxn_desktop.common.collector import held_back
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.chain_run import Foreseen
from qxn_desktop.domain.operation import Chain
from qxn_desktop.domain.package_tally import VILLAGE_STREAM, Brought, Place, tally
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.machine_name import machine_name
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store import package_query
from qxn_desktop.sync.package_content import PackageContent

PHOTO = "photo"
WHOLE_UNIT = "全单位共用"
SEALED = "不下发到村"
FIRST = ("household", "member", "toilet", "public_toilet", "check", "problem", "lead")
"""Registers that people look for first; the others follow."""
UNKNOWN_REGISTER = "新版程序的内容"


@dataclass(frozen=True, slots=True)
class Line:
    """One register or village and what is brought of it."""

    title: str
    brought: Brought


@dataclass(frozen=True, slots=True)
class Photos:
    """``count`` photos of ``size`` bytes; ``later`` find no room, ``lacking`` are not here."""

    count: int = 0
    size: int = 0
    later: int = 0
    lacking: int = 0

    @property
    def words(self) -> str:
        """照片 5 张（3.2 MB），另有 2 张下次再发; empty for none."""
        said = [f"照片 {self.count} 张（{size_text(self.size)}）"] if self.count else []
        said += [f"另有照片 {self.later} 张装不下，下次再发"] if self.later else []
        return "，".join(said)


@dataclass(frozen=True, slots=True)
class PackPreview:
    """What a package would carry. ``recipients``: names of machines; ``nothing``: 没有新内容."""

    recipients: tuple[str, ...]
    sites: tuple[str, ...]
    registers: tuple[Line, ...]
    villages: tuple[Line, ...]
    photos: Photos
    operations: int
    sentence: str
    remarks: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not self.registers and not self.photos.count


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a package brings. ``content`` is handed to ``exchange.merge_opened``, read once.

    ``already`` operations are held; ``remarks`` say what is missing, forked or changed on both
    sides.
    """

    content: PackageContent
    sender: str
    made_at: str
    registers: tuple[Line, ...]
    villages: tuple[Line, ...]
    photos: Photos
    already: int
    fresh: int
    waiting: bool
    sentence: str
    remarks: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not self.registers and not self.photos.count and not self.waiting


@held_back()
def preview_pack(
    ctx: AppContext, only: str | None = None, progress: Progress = SILENT
) -> PackPreview:
    """What ``exchange.pack`` would write now.

    Raises:
        UserError: nobody is pinned, or ``only`` is not.
    """
    recipients = exchange.recipients_of(ctx, only)
    counted = Tally(progress, len(ctx.ws.held()))
    runs = exchange.missing_runs(ctx, recipients, counted)
    ops = [op for run in runs for op in run.operations]
    progress.report(0, 0, "正在清点")
    first = package_query.first_stamps(ctx.ws, {(op.entity, op.row) for op in ops})
    changes = tally(ops, first)
    photos = _photos_to_send(ctx, exchange.wanted_photos(ctx, recipients, runs))
    names = tuple(machine_name(ctx, one.site) for one in recipients)
    total = _total(changes)
    said = [part for part in (total.words, photos.words) if part]
    to = "、".join(names)
    sentence = f"发给{to}：{'；'.join(said)}。"
    if not said:
        sentence = f"没有新内容：{to}已有本机的全部记录。仍可导出，文件里只有一份回执。"
    return PackPreview(
        recipients=names,
        sites=tuple(one.site for one in recipients),
        registers=_registers(ctx, changes),
        villages=_villages(ctx, changes),
        photos=photos,
        operations=len(ops),
        sentence=sentence,
        remarks=tuple(_pack_remarks(ctx, photos)),
    )


@held_back()
def preview_merge(ctx: AppContext, path: Path, progress: Progress = SILENT) -> MergePreview:
    """What the package at ``path`` brings; verified and decrypted, nothing is written.

    Raises:
        UserError: no package, damaged. TrustError: unknown signer, not for us, tampered with.
    """
    content = exchange.open_package(ctx, path, progress)
    foreseen = ctx.ws.foresee(content.runs, progress)
    progress.report(0, 0, "正在清点")
    keys = {(op.entity, op.row) for op in foreseen.fresh}
    changes = tally(foreseen.fresh, package_query.first_stamps(ctx.ws, keys))
    new_photos = [data for name, data in content.photos if not ctx.ws.photos.has(name)]
    photos = Photos(len(new_photos), sum(map(len, new_photos)))
    both = keys & package_query.rows_beyond(ctx.ws, content.have)
    return MergePreview(
        content=content,
        sender=machine_name(ctx, content.site),
        made_at=moment_text(content.created),
        registers=_registers(ctx, changes),
        villages=_villages(ctx, changes),
        photos=photos,
        already=foreseen.already,
        fresh=len(foreseen.fresh),
        waiting=bool(foreseen.waiting),
        sentence=_merge_sentence(_total(changes), photos, foreseen),
        remarks=tuple(_merge_remarks(ctx, foreseen, len(both))),
    )


def gap_words(ctx: AppContext, gap: tuple[Chain, int, int]) -> str:
    """缺3F2号机第41–60条（板万村）, so that a person can ask for them."""
    chain, first, last = gap
    name = machine_name(ctx, chain.site)
    numbers = f"第{first}条" if first == last else f"第{first}–{last}条"
    return f"缺{name}{numbers}（{_stream_words(ctx, chain.stream)}）"


def size_text(size: int) -> str:
    """Bytes as people read them: 3.2 MB, 12 KB."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(round(size / 1_000), 1)} KB" if size else "0 KB"


def _stream_words(ctx: AppContext, stream: str) -> str:
    if stream.startswith(VILLAGE_STREAM):
        code = stream.removeprefix(VILLAGE_STREAM)
        return village_names(ctx).get(code, code)
    return SEALED if stream == "sealed" else WHOLE_UNIT


Changes = Mapping[Place, Brought]


def _total(changes: Changes) -> Brought:
    return sum((found for (entity, _), found in changes.items() if entity != PHOTO), Brought())


def _registers(ctx: AppContext, changes: Changes) -> tuple[Line, ...]:
    """By register, in the order in which the registers are kept."""
    found: dict[str, Brought] = {}
    for (entity, _), brought in changes.items():
        if entity != PHOTO:
            found[entity] = found.get(entity, Brought()) + brought
    specs = ctx.ws.schema.registers
    order = [*FIRST, *(id_ for id_ in specs if id_ not in FIRST)]
    known = [Line(specs[id_].title, found[id_]) for id_ in order if id_ in found and id_ in specs]
    other = sum((count for id_, count in found.items() if id_ not in specs), Brought())
    return (*known, *([Line(UNKNOWN_REGISTER, other)] if other else []))


def _villages(ctx: AppContext, changes: Changes) -> tuple[Line, ...]:
    """By village in code order; what belongs to the whole unit first."""
    found: dict[str, Brought] = {}
    for (entity, village), brought in changes.items():
        if entity != PHOTO:
            found[village] = found.get(village, Brought()) + brought
    names: Mapping[str, str] = {"": WHOLE_UNIT, **village_names(ctx)}
    return tuple(Line(names.get(code, code), found[code]) for code in sorted(found))


def _photos_to_send(ctx: AppContext, wanted: list[str]) -> Photos:
    """What of the photos ``wanted`` finds room, by the rule of ``exchange.pack``."""
    sizes = [size for name in wanted if (size := ctx.ws.photos.size(name))]
    room, count = exchange.PHOTO_BUDGET, 0
    for size in sizes:
        if size > room and count:
            break
        room, count = room - size, count + 1
    return Photos(count, sum(sizes[:count]), len(sizes) - count, len(wanted) - len(sizes))


def _pack_remarks(ctx: AppContext, photos: Photos) -> Iterable[str]:
    if photos.lacking:
        yield f"有 {photos.lacking} 张照片本机也没有，要从拍照的电脑发。"
    pending, quarantined = ctx.ws.set_aside()
    if pending:
        yield f"本机有 {pending} 条记录还在等前面的记录，先不转发。"
    if quarantined:
        yield f"本机有 {quarantined} 条记录与已有的同号记录内容不同，已隔离，不转发。"


def _merge_sentence(total: Brought, photos: Photos, foreseen: Foreseen) -> str:
    said = [part for part in (total.words, photos.words) if part]
    if said:
        held = f"包里另有 {foreseen.already} 条操作记录本机已有。" if foreseen.already else ""
        return f"带来{'；'.join(said)}。{held}"
    if foreseen.waiting:
        return "包里的记录暂时接不上，合并后先存着，等前面的记录到了自动接上。"
    if foreseen.fresh:
        return "没有新内容，只有对方的收件回执。"
    return "没有新内容：包里的记录本机都已有。合并只更新对方的收件回执。"


def _merge_remarks(ctx: AppContext, foreseen: Foreseen, both: int) -> Iterable[str]:
    for gap in foreseen.waiting:
        yield f"{gap_words(ctx, gap)}，请对方再导出一次。"
    if foreseen.forked:
        yield (
            f"有 {foreseen.forked} 条记录与本机已有的同号记录内容不同，合并时隔离，不改本机数据。"
            "对方的数据可能是复制或恢复来的，请当面核对。"
        )
    if both:
        yield f"有 {both} 条记录双方都改过；填法不同的地方合并后列为冲突，两边的内容都不会丢。"
