"""Boxes on pages: what stays together, what opens a page, what is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.reports.flow import Box, Spot, paginate, space
from qxn_desktop.reports.gbt9704 import PITCH, Area

AREA = Area(100.0, 10 * PITCH)


def nothing(_spot: Spot) -> None:
    return None


def line(*, keep: bool = False) -> Box:
    return Box(PITCH, nothing, keep_next=keep, on_grid=True)


def test_a_page_holds_as_many_lines_as_fit() -> None:
    sheets = paginate(AREA, [line() for _ in range(21)])
    assert [len(sheet.placed) for sheet in sheets] == [10, 10, 1]


def test_lines_return_to_the_grid_after_a_table() -> None:
    [sheet] = paginate(AREA, [line(), Box(40.0, nothing), line()])
    assert [round(top / PITCH, 2) for top, _ in sheet.placed] == [0, 1, 3]


def test_what_is_kept_together_moves_together() -> None:
    heading = line(keep=True)
    sheets = paginate(AREA, [*(line() for _ in range(9)), heading, line(keep=True), line()])
    assert [len(sheet.placed) for sheet in sheets] == [9, 3]
    assert sheets[1].placed[0][1] is heading


def test_a_table_that_goes_on_repeats_its_header() -> None:
    header = Box(30.0, nothing, keep_next=True)
    rows = [Box(20.0, nothing, opens=header) for _ in range(30)]
    sheets = paginate(AREA, [header, *rows])
    assert len(sheets) > 2
    assert all(sheet.placed[0][1] is header for sheet in sheets)
    assert sum(box is not header for sheet in sheets for _, box in sheet.placed) == 30


def test_space_neither_opens_nor_makes_a_page() -> None:
    sheets = paginate(AREA, [space(9), *(line() for _ in range(10)), space(9)])
    assert [len(sheet.placed) for sheet in sheets] == [10]
    assert sheets[0].placed[0][0] == 0


def test_a_group_taller_than_a_page_is_torn_not_lost() -> None:
    sheets = paginate(AREA, [line(keep=True) for _ in range(25)])
    assert sum(len(sheet.placed) for sheet in sheets) == 25


def test_no_boxes_need_no_page() -> None:
    assert paginate(AREA, []) == []


boxes = st.lists(
    st.builds(
        Box, st.floats(1, 8 * PITCH), st.just(nothing), st.booleans(), st.booleans(),
        st.none() | st.just(Box(30.0, nothing)),
    ),
    max_size=40,
)  # fmt: skip


@given(boxes)
def test_every_box_stands_once_inside_an_area_in_order(given_boxes: list[Box]) -> None:
    sheets = paginate(AREA, given_boxes)
    headers = {id(box.opens) for box in given_boxes if box.opens}
    placed = [box for sheet in sheets for _, box in sheet.placed if id(box) not in headers]
    assert [id(box) for box in placed] == [id(box) for box in given_boxes]
    for sheet in sheets:
        end = 0.0
        for top, box in sheet.placed:
            assert top >= end - 0.01
            end = top + box.height
        assert end <= AREA.height + 0.02
