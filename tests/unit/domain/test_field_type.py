from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.field_type import clean, parse_date
from qxn_desktop.domain.register import FieldSpec, FieldType

TODAY = date(2026, 11, 23)
SHA = "ab" * 32

FIELDS: dict[FieldType, FieldSpec] = {
    "text": FieldSpec("x", "某项", "text", max="10"),
    "integer": FieldSpec("x", "某项", "integer", unit="户", min="0", max="500"),
    "decimal": FieldSpec("x", "某项", "decimal", unit="m³/d", min="-5"),
    "date": FieldSpec("x", "某项", "date"),
    "month": FieldSpec("x", "某项", "month"),
    "choice": FieldSpec("x", "某项", "choice", options=("三格式", "未通水/未通电")),
    "multi": FieldSpec("x", "某项", "multi", options=("渗漏", "破损", "水、电")),
    "yesno": FieldSpec("x", "某项", "yesno"),
    "village": FieldSpec("x", "某项", "village"),
    "ref": FieldSpec("x", "某项", "ref", ref="household"),
    "id_number": FieldSpec("x", "某项", "id_number"),
    "phone": FieldSpec("x", "某项", "phone"),
    "photo": FieldSpec("x", "某项", "photo"),
    "json": FieldSpec("x", "某项", "json"),
}


def test_every_type_of_field_is_tried() -> None:
    assert set(FIELDS) == set(get_args(FieldType))


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("text", " Ａ楼　东侧 ", "A楼 东侧"),
        ("text", 12, "12"),
        ("integer", "３ 户", 3),
        ("integer", "3.0", 3),
        ("integer", "+003", 3),
        ("integer", 7, 7),
        ("integer", "-0", 0),
        ("decimal", "60.50", "60.5"),
        ("decimal", "1,234.50m³/d", "1234.5"),
        ("decimal", "-0.0", "0"),
        ("decimal", ".5", "0.5"),
        ("decimal", 100, "100"),
        ("decimal", "0.000000000000001", "0.000000000000001"),
        ("month", "2023-05", "2023-05"),
        ("month", "202305", "2023-05"),
        ("month", 202305, "2023-05"),
        ("month", "202305.0", "2023-05"),
        ("month", "2023年5月", "2023-05"),
        ("month", "２０２３年１２月份", "2023-12"),
        ("month", "2023/5", "2023-05"),
        ("month", "2023.05", "2023-05"),
        ("month", "2023-05-16", "2023-05"),
        ("month", "2023-05-01 00:00:00", "2023-05"),
        ("date", "2026-02-03", "2026-02-03"),
        ("date", "2026/2/3", "2026-02-03"),
        ("date", "2026.2.3", "2026-02-03"),
        ("date", "2026年2月3日", "2026-02-03"),
        ("date", "２０２６年２月３日", "2026-02-03"),
        ("date", "20260203", "2026-02-03"),
        ("date", 20260203, "2026-02-03"),
        ("date", "2026-02-03 00:00:00", "2026-02-03"),
        ("date", "2024-02-29", "2024-02-29"),
        ("choice", " 三格式 ", "三格式"),
        ("choice", "未通水／未通电", "未通水/未通电"),
        ("multi", "破损，渗漏", ["渗漏", "破损"]),
        ("multi", ["破损", "破损"], ["破损"]),
        ("multi", "水、电", ["水、电"]),
        ("yesno", "有", "是"),
        ("yesno", True, "是"),
        ("yesno", "N", "否"),
        ("village", "522327103200.0", "522327103200"),
        ("ref", " 0123abcd ", "0123abcd"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("id_number", 522326190001010010, "522326190001010010"),
        ("id_number", "999999000000000018", "999999000000000018"),
        ("phone", "138 0000 1234", "13800001234"),
        ("photo", f"{SHA.upper()},{SHA}", [SHA]),
        ("json", {"a": ["1.5", 2, None]}, {"a": ["1.5", 2, None]}),
    ],
)
def test_values_come_out_in_their_canonical_form(kind: FieldType, raw: Json, kept: Json) -> None:
    assert clean(FIELDS[kind], raw, TODAY) == (kept, None)


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", ["a"], "E-REG-201"),
        ("text", "一二三四五六七八九十一", "E-REG-202"),
        ("integer", "2.5", "E-REG-203"),
        ("integer", True, "E-REG-204"),
        ("integer", "三", "E-REG-205"),
        ("integer", "1e3", "E-REG-205"),
        ("integer", "1,23", "E-REG-205"),
        ("decimal", "NaN", "E-REG-205"),
        ("decimal", "٣", "E-REG-205"),
        ("decimal", "1" * 16, "E-REG-206"),
        ("integer", "-1", "E-REG-207"),
        ("decimal", "-5.1", "E-REG-207"),
        ("integer", "501", "E-REG-208"),
        ("id_number", "440524188001010014", "E-REG-216"),
        ("id_number", "522301190002290029", "E-REG-213"),
        ("phone", "12345", "E-REG-222"),
        ("month", "202313", "E-REG-217"),
        ("month", "202300", "E-REG-217"),
        ("month", "2023.1", "E-REG-217"),
        ("month", "2023", "E-REG-217"),
        ("month", "189905", "E-REG-217"),
        ("month", "五月", "E-REG-217"),
        ("date", "2026-02-31", "E-REG-230"),
        ("date", "2026年2月", "E-REG-230"),
        ("date", "46056", "E-REG-230"),
        ("date", "0001-01-01", "E-REG-230"),
        ("date", ["2026-02-03"], "E-REG-230"),
        ("yesno", "不知道", "E-REG-231"),
        ("choice", "两格式", "E-REG-232"),
        ("choice", ["三格式"], "E-REG-232"),
        ("multi", "渗漏、着火", "E-REG-233"),
        ("photo", "a.jpg", "E-REG-234"),
        ("village", "板万村", "E-REG-235"),
        ("village", "052327103200", "E-REG-235"),
        ("ref", "a b", "E-REG-236"),
        ("ref", 3, "E-REG-236"),
        ("id_number", ["5"], "E-REG-237"),
        ("phone", {"a": 1}, "E-REG-238"),
        ("json", {"a": True}, "E-REG-239"),
        ("json", ["\ud83d"], "E-REG-239"),
    ],
)
def test_wrong_values_are_refused_by_name(kind: FieldType, raw: Json, code: str) -> None:
    value, problem = clean(FIELDS[kind], raw, TODAY)
    assert value is None
    assert problem is not None
    assert (problem.path, problem.code) == ("x", code)
    assert problem.message.startswith("某项：")


@pytest.mark.parametrize("kind", FIELDS)
def test_a_number_too_long_to_be_written_out_is_refused(kind: FieldType) -> None:
    _, problem = clean(FIELDS[kind], 10**5000, TODAY)
    assert problem is not None
    assert problem.code == "E-REG-209"
    _, inner = clean(FIELDS["json"], [10**5000], TODAY)
    assert inner is not None
    assert inner.code == "E-REG-239"


def test_a_json_value_of_too_many_levels_is_refused() -> None:
    deep: Json = "bottom"
    for _ in range(5000):
        deep = [deep]
    _, problem = clean(FIELDS["json"], deep, TODAY)
    assert problem is not None
    assert problem.code == "E-REG-239"


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("raw", [None, "", " 　\n", []])
def test_nothing_clears_a_field(kind: FieldType, raw: Json) -> None:
    assert clean(FIELDS[kind], raw, TODAY) == (None, None)


def test_a_number_of_a_person_is_not_repeated_in_a_message() -> None:
    for kind, raw in (("id_number", "522326190001010011"), ("phone", "12800001234")):
        _, problem = clean(FIELDS[kind], raw, TODAY)  # type: ignore[index]
        assert problem is not None
        assert raw not in problem.message


def test_a_name_is_one_line_with_one_kind_of_dot() -> None:
    name = FieldSpec("name", "姓名", "text", mask="name")
    assert clean(name, " 阿依•古丽\n", TODAY) == ("阿依·古丽", None)


LIKELY = st.one_of(
    st.sampled_from(["是", "三格式", "破损、渗漏", "1,000.50", "３户", "-0", "13800001234"]),
    st.sampled_from(["2026-02-03", "2026年2月3日", "522327103200", "522326190001010010"]),
    st.sampled_from(["999999000000000018", SHA]),
)
RAW: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)) | LIKELY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(FIELDS.values())), RAW)
def test_any_value_is_answered_and_a_clean_one_stays(field: FieldSpec, raw: Json) -> None:
    value, problem = clean(field, raw, TODAY)
    if problem is not None:
        assert value is None
        problem.message.encode()
    else:
        assert clean(field, value, TODAY) == (value, None)


@given(st.dates(), st.sampled_from(["{0:%Y}/{0.month}/{0.day}", "{0:%Y}年{0.month}月{0.day}日"]))
def test_every_day_is_read_back(day: date, shape: str) -> None:
    text = shape.format(day)
    assert parse_date(text if day.year > 999 else day.isoformat()) == day
