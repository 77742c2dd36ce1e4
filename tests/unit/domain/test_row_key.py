from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.period import PeriodKind, period_of
from qxn_desktop.domain.row_key import (
    SHORTEST,
    ObjectNumbers,
    RowKey,
    check_character,
    parse_row_key,
)

DAY = date(2026, 11, 25)
QUARTER = period_of(PeriodKind.QUARTER, DAY)
KEYS = st.builds(
    RowKey,
    st.sampled_from(["HC", "LJ", "WS", "FP2"]),
    st.sampled_from([str(period_of(kind, DAY)).replace("-", "") for kind in PeriodKind]),
    st.text("0123456789", min_size=SHORTEST, max_size=12),
).filter(lambda key: str(key)[-1] not in "OI")
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_the_check_character_is_that_of_the_standard():
    assert check_character("A12425GABC1234002") == "M"  # the example of GRid, ISO/IEC 7064


def test_a_key_says_checklist_period_and_object():
    key = ObjectNumbers(["t1"]).key("HC", QUARTER, "t1")
    assert (key.template, key.period, len(key.number)) == ("HC", "2026Q4", SHORTEST)
    assert parse_row_key(str(key)) == key


@given(KEYS)
def test_every_key_reads_back(key):
    assert parse_row_key(str(key)) == key


@given(KEYS, st.data())
def test_a_slip_of_one_sign_is_noticed(key, data):
    text = str(key)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(SIGNS))
    slipped = text[:at] + other + text[at + 1 :]
    assert parse_row_key(slipped) in (None, key)  # O for 0 is read as it was meant
    assert slipped == text or other in "OI01" or parse_row_key(slipped) is None


@pytest.mark.parametrize(
    "typed",
    [
        "hc-2026q4-48291350-6",
        " HC-2026Q4-48291350-6\n",
        "ＨＣ－２０２６Ｑ４－４８２９１３５０－６",
        "HC-2026Q4-4829135O-6",
        "HC-2026Q4-4829I350-6",
        "HC—2026Q4—48291350—6",
    ],
)
def test_width_case_and_lookalikes_do_not_matter(typed):
    assert parse_row_key(typed) == RowKey("HC", "2026Q4", "48291350")


@pytest.mark.parametrize("text", ["", "48291350", "HC-2026Q4-6", "=HC-2026Q4-48291350-6", "合计"])
def test_other_texts_are_no_keys(text):
    assert parse_row_key(text) is None


def test_a_number_leads_back_to_its_object():
    ids = [f"object-{n}" for n in range(8000)]
    numbers = ObjectNumbers(ids)
    keys = {id_: numbers.key("HC", QUARTER, id_) for id_ in ids}
    assert all(numbers.find(key.number) == [id_] for id_, key in keys.items())
    assert all(parse_row_key(str(key)) == key for key in keys.values())
    assert {len(key.number) for key in keys.values()} <= {8, 9, 10, 11}
    assert ObjectNumbers(reversed(ids)).key("HC", QUARTER, "object-7") == keys["object-7"]


def test_of_two_objects_with_one_beginning_the_numbers_are_longer(monkeypatch):
    digits = {"a": "1234567890" * 2, "b": "1234567899" * 2, "c": "99999999" + "0" * 12}
    monkeypatch.setattr("qxn_desktop.domain.row_key._digits", digits.__getitem__)
    numbers = ObjectNumbers(digits)
    keys = [numbers.key("HC", QUARTER, id_).number for id_ in "abc"]
    assert keys == ["1234567890", "1234567899", "99999999"]
    assert numbers.find("12345678") == ["a", "b"]
    assert numbers.find("00000000") == []
