from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import setting_entry, settings
from qxn_desktop.services.catalog import shipped_templates
from qxn_desktop.services.checks import as_filled, record
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.services.templates import (
    add_template,
    check_text,
    confirm,
    set_setting,
    template_for,
    templates,
    version,
)
from tests.builders import UNIT, VILLAGE, new_office
from tests.integration.services.visit_builder import DAY, refused, visit

YS = (Path(__file__).parents[2] / "data" / "templates" / "YS.toml").read_text(encoding="utf-8")
HC = shipped_templates()["HC"][1]
HC2 = HC.replace("version = 1", "version = 2", 1)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def dated(text: str, day: str) -> str:
    return text.replace("scored = true", f"scored = true\neffective_from = {day}", 1)


def test_every_shipped_checklist_fits_the_registers():
    assert {id_: check_text(text) for id_, (_, text) in shipped_templates().items()} == {
        id_: [] for id_ in ("FP", "GC", "HC", "LJ", "SC", "WS")
    }


def test_a_seventh_field_of_work_by_data_alone(ctx, tmp_path):
    add_template(ctx, YS)
    assert list(templates(ctx)) == ["FP", "GC", "HC", "LJ", "SC", "WS", "YS"]
    answers = {"YS01": "否", "YS02": "集中供水", "YS03": "0.01", "YS05": ["a.jpg"]}
    with refused(ctx, "E-WS-233"):
        record(ctx, visit(tmp_path, "YS", VILLAGE, answers))
    answers = {"YS01": "是", "YS02": "分散供水", "YS04": "2026-03-01"}
    done = record(ctx, visit(tmp_path, "YS", VILLAGE, answers))
    assert (done.failed, done.score, done.grade) == ((), 100, "优秀")
    assert as_filled(ctx, done.id).template.title == "农村饮水安全巡查表"
    confirm(ctx, "YS", "monthly", "某县农村饮水安全巡查办法 第五条")
    set_setting(ctx, "YS.chlorine_min", "0.3", "县水务局通知")
    assert settings.overrides(ctx, template_for(ctx, "YS", DAY)[0])["chlorine_min"] == "0.3"


def test_a_newer_version_takes_over_from_its_day(ctx):
    add_template(ctx, dated(HC2, "2026-12-01"))
    assert template_for(ctx, "HC", date(2026, 11, 30))[0].version == 1
    assert template_for(ctx, "HC", date(2026, 12, 1))[0].version == 2
    add_template(ctx, dated(YS, "2026-12-01"))
    with refused(ctx, "E-TPL-201"):
        template_for(ctx, "YS", DAY)
    assert templates(ctx)["HC"][0].version == 1
    assert templates(ctx, date(2027, 1, 1))["HC"][0].version == 2
    assert [version(ctx, "HC", number)[0].version for number in (1, 2)] == [1, 2]


def test_a_kept_text_counts_before_a_shipped_one_of_the_same_version(ctx):
    kept = HC.replace("农村户厕巡查表", "旧户厕巡查表")
    values = {"code": "HC", "version": 1, "text": kept}
    ctx.ws.write([draft(ctx, "template", "HC@1", Kind.PUT, values)])
    assert templates(ctx)["HC"][0].title == "旧户厕巡查表"


def test_an_older_version_does_not_stand_in_for_one_of_a_newer_program(ctx):
    values = {"code": "HC", "version": 3, "text": HC.replace("scored", "scored_anew")}
    ctx.ws.write([draft(ctx, "template", "HC@3", Kind.PUT, values)])
    assert "HC" not in templates(ctx)
    with refused(ctx, "E-TPL-204"):
        template_for(ctx, "HC", DAY)
    with refused(ctx, "E-TPL-204"):
        version(ctx, "HC", 3)
    with refused(ctx, "E-TPL-203"):
        version(ctx, "HC", 9)


def test_a_form_is_not_filled_after_its_last_day(ctx, tmp_path):
    add_template(ctx, YS.replace("2027-12-31", "2026-11-19"))
    with refused(ctx, "E-TPL-202") as told:
        record(ctx, visit(tmp_path, "YS", VILLAGE, {"YS01": "是"}))
    assert "2026-11-19" in told[0]
    assert template_for(ctx, "YS", date(2026, 11, 19))[0].version == 1


def test_a_faulty_or_old_checklist_is_not_taken(ctx):
    cases = {
        HC: ("E-TPL-205",),
        "id = ": ("E-TPL-102",),
        YS.replace('type = "yesno"', 'type = "maybe"'): ("E-TPL-110",),
        YS.replace('"village"', '"kingdom"'): ("E-TPL-211",),
        YS.replace('"village"', '"problem"'): ("E-TPL-211",),
        YS.replace('kind = "村', 'sort = "村'): ("E-TPL-212",),
        YS.replace('opens = "problem"', 'opens = "lead"'): ("E-TPL-213",),
        dated(YS, "2026-02-31"): ("E-TPL-102",),
    }
    for text, codes in cases.items():
        with refused(ctx, *codes):
            add_template(ctx, text)


def test_a_confirmed_frequency_has_a_basis_and_a_sealed_seed(ctx):
    confirm(ctx, "HC", "yearly_all", "县农办〔2026〕3号")
    assert settings.is_confirmed(ctx, "HC", "yearly_all")
    assert not settings.is_confirmed(ctx, "HC", "quarterly_sample")
    row = ctx.ws.get("setting", "HC.confirmed.yearly_all")
    assert row is not None
    assert row.text("basis") == "县农办〔2026〕3号"
    seed = settings.value(ctx, settings.DRAW_SEED)
    assert len(bytes.fromhex(str(seed))) == 16
    assert ctx.ws.stream_of("setting", settings.DRAW_SEED) == "sealed"
    assert len(confirm(ctx, "LJ", "all", "县农办〔2026〕3号")) == 1
    assert settings.value(ctx, settings.DRAW_SEED) == seed
    for code, arguments in {
        "E-TPL-206": ("HC", "all", " "),
        "E-TPL-209": ("HC", "daily", "依据"),
        "E-TPL-210": ("XX", "all", "依据"),
    }.items():
        with refused(ctx, code):
            confirm(ctx, *arguments)


WRONG = {
    ("HC.vent_min_cm", "五十"): "E-TPL-208",
    ("HC.vent_min_cm", "1e9"): "E-TPL-208",
    ("HC.flush_types", '{"三格式": 1}'): "E-TPL-208",
    ("HC.flush_types", "三格式"): "E-CLI-015",
    ("HC.nothing", "1"): "E-TPL-207",
    ("XX.vent_min_cm", "1"): "E-TPL-210",
    ("nothing", "1"): "E-TPL-210",
    ("FP.income_line", '{"2026": NaN}'): "E-CLI-014",
    ("WS.DB52/1424", '{"一级": {"COD": 60}}'): "E-TPL-208",
    ("limits", '{"critical": 0}'): "E-WS-206",
    ("limits", '{"critical": 2.5}'): "E-WS-206",
    ("limits", '{"grave": 5}'): "E-WS-205",
    ("limits", "7"): "E-WS-205",
    ("start_date", "2026-02-31"): "E-WS-201",
    ("reporting_unit", '{"name": "义龙新区", "members": ["999999999999"]}'): "E-DIV-013",
    ("reporting_unit", '{"name": "义龙新区"}'): "E-WS-207",
    ("draw_seed", "00"): "E-WS-203",
    ("HC.confirmed.yearly_all", "是"): "E-WS-204",
}


def test_wrong_settings_change_nothing(ctx):
    for (key, text), code in WRONG.items():
        with refused(ctx, code):
            setting_entry.enter(ctx, key, text)


RIGHT = [
    ("HC.vent_min_cm", " 60.50 ", "60.5"),
    ("HC.flush_types", '["三格式"]', ["三格式"]),
    ("FP.income_line", '{"2026": 8000.5}', {"2026": "8000.5"}),
    ("limits", '{"critical": 5, "rebuild": 60}', {"critical": 5, "rebuild": 60}),
    ("start_date", "2026-11-01", "2026-11-01"),
    ("reporting_unit", f'{{"members": ["{UNIT}"]}}', {"name": "义龙新区", "members": [UNIT]}),
]


def test_settings_are_kept_with_their_basis_and_go_back_to_the_default(ctx):
    for key, text, value in RIGHT:
        default = next(e for e in setting_entry.entries(ctx) if e.key == key)
        assert default.is_default
        entry = setting_entry.enter(ctx, key, text, "县里通知")
        assert (entry.value, entry.basis, entry.is_default) == (value, "县里通知", False)
        assert setting_entry.enter(ctx, key, "") == default
    entry = setting_entry.enter(ctx, "HC.vent_min_cm", "40")
    assert entry.basis == "默认"  # what has no basis stays marked


def test_the_list_of_settings_says_what_is_a_default(ctx):
    found = {entry.key: entry for entry in setting_entry.entries(ctx)}
    assert found["start_date"].value == "2026-11-23"
    assert found["limits"].value == {"critical": 7, "major": 30, "minor": 30, "rebuild": 90}
    assert found["HC.vent_min_cm"].basis == "默认"
    assert found["FP.income_line"].basis.startswith("贵州防返贫监测数据质量核查规则")
    assert found["HC.confirmed.yearly_all"].value == "否"
    with pytest.raises(UserError, match="没有参数"):
        set_setting(ctx, "HC.none", "1")
