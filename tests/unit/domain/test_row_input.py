from __future__ import annotations

from datetime import date

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.row_input import clean_row, missing_fields, with_missing

TODAY = date(2026, 11, 23)
POND = RegisterSpec(
    "pond",
    "水塘",
    (
        FieldSpec("name", "名称", "text", required=True),
        FieldSpec("depth", "水深", "decimal", unit="m"),
        FieldSpec("seen_on", "查看日期", "date"),
        FieldSpec("state", "状态", "text", derived=True),
    ),
)


def test_a_row_is_cleaned_field_by_field() -> None:
    values, problems = clean_row(POND, {"name": " 大塘 ", "depth": "2.50m", "seen_on": ""}, TODAY)
    assert problems == []
    assert values == {"name": "大塘", "depth": "2.5", "seen_on": None}


def test_every_fault_of_a_row_is_reported() -> None:
    values, problems = clean_row(
        POND, {"depth": "深", "seen_on": "2026-02-31", "state": "干", "colour": "绿"}, TODAY
    )
    assert values == {}
    assert [(p.path, p.code) for p in problems] == [
        ("depth", "E-REG-205"),
        ("seen_on", "E-REG-230"),
        ("state", "E-REG-241"),
        ("colour", "E-REG-240"),
    ]


def test_a_cleared_required_field_is_missing() -> None:
    assert [p.path for p in missing_fields(POND, {"name": None})] == ["name"]
    assert [p.code for p in missing_fields(POND, {})] == ["E-REG-242"]
    assert missing_fields(POND, {"name": "大塘"}) == []


def test_a_field_that_is_wrong_is_not_missing_as_well() -> None:
    _, wrong = clean_row(POND, {"name": "塘" * 1000}, TODAY)
    assert [p.path for p in wrong] == ["name"]
    assert with_missing(POND, {}, wrong) == wrong
    assert [p.path for p in with_missing(POND, {}, [])] == ["name"]
