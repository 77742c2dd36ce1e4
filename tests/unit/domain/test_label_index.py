"""The index against what it stands for: every label asked one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.label_index import LabelIndex, named
from qxn_desktop.domain.pinyin import matches

NAMES = st.text("韦王国明光秀英阿依·HC-01 ", max_size=5)
LETTERS = st.text("wgmyhuaneixic", min_size=1, max_size=6)


@given(st.lists(NAMES, max_size=12), LETTERS)
def test_spelling_finds_what_matches_finds(names: list[str], letters: str) -> None:
    index = LabelIndex({str(at): name for at, name in enumerate(names)})
    expected = {str(at) for at, name in enumerate(names) if name and matches(letters, name)}
    assert set(index.spelt(letters)) == expected


@given(st.lists(st.tuples(st.sampled_from("abc"), NAMES)), NAMES)
def test_it_follows_what_is_put_and_dropped(changes: list[tuple[str, str]], text: str) -> None:
    index, model = LabelIndex({}), dict[str, str]()
    for id_, name in changes:
        index.put(id_, name)
        model[id_] = name
    fresh = LabelIndex(model)
    assert index.find(text) == fresh.find(text)
    assert len(index) == len(fresh) == sum(map(bool, model.values()))
    for id_ in model:
        index.drop(id_)
    assert (len(index), index.find(text)) == (0, [])


def test_equal_ones_come_first_then_beginnings() -> None:
    index = LabelIndex({"1": "王国明", "2": "国明", "3": "国明亮", "4": "韦"})
    assert index.find("国明") == ["2", "3", "1"]
    assert index.find("wgm") == ["1"]
    assert index.find("ｗｇ") == ["1"]
    assert index.find("  ") == []


def test_titles_are_named_by_part_or_spelling() -> None:
    assert named("报", "打开报告")
    assert named("dkbg", "打开报告")
    assert named("", "打开报告")
    assert not named("台账", "打开报告")
    assert not named("bg", "打开报告")
