"""Blocks of cells between the grid and WPS or Excel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.clipboard_block import block_text, parse_block, spread

CELLS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=8)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    width = draw(st.integers(1, 4))
    row = st.tuples(*[CELLS] * width)
    return tuple(draw(st.lists(row, min_size=1, max_size=5)))


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", ()),
        ("韦国明", (("韦国明",),)),
        ("韦国明\t5\r\n罗永\t3\r\n", (("韦国明", "5"), ("罗永", "3"))),
        ("a\n\nb", (("a",), ("",), ("b",))),
        ("a\tb\nc", (("a", "b"), ("c", ""))),
        ('"第一行\n第二行"\t"他说""好"""', (("第一行\n第二行", '他说"好"'),)),
        ('3"管\t好', (('3"管', "好"),)),
        ('"没有结尾\t好\nb', (('"没有结尾', "好"), ("b", ""))),
    ],
)
def test_what_wps_copies_is_read_cell_by_cell(text: str, block: object) -> None:
    assert parse_block(text) == block


@given(blocks())
def test_what_is_copied_comes_back(block: tuple[tuple[str, ...], ...]) -> None:
    text = block_text(block)
    if text.removesuffix("\n") == text and text:
        assert parse_block(text) == block


@pytest.mark.parametrize(
    ("rows", "columns", "landed"),
    [
        (1, 1, (("a", "b"),)),
        (3, 2, (("a", "b"),) * 3),
        (2, 4, (("a", "b", "a", "b"),) * 2),
        (3, 3, (("a", "b"),) * 3),
    ],
)
def test_a_block_is_repeated_where_it_fits(rows: int, columns: int, landed: object) -> None:
    assert spread((("a", "b"),), rows, columns) == landed


def test_one_cell_fills_whatever_is_marked() -> None:
    assert spread((("x",),), 3, 2) == (("x", "x"),) * 3
    assert spread((), 3, 2) == ()
