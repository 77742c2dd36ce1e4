from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.ids import hashed_id, is_sha256, new_id

PARTS = st.lists(st.text(), max_size=4)


@given(PARTS, PARTS)
def test_hashed_ids_are_equal_exactly_when_the_parts_are(one: list[str], other: list[str]):
    assert (hashed_id(*one) == hashed_id(*other)) == (one == other)


def test_hashed_id_is_the_same_on_every_machine():
    # Frozen: rows of every workspace are named so.
    assert hashed_id("HC", "522327103201", "2026-10") == "1782898e6ca741d2e9f1c5039acf310c"


def test_parts_are_kept_apart():
    assert hashed_id("a", "bc") != hashed_id("ab", "c")


def test_new_ids_differ_and_look_alike():
    one, other = new_id(), new_id()
    assert one != other
    assert len(one) == len(hashed_id("x")) == 32


def test_only_whole_lower_case_hashes_name_files():
    assert is_sha256("0f" * 32)
    assert not any(map(is_sha256, ("0f" * 32 + "\n", "0F" * 32, "0f" * 31, "")))
