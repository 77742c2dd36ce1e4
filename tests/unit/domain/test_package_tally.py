"""What a bundle of operations brings, counted."""

from __future__ import annotations

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Chain, Kind, Operation
from qxn_desktop.domain.package_tally import Brought, tally, village_of

VILLAGE = "522327103200"
NEAR, UNIT = Chain("a", "1", f"village:{VILLAGE}"), Chain("a", "1", "unit")


def op(hlc: int, row: str, kind: str = Kind.PUT, entity: str = "household",
       chain: Chain = NEAR, **payload: Json) -> Operation:  # fmt: skip
    return Operation(chain, hlc, hlc, "甲", 0, 1, entity, row, kind, payload)


def test_a_row_counts_once_however_often_it_was_written() -> None:
    found = tally([op(1, "r", note="甲"), op(2, "r", note="乙"), op(3, "s")], {})
    assert found == {("household", VILLAGE): Brought(new=2)}


def test_what_began_before_is_changed() -> None:
    found = tally([op(5, "r"), op(6, "s")], {("household", "r"): 2, ("household", "s"): 6})
    assert found == {("household", VILLAGE): Brought(new=1, changed=1)}


def test_deleting_brings_nothing_of_a_row_that_never_was() -> None:
    gone = [op(1, "new"), op(2, "new", Kind.DELETE), op(3, "old", Kind.DELETE)]
    found = tally(gone, {("household", "old"): 1})
    assert found == {("household", VILLAGE): Brought(removed=1)}


def test_steps_are_counted_each_and_change_no_row() -> None:
    steps = [op(n, "p", Kind.EVENT, "problem") for n in (2, 3)]
    assert tally(steps, {("problem", "p"): 1}) == {("problem", VILLAGE): Brought(steps=2)}


def test_what_nobody_sees_is_left_out() -> None:
    assert tally([op(1, "", Kind.SEEN, "", UNIT)], {}) == {}


def test_words() -> None:
    assert village_of(op(1, "r", chain=UNIT)) == ""
    assert Brought(3, 1, 0, 2).words == "新增 3 条，修改 1 条，办理 2 步"
    assert not Brought()
    assert Brought(1) + Brought(0, 2) == Brought(1, 2)
