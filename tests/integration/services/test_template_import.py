from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.template_sheet import SheetHead
from qxn_desktop.services import template_import
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import template_for, templates
from tests.builders import new_office

HEAD = SheetHead("YS", "农村饮水安全巡查表", "饮水巡查", "农村饮水", ("village",))
FILE = Path(__file__).parents[2] / "data" / "templates" / "YS.toml"


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def test_a_sheet_becomes_a_checklist_and_then_its_next_version(ctx, tmp_path):
    path = tmp_path / "饮水.csv"
    template_import.write_sample(path)
    made = template_import.take_sheet(ctx, path, HEAD)
    assert (made.id, made.version, len(made.items)) == ("YS", 1, 4)
    assert "YS" in templates(ctx)
    assert template_import.take_sheet(ctx, path, HEAD).version == 2
    assert template_for(ctx, "YS", ctx.today)[0].version == 2


def test_a_file_of_the_county(ctx):
    assert template_import.take_file(ctx, FILE).title == "农村饮水安全巡查表"
    with pytest.raises(UserError) as caught:
        template_import.take_file(ctx, FILE)
    assert caught.value.code == "E-TPL-205"


def test_faults_change_nothing(ctx, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("内容,类型\n围栏,打分\n", encoding="utf-8")
    before = ctx.ws.operation_count()
    with pytest.raises(UserError) as caught:
        template_import.take_sheet(ctx, path, HEAD)
    assert "第 2 行" in caught.value.message
    template_import.write_sample(path)
    with pytest.raises(UserError) as caught:
        template_import.take_sheet(ctx, path, replace(HEAD, objects=("moon",)))
    assert caught.value.code == "E-TPL-211"
    with pytest.raises(UserError) as caught:
        template_import.take_file(ctx, path)
    assert caught.value.code == "E-TPL-310"
    assert ctx.ws.operation_count() == before


def test_the_objects_to_choose_from(ctx):
    assert ("toilet", "户厕") in template_import.objects()
    assert "check" not in dict(template_import.objects())
