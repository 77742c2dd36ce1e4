"""Backups that make themselves: verified, copied to a second disk, rotated, listed, looked into.

They lie in ``<workspace>/backups``; where a second folder was chosen (a memory stick), each is
copied there too. That folder and what was verified are values of this machine alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from qxn_desktop.common.clock import CHINA
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.backup_rotation import ROTATION_KEYS, Rotation, kept
from qxn_desktop.services import settings
from qxn_desktop.services.backup_record import BackupRecord, key_of, last_record, note, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exchange import machine_code
from qxn_desktop.store import backup as files
from qxn_desktop.store.connection import translated
from qxn_desktop.store.file_name import BACKUPS
from qxn_desktop.store.location import cloud_folder, is_network, on_same_disk

SUFFIX = ".qxnbackup"
SECOND_FOLDER = "backup_folder"
EVERY = timedelta(days=1)
STALE = timedelta(days=7)
"""默认: after a week without a backup of new work the status bar says so."""
_STAMP = "%Y%m%d-%H%M%S"
HERE, SECOND = "本机", "第二位置"


@dataclass(frozen=True, slots=True)
class BackupLine:
    """A backup as listed. ``verified``: read whole and found right since it was last changed."""

    path: Path
    place: str
    made: datetime
    size: int
    verified: bool

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class BackupPage:
    """All backups of this machine, newest first; ``warnings`` say what endangers them."""

    lines: tuple[BackupLine, ...]
    second_folder: str
    second_present: bool
    rotation: Rotation
    rotation_default: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup just made. ``note`` says what did not go as wished, "" when all did."""

    path: Path
    size: int
    sha256: str
    removed: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """For the status bar. ``stale``: more than a week old, and there is new work since."""

    words: str
    made: datetime | None
    stale: bool


def make(ctx: AppContext, progress: Progress = SILENT) -> BackupMade:
    """A verified backup, copied to the second folder if that is there; old ones are rotated out.

    Raises:
        EnvironmentProblem: disk full, no permission. UserError: it did not verify.
        Cancelled: taken back; nothing is left of it.
    """
    folder = ctx.ws.root / BACKUPS
    with translated():
        folder.mkdir(exist_ok=True)
    now = ctx.clock.now().astimezone(CHINA).replace(microsecond=0)
    target = folder / f"{_prefix(ctx)}{now:{_STAMP}}{SUFFIX}"
    size, digest = ctx.ws.backup(target, progress)
    record = BackupRecord(size, digest, now.isoformat(), ctx.ws.operation_count())
    note(ctx, key_of(target, HERE), record)
    ctx.ws.audit("backup", name=target.name, bytes=size)
    remark = _copy_on(ctx, target, record, progress)
    return BackupMade(target, size, digest, _rotate(ctx), remark)


def is_due(ctx: AppContext) -> bool:
    """Whether there is work that no backup of the last day holds."""
    last = last_record(ctx)
    count = ctx.ws.operation_count()
    if last is None:
        return count > 0
    # abs: a clock that was set back must not keep backups from being made
    return count != last.operations and abs(ctx.clock.now() - last.moment) >= EVERY


def make_when_due(ctx: AppContext, progress: Progress = SILENT) -> BackupMade | None:
    """``make`` at the start and at the end of a day's work; None when none was due."""
    return make(ctx, progress) if is_due(ctx) else None


def last_backup(ctx: AppContext) -> LastBackup:
    """When the last backup was made, in words; a demonstration needs none."""
    if settings.text(ctx, settings.DEMO) == "是":
        return LastBackup("演示不自动备份", None, False)
    last = last_record(ctx)
    if last is None:
        return LastBackup("还没有备份", None, ctx.ws.operation_count() > 0)
    moment = last.moment
    stale = ctx.ws.operation_count() != last.operations and ctx.clock.now() - moment > STALE
    return LastBackup(f"备份 {_day_words(ctx, moment)}", moment, stale)


def backup_page(ctx: AppContext) -> BackupPage:
    """What the page on backups shows."""
    second = second_folder(ctx)
    rotation = _rotation(ctx)
    lines = [*_lines(ctx, ctx.ws.root / BACKUPS, HERE)]
    if second is not None:
        lines += _lines(ctx, second, SECOND)
    return BackupPage(
        tuple(sorted(lines, key=lambda line: (line.made, line.place == HERE), reverse=True)),
        "" if second is None else str(second),
        second is not None and second.is_dir(),
        rotation,
        settings.value(ctx, settings.BACKUP_KEEP) is None,
        tuple(_warnings(ctx, second)),
    )


def second_folder(ctx: AppContext) -> Path | None:
    """The second folder of this machine, None when none was chosen."""
    chosen = ctx.ws.local.find(SECOND_FOLDER)
    return Path(chosen) if chosen else None


def choose_second_folder(ctx: AppContext, folder: Path | None) -> tuple[str, ...]:
    """Copy each backup to ``folder`` too (None: no longer); gives what speaks against the place.

    Raises:
        UserError: no folder, inside the workspace, or on a network share.
    """
    if folder is not None:
        _refuse_folder(ctx, folder)
    ctx.ws.keep_local({SECOND_FOLDER: "" if folder is None else str(folder)})
    return tuple(_warnings(ctx, folder))


def verify(ctx: AppContext, path: Path, progress: Progress = SILENT) -> BackupLine:
    """Read a backup whole against its hashes, and remember that it is right.

    Raises:
        UserError: damaged. EnvironmentProblem: it cannot be read.
    """
    files.check(path, progress)
    found = next((line for line in backup_page(ctx).lines if line.path == path), None)
    if found is None:
        raise UserError("E-WS-312", "备份列表里没有“{name}”，请刷新后再试。", name=path.name)
    key = key_of(path, found.place)
    known = records(ctx).get(key)
    operations = known.operations if known else -1
    note(ctx, key, BackupRecord(found.size, "", found.made.isoformat(), operations))
    return next(line for line in backup_page(ctx).lines if line.path == path)


def _copy_on(ctx: AppContext, made: Path, record: BackupRecord, progress: Progress) -> str:
    """The backup once more in the second folder; what to say when that did not go."""
    second = second_folder(ctx)
    if second is None:
        return ""
    if not second.is_dir():
        return f"第二备份位置（{second}）没有找到，这次只存在本机。插上U盘后可再备份一次。"
    progress.report(0, 0, "正在复制到第二备份位置")
    part = second / f"{made.name}.part"
    try:
        shutil.copyfile(made, part)
        files.check(part)
        part.replace(second / made.name)
    except (OSError, UserError):
        part.unlink(missing_ok=True)
        return f"没有复制到第二备份位置（{second}），这次只存在本机。请检查U盘的空间和接口。"
    note(ctx, key_of(made, SECOND), record)
    return ""


def _rotate(ctx: AppContext) -> int:
    """Take away what the rotation does not keep, in each place by itself; gives how many went."""
    removed = 0
    rotation = _rotation(ctx)
    for folder in filter(None, (ctx.ws.root / BACKUPS, second_folder(ctx))):
        found = {moment: path for path, moment in _found(ctx, folder)}
        for moment in found.keys() - kept(found, rotation):
            found[moment].unlink(missing_ok=True)
            removed += 1
    return removed


def _rotation(ctx: AppContext) -> Rotation:
    written = settings.value(ctx, settings.BACKUP_KEEP)
    given = written if isinstance(written, dict) else {}
    numbers = {k: v for k, v in given.items() if k in ROTATION_KEYS and isinstance(v, int)}
    return Rotation(**{**asdict(Rotation()), **numbers})


def _lines(ctx: AppContext, folder: Path, place: str) -> Iterator[BackupLine]:
    known = records(ctx)
    for path, moment in _found(ctx, folder):
        try:
            size = path.stat().st_size
        except OSError:
            continue  # the stick was pulled while we looked
        record = known.get(key_of(path, place))
        yield BackupLine(path, place, moment, size, record is not None and record.size == size)


def _found(ctx: AppContext, folder: Path) -> list[tuple[Path, datetime]]:
    """This machine's own backups in ``folder`` with the moment in their name."""
    prefix = _prefix(ctx)
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return []
    dated = [(path, _moment(path.name.removesuffix(SUFFIX), prefix)) for path in paths]
    return [(path, moment) for path, moment in dated if moment is not None]


def _moment(stem: str, prefix: str) -> datetime | None:
    try:
        stamp = stem.removeprefix(prefix) if stem.startswith(prefix) else ""
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=CHINA)
    except ValueError:
        return None


def _prefix(ctx: AppContext) -> str:
    return f"{ctx.unit.short_name}-{machine_code(ctx.ws.site)}-"


def _warnings(ctx: AppContext, second: Path | None) -> Iterator[str]:
    root = ctx.ws.root
    if cloud := cloud_folder(root):
        yield (f"数据放在网盘同步文件夹（{cloud}）里，同步可能损坏它。请把数据文件夹移到别处。")
    if second is None:
        yield "备份和数据在同一块硬盘上，硬盘损坏会一起丢失。请选一个U盘作第二备份位置。"
        return
    if cloud := cloud_folder(second):
        yield f"第二备份位置在网盘同步文件夹（{cloud}）里，会上传到网上。请换成U盘。"
    if second.is_dir() and on_same_disk(root, second):
        yield "第二备份位置和数据在同一块硬盘上，硬盘损坏会一起丢失。请换成U盘。"
    if not second.is_dir():
        yield f"第二备份位置（{second}）现在找不到，请插上U盘。"


def _refuse_folder(ctx: AppContext, folder: Path) -> None:
    checks: tuple[tuple[Callable[[], bool], UserError], ...] = (
        (
            lambda: not folder.is_dir(),
            UserError("E-WS-310", "没有文件夹 {folder}，请先建立或插上U盘。", folder=folder),
        ),
        (
            lambda: folder.resolve().is_relative_to(ctx.ws.root.resolve()),
            UserError("E-WS-311", "第二备份位置不能在数据文件夹里面，请换一个位置。"),
        ),
        (
            lambda: is_network(folder),
            UserError("E-WS-313", "第二备份位置不能是网络文件夹，请换成U盘或移动硬盘。"),
        ),
    )
    for applies, error in checks:
        if applies():
            raise error


def _day_words(ctx: AppContext, moment: datetime) -> str:
    """今天 10:15, 昨天 17:32, 11月20日 09:00; with the year when it is another one."""
    days = (ctx.today - moment.date()).days
    if days in (0, 1):
        return f"{('今天', '昨天')[days]} {moment:%H:%M}"
    year = "" if moment.year == ctx.today.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日 {moment:%H:%M}"
