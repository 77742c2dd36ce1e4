from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.seeded_draw import Draw


def test_a_seed_gives_the_same_draws_on_every_machine() -> None:
    draw = Draw("演示", "household", "522327103213", 7)
    assert [draw.below(1000) for _ in range(6)] == [401, 91, 333, 777, 941, 93]


def test_parts_of_a_seed_do_not_run_together() -> None:
    first = {
        tuple(Draw(*parts).below(2**32) for _ in range(1))
        for parts in (("a", "b"), ("ab",), ("a", "b", ""), ("a", 1), ("a", "1"))
    }
    assert len(first) == 5


@given(st.text(), st.integers(-5, 5), st.integers(0, 5))
def test_a_draw_stays_in_its_bounds(seed: str, low: int, width: int) -> None:
    draw = Draw(seed)
    assert low <= draw.between(low, low + width) <= low + width
    assert draw.pick("甲乙丙") in "甲乙丙"
    assert not draw.percent(0)
    assert draw.percent(100)
    assert draw.weighted((("甲", 0), ("乙", 1), ("丙", 0))) == "乙"


def test_choices_come_as_often_as_they_weigh() -> None:
    draw = Draw("weights")
    drawn = [draw.weighted((("甲", 1), ("乙", 3))) for _ in range(4000)]
    assert 900 < drawn.count("甲") < 1100
