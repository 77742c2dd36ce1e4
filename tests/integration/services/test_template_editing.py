from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.template_revision import Revision
from qxn_desktop.services import template_editing as editing
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import template_for
from tests.builders import new_office

TODAY, LATER = date(2026, 11, 23), date(2026, 12, 1)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def test_the_page_of_a_checklist_says_all(ctx):
    page = editing.template_page(ctx, "HC")
    assert (page.title, page.objects, page.version) == ("农村户厕巡查表", "户厕", 1)
    assert "默认" in page.approval
    assert page.items[0].passes == "是"
    assert {one.type for one in page.items} >= {"是否题", "照片题"}
    assert [one.key for one in page.settings][:2] == ["HC.vent_min_cm", "HC.empty_max_months"]
    assert [one.id for one in page.frequencies] == ["quarterly_sample", "yearly_all"]
    assert [(one.version, one.own, one.in_force) for one in page.versions] == [(1, False, True)]
    assert len(page.drafts) == len(page.items)


def test_a_new_version_begins_on_its_day_and_the_old_one_stays(ctx):
    drafts = editing.template_page(ctx, "HC").drafts
    revision = Revision((replace(drafts[0], text="厕屋完整"), *drafts[1:]), LATER)
    assert editing.preview(ctx, "HC", revision) == ("修改 HC01：厕屋完整",)
    editing.save(ctx, "HC", revision)
    page = editing.template_page(ctx, "HC")
    assert (page.version, page.upcoming) == (1, "2026-12-01")
    assert page.drafts[0].text == "厕屋完整"
    assert [(v.version, v.own, v.in_force) for v in page.versions] == [
        (2, True, False),
        (1, False, True),
    ]
    assert template_for(ctx, "HC", LATER)[0].items[0].text == "厕屋完整"
    assert template_for(ctx, "HC", TODAY)[0].version == 1


def test_faults_name_the_question_and_change_nothing(ctx):
    drafts = editing.template_page(ctx, "HC").drafts
    bad = Revision((replace(drafts[0], text=" "), *drafts[1:]), LATER)
    before = ctx.ws.operation_count()
    with pytest.raises(UserError) as caught:
        editing.save(ctx, "HC", bad)
    assert caught.value.message.startswith("HC01：")
    asked = next(one for one in drafts if one.code == "HC12")
    items = tuple(one for one in drafts if one != asked)
    with pytest.raises(UserError) as caught:
        editing.save(ctx, "HC", Revision(items, LATER))
    assert "HC12" in caught.value.message
    assert ctx.ws.operation_count() == before


@pytest.mark.parametrize(("day", "code"), [(date(2026, 11, 22), "E-TPL-305"), (LATER, "E-TPL-301")])
def test_a_version_needs_a_day_to_come_and_a_change(ctx, day, code):
    drafts = editing.template_page(ctx, "HC").drafts
    with pytest.raises(UserError) as caught:
        editing.save(ctx, "HC", Revision(drafts, day))
    assert caught.value.code == code


def test_a_checklist_ends_on_a_day_and_comes_back(ctx):
    editing.disable(ctx, "GC", date(2026, 11, 30))
    assert editing.template_page(ctx, "GC").last_day == "2026-11-30"
    template_for(ctx, "GC", date(2026, 11, 30))
    with pytest.raises(UserError) as caught:
        template_for(ctx, "GC", LATER)
    assert caught.value.code == "E-TPL-202"
    editing.enable(ctx, "GC")
    assert template_for(ctx, "GC", LATER)[0].version == 3


def test_an_end_is_not_set_twice_or_in_the_past(ctx):
    with pytest.raises(UserError) as caught:
        editing.disable(ctx, "GC", date(2026, 11, 1))
    assert caught.value.code == "E-TPL-302"
    with pytest.raises(UserError) as caught:
        editing.enable(ctx, "GC")
    assert caught.value.code == "E-TPL-304"
    editing.disable(ctx, "GC", date(2026, 11, 22))
    with pytest.raises(UserError) as caught:
        editing.disable(ctx, "GC", TODAY)
    assert caught.value.code == "E-TPL-303"


def test_an_unknown_checklist_is_said(ctx):
    with pytest.raises(UserError) as caught:
        editing.template_page(ctx, "XX")
    assert caught.value.code == "E-TPL-210"
