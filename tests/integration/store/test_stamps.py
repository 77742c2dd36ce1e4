"""Wrong clocks are taken and said; stamps that no clock gives lock nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import TrustError
from qxn_desktop.domain.hlc import COUNTER_BITS, LIMIT, SLACK, tick
from qxn_desktop.domain.operation import Chain
from qxn_desktop.store.merger import MOST_RUNS
from qxn_desktop.store.partners import Sent
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Workspace
from tests.builders import put, runs_of, sent
from tests.integration.copied_site import FORGED, Sites, forged, put_entry, tell

TEN_YEARS = 3652


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path)
    yield made
    made.close()


def shift(ws: Workspace, days: int) -> Workspace:
    ws.clock.advance(days=days)  # type: ignore[attr-defined]
    return ws


def test_clocks_ten_years_off_in_both_directions(sites: Sites) -> None:
    right, fast, slow = (sites.new(name) for name in ("right", "fast", "slow"))
    shift(fast, TEN_YEARS)
    shift(slow, -TEN_YEARS)
    fast.write([put("r", people=1)])
    assert right.merge(runs_of(fast), sent()).suspect_clock
    right.write([put("r", people=2)])
    tell(right, slow)
    slow.write([put("r", people=3)])
    assert not shift(right, 0).merge(runs_of(slow), sent()).conflicts
    tell(slow, fast)
    for ws in (right, fast, slow):
        row = ws.get("household", "r")
        assert row is not None
        assert row.values["people"] == 3
        assert findings(ws) == []
    assert right.digest() == fast.digest() == slow.digest()


def test_a_fast_clock_does_not_win_over_what_was_never_seen(sites: Sites) -> None:
    right, fast = sites.new("right"), shift(sites.new("fast"), TEN_YEARS)
    right.write([put("r", people=1)])
    fast.write([put("r", people=2)])
    tell(fast, right)
    assert [c.field for c in right.conflicts()] == ["people"]


def test_a_clock_set_back_still_counts_up(sites: Sites) -> None:
    ws = sites.new("a")
    for days in (0, -TEN_YEARS, -200 * 365, TEN_YEARS, -1):
        shift(ws, days).write([put("r", people=days)])
    stamps = [op.hlc for op in ws.operations("household", "r")]
    assert len({*stamps}) == 5
    row = ws.get("household", "r")
    assert row is not None
    assert row.values["people"] == -1


def test_the_highest_stamp_of_all_locks_nobody_out(sites: Sites) -> None:
    """Who has taken it in counts on from there, and the others go along."""
    first, second, late = (sites.new(name) for name in ("a", "b", "c"))
    top = LIMIT + SLACK - 1
    first.merge([forged([put_entry(top, "r", people=0)])], sent())
    first.write([put("r", people=1), put("s", people=1)])
    tell(first, second)
    second.write([put("r", people=2)])
    tell(second, first, late)
    assert first.digest() == second.digest() == late.digest()
    row = late.get("household", "r")
    assert row is not None
    assert row.values["people"] == 2


@pytest.mark.parametrize("stamps", [[0], [-1], [LIMIT + SLACK], [5, 5], [5, 4]])
def test_stamps_that_no_program_gives_are_refused(sites: Sites, stamps: list[int]) -> None:
    ws = sites.new("a")
    before = ws.digest()
    with pytest.raises(TrustError):
        ws.merge([forged([put_entry(stamp, "r", people=1) for stamp in stamps])], sent())
    assert ws.digest() == before


def test_stamps_rise_from_package_to_package(sites: Sites) -> None:
    ws = sites.new("a")
    falling = forged([put_entry(7, "r", people=1), put_entry(8, "r"), put_entry(9, "r")])
    ws.merge([falling], sent())
    lower = forged([put_entry(7, "r", people=1), put_entry(8, "r"), put_entry(9, "r")])
    assert ws.merge([lower], sent()).already == 3


def test_too_many_chains_are_refused(sites: Sites) -> None:
    ws = sites.new("a")
    runs = [forged([put_entry(5, "r")], Chain(f"s{n}", "1", "unit")) for n in range(MOST_RUNS + 1)]
    with pytest.raises(TrustError):
        ws.merge(runs, sent())
    assert ws.log.count() == 0


def test_no_clock_gives_a_stamp_at_the_limit() -> None:
    assert tick(0, LIMIT) == LIMIT - 1
    assert tick(LIMIT + 7, 0) == LIMIT + 8
    assert tick(0, -1) == 1
    assert tick(3, 9) == 9 << COUNTER_BITS


def package(created: int, last: int) -> Sent:
    return Sent("b", str(created), created, {FORGED: (last, b"h")} if last else {})


def test_two_machines_of_one_site_get_what_either_lacks(sites: Sites) -> None:
    """A workspace restored elsewhere while the old one is still in use."""
    ws = sites.new("a")
    ws.partners.pin("b", "", 0)
    restored = Chain(FORGED.site, "restored", FORGED.stream)
    ws.merge([], Sent("b", "1", 1, {FORGED: (10, b"h"), restored: (2, b"r")}))
    ws.merge([], Sent("b", "2", 2, {FORGED: (12, b"i")}))
    assert ws.partners.receipt("b") == {FORGED: (10, b"h")}
    both = {FORGED: (12, b"i"), restored: (2, b"r")}
    ws.merge([], Sent("b", "3", 3, both))
    assert ws.partners.receipt("b") == both


@pytest.mark.parametrize(
    ("packages", "known"),
    [
        ([(2, 10), (1, 5)], 5),  # late, or a restored machine whose clock went back: resend more
        ([(9, 10), (1, 12)], 12),  # the clock was fast and was put right
        ([(9, 10), (1, 12), (2, 14)], 14),
        ([(2, 10), (1, 0)], 0),
        ([(2, 10), (2, 10)], 10),
        ([(2, 10), (3, 4)], 4),
    ],
)
def test_what_a_partner_holds_is_never_overrated(
    sites: Sites, packages: list[tuple[int, int]], known: int
) -> None:
    ws = sites.new("a")
    ws.partners.pin("b", "", 0)
    for created, last in packages:
        ws.merge([], package(created, last))
    assert ws.partners.receipt("b").get(FORGED, (0, b""))[0] == known
