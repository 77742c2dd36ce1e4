"""The checklists that come with the program, and a seventh that no code knows of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qxn_desktop.common.resource_files import list_resources
from qxn_desktop.domain import expression
from qxn_desktop.domain.answers import parse_answers
from qxn_desktop.domain.evaluation import Subject, evaluate
from qxn_desktop.domain.expression import Expr
from qxn_desktop.domain.register_parse import parse_register
from qxn_desktop.domain.scoring import score_check
from qxn_desktop.domain.template import Item, Template
from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.services.catalog import code_tables

SEVENTH = Path(__file__).resolve().parents[2] / "data" / "templates" / "YS.toml"


def read(path: Path) -> Template:
    template, problems = parse_template(path.read_text(encoding="utf-8"))
    assert problems == []
    assert template is not None
    return template


TEMPLATES = {path.stem: read(path) for path in list_resources("templates", ".toml")}
ITEMS = [(code, item) for code, template in TEMPLATES.items() for item in template.items]
every = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
each_item = pytest.mark.parametrize(("code", "item"), ITEMS, ids=[item.code for _, item in ITEMS])

KEPT = {
    "HC": {"HC05", "HC06", "HC07", "HC08", "HC09", "HC12", "HC14", "HC15"},
    "SC": {f"SC{number:02}" for number in range(1, 16)},
    "GC": {"GC01", "GC12"},
    "LJ": {f"LJ{number:02}" for number in range(3, 11)},
    "WS": {"WS02", "WS09", "WS10", "WS11", "WS12"},
    "FP": {f"FP{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 14, 15)},
}
UNITS = re.compile(r"COD|pH|mm|cm|mg/L|m³|m²")


def rules(template: Template) -> list[Expr]:
    found = [template.away, template.vacant, *(f.where for f in template.frequencies)]
    found += [rule for item in template.items for rule in (item.pass_rule, item.applies)]
    return [rule for rule in found if rule is not None]


def test_the_six_checklists_are_there() -> None:
    assert set(TEMPLATES) == set(KEPT)
    assert {code: template.id for code, template in TEMPLATES.items()} == {c: c for c in KEPT}


@every
def test_a_checklist_is_short_enough_for_a_visit_and_keeps_its_red_lines(
    template: Template,
) -> None:
    codes = {item.code for item in template.items}
    assert codes >= KEPT[template.id]
    assert len(codes) <= (15 if template.id == "SC" else 12)
    assert len(codes) >= 8


def test_what_a_lead_names_first_is_schooling_medicine_housing_and_water() -> None:
    red = {item.code for template in TEMPLATES.values() for item in template.items if item.red_line}
    assert red == {"FP02", "FP03", "FP04", "FP05"}


@every
def test_a_checklist_has_a_basis_and_says_how_often_it_is_due(template: Template) -> None:
    assert template.basis
    assert template.frequencies
    assert all(f.basis or f.basis_default for f in template.frequencies)
    assert all(s.basis or s.basis_default for s in template.settings)
    assert not template.approval.complete  # nobody has approved these forms yet


@every
def test_only_the_four_patrols_are_scored(template: Template) -> None:
    assert template.scored == (template.id in ("HC", "GC", "LJ", "WS"))
    assert template.opens == ("lead" if template.id == "FP" else "problem")


@each_item
def test_an_item_has_a_basis_or_a_mark(code: str, item: Item) -> None:
    assert item.code.startswith(code)
    assert item.basis or item.basis_default
    assert all(basis.name and "[" not in str(basis) for basis in item.basis)


@each_item
def test_an_item_speaks_chinese(code: str, item: Item) -> None:
    for text in (item.text, item.hint, *item.options):
        left = re.sub(r"[AB-D]级", "", UNITS.sub("", text))
        assert not re.search(r"[A-Za-z\[\]]", left), text


@every
def test_titles_speak_chinese(template: Template) -> None:
    titles = [template.title, template.short_title, template.domain, *template.attributes.values()]
    titles += [frequency.title for frequency in template.frequencies]
    for title in titles:
        assert not re.search(r"[A-Za-z()]", title), title
    for setting in template.settings:
        assert not re.search(r"[a-z()]", setting.title), setting.title


@each_item
def test_photos_are_asked_for_only_where_something_failed(code: str, item: Item) -> None:
    if item.type == "photo":
        assert item.when_failed == (code != "SC")


@each_item
def test_an_item_is_judged_unless_it_is_a_mere_conclusion(code: str, item: Item) -> None:
    assert (item.pass_rule is None) == (item.code == "FP15")


@each_item
def test_a_number_has_a_unit_unless_it_has_none_in_nature(code: str, item: Item) -> None:
    if item.type == "number":
        assert item.unit or item.code == "WS17"


def test_no_limit_and_no_income_line_without_a_source_is_shipped() -> None:
    limits = TEMPLATES["WS"].setting("DB52/1424")
    assert limits is not None
    assert limits.default == {}
    line = TEMPLATES["FP"].setting("income_line")
    assert line is not None
    assert line.default == {"2023": "7300"}
    assert line.basis


def test_an_absent_householder_and_an_empty_house_are_foreseen() -> None:
    assert str(TEMPLATES["HC"].away) == "item.HC15 == '户主不在'"
    assert str(TEMPLATES["HC"].vacant) == "item.HC12 == '长期无人居住'"
    assert str(TEMPLATES["FP"].away) == "item.FP15 == '户主不在'"


@every
def test_every_setting_and_attribute_is_used(template: Template) -> None:
    names = {str(name) for rule in rules(template) for name in expression.names(rule)}
    tables = {table for rule in rules(template) for table in expression.tables(rule)}
    assert {key for key in template.attributes if f"object.{key}" not in names} == set()
    own = {s.key for s in template.settings} - {"weights", "grades", "min_samples"}
    assert {key for key in own if f"setting.{key}" not in names and key not in tables} == set()


COMPUTED = {"has_facility"}
"""Attributes that no register stores: whoever starts the check counts them."""


@every
def test_rules_ask_for_columns_that_the_registers_have(template: Template) -> None:
    columns: dict[str, frozenset[str]] = {}
    for path in list_resources("registers", ".toml"):
        spec, _ = parse_register(path.read_text(encoding="utf-8"), code_tables())
        assert spec is not None
        for column in spec.fields:
            if spec.id in template.objects:
                columns[column.id] = frozenset(column.options)
    assert set(template.attributes) - COMPUTED <= set(columns)
    for setting in template.settings:
        if setting.key.endswith("_types"):
            assert isinstance(setting.default, list)
            assert set(map(str, setting.default)) <= columns["type"]


def test_a_seventh_field_of_work_needs_a_file_and_no_code() -> None:
    template = read(SEVENTH)
    assert template.approval.complete
    raw = {"YS01": "是", "YS02": "集中供水", "YS03": 0.03, "YS04": "2026-02-28"}
    answers, problems = parse_answers(template, raw)
    assert problems == []
    evaluation = evaluate(template, answers, Subject("village"), {}, 2026)
    assert (evaluation.failed, evaluation.opens) == (("YS03",), ("YS03",))
    assert evaluation.missing == ("YS05",)
    assert score_check(template, evaluation, {}).grade == "不合格"
    scattered, _ = parse_answers(template, {"YS01": "是", "YS02": "分散供水"})
    evaluation = evaluate(template, scattered, Subject("village"), {}, 2026)
    assert evaluation.missing == evaluation.failed == ()
    assert str(score_check(template, evaluation, {}).points) == "100.0"
