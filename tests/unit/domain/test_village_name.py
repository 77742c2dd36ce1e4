from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.village_name import short_village_name, village_stem


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("丫他村村民委员会", "丫他村"),
        ("丫他村民委员会", "丫他村"),
        ("五峰村委会", "五峰村"),
        ("五峰村村委会", "五峰村"),
        ("长田村", "长田村"),
        ("丫他社区居民委员会", "丫他社区"),
        ("真武山社区居委会", "真武山社区"),
        ("某社区村民委员会", "某社区"),
        ("秧坝森林小镇安置区第二社区居民委员会", "秧坝森林小镇安置区第二社区"),
        (" 丫他　村村民委员会 ", "丫他村"),
        ("村民委员会", "村民委员会"),
    ],
)
def test_the_suffix_of_the_organisation_goes(name: str, short: str) -> None:
    assert short_village_name(name) == short


def test_the_kind_goes_only_for_loose_matching() -> None:
    assert {village_stem(name) for name in ("板万", "板万村", "板万村委会", "板万社区")} == {"板万"}
    assert village_stem("村") == "村"


@given(st.text(st.sampled_from("丫他村社区民居委员会 "), max_size=12))
def test_every_name_keeps_something(name: str) -> None:
    assert bool(short_village_name(name)) == bool(name.strip())
    assert bool(village_stem(name)) == bool(name.strip())
