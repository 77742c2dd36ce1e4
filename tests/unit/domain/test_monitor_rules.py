"""The shipped rules of monitoring, and rules with faults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qxn_desktop.common.resource_files import read_resource
from qxn_desktop.domain.monitor_rules import RuleSet, Terms, rules_on, terms_of
from qxn_desktop.domain.monitor_rules_parse import parse_rules


def shipped(name: str) -> RuleSet:
    found, problems = parse_rules(read_resource(f"rules/{name}.toml"))
    assert problems == []
    assert found is not None
    return found


def test_each_day_has_its_rules() -> None:
    sets = [shipped("2021"), shipped("2026")]
    for day, name in (("2021-01-01", "2021"), ("2025-12-31", "2021"), ("2026-01-01", "2026")):
        found = rules_on(sets, date.fromisoformat(day))
        assert found is not None
        assert found.id == name
    assert rules_on(sets, date(2020, 12, 31)) is None


def test_a_line_is_never_borrowed_from_another_year() -> None:
    old, new = shipped("2021"), shipped("2026")
    line = old.line(2023)
    assert line is not None
    assert (line.yuan, bool(line.source)) == (Decimal(7300), True)
    assert [old.line(year) for year in (2022, 2024)] == [None, None]
    assert new.line(2026) is None


def test_what_has_no_source_is_marked() -> None:
    assert {"乡镇审核", "县级审定", "绿色通道补办期限"} <= set(shipped("2021").defaults)
    assert "公示天数" in shipped("2026").defaults
    for rules in (shipped("2021"), shipped("2026")):
        assert all(limit.source or limit.default for limit in rules.limits)


def test_categories_are_those_of_their_time() -> None:
    assert [one.name for one in shipped("2021").categories] == [
        "脱贫不稳定户", "边缘易致贫户", "突发严重困难户",
    ]  # fmt: skip
    assert [one.name for one in shipped("2026").categories] == ["防止返贫致贫对象"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "E-MON-100"),
        ("id = 5", "E-MON-101"),
        ('[publicity]\ndays = 5\nworking = "x"', "E-MON-102"),
        ("[publicity]\ndays = 0", "E-MON-103"),
        ('from = "昨天"', "E-MON-104"),
        ("category = 5", "E-MON-105"),
        ("", "E-MON-106"),
        ("", "E-MON-107"),
        ('from = "2026-01-01"\nto = "2025-01-01"', "E-MON-108"),
        ('[[line]]\nyear = 2023\nyuan = "x"', "E-MON-109"),
        ('[[limit]]\nstep = "zz"\nafter = "lead"', "E-MON-110"),
    ],
)
def test_faults_are_told(text: str, code: str) -> None:
    found, problems = parse_rules(text)
    assert found is None
    assert code in {one.code for one in problems}


def test_terms_in_a_row_are_read_with_care() -> None:
    assert terms_of(None) == Terms()
    kept = Terms(10, False, 3, 60)
    assert terms_of(kept.values()) == kept
    assert terms_of({"publicity_days": "x", "removal_months": 4}) == Terms(removal_months=4)
