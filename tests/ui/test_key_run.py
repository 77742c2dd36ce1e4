"""A list of which only the ends are known, and how it grows under the view."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.key_run import UNKNOWN, KeyRun
from qxn_desktop.ui.models.windowed_table_model import PAGE, WindowedTableModel


def run(count, head, tail):
    keys = array("q", range(1, count + 1))
    return KeyRun(count, keys[:head], keys[max(count - tail, 0) :]), keys


@given(st.integers(0, 60), st.integers(0, 70), st.integers(0, 70), st.data())
def test_what_is_known_is_right_and_the_rest_unknown(count, head, tail, data):
    partial, keys = run(count, head, tail)
    assert len(partial) == count
    for at in range(count):
        known = at < head or at >= count - tail
        assert partial[at] == (keys[at] if known else UNKNOWN)
        assert partial.place_of(keys[at]) == (at if known else -1)
    start, stop = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60))
    assert list(partial[start:stop]) == [
        partial[at] for at in range(min(start, count), min(stop, count))
    ]


def test_a_list_grows_while_it_is_shown(qtmodeltester):
    model = WindowedTableModel((Column("数", str),), lambda keys: [key or None for key in keys])
    first, keys = run(PAGE * 5, PAGE, PAGE)
    model.show(KeyRun(PAGE, keys[:PAGE], array("q")))
    qtmodeltester.check(model)
    model.grow(first)
    assert model.rowCount() == PAGE * 5
    assert model.line(PAGE * 2) is None
    assert model.line(PAGE * 5 - 1) == PAGE * 5
    model.grow(keys)
    assert model.line(PAGE * 2) == PAGE * 2 + 1
    model.grow(keys[:3])
    assert model.rowCount() == 3
