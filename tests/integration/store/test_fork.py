"""The same number with other content is set aside and said, however the fork arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.domain.canonical import chain_next, chain_start
from qxn_desktop.store.merger import decode_operation
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Workspace
from tests.builders import put, runs_of, sent
from tests.integration.copied_site import Sites, tell


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path)
    yield made
    made.close()


def clones(sites: Sites, first: int, second: int) -> tuple[Workspace, Workspace]:
    """Two machines that count as one site after a common operation, and write on apart."""
    one, two = sites.new("a"), sites.new("a")
    one.write([put("r", head_name="共同")])
    tell(one, two)
    for number in range(first):
        one.write([put("r", people=number)])
    for number in range(second):
        two.write([put("r", people=100 + number)])
    return one, two


def quarantined(ws: Workspace) -> list[int]:
    return [seq for (seq,) in ws.db.execute("SELECT seq FROM quarantine ORDER BY seq").fetchall()]


@pytest.mark.parametrize(("ours", "theirs"), [(4, 1), (1, 4), (2, 2)])
def test_a_fork_of_any_length_is_set_aside(sites: Sites, ours: int, theirs: int) -> None:
    one, clone = clones(sites, ours, theirs)
    other = sites.new("o")
    tell(one, other)
    before = other.digest()
    outcome = other.merge(runs_of(clone), sent())
    assert (outcome.applied, outcome.already, outcome.quarantined) == (0, 1, theirs)
    assert quarantined(other) == [*range(2, 2 + theirs)]
    assert other.digest() == before
    assert findings(other) == []


def test_a_fork_that_waited_is_set_aside_when_the_gap_fills(sites: Sites) -> None:
    one, clone = clones(sites, 4, 4)
    other = sites.new("o")
    [chain] = clone.log.chains
    assert other.merge(runs_of(clone, {chain: 3}), sent()).pending == 2
    outcome = other.merge(runs_of(one), sent())
    assert (outcome.applied, outcome.quarantined, outcome.pending) == (5, 2, 0)
    assert quarantined(other) == [4, 5]
    assert other.digest() == one.digest()


def test_what_waited_for_a_fork_and_goes_beyond_it_stays_known(sites: Sites) -> None:
    one, clone = clones(sites, 2, 4)
    other = sites.new("o")
    [chain] = clone.log.chains
    other.merge(runs_of(clone, {chain: 2}), sent())
    outcome = other.merge(runs_of(one), sent())
    assert (outcome.applied, outcome.quarantined) == (3, 2)
    assert other.digest() == one.digest()
    assert outcome.pending == 1
    assert outcome.waiting == ((chain, 4, 4),)


def test_what_waited_and_is_the_same_is_no_fork(sites: Sites) -> None:
    one, _ = clones(sites, 4, 0)
    other = sites.new("o")
    [chain] = one.log.chains
    other.merge(runs_of(one, {chain: 3}), sent())
    outcome = other.merge(runs_of(one), sent())
    assert (outcome.applied, outcome.quarantined, outcome.pending) == (5, 0, 0)


def test_quarantine_keeps_whole_operations_with_their_hashes(sites: Sites) -> None:
    one, clone = clones(sites, 1, 1)
    other = sites.new("o")
    tell(one, other)
    other.merge(runs_of(clone), sent())
    [chain] = clone.log.chains
    [(link, body)] = other.db.execute("SELECT hash, body FROM quarantine").fetchall()
    assert decode_operation(body).payload == {"people": 100}
    assert link == chain_next(clone.log.hash_at(chain, 1) or chain_start(chain), body)
