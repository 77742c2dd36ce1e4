"""Households and villages that merge, split and move, while another laptop goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import (
    household_change,
    household_family,
    record_list,
    records,
    undo,
    village_change,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.household_change import Parting, members, merge, move, split
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.village_change import NewVillage
from qxn_desktop.services.village_past import groups, village_past
from qxn_desktop.store.verify import findings
from tests.builders import new_office, runs_of, sent

DAY, PAPER = "2026-11-01", "册府函〔2026〕9号"
VILLAGE, OTHER = "522327103200", "522327103202"
NEW = "522327103299"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    yield ctx
    door.close()


@pytest.fixture
def colleague(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w2")
    yield ctx
    door.close()


def home(ctx: AppContext, name: str, village: str = VILLAGE, **more: str) -> str:
    raw = {"village": village, "head_name": name, "group": "1", "population": "2", **more}
    id_ = records.add(ctx, "household", raw).id
    person(ctx, id_, name, "户主")
    return id_


def person(ctx: AppContext, household: str, name: str, relation: str = "之子") -> str:
    raw = {"household": household, "name": name, "relation": relation}
    return records.add(ctx, "member", raw).id


def names(ctx: AppContext, household: str) -> list[str]:
    return [row.text("name") for row in members(ctx, household)]


def carry(source: AppContext, target: AppContext) -> None:
    target.ws.merge(runs_of(source.ws), sent())


def meet(one: AppContext, other: AppContext) -> None:
    carry(one, other)
    carry(other, one)
    assert one.ws.digest() == other.ws.digest()
    assert findings(one.ws) == []


def test_two_households_become_one_and_two_again(office: AppContext) -> None:
    gone, stays = home(office, "韦老大"), home(office, "韦国明")
    father = members(office, gone)[0].id
    records.add(office, "toilet", {"household": gone, "code": "1"})
    before = office.ws.digest().state
    with pytest.raises(UserError, match="韦老大原来是户主"):
        merge(office, gone, stays, DAY, {})
    merge(office, gone, stays, DAY, {father: "之父"})
    assert names(office, stays) == ["韦国明", "韦老大"]
    assert office.ws.get("household", stays).values["population"] == 4  # type: ignore[union-attr]
    (toilet,) = office.ws.select("toilet")
    assert toilet.values["household"] == stays
    with pytest.raises(UserError, match="已并入“韦国明”"):
        records.set_values(office, gone, {"note": "x"})
    undo.back(office)
    assert office.ws.digest().state == before
    assert names(office, gone) == ["韦老大"]


def test_what_a_colleague_adds_to_the_old_household_comes_along(
    office: AppContext, colleague: AppContext
) -> None:
    gone, stays = home(office, "韦老大"), home(office, "韦国明")
    carry(office, colleague)
    merge(office, gone, stays, DAY, {members(office, gone)[0].id: "之父"})
    person(colleague, gone, "韦小妹", "之孙女")
    meet(office, colleague)
    assert sorted(names(colleague, stays)) == ["韦国明", "韦小妹", "韦老大"]


def test_a_son_sets_up_his_own_household(office: AppContext) -> None:
    old = home(office, "韦国明", population="3")
    son, wife = person(office, old, "韦小明"), person(office, old, "罗秀英", "配偶")
    new, _ = split(office, old, Parting((son,), son, "2"), DAY)
    row = office.ws.get("household", new)
    assert row is not None
    assert [row.values[key] for key in ("head_name", "group", "population", "split_from")] == [
        "韦小明", "2", 1, old,
    ]  # fmt: skip
    assert names(office, old) == ["韦国明", "罗秀英"]
    assert members(office, new)[0].text("relation") == "户主"
    undo.back(office)
    assert len(names(office, old)) == 3
    head = members(office, old)[0].id
    for leaving, chosen, why in (
        ([], son, "至少留"),
        ([head, son, wife], son, "至少留"),
        ([son], wife, "新户主"),
        ([head], head, "户主不能分"),
    ):
        with pytest.raises(UserError, match=why):
            split(office, old, Parting(tuple(leaving), chosen), DAY)


def test_a_household_moves_with_its_people_and_without_its_toilet(office: AppContext) -> None:
    id_ = home(office, "韦国明")
    records.add(office, "toilet", {"household": id_, "code": "1"})
    move(office, id_, OTHER, "3", DAY)
    assert {row.values["village"] for row in members(office, id_)} == {OTHER}
    assert office.ws.select("toilet")[0].values["village"] == VILLAGE
    with pytest.raises(UserError, match="已经登记在那里"):
        move(office, id_, OTHER, "3", DAY)


@pytest.mark.parametrize("day", ["2026-12-01", "明天", ""])
def test_a_day_that_has_not_come_is_refused(office: AppContext, day: str) -> None:
    one, other = home(office, "韦老大"), home(office, "韦国明")
    before = office.ws.digest()
    with pytest.raises(UserError):
        household_change.merge(office, one, other, day, {members(office, one)[0].id: "之父"})
    assert office.ws.digest() == before


def test_a_village_is_renamed_by_a_paper(office: AppContext) -> None:
    with pytest.raises(UserError, match="文号"):
        village_change.rename(office, VILLAGE, "新丫他村", DAY, " ")
    with pytest.raises(UserError, match="已有叫"):
        village_change.rename(office, VILLAGE, village_names(office)[OTHER], DAY, PAPER)
    village_change.rename(office, VILLAGE, "新丫他村村民委员会", DAY, PAPER)
    assert village_names(office)[VILLAGE] == "新丫他村"
    with pytest.raises(UserError):
        records.set_values(office, VILLAGE, {"name": "随便"})


def test_a_village_joins_another_with_all_that_lies_in_it(
    office: AppContext, colleague: AppContext
) -> None:
    home(office, "韦国明", OTHER)
    records.set_values(office, OTHER, {"population": "300"})
    records.set_values(office, VILLAGE, {"population": "500"})
    carry(office, colleague)
    village_change.join(office, OTHER, VILLAGE, DAY, PAPER)
    home(colleague, "罗永", OTHER)
    meet(office, colleague)
    for ctx in (office, colleague):
        assert OTHER not in village_names(ctx)
        assert {row.values["village"] for row in ctx.ws.select("household")} == {VILLAGE}
        assert ctx.ws.get("village", VILLAGE).values["population"] == 800  # type: ignore[union-attr]
    with pytest.raises(UserError, match="本单位没有"):
        village_change.join(office, OTHER, VILLAGE, DAY, PAPER)


def test_a_village_that_joined_another_can_be_taken_out_again(office: AppContext) -> None:
    lives = home(office, "韦国明", OTHER)
    village_change.join(office, OTHER, VILLAGE, DAY, PAPER)
    (line,) = record_list.deleted(office, "village")
    assert (line.id, line.into) == (OTHER, office.ws.get("village", VILLAGE).text("name"))  # type: ignore[union-attr]
    records.restore(office, OTHER)
    assert OTHER in village_names(office)
    assert office.ws.get("household", lives).values["village"] == OTHER  # type: ignore[union-attr]
    assert record_list.deleted(office, "village") == []


def test_groups_become_a_village_of_their_own(office: AppContext) -> None:
    stays, goes = home(office, "韦国明"), home(office, "罗永", group="2")
    records.add(office, "toilet", {"household": goes, "code": "1"})
    assert village_change.groups_of(office, VILLAGE) == ["1", "2"]
    new = NewVillage(NEW, "新寨村", "行政村", ("2",))
    village_change.divide(office, VILLAGE, new, DAY, PAPER)
    assert village_names(office)[NEW] == "新寨村"
    place = {row.id: row.values["village"] for row in office.ws.select("household")}
    assert place == {stays: VILLAGE, goes: NEW}
    assert office.ws.select("toilet")[0].values["village"] == NEW
    assert members(office, goes)[0].values["village"] == NEW
    assert findings(office.ws) == []
    undo.back(office)
    assert NEW not in village_names(office)
    assert {row.values["village"] for row in office.ws.select("member")} == {VILLAGE}


def test_what_became_of_the_villages_is_listed(office: AppContext) -> None:
    base = office.ws.get("village", VILLAGE).text("name")  # type: ignore[union-attr]
    home(office, "罗永", group="2")
    village_change.rename(office, VILLAGE, "错名村", "2026-10-01", PAPER)
    undo.back(office)
    assert village_past(office) == ()
    village_change.rename(office, VILLAGE, "新丫他村", "2026-10-01", PAPER)
    village_change.divide(
        office, VILLAGE, NewVillage(NEW, "新寨村", "行政村", ("2",)), "2026-10-15", PAPER
    )
    gone = office.ws.get("village", OTHER).text("name")  # type: ignore[union-attr]
    village_change.join(office, OTHER, VILLAGE, DAY, PAPER)
    assert [(one.day, one.words) for one in village_past(office)] == [
        (DAY, f"{gone} 并入 新丫他村"),
        ("2026-10-15", f"新设 新寨村（代码 {NEW}）"),
        ("2026-10-01", f"{base} 更名为 新丫他村"),
    ]
    assert {one.basis for one in village_past(office)} == {PAPER}
    undo.back(office)
    undo.back(office)
    assert len(village_past(office)) == 1
    assert [(one.name, one.households) for one in groups(office, VILLAGE)] == [("2", 1)]


def test_relations_of_who_leaves_are_told_anew(office: AppContext) -> None:
    old = home(office, "韦国明", population="4")
    son = person(office, old, "韦小明")
    wife = person(office, old, "罗秀英", "儿媳")
    leaving = (son, wife)
    with pytest.raises(UserError, match="只有一位户主"):
        split(office, old, Parting(leaving, son, "", {wife: "户主"}), DAY)
    with pytest.raises(UserError):
        split(office, old, Parting(leaving, son, "", {wife: "没有这种关系"}), DAY)
    new, _ = split(office, old, Parting(leaving, son, "", {wife: "配偶"}), DAY)
    found = household_family.family(office, new)
    assert [(one.name, one.relation) for one in found.people] == [
        ("韦小明", "户主"), ("罗秀英", "配偶"),
    ]  # fmt: skip
    assert found.summary.endswith("登记了 2 人，家庭人口数 2")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewVillage("522301001001", "新寨村", "行政村", ("1",)), "前9位"),
        (NewVillage(OTHER, "新寨村", "行政村", ("1",)), "已经用过"),
        (NewVillage(NEW, "新寨村", "寨", ("1",)), "类型"),
        (NewVillage(NEW, "", "社区", ("1",)), "村名"),
        (NewVillage(NEW, "新寨村", "社区", ("9",)), "没有登记"),
    ],
)
def test_a_new_village_has_to_be_right(office: AppContext, new: NewVillage, why: str) -> None:
    home(office, "韦国明")
    with pytest.raises(UserError, match=why):
        village_change.divide(office, VILLAGE, new, DAY, PAPER)
