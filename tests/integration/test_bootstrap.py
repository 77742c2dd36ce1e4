"""A workspace on its threads: readers see commits, refuse writes, and never half of one."""

from __future__ import annotations

import shutil

import pytest

from qxn_desktop.bootstrap import Desk, open_desk
from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import AppError, TrustError
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.records import Wanted
from qxn_desktop.store.workspace_files import Secret
from tests.builders import NOON, SECRET, VILLAGE, new_office


@pytest.fixture
def root(tmp_path):
    door, _ = new_office(tmp_path / "office")
    door.close()
    return tmp_path / "office"


@pytest.fixture
def desk(root):
    opened = open_desk(root, SECRET, FixedClock(NOON)).result()
    yield opened
    opened.close()


def add(name: str):
    raw = {"village": VILLAGE, "head_name": name}
    return lambda ctx: records.add(ctx, "household", raw).id


def total(ctx: AppContext) -> int:
    return records.page(ctx, "household", Wanted(limit=1)).total


def operations(ctx: AppContext) -> int:
    return ctx.ws.operation_count()


def test_readers_see_what_was_written(desk: Desk):
    assert desk.read(total).result() == 0
    with desk.here() as ctx:
        assert total(ctx) == 0
        before = operations(ctx)
    desk.write(add("韦大山")).result()
    assert desk.read(total).result() == 1
    with desk.here() as ctx:
        assert total(ctx) == 1
        assert operations(ctx) > before  # the log in memory too


def test_reader_keeps_its_snapshot(desk: Desk):
    with desk.here() as ctx:
        assert total(ctx) == 0
        desk.write(add("韦大山")).result()
        assert total(ctx) == 0
    with desk.here() as ctx:
        assert total(ctx) == 1


def test_here_within_here_is_the_same_snapshot(desk: Desk):
    with desk.here() as outer, desk.here() as inner:
        assert outer is inner
    with desk.here() as ctx:
        assert total(ctx) == 0


def test_reader_refuses_to_write(desk: Desk):
    with pytest.raises(AppError):
        desk.read(add("韦大山")).result()
    assert desk.read(total).result() == 0


def test_every_commit_is_published(desk: Desk):
    heard: list[ChangeSet] = []
    desk.listen(heard.append)
    row = desk.write(add("韦大山")).result()
    assert [change.rows for change in heard] == [frozenset({("household", row)})]
    desk.write(lambda ctx: ctx.ws.audit("backup", name="x", bytes=1)).result()
    assert heard[1:] == [ChangeSet()]


def test_what_is_saved_quietly_is_told_only_with_a_commit(desk: Desk):
    heard: list[ChangeSet] = []
    desk.listen(heard.append)
    desk.write(lambda ctx: ctx.ws.keep_local({"draft": "1"}), quiet=True).result()
    assert heard == []
    row = desk.write(add("韦大山"), quiet=True).result()
    assert [change.rows for change in heard] == [frozenset({("household", row)})]


def test_failure_of_a_job_reaches_who_asked(desk: Desk):
    with pytest.raises(AppError):
        desk.write(lambda ctx: records.delete(ctx, "nothing")).result()
    desk.write(add("韦大山")).result()


def test_wrong_passphrase_leaves_no_lock(root):
    with pytest.raises(TrustError):
        open_desk(root, Secret("错的口令", SECRET.account), FixedClock(NOON)).result()
    open_desk(root, SECRET, FixedClock(NOON)).result().close()


def test_closing_twice_and_moving_the_folder(desk: Desk, root):
    desk.read(total).result()
    desk.close()
    desk.close()
    shutil.rmtree(root)
