from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.rectification_guide import STAND_IN_FILE, DueMark
from qxn_desktop.services import photo_view
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_board import Group, Wanted, board, count_problems
from qxn_desktop.services.problem_page import problem_page
from tests.builders import VILLAGE, new_office
from tests.integration.services.rectification_builder import (
    OWNER,
    PEOPLE,
    SUPERVISOR,
    applied,
    do,
    found,
    picture,
)
from tests.integration.services.visit_builder import TOILET, furnish

OTHER_VILLAGE = "522327103204"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.close()


def typed(ctx: AppContext, problem: str) -> dict[str, Json]:
    """The facts of the next step as its form stands when nobody has typed."""
    step = problem_page(ctx, problem).guide.next
    assert step is not None
    return {line.key: line.usual for line in step.fields if line.usual}


def test_the_next_step_and_what_it_lacks(ctx, tmp_path):
    page = problem_page(ctx, applied(ctx, tmp_path))
    step = page.guide.next
    assert step is not None
    assert (step.event, step.verb, step.allowed) == ("confirm", "复核销号", False)
    assert step.reason == f"须由督办责任人{SUPERVISOR}本人销号，或附签字单。"
    assert step.possible
    assert {line.key for line in step.fields if line.required} == {"by", "signed_sheet"}
    facts = typed(ctx, page.line.id)
    assert facts == {"by": SUPERVISOR}
    assert page.guide.lacking("confirm", facts) == (step.reason,)
    assert page.guide.lacking("confirm", {**facts, "signed_sheet": STAND_IN_FILE}) == ()


def test_other_steps_are_those_that_are_possible(ctx, tmp_path):
    page = problem_page(ctx, applied(ctx, tmp_path))
    assert [step.verb for step in page.guide.others] == ["退回", "移交问责"]
    fresh = problem_page(ctx, found(ctx))
    assert [step.verb for step in fresh.guide.others] == ["移交问责"]


def test_who_had_the_villages_last_problem_is_offered_again(ctx):
    do(ctx, found(ctx), "assign", **PEOPLE)
    assert typed(ctx, found(ctx)) == {"owner": OWNER, "supervisor": SUPERVISOR}
    assert typed(ctx, found(ctx, object_id=OTHER_VILLAGE)) == {}
    assert problem_page(ctx, found(ctx)).people == (OWNER, SUPERVISOR)


def test_giving_it_to_another_is_called_so(ctx):
    id_ = found(ctx)
    do(ctx, id_, "assign", **PEOPLE)
    assert "改派" in [step.verb for step in problem_page(ctx, id_).guide.others]


def test_photos_of_the_finding_stand_against_those_of_the_work(ctx, tmp_path):
    before = picture(tmp_path, "前.jpg", 200, "2026:11:20 09:00:00")
    id_ = found(ctx, photos=(tmp_path / before,))
    do(ctx, id_, "assign", **PEOPLE)
    for shade in (40, 90):
        photo = picture(tmp_path, f"{shade}.jpg", shade)
        do(ctx, id_, "work", tmp_path, by=OWNER, photos=[photo])
    page = problem_page(ctx, id_)
    assert [ref.words for ref in page.before] == ["11月20日 拍摄"]
    assert [ref.words for ref in page.after] == ["11月23日 整改"] * 2
    newest = page.timeline[0]
    assert page.after[0].sha256 == newest.photos[0]


def test_the_past_in_words_newest_first(ctx, tmp_path):
    id_ = found(ctx, source_number="12345-88", due="2026-12-01")
    do(ctx, id_, "assign", **PEOPLE)
    text = "已修好，电话13812345678"
    do(ctx, id_, "apply", tmp_path, by=OWNER, text=text, photos=[picture(tmp_path, "1.jpg", 1)])
    last, given, first = problem_page(ctx, id_).timeline
    assert (first.title, first.detail) == ("发现", "12345（12345-88）；上级要求 2026-12-01 前办结")
    assert given.detail == f"整改责任人：{OWNER}；督办责任人：{SUPERVISOR}"
    assert given.who == ctx.ws.clerk
    assert last.who == f"{OWNER}（{ctx.ws.clerk}录入）"
    assert last.detail == "整改情况：已修好，电话138****5678"
    assert len(last.photos) == 1


def test_the_object_is_named_and_linked(ctx):
    furnish(ctx)
    page = problem_page(ctx, found(ctx, object_id=TOILET))
    village = problem_page(ctx, found(ctx)).object
    assert (page.object.register, page.object.id) == ("toilet", TOILET)
    assert page.object.words == f"{village.words} · 户厕 HC-0001"
    assert (village.register, village.id) == ("village", VILLAGE)
    assert page.check is None


# --- photos


def test_a_thumbnail_is_small_and_a_missing_photo_says_so(ctx, tmp_path):
    Image.new("RGB", (1600, 1200), (90, 120, 60)).save(tmp_path / "大.jpg")
    id_ = found(ctx, photos=(tmp_path / "大.jpg",))
    [ref] = problem_page(ctx, id_).before
    small, missing = photo_view.thumbnails(ctx, [ref.sha256, "f" * 64], side=200)
    assert Image.open(io.BytesIO(small.data)).size == (200, 150)
    assert (missing.data, missing.words) == (
        b"",
        "这张照片还没有传到本机，请让对方再发一次数据包。",
    )
    assert Image.open(io.BytesIO(photo_view.whole_photo(ctx, ref.sha256).data)).size == (1600, 1200)


def test_a_sheet_in_pdf_is_named_not_drawn(ctx):
    sha256 = ctx.ws.photos.add(b"%PDF-1.7 ... %%EOF")
    [view] = photo_view.thumbnails(ctx, [sha256])
    assert (view.data, view.words) == (b"", "PDF 文件")


# --- the list


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Five problems: late, near its limit, given out, waiting for its supervisor, of a county."""
    folder = tmp_path_factory.mktemp("board")
    door, ctx = new_office(folder / "ws")
    found(ctx, "垃圾清运不及时", due="2026-11-20", found_on="2026-11-01")
    found(ctx, "公厕无水", due="2026-11-25", object_id=OTHER_VILLAGE)
    do(ctx, found(ctx, "污水外溢"), "assign", **PEOPLE)
    applied(ctx, folder)
    found(ctx, "督办件", source="县督办", severity="严重")
    yield ctx
    door.close()


def titles(ctx: AppContext, **wanted: object) -> list[str]:
    found = board(ctx, Wanted(**wanted))  # type: ignore[arg-type]
    return [line.problem.title for line in found.lines]


def test_groups_count_what_they_show(listed):
    found = board(listed, Wanted())
    assert found.total == 5
    for group, count in found.groups.items():
        assert len(board(listed, Wanted(group)).lines) == count, group
    assert found.groups[Group.OVERDUE] == found.groups[Group.SOON] == 1
    assert found.groups[Group.TO_CONFIRM] == 1
    assert found.groups[Group.CLOSED] == 0


def test_limits_carry_their_words(listed):
    [late] = board(listed, Wanted(Group.OVERDUE)).lines
    assert (late.due_mark, late.due_words) == (DueMark.OVERDUE, "逾期 3 天")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"village": OTHER_VILLAGE}, ["公厕无水"]),
        ({"source": "县督办"}, ["督办件"]),
        ({"severity": "严重"}, ["督办件"]),
        ({"owner": OWNER, "state": "assigned"}, ["污水外溢"]),
        ({"text": "清运"}, ["垃圾清运不及时"]),
        ({"text": "lls", "state": "assigned"}, ["污水外溢"]),
        ({"text": "没有这样的"}, []),
        ({"group": Group.SOON, "text": "公厕"}, ["公厕无水"]),
    ],
)
def test_filters_narrow(listed, wanted, shown):
    assert titles(listed, **wanted) == shown


def test_choices_are_what_occurs_villages_in_code_order(listed):
    found = board(listed, Wanted(text="督办件"))
    assert [code for code, _ in found.villages] == [VILLAGE, OTHER_VILLAGE]
    assert [name for name, _ in found.owners] == [OWNER]
    assert [name for name, _ in found.sources] == ["12345", "县督办"]


def test_what_is_listed_is_counted_by_village(listed):
    count = count_problems(listed, Wanted(Group.OPEN, source="12345"))
    assert count.what == "未销号问题（12345）"
    numbers = {row.code: row.numbers for row in count.villages}
    assert numbers[VILLAGE] == (3,)
    assert numbers[OTHER_VILLAGE] == (1,)
    assert [row.code for row in count.villages] == sorted(numbers)
