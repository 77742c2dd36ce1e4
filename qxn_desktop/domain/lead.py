"""Leads (线索): a hint that a household may be at risk, to be looked into; never a verdict.

A failed item of the household visit opens a lead, not a problem: the program only hints, people
recognise (docs/domain.md J.5). One check of one household gives one lead, with all its failed
items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qxn_desktop.common.ids import hashed_id


class Channel(StrEnum):
    """Where a lead comes from (docs/domain.md B.4); the value is the code of the command line."""

    SELF_PAPER = "SELF_PAPER"
    SELF_APP = "SELF_APP"
    SELF_GZ_MINI = "SELF_GZ_MINI"
    HOTLINE_12317 = "HOTLINE_12317"
    HOTLINE_12345 = "HOTLINE_12345"
    PATROL = "PATROL"
    CAMPAIGN = "CAMPAIGN"
    DEPT = "DEPT"
    LINKED = "LINKED"
    INSPECT = "INSPECT"
    PETITION = "PETITION"
    MEDIA = "MEDIA"

    @property
    def words(self) -> str:
        return CHANNEL_WORDS[self.value]


CHANNEL_WORDS = {
    "SELF_PAPER": "自主申报（书面）",
    "SELF_APP": "自主申报（国家手机应用）",
    "SELF_GZ_MINI": "自主申报（贵州乡村振兴云小程序）",
    "HOTLINE_12317": "12317热线",
    "HOTLINE_12345": "12345热线",
    "PATROL": "日常摸排",
    "CAMPAIGN": "集中排查",
    "DEPT": "部门预警（云平台）",
    "LINKED": "关联监测",
    "INSPECT": "督查暗访",
    "PETITION": "信访",
    "MEDIA": "舆情",
}


class LeadState(StrEnum):
    """Where a lead stands; a case that follows it up has states of its own."""

    NEW = "new"
    IN_CASE = "in_case"
    ANSWERED = "answered"

    @property
    def words(self) -> str:
        return LEAD_STATE_WORDS[self.value]


LEAD_STATE_WORDS = {"new": "新线索", "in_case": "已并入个案", "answered": "已答复"}


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item that a check failed; ``red_line`` marks 三保障 and 饮水安全 (FP02–FP05)."""

    code: str
    text: str
    red_line: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead as it is opened. ``id`` is equal on every machine that holds the check."""

    id: str
    household: str
    village: str
    check: str
    channel: Channel
    found_on: date
    items: tuple[FailedItem, ...]
    state: LeadState = LeadState.NEW

    @property
    def red_line(self) -> bool:
        return any(item.red_line for item in self.items)

    @property
    def description(self) -> str:
        """The failed items in words, red lines first; no codes, which mean nothing to people."""
        ordered = sorted(self.items, key=lambda item: (not item.red_line, item.code))
        return "；".join(("【红线】" if i.red_line else "") + i.text for i in ordered)


@dataclass(frozen=True, slots=True)
class HouseholdCheck:
    """The check that a lead comes from."""

    id: str
    household: str
    village: str
    date: date


def lead_from_check(check: HouseholdCheck, failed: Sequence[FailedItem]) -> Lead | None:
    """The lead of a check; None when no item failed."""
    if not failed:
        return None
    items = tuple(sorted(failed, key=lambda item: item.code))
    return Lead(
        lead_id(check.id, check.household),
        check.household,
        check.village,
        check.id,
        Channel.PATROL,
        check.date,
        items,
    )


def lead_id(check: str, household: str) -> str:
    """One lead a check and household."""
    return hashed_id("lead", check, household)


def typed_lead_id(household: str, channel: Channel, found_on: date, number: str) -> str:
    """One lead a household, channel, day and number of its ticket ("" without one)."""
    return hashed_id("lead", household, channel.value, found_on.isoformat(), number)
