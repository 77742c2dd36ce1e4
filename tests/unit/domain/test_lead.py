from __future__ import annotations

from datetime import date

from qxn_desktop.domain.lead import (
    CHANNEL_WORDS,
    Channel,
    FailedItem,
    HouseholdCheck,
    LeadState,
    lead_from_check,
)

CHECK = HouseholdCheck("c1", "h1", "522327103201", date(2026, 11, 3))
SCHOOL = FailedItem("FP02", "无失学辍学", red_line=True)
FOOD = FailedItem("FP01", "不愁吃、不愁穿")


def test_failed_items_of_one_visit_are_one_lead() -> None:
    lead = lead_from_check(CHECK, [SCHOOL, FOOD])
    assert lead is not None
    assert (lead.channel, lead.state, lead.red_line) == (Channel.PATROL, LeadState.NEW, True)
    assert [item.code for item in lead.items] == ["FP01", "FP02"]
    assert lead.description == "【红线】无失学辍学；不愁吃、不愁穿"


def test_the_lead_is_the_same_on_every_machine() -> None:
    first, second = lead_from_check(CHECK, [SCHOOL, FOOD]), lead_from_check(CHECK, [FOOD, SCHOOL])
    assert first == second


def test_nothing_failed_no_lead() -> None:
    assert lead_from_check(CHECK, []) is None


def test_an_item_that_is_no_red_line() -> None:
    lead = lead_from_check(CHECK, [FOOD])
    assert lead is not None
    assert not lead.red_line


def test_channels() -> None:
    assert set(CHANNEL_WORDS) == {channel.value for channel in Channel}
    assert Channel("PATROL").words == "日常摸排"
