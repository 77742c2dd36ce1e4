from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.phone import parse_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "13800001234"),
        (" 138-0000 1234 ", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("13800001234.0", "13800001234"),
        ("+86 138 0000 1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("0859-3221234", "0859-3221234"),
        ("（0859）3221234", "0859-3221234"),
        ("08593221234", "0859-3221234"),
        ("010-62345678", "010-62345678"),
    ],
)
def test_right_numbers_come_out_in_one_form(typed: str, kept: str) -> None:
    assert parse_phone(typed) == (kept, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12800001234", "E-REG-222"),
        ("1380000123", "E-REG-222"),
        ("138000012345", "E-REG-222"),
        ("没有", "E-REG-222"),
        ("3221234", "E-REG-221"),
        ("13800001234、13900001234", "E-REG-220"),
        ("13800001234\n13900001234", "E-REG-220"),
    ],
)
def test_wrong_numbers(typed: str, code: str) -> None:
    number, problem = parse_phone(typed)
    assert number is None
    assert problem is not None
    assert problem.code == code
    assert typed not in problem.message


@given(st.text() | st.from_regex(r"[0-9 \-\+（）]{0,14}", fullmatch=True))
def test_any_text_is_answered_and_a_right_number_stays(text: str) -> None:
    number, problem = parse_phone(text)
    assert (number is None) == (problem is not None)
    if number is not None:
        assert parse_phone(number) == (number, None)
