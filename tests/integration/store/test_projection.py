"""The quick way into the tables and the fold of the whole history agree, whatever arrives."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Draft, Kind
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Workspace
from tests.builders import put, runs_of, sent
from tests.integration.copied_site import Sites, forged, put_entry, tell


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path)
    yield made
    made.close()


def of_site(source: Workspace, site: str) -> list[ChainRun]:
    """What ``site`` wrote, without what it had seen of others."""
    return [run for run in runs_of(source) if run.chain.site == site]


def test_an_answer_to_an_answer_does_not_hide_what_its_author_never_saw(sites: Sites) -> None:
    """s2 answers s1, s3 answers s2 without s1's change: that stays in conflict, on all paths."""
    s1, s2, s3 = (sites.new(name) for name in ("s1", "s2", "s3"))
    s1.write([put("r", people=1)])
    tell(s1, s2)
    s2.write([put("r", note="答")])
    s3.merge(of_site(s2, "s2"), sent())
    s3.write([put("r", people=3)])
    for ws in (s1, s2, s3):
        for other in (s1, s2, s3):
            tell(other, ws)
        assert findings(ws) == []
        assert [c.field for c in ws.conflicts()] == ["people"]
    assert s1.digest() == s2.digest() == s3.digest()


def test_an_answer_to_an_answer_in_one_package(sites: Sites) -> None:
    s1, s2, s3, late = (sites.new(name) for name in ("s1", "s2", "s3", "late"))
    s1.write([put("r", people=1)])
    tell(s1, s2)
    s2.write([put("r", note="答")])
    s3.merge(of_site(s2, "s2"), sent())
    s3.write([put("r", people=3)])
    tell(s1, s3)
    tell(s3, late)
    assert late.digest() == s3.digest()
    assert findings(late) == []


def test_a_later_change_by_someone_who_saw_one_branch_only(sites: Sites) -> None:
    """The tip of a row is the operation that saw all others, not merely the only head."""
    s1, s2, s3, s4 = (sites.new(name) for name in ("s1", "s2", "s3", "s4"))
    s1.write([put("r", head_name="甲")])
    tell(s1, s2)
    s2.write([put("r", note="答")])
    s3.merge(of_site(s2, "s2"), sent())
    s3.write([put("r", people=3)])
    s4.merge([*of_site(s2, "s2"), *of_site(s3, "s3")], sent())
    s4.write([put("r", head_name="乙")])
    for ws in (s1, s3, s4):
        for other in (s1, s2, s3, s4):
            tell(other, ws)
        assert findings(ws) == []
        assert [c.field for c in ws.conflicts()] == ["head_name"]
    assert s1.digest() == s3.digest() == s4.digest()


def test_a_value_of_another_type_gives_way_to_one_that_fits(sites: Sites) -> None:
    step_by_step, at_once = sites.new("a"), sites.new("b")
    step_by_step.write([put("r", people="三", future="x")])
    step_by_step.write([put("r", people=3)])
    tell(step_by_step, at_once)
    for ws in (step_by_step, at_once):
        row = ws.get("household", "r")
        assert row is not None
        assert row.values == {"people": 3, "future": "x"}
        assert findings(ws) == []
    assert step_by_step.digest() == at_once.digest()


def test_pseudo_fields_cannot_be_put(sites: Sites) -> None:
    """A conflict named like the pseudo-field would be decided by deleting the row."""
    ws = sites.new("a")
    runs = [
        forged([put_entry(5, "r", _deleted="delete", _state="x", id="别的", extra="y")]),
        forged([put_entry(6, "r", _deleted="keep", _state="z")], Chain("other", "1", "unit")),
    ]
    ws.merge(runs, sent())
    row = ws.get("household", "r")
    assert row is not None
    assert (row.id, row.values) == ("r", {"id": "别的", "extra": "y"})
    assert ws.conflicts() == []


def test_a_put_before_the_first_of_its_row_and_an_unknown_kind_alone(sites: Sites) -> None:
    ws = sites.new("a")
    ws.merge([forged([(5, "household", "r", "split", {"into": ["s"]})])], sent())
    assert ws.get("household", "r") is None
    ws.write([put("r", people=1)])
    assert ws.get("household", "r") is not None
    assert findings(ws) == []


def test_a_thousand_chains_on_one_row(sites: Sites) -> None:
    ws = sites.new("a")
    runs = [
        forged([put_entry(5 + number, "r", people=number)], Chain(f"s{number}", "1", "unit"))
        for number in range(1000)
    ]
    start = time.perf_counter()
    ws.merge(runs, sent())
    ws.write([put("r", people=-1)])
    assert time.perf_counter() - start < 5
    assert ws.conflicts() == []


def test_two_thousand_operations_on_one_row_from_two_sites(sites: Sites) -> None:
    one, two, late = (sites.new(name) for name in ("a", "b", "c"))
    for number in range(40):
        for ws, other in ((one, two), (two, one)):
            ws.write([put("r", people=number) for _ in range(25)])
            have: dict[object, int] = {c: state.last_seq for c, state in other.log.chains.items()}
            other.merge(runs_of(ws, have), sent())
    start = time.perf_counter()
    tell(one, late)
    assert time.perf_counter() - start < 2
    assert late.digest() == one.digest() == two.digest()
    assert findings(late) == []


def test_delete_then_recreate_with_the_same_id(sites: Sites) -> None:
    one, two = sites.new("a"), sites.new("b")
    one.write([put("r", people=1)])
    one.write([Draft("household", "r", Kind.DELETE)])
    two.write([put("r", people=2)])
    tell(one, two)
    tell(two, one)
    assert one.digest() == two.digest()
    assert {c.field for c in one.conflicts()} == {"_deleted", "people"}
    one.write([Draft("household", "r", Kind.UNDELETE)])
    tell(one, two)
    assert [c.field for c in two.conflicts()] == ["people"]
    assert one.digest() == two.digest()
    assert findings(two) == []


def test_verify_sees_a_row_that_no_operation_wrote(sites: Sites) -> None:
    ws = sites.new("a")
    ws.db.execute("INSERT INTO household (id, head_name) VALUES ('x', '外来')")
    assert findings(ws) == ["台账里有操作记录中没有的内容：农户 x。"]


def test_a_change_of_nothing_changes_nothing(sites: Sites) -> None:
    ws = sites.new("a")
    ws.write([put("r", people=1)])
    ws.write([put("r")])
    ws.write([put("new")])
    row = ws.get("household", "r")
    assert row is not None
    assert row.values == {"people": 1}
    assert ws.get("household", "new") is not None
    assert findings(ws) == []
