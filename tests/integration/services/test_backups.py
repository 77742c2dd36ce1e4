"""Backups make themselves, are verified, copied, rotated and brought back by steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.services import backups, restoring, setting_entry, settings, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.workspace_files import Secret
from tests.builders import NOON, SECRET, new_office


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def work(ctx: AppContext, organ: str = "丫他镇人民政府") -> None:
    settings.set_value(ctx, settings.ORGAN, organ)


def later(ctx: AppContext, **delta: float) -> None:
    assert isinstance(ctx.clock, FixedClock)
    ctx.clock.advance(**delta)


class Stop:
    """Progress that is taken back at the step ``words``."""

    def __init__(self, words: str) -> None:
        self.words = words

    def report(self, done: int, total: int, words: str) -> None:  # noqa: ARG002
        if words == self.words:
            raise Cancelled


def test_a_backup_is_verified_listed_and_told(ctx):
    work(ctx)
    assert backups.last_backup(ctx).words == "还没有备份"
    made = backups.make(ctx)
    (line,) = backups.backup_page(ctx).lines
    assert (line.path, line.size, line.verified) == (made.path, made.size, True)
    assert line.name.startswith("丫他镇-")
    assert backups.last_backup(ctx).words == "备份 今天 12:00"
    later(ctx, days=1)
    assert backups.last_backup(ctx).words == "备份 昨天 12:00"
    later(ctx, days=8)
    assert not backups.last_backup(ctx).stale
    work(ctx, "另一个名字")
    last = backups.last_backup(ctx)
    assert (last.words, last.stale) == ("备份 11月23日 12:00", True)


def test_a_backup_is_due_once_a_day_and_only_for_new_work(ctx):
    assert backups.make_when_due(ctx) is None
    work(ctx)
    assert backups.make_when_due(ctx) is not None
    work(ctx, "又改了")
    later(ctx, hours=23)
    assert not backups.is_due(ctx)
    later(ctx, hours=1)
    assert backups.make_when_due(ctx) is not None
    later(ctx, days=2)
    assert not backups.is_due(ctx)


def test_a_clock_set_back_does_not_stop_backups(ctx):
    work(ctx)
    backups.make(ctx)
    work(ctx, "又改了")
    later(ctx, days=-400)
    assert backups.is_due(ctx)


def test_old_backups_are_rotated_out_in_both_places(ctx, tmp_path):
    second = tmp_path / "盘"
    second.mkdir()
    backups.choose_second_folder(ctx, second)
    setting_entry.enter(ctx, settings.BACKUP_KEEP, '{"daily": 2, "weekly": 0, "monthly": 0}')
    (second / "别人的.qxnbackup").write_bytes(b"x")
    removed = []
    for _ in range(3):
        removed.append(backups.make(ctx).removed)
        later(ctx, days=1)
    assert removed == [0, 0, 2]
    page = backups.backup_page(ctx)
    assert [(line.made.day, line.place, line.verified) for line in page.lines] == [
        (25, "本机", True),
        (25, "第二位置", True),
        (24, "本机", True),
        (24, "第二位置", True),
    ]
    assert (second / "别人的.qxnbackup").exists()
    assert not page.rotation_default


@pytest.mark.parametrize("text", ['{"hourly": 1}', '{"daily": -1}', '{"daily": true}', "[]", "{}"])
def test_a_wrong_rotation_is_refused(ctx, text):
    with pytest.raises(UserError) as caught:
        setting_entry.enter(ctx, settings.BACKUP_KEEP, text)
    assert caught.value.code in {"E-WS-208", "E-WS-209"}


def test_a_stick_that_is_not_there_is_said_and_the_local_copy_made(ctx, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    warnings = backups.choose_second_folder(ctx, stick)
    assert any("同一块硬盘" in said for said in warnings)
    stick.rmdir()
    made = backups.make(ctx)
    assert "没有找到" in made.note
    assert made.path.exists()
    page = backups.backup_page(ctx)
    assert (page.second_present, len(page.lines)) == (False, 1)


def test_without_a_second_place_or_in_a_cloud_folder_the_page_warns(ctx, tmp_path):
    assert any("同一块硬盘" in said for said in backups.backup_page(ctx).warnings)
    cloud = tmp_path / "OneDrive - 单位"
    cloud.mkdir()
    assert any("网盘" in said for said in backups.choose_second_folder(ctx, cloud))


@pytest.mark.parametrize(
    ("folder", "code"), [("没有", "E-WS-310"), ("ws", "E-WS-311"), ("ws/backups", "E-WS-311")]
)
def test_a_folder_that_will_not_do_is_refused(ctx, tmp_path, folder, code):
    backups.make(ctx)
    with pytest.raises(UserError) as caught:
        backups.choose_second_folder(ctx, tmp_path / folder)
    assert caught.value.code == code
    assert backups.second_folder(ctx) is None


def test_a_backup_that_was_changed_is_no_longer_verified(ctx):
    path = backups.make(ctx).path
    path.write_bytes(path.read_bytes() + b"\0")
    assert not backups.backup_page(ctx).lines[0].verified
    with path.open("r+b") as file:
        file.seek(3000)
        file.write(b"\xff" * 40)
    with pytest.raises(UserError):
        backups.verify(ctx, path)


def test_a_backup_nobody_knows_of_is_verified_on_demand(ctx):
    made = backups.make(ctx)
    ctx.ws.keep_local({"backup_records": "not json"})
    assert not backups.backup_page(ctx).lines[0].verified
    assert backups.verify(ctx, made.path).verified


@pytest.mark.parametrize("words", ["正在复制数据", "正在打包文件和照片", "正在校验备份"])
def test_a_backup_taken_back_leaves_nothing(ctx, words):
    with pytest.raises(Cancelled):
        backups.make(ctx, Stop(words))
    assert list((ctx.ws.root / "backups").iterdir()) == []
    assert backups.backup_page(ctx).lines == ()


def test_a_backup_is_looked_into_before_it_is_brought_back(ctx, tmp_path):
    work(ctx)
    made = backups.make(ctx)
    file = restoring.look_at(made.path)
    assert (file.size, file.accounts) == (made.size, ("韦建国",))
    with pytest.raises(TrustError):
        restoring.preview(made.path, Secret("不对", "韦建国"), tmp_path)
    found = restoring.preview(made.path, SECRET, tmp_path)
    assert (found.unit_path, found.operations, found.photos) == ("册亨县 · 丫他镇", 1, 0)
    assert (found.made, found.last_written) == ("2026-11-23 12:00", "2026-11-23 12:00")
    assert (found.folder, found.folder.exists()) == (tmp_path / "丫他镇（恢复）", False)
    with pytest.raises(Cancelled):
        restoring.restore(found, SECRET, progress=Stop("正在恢复文件"))
    assert not found.folder.exists()
    root = restoring.restore(found, SECRET)
    with workspaces.opened(root, SECRET, FixedClock(NOON)) as back:
        assert back.ws.digest() == ctx.ws.digest()
        assert back.ws.epoch != ctx.ws.epoch
    with pytest.raises(UserError) as caught:
        restoring.restore(found, SECRET, root)
    assert caught.value.code == "E-WS-112"


def test_what_is_no_backup_is_said(tmp_path):
    wrong = tmp_path / "x.qxnbackup"
    wrong.write_bytes(b"PK\3\4 nothing")
    with pytest.raises(UserError) as caught:
        restoring.look_at(wrong)
    assert caught.value.code == "E-WS-162"
