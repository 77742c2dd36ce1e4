"""Conflicts in words, decided one by one and many together."""

from __future__ import annotations

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import conflicts, problems
from qxn_desktop.services.conflict_card import ConflictCard, conflict_cards, reveal_conflict
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.joint_decision import JointDecision, joint_decisions
from qxn_desktop.services.legal_step import Action
from qxn_desktop.store import audit_log
from tests.builders import VILLAGE, delete
from tests.integration.services.town import Town, common_row, shown, write


def the_card(ctx: AppContext) -> ConflictCard:
    [card] = conflict_cards(ctx)
    return card


def test_a_value_with_both_sides_and_what_stands_around(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(a, "r", phone="19900001111")
    write(b, "r", phone="19900002222")
    town.meet(a, b)
    card = the_card(a)
    assert (card.kind, card.title) == ("value", "农户“罗” · 联系电话")
    assert card.village_name == "丫他村"
    assert card.question == "“联系电话”两边填得不一样，以哪个为准？"
    assert [(side.value, side.machine, side.who) for side in card.sides] == [
        ("199****1111", "本机", "a的账户"),
        ("199****2222", "B号机", "b的账户"),
    ]
    assert [side.shown for side in card.sides] == [False, True]
    assert ("备注", "原") in card.context
    assert ("所在村", "丫他村") in card.context
    assert "联系电话" not in dict(card.context)
    assert card.history[0].endswith("“199****2222”")
    assert "19900001111" not in str(card)
    conflicts.resolve(a, card.id, card.sides[0].take)
    assert conflict_cards(a) == ()


def test_sides_that_differ_only_where_they_are_hidden(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    write(b, "r", id_number="522326190001010010")
    write(a, "r", phone="19900001111")
    write(b, "r", phone="19900201111")
    write(b, "r", phone="19900101111")
    town.meet(a, b)
    card = the_card(b)
    assert {side.value for side in card.sides} == {"199****1111"}
    assert (card.masked, card.alike) == (True, "第 6 个字")
    assert "联系电话改了遮住的部分（第 6 个字），仍显示为“199****1111”" in card.history[0]
    assert "00101111" not in str(card).replace(card.sides[0].take, "")
    whole = reveal_conflict(b, card.id, "入户核对")
    assert [side.value for side in whole.sides] == ["19900101111", "19900001111"]
    assert (whole.masked, whole.alike, whole.revealed) == (False, "", True)
    assert "522326********0010" in dict(whole.context).values()  # nobody asked for that
    assert "522326190001010010" not in str(whole)
    [last] = [one for one in audit_log.entries(b.ws.db) if one.action == "reveal"]
    assert (last.facts["register"], last.facts["row"], last.facts["reason"]) == (
        "household",
        "r",
        "入户核对",
    )
    with pytest.raises(UserError, match="理由"):
        reveal_conflict(b, card.id, " ")


def test_a_deletion_in_words(town: Town) -> None:
    a, b = town.laptops("ab")
    common_row(town, a, b)
    a.ws.write([delete("r")])
    write(b, "r", note="还在")
    town.meet(a, b)
    card = the_card(b)
    assert card.kind == "deletion"
    assert [side.value for side in card.sides] == ["保留这条记录", "删除这条记录"]
    assert [side.machine for side in card.sides] == ["本机", "A号机"]


def test_a_dispute_of_events_says_what_each_did(town: Town) -> None:
    a, b = town.laptops("ab")
    problem = {"title": "漏水", "severity": "一般", "found_on": "2026-11-20", "village": VILLAGE}
    a.ws.write([Draft("problem", "p", Kind.PUT, problem, VILLAGE)])
    town.send(a, b)
    for office, owner in ((a, "甲"), (b, "乙")):
        problems.do(office, "p", Action("assign", {"owner": owner, "supervisor": "丙"}))
    town.meet(a, b)
    card = the_card(a)
    assert (card.kind, card.title) == ("handling", "问题“漏水” · 办理")
    assert [side.value for side in card.sides] == ["交办", "交办"]
    assert ("整改责任人", "甲") in card.sides[0].details
    assert ("整改责任人", "乙") in card.sides[1].details
    assert joint_decisions([card, card], a.ws.site) == ()


def many(town: Town) -> tuple[AppContext, AppContext, list[ConflictCard]]:
    a, b = town.laptops("ab")
    for row in "xyz":
        write(a, row, village=VILLAGE, head_name=f"户{row}", note="原")
    town.send(a, b)
    for row in "xyz":
        write(a, row, note=f"甲{row}")
    b.ws.clock.advance(hours=1)  # type: ignore[attr-defined]
    for row in "xyz":
        write(b, row, note=f"乙{row}")
    town.meet(a, b)
    return a, b, list(conflict_cards(a))


def decided(decision: JointDecision) -> dict[str, str]:
    return {card.id: side.take for card, side in decision.taken}


@pytest.mark.parametrize(("choice", "note"), [("mine", "甲"), ("theirs", "乙"), ("newest", "乙")])
def test_many_of_one_kind_in_one_write(town: Town, choice: str, note: str) -> None:
    a, b, cards = many(town)
    found = {decision.choice: decision for decision in joint_decisions(cards, a.ws.site)}
    assert list(found) == ["mine", "theirs", "newest"]
    decision = found[choice]  # type: ignore[index]
    assert [side.value for _, side in decision.taken] == [f"{note}{row}" for row in "xyz"]
    assert decision.left == 0
    before = a.ws.operation_count()
    change = conflicts.resolve_all(a, decided(decision))
    assert len(change.rows) == 3
    assert a.ws.operation_count() - before <= 4
    town.meet(a, b)
    assert b.ws.conflicts() == []
    assert shown(b, "x")["note"] == f"{note}x"


def test_all_or_none_when_one_was_decided_meanwhile(town: Town) -> None:
    a, _, cards = many(town)
    conflicts.resolve(a, cards[0].id, "1")
    with pytest.raises(UserError, match="可能已经裁决过了"):
        conflicts.resolve_all(a, {card.id: "1" for card in cards})
    assert len(a.ws.conflicts()) == 2
