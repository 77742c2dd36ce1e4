from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.pinyin import initials, matches, readings


def test_first_letters() -> None:
    assert initials("丫他镇") == "ytz"
    assert initials("A区 · 吕") == "aql"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("y", "丫他镇"),
        ("ytz", "丫他镇"),
        ("ytzh", "丫他镇"),
        ("yat", "丫他镇"),
        ("yatazhen", "丫他镇"),
        ("yatuo", "丫他镇"),  # 他 has an older reading
        ("ceheng", "册亨县"),
        ("chx", "册亨县"),
        ("zhang", "长田村"),
        ("chtc", "长田村"),
        ("lv", "绿荫河社区"),
        ("yyg", "岩鱼·谷"),
    ],
)
def test_a_spelling_of_the_beginning_matches(query: str, text: str) -> None:
    assert matches(query, text)


@pytest.mark.parametrize("query", ["", "t", "tz", "yazhen", "ytzx", "yatazhenx", "ytaz1"])
def test_other_letters_do_not_match(query: str) -> None:
    assert not matches(query, "丫他镇")


def test_a_rare_character_without_a_reading_stands_for_itself() -> None:
    assert readings("\U000323b0") == ("\U000323b0",)
    assert matches("w", "韦\U000323b0")


@given(st.text(max_size=6))
def test_the_first_letters_of_any_text_find_it(text: str) -> None:
    spelling = initials(text)
    assert not spelling or matches(spelling, text)


def test_pypinyin_is_not_imported_before_it_is_needed() -> None:
    script = (
        "import sys, qxn_desktop.domain.division_search as search;"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
