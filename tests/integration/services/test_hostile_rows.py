"""Rows and events that no honest program writes: they are taken in, and harm nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Draft, Event, Kind, OpId
from qxn_desktop.domain.rectification_rule import RULES
from qxn_desktop.services.vocabulary import replay_problem, vocabulary
from qxn_desktop.store.schema import Schema
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Workspace
from tests.builders import VILLAGE, delete, put, sent
from tests.integration.copied_site import Sites, forged, tell


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    made = Sites(tmp_path_factory.mktemp("hostile"), vocabulary)
    yield made
    made.close()


def name_of(ws: Workspace, village: str = VILLAGE) -> str:
    row = ws.get("village", village)
    return "" if row is None else row.text("name")


def test_a_village_stays_whatever_arrives_for_it(sites: Sites) -> None:
    """It exists without an operation, so one that writes no field must not take it away."""
    ws, other = sites.new("a"), sites.new("b")
    name = name_of(ws)
    ws.merge([forged([(5, "village", VILLAGE, "split", {"into": []})])], sent())
    assert name_of(ws) == name != ""
    ws.write([delete(VILLAGE, "village")])
    assert name_of(ws) == ""
    tell(ws, other)
    ws.write([Draft("village", VILLAGE, Kind.UNDELETE)])
    assert name_of(ws) == name
    ws.write([put(VILLAGE, "village", note="改")])
    tell(ws, other)
    assert ws.digest() == other.digest()
    assert name_of(other) == name
    assert findings(ws) == findings(other) == []
    ws.rebuild()
    assert ws.digest() == other.digest()


def test_a_derived_field_cannot_be_put(sites: Sites) -> None:
    ws, other = sites.new("a"), sites.new("b")
    fields: dict[str, Json] = {"title": "漏水", "found_on": "2026-11-01", "severity": "一般"}
    lies: dict[str, Json] = {"state": "closed", "closed_on": "2026-11-02", "owner": "某人"}
    ws.write([Draft("problem", "p", Kind.PUT, fields | lies)])
    other.write([Draft("problem", "p", Kind.PUT, {"closed_on": "2026-11-03"})])
    tell(other, ws)
    row = ws.get("problem", "p")
    assert row is not None
    assert row.values == fields | {"state": "found", "due": "2026-12-01", "rebounds": 0}
    assert ws.conflicts() == []
    assert findings(ws) == []


@pytest.mark.parametrize(
    "values",
    [
        {"found_on": "9999-12-31"},
        {"found_on": "0001-01-01", "limits": {"minor": -5000}},
        {"found_on": "2026-11-01", "limits": {"minor": 2**62, "major": True}},
        {"found_on": ["x"], "severity": {"a": 1}, "limits": []},
    ],
)
def test_a_problem_with_impossible_days_does_not_stop_a_merge(
    sites: Sites, values: dict[str, Json]
) -> None:
    ws = sites.new("a")
    ws.merge([forged([(5, "problem", "p", "put", values)])], sent())
    assert ws.get("problem", "p") is not None
    assert findings(ws) == []


@pytest.mark.parametrize("wall", [2**63 - 1, -(2**63)])
def test_an_event_at_an_impossible_time_does_not_stop_a_merge(sites: Sites, wall: int) -> None:
    ws = sites.new("a")
    facts: dict[str, Json] = {"event": "assign", "facts": {"owner": "甲"}}
    ws.merge([forged([(5, "problem", "p", "event", facts)], wall=wall)], sent())
    ws.write([put("p", "problem", title="后到", found_on="2026-11-01")])
    assert ws.get("problem", "p") is not None
    assert findings(ws) == []


def test_a_new_version_of_the_rules_folds_all_rows_anew(sites: Sites) -> None:
    assert Schema({}, version="1").fingerprint != Schema({}, version="2").fingerprint
    assert vocabulary("522327103000").version


FACTS = (
    "by", "date", "done_on", "due", "approved_by", "ground", "method", "ok", "on", "owner",
    "photos", "reason", "referral", "sheet", "signed_sheet", "supervisor", "text", "take",
)  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from(["是", "否", "2026-11-20", "9999-12-31", "0001-01-01", "重建", "甲", "0" * 64]),
)
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.sampled_from(FACTS), SCALARS)
)
LIMITS = st.dictionaries(st.sampled_from(["critical", "major", "minor", "rebuild"]), SCALARS)
EVENTS = st.tuples(
    st.sampled_from([*RULES, "settle", "?"]),
    st.dictionaries(st.sampled_from(FACTS), VALUES, max_size=6),
    st.integers(0, 3),
    st.one_of(st.just(1_793_491_200_000), st.integers(-(2**63), 2**63 - 1)),
)


@given(
    st.dictionaries(
        st.sampled_from(["found_on", "severity", "demanded_due", "limits"]),
        st.one_of(VALUES, LIMITS),
    ),
    st.lists(EVENTS, max_size=7),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_no_payload_breaks_the_replay(
    values: dict[str, Json], drawn: list[tuple[str, dict[str, Json], int, int]]
) -> None:
    events = [
        Event(OpId(at, f"s{site}", "1", "unit", at), name, facts, f"账户{site}", wall)
        for at, (name, facts, site, wall) in enumerate(drawn, start=1)
    ]
    found = replay_problem(values, events, lambda a, b: a.site == b.site and a.hlc < b.hlc)
    assert found.derived["state"]
