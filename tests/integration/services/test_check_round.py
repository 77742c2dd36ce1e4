from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.row_key import parse_row_key
from qxn_desktop.domain.task import TaskStatus
from qxn_desktop.services import check_draft, checks, settings, templates
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_round import board, check_round, free_round, natural
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from tests.builders import VILLAGE, new_office
from tests.integration.services.sheet_builder import SECOND, due, furnish_toilets
from tests.integration.services.visit_builder import HC, visit


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    furnish_toilets(context)
    yield context
    door.close()


def test_the_round_stands_in_the_order_of_walking_and_names_the_house(ctx):
    lines = due(ctx).lines
    assert [(line.village, line.called, line.place) for line in lines] == [
        (VILLAGE, "HT-001 韦阿甲", "1组"),
        (VILLAGE, "HT-003 岑阿丙", "3组"),
        (SECOND, "HT-002 罗阿乙", "2组"),
        (SECOND, "HT-004 王阿丁", "4组"),
    ]
    assert all(parse_row_key(line.key) for line in lines)
    assert len({line.key for line in lines}) == 4
    assert [line.object_id for line in due(ctx, SECOND).lines] == ["t1", "t3"]


def test_what_was_checked_is_done_and_leads_to_its_check(ctx, tmp_path):
    done = checks.record(ctx, visit(tmp_path, "HC", "t0", HC))
    away = checks.record(ctx, visit(tmp_path, "HC", "t2", {"HC15": "户主不在"}))
    first, third, *_ = due(ctx).lines
    assert (first.status, first.check, first.waiting) == (TaskStatus.DONE, done.id, False)
    assert (third.status, third.check, third.waiting) == (TaskStatus.AWAY, away.id, True)
    [group] = board(ctx).groups
    assert (group.template, group.frequency, group.remaining, group.total) == (
        "HC", "yearly_all", 3, 4,
    )  # fmt: skip
    count = group.counts[0]
    assert (count.village, count.total, count.done, count.away) == (VILLAGE, 2, 1, 1)
    assert count.due == date(2026, 12, 31)
    assert due(ctx).done == 1


def test_each_frequency_counts_by_itself(ctx):
    templates.confirm(ctx, "HC", "quarterly_sample", "同上")
    groups = {group.frequency: group for group in board(ctx).groups}
    assert (groups["quarterly_sample"].total, groups["yearly_all"].total) == (2, 2)
    quarter = check_round(ctx, "HC", "", "quarterly_sample")
    assert {line.period for line in quarter.lines} == {"2026-Q4"}
    assert quarter.period == "2026年第4季度"


def test_a_draft_shows_in_the_round_and_on_the_board(ctx):
    check_draft.save(ctx, CheckDraft("HC", "t2", "HT-003 岑阿丙", VILLAGE, answers={"HC01": "是"}))
    assert [line.has_draft for line in due(ctx).lines] == [False, True, False, False]
    assert [kept.label for kept in board(ctx).drafts] == ["HT-003 岑阿丙"]


def test_any_object_of_the_registers_may_be_chosen(ctx):
    every = free_round(ctx, "LJ")
    assert {line.register for line in every.lines} == {"village"}
    assert all(line.status is None and line.waiting for line in every.lines)
    assert [line.object_id for line in free_round(ctx, "HC", SECOND).lines] == ["t1", "t3"]
    assert [line.object_id for line in free_round(ctx, "HC", search="王阿").lines] == ["t3"]
    assert [line.object_id for line in free_round(ctx, "HC", objects=["t1", "gone"]).lines] == [
        "t1"
    ]


def test_nothing_is_due_says_why(tmp_path):
    door, context = new_office(tmp_path / "other")
    assert board(context).groups == ()
    assert "确认" in board(context).why
    assert len(board(context).checklists) == 6
    door.close()


def test_a_checklist_or_village_that_is_none_is_refused(ctx):
    with pytest.raises(UserError):
        check_round(ctx, "XX")
    with pytest.raises(UserError):
        check_round(ctx, "HC", "999999999999")


def test_labels_with_numbers_stand_as_people_count():
    labels = ["10组", "2组", "老寨2", "老寨", "10组附1"]
    assert sorted(labels, key=natural) == ["2组", "10组", "10组附1", "老寨", "老寨2"]


def test_a_deleted_object_is_left_out(ctx):
    ctx.ws.write([draft(ctx, "toilet", "t0", Kind.DELETE)])
    assert [line.object_id for line in due(ctx).lines] == ["t2", "t1", "t3"]
    assert settings.start_date(ctx) == date(2026, 11, 1)
