from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.preferences import (
    FILE,
    MOST_RECENT,
    SET_ASIDE,
    Preferences,
    Recent,
    load_preferences,
    save_preferences,
    with_recent,
    without_recent,
)

FULL = Preferences(
    (Recent("/数据/丫他镇", "丫他镇", "韦建国"), Recent("/数据/演示", "丫他镇", "王演示", True)),
    theme="dark",
    idle_minutes=0,
    geometry="01d9",
    folders={"report": "/文档"},
)


def test_without_a_file_there_are_defaults(tmp_path):
    loaded = load_preferences(tmp_path)
    assert loaded.preferences == Preferences()
    assert loaded.problems == ()


def test_what_was_saved_comes_back(tmp_path):
    save_preferences(tmp_path, FULL)
    assert load_preferences(tmp_path).preferences == FULL


def test_keys_of_another_version_are_kept(tmp_path):
    (tmp_path / FILE).write_text('{"theme": "light", "font": {"size": 9}}', encoding="utf-8")
    found = load_preferences(tmp_path).preferences
    save_preferences(tmp_path, replace(found, theme="dark"))
    written = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert (written["font"], written["theme"]) == ({"size": 9}, "dark")


@pytest.mark.parametrize("text", ["{", "[]", "\x00", '{"a": ' * 5000, "NaN"])
def test_a_damaged_file_is_set_aside_and_reported(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    loaded = load_preferences(tmp_path)
    assert loaded.preferences == Preferences()
    assert [problem.code for problem in loaded.problems] == ["E-WS-301"]
    assert (tmp_path / SET_ASIDE).read_text(encoding="utf-8") == text
    assert load_preferences(tmp_path).problems == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "violet"),
        ("theme", []),
        ("idle_minutes", -1),
        ("idle_minutes", True),
        ("geometry", 3),
        ("folders", None),
        ("folders", {"report": 3}),
        ("recent", {}),
        ("recent", [{"unit": "no path"}]),
        ("recent", [{"path": "x", "demo": "yes"}]),
    ],
)
def test_one_wrong_value_costs_no_other(tmp_path, key, value):
    save_preferences(tmp_path, FULL)
    written = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**written, key: value}), encoding="utf-8")
    loaded = load_preferences(tmp_path)
    assert loaded.preferences == replace(FULL, **{key: getattr(Preferences(), key)})
    assert [problem.path for problem in loaded.problems] == [key]


def test_a_workspace_stands_once_and_first():
    again = with_recent(FULL, Recent("/数据/演示", "丫他镇", "李演示"))
    assert [one.clerk for one in again.recent] == ["李演示", "韦建国"]
    assert [one.path for one in without_recent(again, "/数据/演示").recent] == ["/数据/丫他镇"]


@given(st.lists(st.text(max_size=3), max_size=40))
def test_the_list_stays_short(paths):
    found = Preferences()
    for path in paths:
        found = with_recent(found, Recent(path))
    newest = list(dict.fromkeys(reversed(paths)))
    assert [one.path for one in found.recent] == newest[:MOST_RECENT]
