from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.services import setting_entry, settings, unit_settings
from qxn_desktop.services.context import AppContext
from tests.builders import UNIT, new_office


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def lines(ctx: AppContext) -> dict[str, unit_settings.SettingLine]:
    return {line.key: line for line in unit_settings.unit_page(ctx).lines}


def test_the_unit_and_its_defaults_in_words(ctx):
    page = unit_settings.unit_page(ctx)
    assert (page.path, page.code, page.role, page.demo) == ("册亨县 · 丫他镇", UNIT, "乡镇", False)
    found = lines(ctx)
    assert {key: line.text for key, line in found.items()} == {
        "start_date": "2026年11月23日",
        "limits": "严重7天、较重30天、一般30天、拆除重建90天",
        "reporting_unit": "未填（义龙新区所辖乡镇由州里确定）",
        "backup_keep": "每日7份、每周4份、每月12份",
        "draw_seed": "尚未生成",
        "report_reviewer": "未填",
        "report_head": "未填",
        "report_organ": "未填",
    }
    assert all(line.is_default and line.basis == "默认" for line in found.values())


def test_what_is_set_is_shown_with_its_basis(ctx):
    setting_entry.enter(ctx, settings.LIMITS, '{"critical": 3}', "镇〔2026〕5号")
    line = lines(ctx)["limits"]
    assert line.text == "严重3天、较重30天、一般30天、拆除重建90天"
    assert (line.is_default, line.basis) == (False, "镇〔2026〕5号")
    assert line.parts[0] == ("critical", "严重", 3)


def test_a_reporting_unit_of_townships(ctx):
    codes = [code for code, path in unit_settings.member_choices() if "兴义市" in path][:2]
    text = unit_settings.reporting_unit_text('义龙"新区', codes)
    setting_entry.enter(ctx, "reporting_unit", text, "州委〔2026〕1号")
    assert lines(ctx)["reporting_unit"].text == '义龙"新区（2个乡镇）'
