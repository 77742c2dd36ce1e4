from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qxn_desktop.domain.character import half_width, tidy, tidy_name

ANY_TEXT = st.text(st.characters(codec=None))  # half surrogate pairs too


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　韦　小山 ", "韦 小山"),
        ("Ａ１２，（三）", "A12，（三）"),  # full-width punctuation is right in Chinese
        ("一行\r\n二行\r三行\u2028四行", "一行\n二行\n三行\n四行"),
        ("零\u200b宽\ufeff\x00\x1b", "零宽"),
        ("a\tb", "a b"),
        ("𬱖䶮堃㛃竜", "𬱖䶮堃㛃竜"),
        ("\U000323b0", "\U000323b0"),  # an extension newer than this Python's tables
        ("葛\U000e0100", "葛\U000e0100"),  # a variant of a glyph is chosen on purpose
        ("半\ud83d边", "半边"),
    ],
)
def test_free_text_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize("dot", "•‧∙・･●⋅᛫·")
def test_every_middle_dot_of_a_name_is_one(dot: str) -> None:
    assert tidy_name(f"阿依{dot}古丽") == "阿依·古丽"


def test_padding_inside_a_short_name_goes_but_not_between_latin_words() -> None:
    assert tidy_name("张　三") == "张三"
    assert tidy_name("张\n三") == "张三"
    assert tidy_name("阿依 · 古丽") == "阿依·古丽"
    assert tidy_name("Anna  Maria") == "Anna Maria"


def test_codes_lose_width_and_spaces() -> None:
    assert half_width(" ５２２３２７ 103　2００－Ａ\ufeff") == "522327103200-A"


@given(ANY_TEXT)
@example("\u0339 \u0334")  # joined, two marks would change their order
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_name(tidy_name(text)) == tidy_name(text)
    assert half_width(half_width(text)) == half_width(text)


@given(ANY_TEXT)
def test_tidied_text_can_be_stored(text: str) -> None:
    tidy(text).encode()
    tidy_name(text).encode()
    half_width(text).encode()
