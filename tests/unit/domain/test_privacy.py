from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.privacy import (
    Purpose,
    mask,
    mask_name,
    mask_row,
    place_of_difference,
    redact,
)
from qxn_desktop.domain.register import FieldSpec, MaskKind

INTERNAL, UPWARD, PUBLIC = Purpose.INTERNAL, Purpose.UPWARD, Purpose.PUBLIC


@pytest.mark.parametrize(
    ("kind", "value", "purpose", "shown"),
    [
        ("name", "王小明", INTERNAL, "王小明"),
        ("name", "王小明", PUBLIC, "王*明"),
        ("id_number", "522326190001010010", INTERNAL, "522326********0010"),
        ("id_number", "522326190001010010", UPWARD, "522326********0010"),
        ("id_number", "522326190001010010", PUBLIC, ""),
        ("id_number", "E12345678", INTERNAL, "E1*****78"),
        ("id_number", "123", INTERNAL, "***"),
        ("phone", "13800001234", INTERNAL, "138****1234"),
        ("phone", "13800001234", PUBLIC, ""),
        ("phone", "0859-3221234", INTERNAL, "0859-***1234"),
        ("phone", "12345", INTERNAL, "***"),
        ("address", "册亨县丫他镇板万村三组12号", INTERNAL, "册亨县丫他镇板万村三组"),
        ("address", "板万村村民委员会旁", INTERNAL, "板万村"),
        ("address", "迎宾路12号", INTERNAL, "***"),
        ("address", "册亨县丫他镇板万村三组12号", PUBLIC, "册亨县丫他镇"),
        ("address", "板万村三组", PUBLIC, "***"),
        ("secret", "6217000000001234567", INTERNAL, "****4567"),
        ("secret", "4567", INTERNAL, "***"),
        ("secret", "6217000000001234567", PUBLIC, ""),
        ("secret", 1200, INTERNAL, "***"),
        ("secret", 1200, PUBLIC, ""),
        ("phone", None, INTERNAL, None),
        ("phone", "", PUBLIC, ""),
    ],
)
def test_what_each_purpose_shows(
    kind: MaskKind, value: Json, purpose: Purpose, shown: Json
) -> None:
    assert mask(FieldSpec("x", "某项", "text", mask=kind), value, purpose) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王明", "王*"), ("王小明", "王*明"), ("阿依·古丽莎", "阿*莎"), ("韦", "韦*")],
)
def test_public_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_numbers_written_into_a_note_are_masked() -> None:
    note = FieldSpec("note", "备注", "text")
    text = "电话13800001234，证件52232619000101001x；户厕522327103200-HC-0001。"
    shown = "电话138****1234，证件522326********001x；户厕522327103200-HC-0001。"
    assert mask(note, text) == shown


def test_values_that_need_no_mask_stay() -> None:
    code = "522327103200"
    assert mask(FieldSpec("village", "村", "village"), code) == code
    assert mask(FieldSpec("users", "人数", "integer"), 3, PUBLIC) == 3


def test_a_field_that_nobody_knows_is_hidden() -> None:
    fields = [FieldSpec("name", "姓名", "text", mask="name")]
    assert mask_row(fields, {"name": "王明", "bank": "6217"}) == {"name": "王明", "bank": "***"}


@given(st.text(st.sampled_from("0123456789Xx-组村镇王·"), min_size=1), st.sampled_from(Purpose))
def test_no_mask_shows_a_whole_number(value: str, purpose: Purpose) -> None:
    for kind in ("id_number", "phone", "secret"):
        assert mask(FieldSpec("x", "某项", "text", mask=kind), value, purpose) != value


@given(st.text())
def test_redacting_twice_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (("19900001111", "19900101111"), "第 6 个字"),
        (("522326199001010010", "522326199102010010"), "第 10 至 12 个字"),
        (("丫他村一组3号", "丫他村一组13号"), "从第 6 个字起"),
        (("丫他村", "丫他村一组"), "从第 4 个字起"),
        (("一样", "一样"), ""),
        ((), ""),
    ],
)
def test_where_hidden_values_part_in_words(texts: tuple[str, ...], place: str) -> None:
    assert place_of_difference(texts) == place
