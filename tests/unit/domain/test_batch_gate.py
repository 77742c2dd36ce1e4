from __future__ import annotations

import pytest

from qxn_desktop.domain.batch_gate import FirstToilet, gate_fault, is_begun


@pytest.mark.parametrize(
    ("toilet", "changed", "begun"),
    [
        ({"batch": "b", "progress": "施工"}, {"progress"}, True),
        ({"batch": "b", "progress": "未开工"}, {"progress"}, False),
        ({"progress": "施工"}, {"progress"}, False),
        ({"batch": "b", "started_on": "2026-03-01"}, {"started_on"}, True),
        ({"batch": "b", "progress": "竣工"}, {"batch"}, True),
        ({"batch": "b", "progress": "竣工"}, {"note"}, False),
    ],
)
def test_what_begins_a_toilet(toilet: dict[str, str], changed: set[str], begun: bool) -> None:
    assert is_begun(toilet, changed) is begun


def test_the_gate_says_what_is_missing() -> None:
    assert "还没有选定首厕" in gate_fault("t", "一批", None)
    assert "还没有做首厕过关验收" in gate_fault("t", "一批", FirstToilet("f", "1号", ""))
    told = gate_fault("t", "一批", FirstToilet("f", "1号", "整改后复验"))
    assert "首厕（1号）结论是“整改后复验”" in told
    assert gate_fault("t", "一批", FirstToilet("f", "1号", "过关")) == ""


def test_the_first_toilet_itself_is_always_built() -> None:
    assert gate_fault("f", "一批", FirstToilet("f", "1号", "")) == ""
