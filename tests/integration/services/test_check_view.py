from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.evaluation import Verdict
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import check_round, checks
from qxn_desktop.services.check_view import check_view
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from tests.builders import new_office
from tests.integration.services.sheet_builder import due, furnish_toilets
from tests.integration.services.visit_builder import (
    FP,
    HC,
    HOUSEHOLD,
    PHOTOS,
    furnish,
    take_photos,
    visit,
)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    furnish_toilets(context)
    furnish(context)
    take_photos(tmp_path)
    yield context
    door.close()


def test_a_recorded_check_is_told_whole(ctx, tmp_path):
    answers = {**HC, "HC05": ["渗漏"], "HC14": PHOTOS}
    done = checks.record(ctx, visit(tmp_path, "HC", "t0", answers))
    view = check_view(ctx, done.id)
    assert (view.called, view.date, view.outcome) == ("HT-001 韦阿甲", "2026-11-20", "已检查")
    assert view.by == "罗阿丙 检查，韦建国 录入"
    assert view.score.endswith("不合格")
    assert len(view.photos) == 3
    [opened] = view.opened
    assert (opened.register, opened.id) == ("problem", done.problems[0])
    by_text = {line.number: (line.words, line.verdict) for line in view.lines}
    assert by_text[4] == ("渗漏", Verdict.FAIL)
    assert by_text[3] == ("不适用（旱季停水，另有水窖）", Verdict.NA)
    assert view.remark == ""


def test_a_visit_tells_its_lead_and_no_score(ctx, tmp_path):
    answers = {**FP, "FP01": "否", "FP14": ["a.jpg"]}
    view = check_view(ctx, checks.record(ctx, visit(tmp_path, "FP", HOUSEHOLD, answers)).id)
    assert view.score == ""
    assert [one.register for one in view.opened] == ["lead"]


def test_of_an_object_that_is_gone_the_village_is_told(ctx, tmp_path):
    done = checks.record(ctx, visit(tmp_path, "HC", "t0", HC))
    ctx.ws.write([draft(ctx, "toilet", "t0", Kind.DELETE)])
    assert check_view(ctx, done.id).called == "丫他社区" or check_view(ctx, done.id).called


def test_no_such_check_is_refused(ctx):
    with pytest.raises(UserError):
        check_view(ctx, "none")


def test_a_round_is_counted_by_village(ctx, tmp_path):
    checks.record(ctx, visit(tmp_path, "HC", "t0", HC))
    counted = check_round.count(ctx, due(ctx))
    numbers = {row.name: row.numbers for row in counted.villages if any(row.numbers)}
    assert sorted(numbers.values()) == [(2, 0, 2, 0), (3, 1, 2, 0)]
