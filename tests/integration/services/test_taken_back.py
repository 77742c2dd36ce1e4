"""Long work taken back by its user, at every point where it asks: nothing has changed then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange, problems, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.legal_step import Action
from tests.builders import SECRET, VILLAGE, new_office, put
from tests.integration.services.town import Town


class TakenBack:
    """Progress of a user who gives up at the report number ``at`` (0: never)."""

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.said: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, words: str) -> None:
        self.said.append((done, total, words))
        if len(self.said) == self.at:
            raise Cancelled


def every_point(work: Callable[[TakenBack], object], check: Callable[[], None]) -> TakenBack:
    """Take ``work`` back at its first report, its second, …; ``check`` after each. Then let it."""
    for at in range(1, 1000):
        progress = TakenBack(at)
        try:
            work(progress)
        except Cancelled:
            check()
        else:
            return progress
    raise AssertionError("no end")


def told(progress: TakenBack) -> set[str]:
    return {words for _, _, words in progress.said}


def fill(ctx: AppContext, count: int) -> None:
    ctx.ws.write(
        [
            Draft("household", f"r{n}", Kind.PUT, {"head_name": f"户{n}"}, VILLAGE)
            for n in range(count)
        ]
    )


def test_a_merge_is_undone_wherever_it_is_taken_back(town: Town) -> None:
    a, b = town.laptops("ab")
    a.ws.write([put("p", "problem", title="漏水", found_on="2026-11-20", severity="一般")])
    town.send(a, b)
    fill(b, 5)
    problems.do(a, "p", Action("assign", {"owner": "甲", "supervisor": "乙"}))
    fill(a, 2_500)
    path = town.pack(a)
    before = (b.ws.digest(), b.ws.held(), b.ws.partners.receipt("a"), b.ws.operation_count())

    def nothing_changed() -> None:
        assert (b.ws.digest(), b.ws.held(), b.ws.partners.receipt("a")) == before[:3]

    progress = every_point(lambda progress: exchange.merge(b, path, progress), nothing_changed)
    assert len(progress.said) > 10
    assert {"正在核对记录", "正在写入记录", "正在更新台账"} <= told(progress)
    assert all(0 <= done <= total for done, total, _ in progress.said if total)
    assert b.ws.count("household") == 2_500
    town.meet(a, b)


def test_a_package_taken_back_is_not_written(town: Town) -> None:
    a, _ = town.laptops("ab")
    name = a.ws.photos.add(b"picture")
    a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 7})])
    path = town.folder / "p.qxnpkg"

    def not_written() -> None:
        assert not path.exists()

    progress = every_point(lambda p: exchange.pack(a, path, progress=p), not_written)
    assert told(progress) >= {"正在收集记录", "正在收集照片", "正在加密数据包", "正在写出文件"}


def test_backup_and_restore_taken_back_leave_nothing(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "w")
    fill(ctx, 300)
    ctx.ws.photos.add(b"picture")
    target, back = tmp_path / "b", tmp_path / "back"
    target.write_bytes(b"an earlier one")

    def as_before() -> None:
        assert target.read_bytes() == b"an earlier one"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "w"]

    progress = every_point(lambda p: workspaces.backup(ctx, target, p), as_before)
    assert "正在复制数据" in told(progress)
    door.close()

    def not_there() -> None:
        assert not back.exists()

    every_point(lambda p: workspaces.restore(target, back, SECRET, p), not_there)
    assert (back / "data.db").exists()


def test_a_long_statement_is_interrupted(tmp_path: Path) -> None:
    """The copy of the whole file is one statement; the user is asked in its midst."""
    door, ctx = new_office(tmp_path / "w")
    fill(ctx, 3_000)

    class Midst(TakenBack):
        def report(self, done: int, total: int, words: str) -> None:
            super().report(done, total, words)
            if sum(word == "正在复制数据" for _, _, word in self.said) == 3:
                raise Cancelled

    progress = Midst()
    with pytest.raises(Cancelled):
        workspaces.backup(ctx, tmp_path / "b", progress)
    assert progress.said[-1][2] == "正在复制数据"
    assert ctx.ws.count("household") == 3_000
    workspaces.backup(ctx, tmp_path / "b")
    door.close()


def test_verifying_can_be_taken_back(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "w")
    fill(ctx, 1_500)
    progress = every_point(lambda p: workspaces.verify_findings(ctx, p), lambda: None)
    assert told(progress) >= {"正在校验数据文件", "正在核对操作记录", "正在核对台账"}
    door.close()
