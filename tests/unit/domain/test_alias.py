"""Which row stands for one that has become another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.alias import followed

IDS = st.sampled_from("abcdef")


@pytest.mark.parametrize(
    ("into", "ends"),
    [
        ({}, {}),
        ({"a": "b"}, {"a": "b"}),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c"}),
        ({"a": "b", "b": "a"}, {"b": "a"}),
        ({"c": "b", "b": "a", "a": "b"}, {"c": "a", "b": "a"}),
        ({"a": "b", "b": "c", "c": "b"}, {"a": "b", "c": "b"}),
    ],
)
def test_chains_are_followed_to_their_end(into: dict[str, str], ends: dict[str, str]) -> None:
    assert followed(into) == ends


@given(st.dictionaries(IDS, IDS).map(lambda d: {k: v for k, v in d.items() if k != v}))
def test_an_end_is_a_row_that_is_there(into: dict[str, str]) -> None:
    ends = followed(into)
    assert not set(ends.values()) & ends.keys()
    assert ends == followed(dict(reversed(into.items())))
    assert ends.keys() <= into.keys()
    assert {id_ for id_ in into if into[id_] not in into} <= ends.keys()
