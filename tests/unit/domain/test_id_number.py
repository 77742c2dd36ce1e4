from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.id_number import (
    age,
    check_digit,
    is_official,
    parse_disability_card,
    parse_id_number,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "birth", "gender"),
    [
        ("11010519491231002X", date(1949, 12, 31), "女"),
        ("440524188001010014", date(1880, 1, 1), "男"),  # the example of GB 11643
        ("522326190001010010", date(1900, 1, 1), "男"),
        ("522327190012318885", date(1900, 12, 31), "女"),
    ],
)
def test_right_numbers(number: str, birth: date, gender: str) -> None:
    parsed, problem = parse_id_number(number, TODAY)
    assert problem is None
    assert parsed is not None
    assert (parsed.number, parsed.birth, parsed.gender) == (number, birth, gender)
    assert parsed.region == number[:6]
    assert not parsed.placeholder


def test_width_spaces_and_a_small_x_do_not_matter() -> None:
    parsed, _ = parse_id_number(" １１０１０５ 19491231 002ｘ ", TODAY)
    assert parsed is not None
    assert parsed.number == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("522301190002290029", "E-REG-213"),  # check digit right, 1900 was no leap year
        ("522326202611240013", "E-REG-213"),  # born tomorrow
        ("522326190001010011", "E-REG-214"),
        ("522326900101001", "E-REG-210"),
        ("5.22326E+17", "E-REG-211"),
        ("52232619000101001", "E-REG-212"),
        ("5223261900010100100", "E-REG-212"),
        ("52232619000101001Y", "E-REG-212"),
        ("X22326190001010010", "E-REG-212"),
        ("٥٢٢٣٢٦١٩٠٠٠١٠١٠٠١٠", "E-REG-212"),
        ("", "E-REG-212"),
    ],
)
def test_wrong_numbers(number: str, code: str) -> None:
    parsed, problem = parse_id_number(number, TODAY)
    assert parsed is None
    assert problem is not None
    assert problem.code == code
    assert number == "" or number not in problem.message


def test_born_today_is_right() -> None:
    first17 = "52232620261123" + "001"
    parsed, _ = parse_id_number(first17 + check_digit(first17), TODAY)
    assert parsed is not None


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(1, 999), st.integers(0, 16), st.data())
def test_any_one_digit_changed_is_noticed(
    birth: date, order: int, place: int, data: st.DataObject
) -> None:
    first17 = f"522327{birth:%Y%m%d}{order:03d}"
    number = first17 + check_digit(first17)
    parsed, _ = parse_id_number(number, TODAY)
    assert parsed is not None
    assert parsed.birth == birth
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    wrong, _ = parse_id_number(number[:place] + other + number[place + 1 :], TODAY)
    assert wrong is None or wrong.placeholder


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    parsed, problem = parse_id_number(text, TODAY)
    assert (parsed is None) == (problem is not None)


def test_a_placeholder_is_marked_and_identifies_nobody() -> None:
    parsed, problem = parse_id_number("999999000000000018", TODAY)
    assert problem is None
    assert parsed is not None
    assert parsed.placeholder
    assert parsed.birth is None
    assert not is_official(parsed.number)
    assert not is_official("")
    assert is_official("522326190001010010")


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 2, 28), 25), (date(2026, 3, 1), 26), (date(2028, 2, 29), 28)],
)
def test_age_of_a_leap_day_child(on: date, years: int) -> None:
    assert age(date(2000, 2, 29), on) == years


def test_a_disability_card_is_the_holders_number_with_category_and_grade() -> None:
    card, problem = parse_disability_card("522326190001010010" + "42", TODAY)
    assert problem is None
    assert card is not None
    assert (card.holder, card.category, card.grade) == ("522326190001010010", "肢体", 2)
    replaced, _ = parse_disability_card("11010519491231002x" + "11b1", TODAY)
    assert replaced is not None
    assert (replaced.holder, replaced.category, replaced.grade) == (
        "11010519491231002X",
        "视力",
        1,
    )


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("52232619000101001082", "E-REG-215"),
        ("52232619000101001045", "E-REG-215"),
        ("522326190001010010", "E-REG-215"),
        ("52232619000101001141", "E-REG-214"),
    ],
)
def test_wrong_disability_cards(number: str, code: str) -> None:
    card, problem = parse_disability_card(number, TODAY)
    assert card is None
    assert problem is not None
    assert problem.code == code
