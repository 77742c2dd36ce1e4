from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.template_parse import parse_template
from qxn_desktop.domain.toml_text import write_toml
from qxn_desktop.services.catalog import shipped_templates

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.decimals(-1000, 1000, places=3),
    st.dates(),
)
INNER = st.recursive(
    PLAIN, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=3), max_leaves=6
)
TABLES = st.dictionaries(TEXTS, INNER, max_size=4)
FILES = st.dictionaries(TEXTS, INNER | TABLES | st.lists(TABLES, max_size=3), max_size=5)


def read(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=Decimal)


@given(FILES)
def test_what_is_written_reads_back_equal(data):
    assert read(write_toml(data)) == data


def test_it_looks_like_one_that_was_written_by_hand():
    text = write_toml(
        {
            "id": "YS",
            "item": [{"code": "YS01", "max": Decimal("0.50"), "basis": [{"name": "甲“乙”"}]}],
            "approval": {"disabled_on": date(2027, 12, 31), "unit": None},
        }
    )
    assert text == (
        'id = "YS"\n\n[approval]\ndisabled_on = 2027-12-31\n\n'
        '[[item]]\ncode = "YS01"\nmax = 0.50\nbasis = [{ name = "甲“乙”" }]\n'
    )


@pytest.mark.parametrize("id_", ["FP", "GC", "HC", "LJ", "SC", "WS"])
def test_a_shipped_checklist_comes_back_the_same(id_):
    template, text = shipped_templates()[id_]
    again, problems = parse_template(write_toml(read(text)))
    assert problems == []
    assert again == template


def test_what_toml_has_no_word_for_is_refused():
    with pytest.raises(TypeError):
        write_toml({"a": 1.5})
