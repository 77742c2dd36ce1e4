"""Blocks of cells: what holds whatever is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.cell_block import CellBlock, around
from qxn_desktop.domain.clipboard_block import block_text, parse_block, spread

PLACES = st.integers(0, 30)


@st.composite
def blocks(draw: st.DrawFn) -> CellBlock:
    top, left = draw(PLACES), draw(PLACES)
    return CellBlock(top, left, top + draw(st.integers(0, 6)), left + draw(st.integers(0, 6)))


@given(blocks())
def test_a_block_holds_its_cells(block: CellBlock) -> None:
    cells = list(block.cells())
    assert len(cells) == len(set(cells)) == block.height * block.width
    assert around(CellBlock(r, c, r, c) for r, c in cells) == block
    assert block.is_cell is (len(cells) == 1)


@given(blocks(), st.booleans())
def test_enter_and_tab_go_round_through_every_cell(block: CellBlock, down: bool) -> None:
    here, seen = (block.top, block.left), []
    for _ in block.cells():
        seen.append(here)
        there = block.after(*here, down=down, back=False)
        assert block.after(*there, down=down, back=True) == here
        here = there
    assert sorted(seen) == sorted(block.cells())
    assert here == (block.top, block.left)


@given(blocks(), st.integers(1, 40), st.integers(1, 40))
def test_what_is_cut_lies_on_the_grid(block: CellBlock, rows: int, columns: int) -> None:
    cut = block.within(rows, columns)
    on_grid = {(r, c) for r, c in block.cells() if r < rows and c < columns}
    assert set(cut.cells() if cut else ()) == on_grid


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), max_size=6)


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_copied_block_lands_whole_on_what_is_marked(
    height: int, width: int, data: st.DataObject
) -> None:
    row = st.lists(CELLS, min_size=width, max_size=width).map(tuple)
    block = tuple(data.draw(st.lists(row, min_size=height, max_size=height)))
    if "".join(map("".join, block)):
        assert parse_block(block_text(block) + "\n") == block
    down, across = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12))
    landed = spread(block, down, across)
    assert len(landed) % height == 0
    assert len(landed[0]) % width == 0
    assert all(
        landed[r][c] == block[r % height][c % width]
        for r in range(len(landed))
        for c in range(len(landed[0]))
    )


def test_nothing_is_around_nothing() -> None:
    assert around(()) is None
