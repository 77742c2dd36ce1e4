"""What a package carries, told before it is sent and before it is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.common.errors import AppError, TrustError, UserError
from qxn_desktop.domain.operation import Chain, Draft, Kind
from qxn_desktop.domain.package_tally import Brought
from qxn_desktop.services import exchange, problems
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.package_preview import (
    Line,
    gap_words,
    preview_merge,
    preview_pack,
    size_text,
)
from qxn_desktop.store.partners import Sent
from tests.builders import VILLAGE, delete, new_office
from tests.integration.services.town import Town, common_row, write

FAR = "522327103202"


def test_a_package_before_it_is_sent(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    town.send(b, a)
    write(a, "r", note="改")
    write(a, "r", phone="19900000001")
    for n in range(3):
        a.ws.write([Draft("household", f"n{n}", Kind.PUT, {"village": FAR}, FAR)])
    problem = {"title": "漏水", "severity": "一般", "found_on": "2026-11-20", "village": VILLAGE}
    a.ws.write([Draft("problem", "p", Kind.PUT, problem, VILLAGE)])
    problems.do(a, "p", Action("assign", {"owner": "甲", "supervisor": "乙"}))
    name = a.ws.photos.add(b"x" * 2_000)
    a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 2_000}, VILLAGE)])
    shown = preview_pack(a)
    assert shown.registers == (
        Line("农户", Brought(new=3, changed=1)),
        Line("问题", Brought(new=1, steps=1)),
    )
    assert shown.villages == (
        Line("丫他村", Brought(new=1, changed=1, steps=1)),
        Line("巴金村", Brought(new=3)),
    )
    assert (shown.photos.count, shown.photos.size) == (1, 2_000)
    assert shown.sentence == "发给B号机：新增 4 条，修改 1 条，办理 1 步；照片 1 张（2 KB）。"
    packed = exchange.pack(a, town.folder / "p")
    assert (packed.operations, packed.photos) == (shown.operations, 1)
    brought = preview_merge(b, town.folder / "p")
    assert brought.registers == shown.registers
    assert brought.villages == shown.villages
    assert brought.photos == shown.photos


def test_nothing_new_is_said_plainly(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    town.send(b, a)
    shown = preview_pack(a)
    assert shown.nothing
    assert shown.sentence.startswith("没有新内容：B号机已有本机的全部记录。")
    received = preview_merge(b, town.pack(a))
    assert received.nothing
    assert received.sentence.startswith("没有新内容")


def test_a_received_package_is_told_without_writing_and_merged_as_read(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    town.send(b, a)
    write(a, "r", note="甲")
    write(b, "r", note="乙")
    a.ws.write([delete("x")])
    path = town.pack(a, b)
    before = b.ws.digest(), b.ws.operation_count()
    shown = preview_merge(b, path)
    assert (b.ws.digest(), b.ws.operation_count()) == before
    assert shown.sender == "A号机"
    assert shown.made_at == "2026-11-23 12:00"
    assert [line.brought for line in shown.registers] == [Brought(changed=1)]
    assert any("双方都改过" in remark for remark in shown.remarks)
    path.unlink()
    outcome = exchange.merge_opened(b, shown.content).outcome
    assert outcome.applied == shown.fresh
    assert outcome.conflicts == 1


def test_what_is_missing_before_a_package_is_named(town: Town) -> None:
    a, b, c = town.laptops("abc")
    write(a, "r0", village=VILLAGE, head_name="户")
    exchange.pack(a, town.folder / "first", "c")
    exchange.merge(c, town.folder / "first")
    town.send(c, a)
    write(a, "r1", village=VILLAGE, head_name="户")
    shown = preview_merge(b, _later_only(town, a, b))
    assert shown.waiting
    assert not shown.nothing
    assert shown.remarks == ("缺A号机第1条（丫他村），请对方再导出一次。",)
    assert "暂时接不上" in shown.sentence


def _later_only(town: Town, a: AppContext, b: AppContext) -> Path:
    """A package for b that leaves out what c confirmed: as if b had said it holds that."""
    a.ws.partners.note_package(Sent("b", "p", 1, a.ws.partners.receipt("c")))
    return town.pack(a, b)


def test_gaps_in_words(town: Town) -> None:
    (a,) = town.laptops("a")
    assert (
        gap_words(a, (Chain("3f2e00", "1", "unit"), 41, 60)) == "缺3F2号机第41–60条（全单位共用）"
    )
    assert gap_words(a, (Chain("3f2e00", "1", "sealed"), 7, 7)) == "缺3F2号机第7条（不下发到村）"


def test_what_was_held_is_not_brought_again(town: Town) -> None:
    a, b = town.laptops("ab")
    write(a, "r", head_name="甲")
    exchange.merge(b, town.pack(a))
    write(a, "s", head_name="乙")
    shown = preview_merge(b, town.pack(a))
    assert (shown.already, shown.fresh) == (1, 1)
    assert shown.sentence == "带来新增 1 条。包里另有 1 条操作记录本机已有。"


def test_foreign_damaged_and_early_files_are_refused_in_words(town: Town) -> None:
    a, b = town.laptops("ab")
    (stranger,) = town.laptops("s")
    exchange.pin(stranger, town.folder / "b.card")
    with pytest.raises(TrustError, match="不认识发送设备"):
        preview_merge(b, town.pack(stranger))
    path = town.pack(a)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(AppError, match="不完整"):
        preview_merge(b, path)
    door, fresh = new_office(town.folder / "fresh")
    with pytest.raises(UserError, match="本机还没有名片"):
        preview_merge(fresh, town.pack(a))
    with pytest.raises(UserError, match="还没有登记"):
        preview_pack(fresh)
    door.close()


def test_photos_that_find_no_room_wait(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    a, _ = town.laptops("ab")
    monkeypatch.setattr(exchange, "PHOTO_BUDGET", 25)
    for n in range(4):
        name = a.ws.photos.add(bytes([n]) * 10)
        a.ws.write([Draft("photo", name, Kind.BLOB, {"size": 10})])
    a.ws.write([Draft("photo", "f" * 64, Kind.BLOB, {"size": 10})])
    shown = preview_pack(a)
    assert (shown.photos.count, shown.photos.later, shown.photos.lacking) == (2, 2, 1)
    assert "下次再发" in shown.sentence
    assert any("本机也没有" in remark for remark in shown.remarks)
    assert exchange.pack(a, town.folder / "p").photos == 2


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 KB"), (1, "1 KB"), (12_400, "12 KB"), (3_210_000, "3.2 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
