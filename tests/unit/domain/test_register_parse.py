from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.resource_files import list_resources
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.register_parse import check_registers, parse_register
from qxn_desktop.services.catalog import code_tables

HEAD = 'id = "pond"\ntitle = "水塘"\n'
FIELD = '[[field]]\nid = "village"\ntitle = "所在村"\ntype = "village"\n'


def bundled() -> dict[str, RegisterSpec]:
    specs = {}
    for path in list_resources("registers", ".toml"):
        spec, problems = parse_register(path.read_text(encoding="utf-8"), code_tables())
        assert problems == []
        assert spec is not None
        assert spec.id == path.stem
        specs[spec.id] = spec
    return specs


def test_a_register_is_read_with_its_columns() -> None:
    spec, problems = parse_register(
        HEAD
        + 'identity = "code"\nvillage_field = "village"\nlabel_field = "kind"\n'
        + FIELD
        + '[[field]]\nid = "kind"\ntitle = "类型"\ntype = "choice"\noptions = ["塘", "库"]\n'
    )
    assert problems == []
    assert spec == RegisterSpec(
        "pond",
        "水塘",
        (
            FieldSpec("village", "所在村", "village"),
            FieldSpec("kind", "类型", "choice", options=("塘", "库")),
        ),
        identity="code",
        village_field="village",
        label_field="kind",
    )


def field(**keys: str) -> str:
    given_keys = {"id": '"depth"', "title": '"水深"', "type": '"decimal"', **keys}
    lines = "".join(f"{key} = {value}\n" for key, value in given_keys.items() if value)
    return HEAD + "[[field]]\n" + lines


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("id = ", "", "E-REG-101"),
        ("id = 2026-02-31", "", "E-REG-101"),
        ("id = " + "[" * 5000, "", "E-REG-101"),
        (HEAD + 'colour = "red"\n' + FIELD, "colour", "E-REG-102"),
        (HEAD + "sealed = 1\n" + FIELD, "sealed", "E-REG-103"),
        ('id = "pond"\n' + FIELD, "title", "E-REG-104"),
        (HEAD, "field", "E-REG-105"),
        ('id = "1pond"\ntitle = "水塘"\n' + FIELD, "id", "E-REG-106"),
        (field(id='"extra"'), "field[0].id", "E-REG-107"),
        (HEAD + "field = [3]\n", "field[0]", "E-REG-108"),
        (HEAD + FIELD + FIELD, "field[1].id", "E-REG-109"),
        (field(title=""), "field[0].title", "E-REG-110"),
        (field(type='"float"'), "field[0].type", "E-REG-111"),
        (field(type=""), "field[0].type", "E-REG-111"),
        (field(mask='"face"'), "field[0].mask", "E-REG-114"),
        (field(derived="true", required="true"), "field[0].required", "E-REG-115"),
        (field(options='["a"]'), "field[0].options", "E-REG-116"),
        (field(type='"choice"'), "field[0].options", "E-REG-116"),
        (field(type='"choice"', options='["", "a"]'), "field[0].options", "E-REG-117"),
        (field(type='"choice"', options="[[1]]"), "field[0].options", "E-REG-117"),
        (field(type='"multi"', options='["a", "a"]'), "field[0].options", "E-REG-118"),
        (field(ref='"village"'), "field[0].ref", "E-REG-119"),
        (field(type='"ref"'), "field[0].ref", "E-REG-119"),
        (field(type='"date"', min='"1"'), "field[0].min", "E-REG-120"),
        (field(min='"deep"'), "field[0].min", "E-REG-121"),
        (field(max='"NaN"'), "field[0].max", "E-REG-121"),
        (field(min='"2"', max='"1"'), "field[0].min", "E-REG-122"),
        (field(codes='"gbt0"'), "field[0].codes", "E-REG-126"),
        (field(synonyms='[""]'), "field[0].synonyms", "E-REG-128"),
        (field(aliases='{ "a" = "b" }'), "field[0].aliases", "E-REG-129"),
        (
            field(type='"choice"', options='["a", "b"]', aliases='{ "a" = "b" }'),
            "field[0].aliases",
            "E-REG-130",
        ),
        (field(opposites='["深否"]'), "field[0].opposites", "E-REG-131"),
        (field(places="9"), "field[0].places", "E-REG-132"),
        (field(type='"text"', places="2"), "field[0].places", "E-REG-132"),
        (HEAD + 'identity = "number"\n' + FIELD, "identity", "E-REG-123"),
        (HEAD + 'village_field = "town"\n' + FIELD, "village_field", "E-REG-124"),
        (HEAD + 'label_field = "name"\n' + FIELD, "label_field", "E-REG-125"),
    ],
)
def test_each_fault_is_named_where_it_is(text: str, path: str, code: str) -> None:
    spec, problems = parse_register(text)
    assert spec is None
    assert [(p.path, p.code) for p in problems] == [(path, code)]


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    _, problems = parse_register('id = "A"\n[[field]]\nid = "x"\ntype = "choice"\nsize = 3\n')
    assert [p.path for p in problems] == [
        "id",
        "title",
        "field[0].size",
        "field[0].title",
        "field[0].options",
    ]


@given(st.text())
def test_any_text_is_answered_by_a_register_or_by_problems(text: str) -> None:
    spec, problems = parse_register(text)
    assert (spec is None) == bool(problems)


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "type", "options", "min", "ref", "mask", "required"]),
        st.sampled_from(['""', '"id"', '"choice"', "[]", '["a"]', "[1]", "true", "1", "{}", '"1"']),
    )
)
def test_any_field_table_is_answered(entry: dict[str, str]) -> None:
    text = HEAD + "[[field]]\n" + "".join(f"{key} = {value}\n" for key, value in entry.items())
    spec, problems = parse_register(text)
    assert (spec is None) == bool(problems)


def test_the_bundled_registers_are_whole_and_fit_together() -> None:
    specs = bundled()
    assert check_registers(specs.values()) == []
    shown = {key for key, spec in specs.items() if not spec.internal}
    assert shown == {
        "village",
        "household",
        "member",
        "toilet",
        "public_toilet",
        "garbage_point",
        "sewage_facility",
        "toilet_batch",
        "cleaner",
        "dump_site",
        "black_water",
        "staff",
        "pairing",
        "village_worker",
        "hamlet",
        "off_farm_work",
        "income_sheet",
    }
    for key in shown:
        note = specs[key].field("note")
        assert note is not None
        assert note.type == "text"


def test_every_fault_between_registers_is_named() -> None:
    specs = bundled()
    orphan = replace(specs["member"], id="guest")
    problems = check_registers([orphan, orphan])
    assert [(p.path, p.code) for p in problems] == [
        ("guest", "E-REG-112"),
        ("guest.household.ref", "E-REG-113"),
        ("guest.household.ref", "E-REG-113"),
    ]


def test_rows_of_a_village_are_routed_to_it() -> None:
    of_the_unit = {
        "order",
        "setting",
        "template",
        "report_issue",
        "photo",
        "custom_field",
        "national_import",
    }
    for key, spec in bundled().items():
        assert (spec.village_field == "") == (key in of_the_unit), key
