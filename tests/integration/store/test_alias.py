"""Rows that have become others, on two machines that change them at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.domain.fold import DELETED
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.schema import Schema
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import HOUSEHOLD, NOON, VILLAGE, new_door, put, runs_of, sent

OTHER_VILLAGE = "522327103201"
MEMBER = RegisterSpec(
    id="member",
    title="成员",
    fields=(
        FieldSpec("home", "户", "ref", ref="household", indexed=True),
        FieldSpec("name", "姓名", "text"),
    ),
)
CHECK = RegisterSpec(
    id="check",
    title="检查",
    fields=(
        FieldSpec("home", "户", "ref", ref="household"),
        FieldSpec("village", "村", "village"),
    ),
    internal=True,
)
PLACE = RegisterSpec(
    id="village",
    title="村",
    fields=(FieldSpec("name", "名称", "text"),),
    identity="code",
    village_field="id",
)
SCHEMA = Schema(
    {"household": HOUSEHOLD, "member": MEMBER, "check": CHECK, "village": PLACE},
    base_rows=lambda: {"village": {VILLAGE: {"name": "甲村"}, OTHER_VILLAGE: {"name": "乙村"}}},
)

Pair = tuple[Workspace, Workspace]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    door = new_door(tmp_path / "0", lambda _unit: SCHEMA)
    key = door.workspace.data_key
    door.close()
    found = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file in (tmp_path / "0").iterdir():
            if file.is_file():
                (folder / file.name).write_bytes(file.read_bytes())
        session = Session(f"员{number}", lambda _unit: SCHEMA, FixedClock(NOON))
        ws = open_with_key(folder, key, session)
        ws.site, ws.epoch = f"site{number}", "1"
        found.append(ws)
    here, there = found
    here.write(
        [
            put("x", village=VILLAGE, head_name="韦国明"),
            put("y", village=VILLAGE, head_name="罗永"),
            put("m", entity="member", home="x", name="韦小妹"),
            put("c", entity="check", home="x", village=VILLAGE),
        ]
    )
    carry(here, there)
    yield here, there
    for ws in found:
        ws.close()


def carry(source: Workspace, target: Workspace) -> None:
    target.merge(runs_of(source), sent())


def meet(pair: Pair) -> None:
    here, there = pair
    carry(here, there)
    carry(there, here)
    assert here.digest() == there.digest()
    assert findings(here) == [] == findings(there)


def become(ws: Workspace, row: str, into: str, entity: str = "household") -> None:
    ws.write([Draft(entity, row, Kind.ALIAS, {"into": into})])


def homes(ws: Workspace) -> dict[str, object]:
    return {row.id: row.values.get("home") for row in ws.select("member")}


def test_what_refers_to_a_merged_row_follows_it(pair: Pair) -> None:
    here, there = pair
    become(here, "x", "y")
    assert here.get("household", "x") is None
    assert here.became("household", "x") == "y"
    assert homes(here) == {"m": "y"}
    check = here.get("check", "c")
    assert check is not None
    assert check.values["home"] == "x"
    meet(pair)
    assert homes(there) == {"m": "y"}


def test_a_member_added_elsewhere_meanwhile_follows_too(pair: Pair) -> None:
    here, there = pair
    become(here, "x", "y")
    there.write([put("n", entity="member", home="x", name="新生儿")])
    meet(pair)
    assert homes(here) == homes(there) == {"m": "y", "n": "y"}
    assert here.conflicts() == []


def test_an_edit_elsewhere_is_not_lost(pair: Pair) -> None:
    here, there = pair
    become(here, "x", "y")
    there.write([put("x", people=4)])
    meet(pair)
    (conflict,) = here.conflicts()
    assert conflict.field == DELETED
    assert [option.value for option in conflict.options] == ["into:y", "keep"]
    assert here.get("household", "x") is not None
    assert homes(here) == {"m": "x"}
    become(here, "x", "y")
    meet(pair)
    assert there.conflicts() == []
    assert homes(there) == {"m": "y"}


def test_two_targets_are_a_conflict(pair: Pair) -> None:
    here, there = pair
    here.write([put("z", village=VILLAGE, head_name="岑天贵")])
    carry(here, there)
    become(here, "x", "y")
    become(there, "x", "z")
    meet(pair)
    (conflict,) = here.conflicts()
    assert {option.value for option in conflict.options} == {"into:y", "into:z"}
    assert homes(here) == {"m": "x"}


def test_of_a_circle_one_row_stays(pair: Pair) -> None:
    here, there = pair
    become(here, "x", "y")
    become(there, "y", "x")
    meet(pair)
    assert [row.id for row in here.select("household")] == ["x"]
    assert homes(here) == {"m": "x"}
    assert here.became("household", "y") == "x"


def test_chains_are_followed_and_taken_back(pair: Pair) -> None:
    here, there = pair
    here.write([put("z", village=VILLAGE, head_name="岑天贵")])
    become(here, "x", "y")
    become(here, "y", "z")
    meet(pair)
    assert homes(there) == {"m": "z"}
    here.write([Draft("household", "y", Kind.UNDELETE)])
    meet(pair)
    assert homes(there) == {"m": "y"}
    here.write([Draft("household", "x", Kind.UNDELETE)])
    meet(pair)
    assert homes(there) == {"m": "x"}


def test_a_village_takes_along_all_that_lies_in_it(pair: Pair) -> None:
    here, there = pair
    there.write([put("w", village=VILLAGE, head_name="王明")])
    become(here, VILLAGE, OTHER_VILLAGE, "village")
    meet(pair)
    for ws in pair:
        assert [row.id for row in ws.select("village")] == [OTHER_VILLAGE]
        assert {row.values["village"] for row in ws.select("household")} == {OTHER_VILLAGE}
        assert {row.values["village"] for row in ws.select("check")} == {OTHER_VILLAGE}
    here.write([Draft("village", VILLAGE, Kind.UNDELETE)])
    meet(pair)
    assert {row.values["village"] for row in there.select("household")} == {VILLAGE}


def test_what_was_computed_before_is_computed_anew(pair: Pair) -> None:
    here, _ = pair
    count = lambda: here.kept.get("k", ("member",), lambda: homes(here))  # noqa: E731
    assert count() == {"m": "x"}
    become(here, "x", "y")
    assert count() == {"m": "y"}


@pytest.mark.parametrize("into", ["x", "", None, 5, ["y"]])
def test_an_alias_that_names_no_other_row_means_nothing(pair: Pair, into: object) -> None:
    here, _ = pair
    here.write([Draft("household", "x", Kind.ALIAS, {"into": into})])  # type: ignore[dict-item]
    meet(pair)
    assert here.get("household", "x") is not None


def test_tables_made_anew_are_the_same(pair: Pair) -> None:
    here, _ = pair
    become(here, "x", "y")
    before = here.digest()
    here.rebuild()
    assert here.digest() == before
    assert homes(here) == {"m": "y"}
