"""Lines of Chinese: nothing forbidden opens or ends one, nothing overflows, nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.reports.line_breaker import (
    GIVE,
    LONG,
    NO_END,
    NO_START,
    SQUEEZED,
    break_lines,
    may_break,
)

EM = 10.0


def measure(text: str) -> float:
    return sum(EM if ord(c) > 0x2000 else EM / 2 for c in text)


def texts(text: str, ems: float, first: float | None = None) -> list[str]:
    lines = break_lines(text, ems * EM, measure, None if first is None else first * EM)
    return [line.text for line in lines]


CHINESE = "本月应查户厕合格率达到其中不整改销号村社区丫他巴金板万的和了在"
WORDS = ("GB/T 9704-2012", "93.5%", "2026年10月31日", "——", "……", "12户", "DB52/1424", "COD", " ")
SIGNS = "，。、；：！？（）〔〕“”《》%·～"

prose = st.lists(
    st.text(CHINESE, min_size=1, max_size=6)
    | st.sampled_from(WORDS)
    | st.sampled_from(
        [sign + "村" for sign in SIGNS] + ["（合格）", "“一张表”", "〔2026〕3号", "。”"]
    ),
    max_size=40,
).map("".join)
anything = st.text(st.sampled_from(CHINESE + SIGNS + "— …ab12./（\n\u3000\u0301𬱖䶮"), max_size=60)


@given(anything, st.integers(2, 30), st.integers(2, 30))
def test_nothing_is_lost_and_nothing_overflows(text: str, ems: int, first: int) -> None:
    lines = break_lines(text, ems * EM, measure, first * EM)
    assert "".join(line.text for line in lines) == text.replace("\n", "")
    for index, line in enumerate(lines):
        assert line.width <= (ems if index else first) * EM + 1e-6
        assert line.width == pytest.approx(measure(line.text.rstrip(" \t")))
        assert "".join(line.pieces) == line.text


@given(prose, st.integers(16, 40))
def test_no_sign_opens_or_ends_a_line_that_may_not(text: str, ems: int) -> None:
    lines = [line.strip() for line in texts(text, ems)]
    for before, after in pairwise(lines):
        if not before or not after:
            continue
        assert before[-1] not in NO_END
        assert after[0] not in NO_START or after.startswith(LONG)


@given(prose, st.integers(16, 40))
def test_words_numbers_and_long_signs_stay_whole(text: str, ems: int) -> None:
    joined = "\n".join(texts(text, ems))
    for whole in ("93.5%", "——", "……", "12户", "2026年", "31日", "9704-2012", "COD", "DB52/1424"):
        if text.count(whole) == len(text.split(whole)) - 1:
            assert joined.count(whole) == text.count(whole)


@given(prose, st.integers(16, 40))
def test_lines_are_as_full_as_the_rules_allow(text: str, ems: int) -> None:
    lines = break_lines(text, ems * EM, measure)
    for line, after in pairwise(lines):
        assert measure(line.text + after.pieces[0].rstrip(" ")) > ems * EM
        assert not line.last
    assert lines[-1].last


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("本月已查，其中", 4, ["本月已", "查，其中"]),
        ("本月（应查）户", 3, ["本月", "（应", "查）户"]),
        ("完成率为93.5%。", 5, ["完成率为", "93.5%。"]),
        ("计划——落实到村", 3, ["计划", "——落", "实到村"]),
        ("共12户", 2, ["共", "12户"]),
        ("面积1.2m²", 4, ["面积", "1.2m²"]),
        ("一\n二三四", 2, ["一", "二三", "四"]),
        ("", 5, [""]),
        ("户主不在", 2, ["户主", "不在"]),
        ("买买提·艾力", 3, ["买买", "提·艾", "力"]),
    ],
)
def test_examples(text: str, ems: int, lines: list[str]) -> None:
    assert texts(text, ems) == lines


@given(prose, st.integers(16, 40))
def test_squeezed_lines_are_wider_by_no_more_than_their_signs_give(text: str, ems: int) -> None:
    for line in break_lines(text, ems * EM, measure, squeeze=True):
        give = sum(GIVE * EM for char in line.text if char in SQUEEZED)
        assert line.width <= ems * EM + give + 1e-6


def test_signs_give_way_for_a_word_that_nearly_fits() -> None:
    text = "甲，乙，丙，丁戊"
    assert texts(text, 7) == ["甲，乙，丙，丁", "戊"]
    [line] = break_lines(text, 7 * EM, measure, squeeze=True)
    assert line.text == text


def test_the_first_line_may_be_shorter() -> None:
    assert texts("一二三四五六七八", 4, first=2) == ["一二", "三四五六", "七八"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert texts("abcdefghij", 2) == ["abcd", "efgh", "ij"]


def test_a_mark_stays_with_what_it_marks() -> None:
    selected = "葛\U000e0101"
    assert texts(selected * 3, 1.5) == [selected] * 3


def test_spaces_at_the_end_of_a_line_take_no_room() -> None:
    lines = break_lines("公文 格式", 2 * EM, measure)
    assert [(line.text, line.width) for line in lines] == [("公文 ", 2 * EM), ("格式", 2 * EM)]


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("村", "，", False),
        ("（", "村", False),
        ("村", "——", True),
        ("村", "—", False),
        ("村", "户", True),
    ],
)
def test_where_a_line_may_end(before: str, after: str, may: bool) -> None:
    assert may_break(before, after) is may
