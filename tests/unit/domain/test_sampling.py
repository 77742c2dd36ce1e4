from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.sampling import Drawing

SEED = bytes(range(16))
PERIOD = "2026-Q4"
VILLAGE = "522327103201"
IDS = st.sets(st.text("0123456789abcdef", min_size=4, max_size=4), max_size=60)


def drawing(share: int = 10, minimum: int = 0, period: str = "2026-Q4") -> Drawing:
    return Drawing("HC", period, SEED, share, minimum)


def test_the_draw_is_the_same_for_ever() -> None:
    draw = drawing().draw(VILLAGE, [f"t{n}" for n in range(35)])
    assert draw.sample == ("t22", "t29", "t31", "t32")
    assert (draw.frame_size, draw.seed, draw.period) == (35, SEED.hex(), "2026-Q4")


def test_another_period_or_seed_draws_others() -> None:
    ids = [f"t{n}" for n in range(200)]
    first = drawing().draw(VILLAGE, ids).sample
    assert first != drawing(period="2027-Q1").draw(VILLAGE, ids).sample
    assert first != Drawing("HC", "2026-Q4", b"other", 10).draw(VILLAGE, ids).sample


@pytest.mark.parametrize(
    ("count", "share", "minimum", "size"),
    [(0, 10, 3, 0), (1, 10, 0, 1), (10, 10, 0, 1), (11, 10, 0, 2), (11, 10, 5, 5), (2, 10, 5, 2)],
)
def test_size(count: int, share: int, minimum: int, size: int) -> None:
    assert drawing(share, minimum).size(count) == size


def test_villages_in_code_order_each_with_its_share() -> None:
    pairs = [("522327103202", f"b{n}") for n in range(20)] + [("522327103201", "a0")]
    draws = drawing().draw_villages(pairs)
    assert [(d.village, len(d.sample)) for d in draws] == [("522327103201", 1), ("522327103202", 2)]


@given(IDS, st.permutations(range(60)), st.integers(0, 100), st.integers(0, 5))
def test_the_order_of_the_list_does_not_matter(
    ids: set[str], order: list[int], share: int, minimum: int
) -> None:
    listed = sorted(ids)
    shuffled = [listed[n] for n in order if n < len(listed)]
    machine = drawing(share, minimum)
    assert machine.draw(VILLAGE, shuffled) == machine.draw(VILLAGE, listed + listed)


@given(IDS, st.text("0123456789abcdef", min_size=5, max_size=5), st.integers(0, 100))
def test_one_more_object_changes_at_most_one_place(ids: set[str], added: str, share: int) -> None:
    before = set(drawing(share, 1).draw(VILLAGE, ids).sample)
    after = set(drawing(share, 1).draw(VILLAGE, ids | {added}).sample)
    assert len(before - after) <= 1
    assert len(after - before) <= 1


@pytest.mark.parametrize("length", [0, 16, 64, 65, 200])
def test_the_rank_is_the_hmac_of_template_period_and_object(length: int) -> None:
    seed = bytes(range(length))
    rank = Drawing("HC", PERIOD, seed).ranks()
    for object_id in ("t1", "户厕"):
        text = f"HC\0{PERIOD}\0{object_id}".encode()
        assert rank(object_id) == hmac.digest(seed, text, "sha256")
